"""A file of the vault that cannot be read whole, as it is told on the screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.export.screen import ExportScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from damaged_vault import DAMAGES, FILES, MARKS, NOTE, PROGRAM, pond_vault, unmerged
from screen_samples import on_screen, settled, text_of, until, warning_on

MORNING = datetime(2024, 5, 6, 10, 5, tzinfo=ZoneInfo("Europe/Lisbon"))


def now_of(app: ConfnotesApp) -> NowScreen:
    assert isinstance(app.screen, NowScreen)
    return app.screen


@pytest.mark.parametrize("damaged", DAMAGES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("path", [PROGRAM, MARKS])
async def test_now_says_it_until_it_is_mended_and_a_star_is_not_written_over_it(
    tmp_path: Path, path: str, damaged: Callable[[str], bytes]
) -> None:
    vault = pond_vault(tmp_path / "pond")
    data = damaged(FILES[path])
    (vault.root / path).write_bytes(data)
    app = ConfnotesApp(vault, MORNING)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: path in warning_on(now_of(app)))
        assert "run confnotes doctor for details" in warning_on(now_of(app))
        await settled(pilot)
        now_of(app).action_star()
        assert (vault.root / path).read_bytes() == data
        if path == MARKS:
            assert "nothing was written" in now_of(app).line.message
        (vault.root / path).write_text(FILES[path], encoding="utf-8")
        now_of(app).reload()
        await until(pilot, lambda: warning_on(now_of(app)) == "")


async def test_readable_parts_of_damaged_files_are_shown(tmp_path: Path) -> None:
    vault = pond_vault(tmp_path / "pond")
    (vault.root / MARKS).write_bytes(unmerged(FILES[MARKS]))
    (vault.root / PROGRAM).write_bytes(unmerged(FILES[PROGRAM]))
    app = ConfnotesApp(vault, MORNING)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Frogs at dusk" in text_of(now_of(app).list))
        shown = text_of(now_of(app).list)
        assert shown.count("★") == 2 and "Herons" in shown


async def test_a_note_keeps_its_room_for_what_is_typed(tmp_path: Path) -> None:
    vault = pond_vault(tmp_path / "pond")
    (vault.root / MARKS).write_bytes(unmerged(FILES[MARKS]))
    app = ConfnotesApp(vault, MORNING)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: MARKS in warning_on(now_of(app)))
        app.open_path(NOTE)
        await settled(pilot)
        assert warning_on(app.screen) == ""


async def test_a_half_merged_note_says_so_when_it_is_opened_and_exported_until_it_is_mended(tmp_path: Path) -> None:
    vault = pond_vault(tmp_path / "pond")
    (vault.root / NOTE).write_bytes(unmerged(FILES[NOTE]))
    async with on_screen(vault, MORNING) as (app, pilot):
        app.open_path(NOTE)
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen)
        assert "Git merge conflict at line 6: keep one version" in note.line.message
        assert "conflict at line 6" in warning_on(note)
        app.push_screen(ExportScreen())
        export = app.screen
        assert isinstance(export, ExportScreen)
        await until(pilot, lambda: f"git merge in {NOTE}, line 6" in warning_on(export))
        app.pop_screen()
        await until(pilot, lambda: app.screen is note)
        note.editor.select_all()
        await pilot.press(*"sing")
        await until(pilot, lambda: warning_on(note) == "")
