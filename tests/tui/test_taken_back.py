"""What was typed and deleted again does not come back, and nobody is said to have changed the note."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.vault.vault import Vault
from screen_samples import on_screen, settled, until

NOTE = "Notes/Ebb.md"
SAVED = "---\ntitle: Ebb\n---\ntext parX"


@pytest.fixture
def note(vault: Vault) -> Path:
    vault.save(NOTE, SAVED, None)
    return vault.root / NOTE


def records(vault: Vault) -> list[Path]:
    return [file for file in vault.journal.folder.glob("*") if file.is_file()] if vault.journal.folder.exists() else []


def screen_of(app: ConfnotesApp) -> NoteScreen:
    assert isinstance(app.screen, NoteScreen), app.screen
    return app.screen


@pytest.mark.parametrize("leaving", [("ctrl+n", "ctrl+q"), ("ctrl+q",), ("escape", "ctrl+q"), ("ctrl+s", "ctrl+q")])
async def test_what_was_deleted_before_leaving_is_not_there_after_the_next_start(
    vault: Vault, note: Path, leaving: tuple[str, ...]
) -> None:
    async with on_screen(vault, size=(100, 30), note=NOTE) as (_, pilot):
        await pilot.press("ctrl+end", *" SECRET")
        await until(pilot, lambda: any(b"SECRET" in file.read_bytes() for file in records(vault)))
        await pilot.press(*["backspace"] * 7, *leaving)
    assert note.read_text(encoding="utf-8") == SAVED
    assert records(vault) == []


async def test_what_was_deleted_is_out_of_the_journal_within_a_quarter_of_a_second(vault: Vault, note: Path) -> None:
    async with on_screen(vault, size=(100, 30), note=NOTE) as (_, pilot):
        await pilot.press("ctrl+end", *" SECRET")
        await until(pilot, lambda: records(vault))
        await pilot.press(*["backspace"] * 7)
        await pilot.pause(0.25)
        assert records(vault) == []


async def test_who_takes_the_other_version_does_not_get_their_own_back_at_the_next_start(
    vault: Vault, note: Path
) -> None:
    async with on_screen(vault, size=(100, 30), note=NOTE) as (app, pilot):
        screen = screen_of(app)
        await pilot.press("ctrl+end", *"mine")
        await until(pilot, lambda: records(vault))
        note.write_text(f"{SAVED} theirs", encoding="utf-8")
        screen.save_now()
        await pilot.press("ctrl+s", "t")
        await settled(pilot)
        assert screen.edited.whole == f"{SAVED} theirs"
        await until(pilot, lambda: not records(vault))
