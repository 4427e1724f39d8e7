"""Single keys on lists: whoever types words there by mistake is told what each key did, and ctrl+z undoes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.command import Where
from confnotes.tui.screens.page import Page
from confnotes.tui.screens.paper import PaperScreen
from confnotes.tui.screens.same_people import SamePeopleScreen
from confnotes.vault.vault import Vault
from key_recorder import TO_GO, actions
from screen_samples import CONFERENCE, on_screen, settled

NOTE = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
OTHER = "Notes/Moons.md"
PAPER = "https://arxiv.org/abs/1706.03762"
LISTS = (
    *(Where.NOW, Where.PROGRAM, Where.SCHEDULE, Where.PEOPLE, Where.PERSON, Where.SAME_PEOPLE, Where.PAPERS),
    *(Where.PAPER, Where.RECORDED, Where.TAGS, Where.LINKS, Where.UNRESOLVED, Where.TASKS, Where.DAY_WRAP),
    *(Where.SAVED, Where.CHANGES, Where.HELP),
)


@pytest.fixture
def full(vault: Vault) -> Vault:
    """A vault in which every list has something."""
    front = "---\ntitle: Tides in Memory\ntalk: harbourconf-2031/tides-in-memory\n---\n"
    vault.save(NOTE, f"{front}- [ ] read the moon paper\n? why tides\n[[Nowhere]] #sea\n{PAPER}\n", None)
    vault.save(OTHER, "---\ntitle: Moons\n---\nTides in Memory, @Bo Kay and @Ines Farol\n", None)
    vault.mark(CONFERENCE, "tides-in-memory", starred=True)
    vault.mark(CONFERENCE, "slow-boats", later=True)
    return vault


def said_in(root: Path) -> dict[str, list[str]]:
    """What the files of a vault say, but for files that say nothing."""
    files = {
        str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()
    }
    lines = {name: sorted(one for one in text.split("\n") if one and one[0] != "#") for name, text in files.items()}
    return {name: said for name, said in lines.items() if said}


async def go(app: ConfnotesApp, where: Where) -> None:
    if where in TO_GO:
        await app.run_action(TO_GO[where])
    elif where is Where.PERSON:
        app.follow("person:Inês Farol")
    elif where is Where.SAME_PEOPLE:
        app.push_screen(SamePeopleScreen())
    elif where is Where.PAPER:
        app.push_screen(PaperScreen(PAPER))
    elif where is Where.LINKS:
        app.show("links.LinksScreen", NOTE)


async def back(app: ConfnotesApp, pilot: Pilot[None], screen: Page) -> None:
    """Leave what a key has opened."""
    while app.screen is not screen and len(app.screen_stack) > 1:
        app.pop_screen()
    await settled(pilot)


@pytest.mark.parametrize("where", LISTS)
async def test_a_key_that_changes_a_file_says_so_and_ctrl_z_undoes_it(full: Vault, where: Where) -> None:
    async with on_screen(full, datetime(2031, 5, 12, 10, 10), size=(120, 40)) as (app, pilot):
        await go(app, where)
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, Page) and screen.where is where
        for key in [one for one in actions(where) if len(one) == 1 or one == "space"]:
            before = said_in(full.root)
            await pilot.press(key)
            await settled(pilot)
            if app.screen is screen and said_in(full.root) != before:
                assert screen.line.message.endswith("ctrl+z to undo"), f"{key} says “{screen.line.message}”"
                await pilot.press("ctrl+z")
                await settled(pilot)
            await back(app, pilot, screen)
            assert said_in(full.root) == before, f"{key} on {where} is not undone: {screen.line.message}"
