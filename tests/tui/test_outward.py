"""In a browser the screens read, write and start nothing outside the vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from confnotes.actions.exporting.export_file import open_file
from confnotes.actions.notes.edit_file import chosen_editor_command
from confnotes.actions.photos.paste_image import read_image
from confnotes.errors import ConfnotesError
from confnotes.system import SERVED_VARIABLE
from confnotes.tui import commands
from confnotes.tui.command import Where
from confnotes.tui.outward import refuse_screen

OUTWARD = {
    *("now.import_program", "now.export", "program.refresh", "schedule.export_it", "day_wrap.export_day"),
    *("first_page.export", "picture.open_outside", "note.file.edit_outside", "note.file.show_place"),
    *("note.writing.paste_image", "app.photos", "app.settings", "app.open_vault"),
}


@pytest.fixture
def in_browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(SERVED_VARIABLE, "1")
    caches = (commands.commands_of, commands.of, commands.sequences, commands.doing)
    for one in caches:
        one.cache_clear()
    yield
    for one in caches:
        one.cache_clear()


def test_commands_that_lead_out_of_the_vault_are_in_a_terminal_only(request: pytest.FixtureRequest) -> None:
    screens = [where for where in Where if where not in (Where.EXPORT, Where.IMPORT, Where.WELCOME, Where.PHOTOS)]
    before = {one.id for where in screens for one in commands.commands_of(where)}
    request.getfixturevalue("in_browser")
    after = {one.id for where in screens for one in commands.commands_of(where)}
    assert before - after == OUTWARD


def test_screens_with_paths_do_not_open(in_browser: None) -> None:
    for name in (
        "import_.ImportScreen",
        "export.screen.ExportScreen",
        "photos.PhotosScreen",
        "settings.SettingsScreen",
    ):
        assert refuse_screen(name) is not None
    assert refuse_screen("now.NowScreen") is None


def test_no_program_of_this_machine_is_started(
    in_browser: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "touch")
    for start in (chosen_editor_command, read_image, lambda: open_file(tmp_path / "a.txt")):
        with pytest.raises(ConfnotesError, match="not in a browser"):
            start()
