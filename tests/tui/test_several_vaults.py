"""Search shows notes of other vaults, which are opened to be read and cannot be changed from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from confnotes.catalogue.searching import several_vaults
from confnotes.catalogue.searching.current_index import current_index
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.other_vault import OtherVaultScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.vault.settings import set_setting
from confnotes.vault.vault import Vault
from screen_samples import harbour_vault, on_screen, page, settled, text_of, until

ZOO = "---\ntitle: The zoo\n---\n" + "a line\n" * 60 + "- [ ] feed the walrus\nthe end\n"


@pytest.fixture
def berlin(tmp_path: Path) -> Vault:
    """Another vault with the same conference, a note and a task."""
    vault = harbour_vault(tmp_path / "lab" / "berlin")
    vault.save("Zoo.md", ZOO, None)
    set_setting("vaults", [str(vault.root)])
    return vault


async def found(pilot: Pilot[None], app: ConfnotesApp, words: str) -> SearchScreen:
    """The search for these words, once the other vault is read."""
    await pilot.press("slash", *words)
    screen = app.screen
    assert isinstance(screen, SearchScreen)
    await until(pilot, lambda: "in berlin" in text_of(screen.list))
    await settled(pilot)
    return screen


async def test_a_note_of_another_vault_is_opened_read_only_at_its_line(vault: Vault, berlin: Vault) -> None:
    async with on_screen(vault, size=(100, 30)) as (app, pilot):
        screen = await found(pilot, app, "walrus")
        assert "in 2 vaults" in text_of(screen.count)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, OtherVaultScreen)
        assert "in the vault berlin · read-only" in text_of(page(app).top)
        await until(pilot, lambda: "feed the walrus" in text_of(app.screen.query_one("#other")))
        await pilot.press("escape")
        assert page(app) is screen


async def test_a_task_of_another_vault_is_not_ticked_and_its_note_not_deleted(vault: Vault, berlin: Vault) -> None:
    async with on_screen(vault, size=(100, 30)) as (app, pilot):
        screen = await found(pilot, app, "walrus")
        screen.list.focus()
        await pilot.press("end")
        screen.action_tick()
        await settled(pilot)
        assert "Read-only: this is in the vault berlin" in text_of(screen.line)
        screen.unsay()
        screen.action_delete_note()
        await settled(pilot)
        assert "Read-only: this is in the vault berlin" in text_of(screen.line)
    assert berlin.read("Zoo.md").text == ZOO


async def test_another_vault_is_found_when_the_progress_told_last_was_behind_its_commit(
    vault: Vault, berlin: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = Event()

    def read(vaults: Sequence[Vault], progress: Callable[[int, int], None], *_: object, **__: object) -> bool:
        searched.wait()
        progress(1, 62)
        current_index(vaults[0])
        progress(62, 62)
        return True

    monkeypatch.setattr(several_vaults, "update_beside", read)
    async with on_screen(vault, size=(100, 30)) as (app, pilot):
        await pilot.press("slash", *"walrus")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        assert "in berlin" not in text_of(screen.list)
        searched.set()
        await until(pilot, lambda: "in berlin" in text_of(screen.list))
        await until(pilot, lambda: "in 2 vaults" in text_of(screen.count))


@pytest.mark.parametrize("words", ["in:berlin kind:person", "in:berlin kind:talk"])
async def test_people_and_talks_of_another_vault_show_what_it_knows(vault: Vault, berlin: Vault, words: str) -> None:
    async with on_screen(vault, size=(100, 30)) as (app, pilot):
        screen = await found(pilot, app, words)
        title = text_of(screen.list).split("\n")[1].split("in berlin")[0].split("HarbourConf")[0].strip(" ▸★")
        screen.action_open()
        await settled(pilot)
        assert isinstance(app.screen, OtherVaultScreen)
        await until(pilot, lambda: title in text_of(app.screen.query_one("#other")))
