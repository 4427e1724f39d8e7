"""Errors on screens: what happened and what to do, in words of screens."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from textual.worker import WorkerFailed

from confnotes.errors import WriteError
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.page import error_on_screen
from confnotes.vault.textfile import write_error
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, on_screen, page, settled, text_of


@pytest.mark.parametrize("keys", ["space", "enter", "g p", "g t", "g m", "g d", "g o", "g c", "g p space"])
async def test_where_the_conference_was_deleted_meanwhile_a_screen_says_so(vault: Vault, keys: str) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        shutil.rmtree(vault.root / CONFERENCE)
        for key in keys.split():
            await pilot.press(key)
            await settled(pilot)
        seen = page(app).line.message + text_of(page(app).list)  # type: ignore[attr-defined]
    assert "`confnotes" not in seen and "Loading" not in seen
    assert "renamed or deleted meanwhile" in seen or "No program yet" in seen or "No changes yet" in seen


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.ENOENT, errno.EDQUOT])
def test_each_fault_of_a_disk_comes_with_what_to_do(code: int) -> None:
    error = OSError(code, os.strerror(code), "notes/a.md")
    assert error_on_screen(error).hint.endswith(".")
    assert not write_error("notes/a.md", error).hint.startswith(" ")


async def test_a_search_that_cannot_be_saved_says_what_to_do(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("slash", *"tides", "ctrl+s")
        await settled(pilot)
        monkeypatch.setattr("confnotes.vault.atomic._write_synced", fail)
        await pilot.press(*"sea", "enter")
        await settled(pilot)
        assert "Free some space" in str(app.screen.query_one(".keys").render())
        assert not Path(vault.root / ".confnotes" / "queries.yaml").exists()


def test_where_the_vault_vanished_saving_says_to_put_it_back(vault: Vault) -> None:
    vault.root.rename(vault.root.with_name("elsewhere"))
    with pytest.raises(WriteError, match="is gone") as raised:
        vault.save("Notes/a.md", "words\n", None)
    assert "Put the folder back" in raised.value.hint


async def test_work_in_the_background_of_a_vault_that_vanished_does_not_end_the_program(vault: Vault) -> None:
    path = f"{CONFERENCE}/Ebb.md"
    vault.save(path, "ebb\n", None)
    async with on_screen(vault, size=(120, 32), note=path) as (app, pilot):
        note = app.screen
        assert isinstance(note, NoteScreen)
        vault.root.rename(vault.root.with_name("elsewhere"))
        note.completion.gather_candidates()
        with suppress(WorkerFailed):  # which a worker is that fails while it is waited for
            await settled(pilot)
        await settled(pilot)
        assert app.fault is None and app.is_running
        vault.root.with_name("elsewhere").rename(vault.root)


async def test_a_note_whose_vault_vanished_says_to_put_it_back(vault: Vault) -> None:
    path = f"{CONFERENCE}/Ebb.md"
    vault.save(path, "ebb\n", None)
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        app.open_path(path)
        await settled(pilot)
        vault.root.rename(vault.root.with_name("elsewhere"))
        await pilot.press(*"words")
        app.save_everything()
        await settled(pilot)
        (unsaved,) = app.left_unsaved
        assert "is gone" in unsaved.message and "Put the folder back" in unsaved.hint("")
        note = app.screen
        assert isinstance(note, NoteScreen)
        note.edited.keeper.look_anew()
        await settled(pilot)
        assert "creates it again" not in note.line.message
        vault.root.with_name("elsewhere").rename(vault.root)
        app.save_everything()
        assert vault.read(path).text == "ebb\nwords"
