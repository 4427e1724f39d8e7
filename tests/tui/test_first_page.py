"""The first page of a conference, written on a screen: choose, order, reword, search, undo; all of it in a file."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from confnotes.markup.frontmatter import split
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.export.screen import ExportScreen
from confnotes.tui.screens.first_page import FirstPageScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, on_screen, settled, text_of

PAGE = "---\ntype: conference\n# mine\ntitle: HarbourConf 2031\n---\nMy week.\n"
TIDES = """---
talk: harbourconf-2031/tides-in-memory
---
takeaway: tides are a cache policy ^t101000
- boats wait for **nobody** ^t101100
%%the chair slept%% ^t101200
"""


@pytest.fixture
def noted(vault: Vault) -> Vault:
    write(vault, CONFERENCE, PAGE)
    write(vault, "Tides", TIDES)
    write(vault, "Harbour", "A line about cranes that was never about a talk\n")
    return vault


def write(vault: Vault, name: str, text: str) -> None:
    (vault.root / CONFERENCE / f"{name}.md").write_text(text)


def fields(vault: Vault) -> tuple[object, object]:
    found = split(vault.read(f"{CONFERENCE}/{CONFERENCE}.md").text).fields
    return found.get("lead"), found.get("highlights")


async def opened(app: ConfnotesApp, pilot: Pilot[None]) -> FirstPageScreen:
    await pilot.press("g", "1")
    await settled(pilot)
    assert isinstance(app.screen, FirstPageScreen)
    return app.screen


async def go_to(screen: FirstPageScreen, pilot: Pilot[None], words: str, mark: str) -> None:
    """Select the row with these words and that mark."""
    await pilot.press("ctrl+home")
    for _ in range(30):
        row = screen.list.chosen
        if row is not None and getattr(row, "mark", None) == mark and words in getattr(row, "words", ""):
            return
        await pilot.press("down")
    raise AssertionError(f"{words!r} is not in {text_of(screen.list)}")


async def test_lines_are_chosen_ordered_and_kept_in_the_conferences_note(noted: Vault) -> None:
    async with on_screen(noted) as (app, pilot):
        screen = await opened(app, pilot)
        await go_to(screen, pilot, "tides are a cache policy", "☐")
        await pilot.press("space")
        await settled(pilot)
        await pilot.press("f", *"cranes")
        await settled(pilot)
        await pilot.press("down", "space")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        tides = "[[Tides#^t101000|tides are a cache policy]]"
        cranes = "[[Harbour|A line about cranes that was never about a talk]]"
        assert fields(noted) == (None, [tides, cranes])
        await go_to(screen, pilot, "cranes", "2")
        await pilot.press("alt+up")
        await settled(pilot)
        assert fields(noted) == (None, [cranes, tides])
        await pilot.press("u")
        await settled(pilot)
        assert fields(noted) == (None, [tides, cranes])
        await go_to(screen, pilot, "tides", "1")
        await pilot.press("space")
        await settled(pilot)
        assert fields(noted) == (None, [cranes])
        await pilot.press("u", "u", "u")
        await settled(pilot)
        assert noted.read(f"{CONFERENCE}/{CONFERENCE}.md").text == PAGE


async def test_a_highlight_is_reworded_and_the_lead_written(noted: Vault) -> None:
    async with on_screen(noted) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("e", *"Tides.", "enter", "enter", *"Boats.", "ctrl+s")
        await settled(pilot)
        await go_to(screen, pilot, "boats wait", "☐")
        await pilot.press("space")
        await settled(pilot)
        await go_to(screen, pilot, "boats wait", "1")
        await pilot.press("e")
        await settled(pilot)
        assert "In your notes: boats wait for nobody" in str(app.screen.query_one(".text", Static).content)
        app.screen.query_one(TextArea).text = ""
        await pilot.press(*"No boat waits.", "enter")
        await settled(pilot)
        assert fields(noted) == ("Tides.\n\nBoats.", ["No boat waits. [[Tides#^t101100|boats wait for nobody]]"])
        assert "Original: boats wait for nobody" in text_of(screen.list)
        assert "# mine" in noted.read(f"{CONFERENCE}/{CONFERENCE}.md").text


async def test_typed_words_are_not_lost_by_esc(noted: Vault) -> None:
    async with on_screen(noted) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("e", *"Tides", "escape")
        await settled(pilot)
        assert app.screen.query_one(TextArea).text == "Tides"
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert isinstance(app.screen, FirstPageScreen)
        assert fields(noted) == (None, None)


async def test_what_changed_in_the_notes_since_is_shown_and_confirmed(noted: Vault) -> None:
    write(
        noted,
        CONFERENCE,
        """---
highlights:
  - "[[Tides#^t101000|tides were a cache policy]]"
  - "[[Tides|whales have no schedule at all]]"
  - "[[Nowhere|gone]]"
---
""",
    )
    async with on_screen(noted, size=(100, 40)) as (app, pilot):
        screen = await opened(app, pilot)
        shown = text_of(screen.list)
        assert "Edited since: takeaway: tides are a cache policy" in shown
        assert "Its line was deleted." in shown
        assert "Its note was deleted." in shown
        await go_to(screen, pilot, "tides were", "1")
        await pilot.press("e", "enter")
        await settled(pilot)
        await go_to(screen, pilot, "whales", "2")
        await pilot.press("e", "enter")
        await settled(pilot)
        assert fields(noted)[1] == [
            "tides were a cache policy [[Tides#^t101000|takeaway: tides are a cache policy]]",
            "whales have no schedule at all [[Tides]]",
            "[[Nowhere|gone]]",
        ]
        assert "Edited since" not in text_of(screen.list)


async def test_the_note_opens_at_the_line_and_esc_comes_back(noted: Vault) -> None:
    async with on_screen(noted) as (app, pilot):
        screen = await opened(app, pilot)
        await go_to(screen, pilot, "boats wait", "☐")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.path == f"{CONFERENCE}/Tides.md"
        assert app.screen.editor.cursor_location[0] == 1
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert text_of(screen.list)
        assert app.screen_stack[-1] is screen


async def test_private_lines_are_not_proposed(noted: Vault) -> None:
    async with on_screen(noted) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("f", *"slept")
        await settled(pilot)
        assert "No matches" in text_of(screen.list)


async def test_a_page_that_was_changed_elsewhere_is_not_overwritten(noted: Vault) -> None:
    async with on_screen(noted) as (app, pilot):
        screen = await opened(app, pilot)
        write(noted, CONFERENCE, "---\nlead: Theirs.\n---\n")
        await go_to(screen, pilot, "tides", "☐")
        await pilot.press("space")
        await settled(pilot)
        assert fields(noted) == ("Theirs.", None)
        assert "Theirs." in text_of(screen.list)


async def test_the_export_screen_leads_to_the_first_page_and_back(noted: Vault) -> None:
    async with on_screen(noted) as (app, pilot):
        await pilot.press("x")
        await settled(pilot)
        await pilot.press("ctrl+g", "e")
        await settled(pilot)
        assert isinstance(app.screen, FirstPageScreen)
        await pilot.press("x")
        await settled(pilot)
        assert isinstance(app.screen, ExportScreen)


async def test_a_conference_without_notes_says_what_to_do(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        screen = await opened(app, pilot)
        assert "No lines to propose yet" in text_of(screen.list)


async def test_a_talk_without_a_note_can_be_a_highlight(noted: Vault) -> None:
    write(noted, CONFERENCE, '---\nhighlights:\n  - "See it. [[harbourconf-2031/tides-in-memory]]"\n---\n')
    (noted.root / CONFERENCE / "Tides.md").unlink()
    async with on_screen(noted) as (app, pilot):
        screen = await opened(app, pilot)
        assert "deleted" not in text_of(screen.list)
        await go_to(screen, pilot, "See it", "1")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
