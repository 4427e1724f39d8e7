"""A disk that does not answer for a while: what was typed meanwhile is kept, over what was saved in the end."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from confnotes.actions.notes.take_note import open_note
from confnotes.tui import note_keeper
from confnotes.tui.note_keeper import Failed, News, NoteKeeper, Saved
from confnotes.vault.vault import Vault


def test_a_save_that_ends_late_drops_nothing_that_was_typed_after_it(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.save("a.md", "one\n", None)
    sync = os.fsync
    begun, answers = threading.Event(), threading.Event()

    def sync_late(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().is_relative_to(vault.root):
            begun.set()
            answers.wait(10)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", sync_late)
    monkeypatch.setattr(note_keeper, "LONGEST_WAIT", 0.05)
    news: list[News] = []
    keeper = NoteKeeper(vault, open_note(vault, "a.md"), news.append)
    keeper.save("one, two\n")
    assert begun.wait(10)
    assert isinstance(keeper.save_now("one, two, three\n"), Failed)
    answers.set()
    monkeypatch.setattr(note_keeper, "LONGEST_WAIT", 10.0)
    keeper.let_go()
    assert [type(one) for one in news] == [Saved]
    assert (vault.root / "a.md").read_text(encoding="utf-8") == "one, two\n"
    again = open_note(Vault(Path(vault.root)), "a.md")
    assert (again.text, again.version) == ("one, two, three\n", vault.read("a.md").version)
    keeper.close()
