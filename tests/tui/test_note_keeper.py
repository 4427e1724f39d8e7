"""Saving beside the screen: what was typed meanwhile is kept, and each text that was written is told once."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from confnotes.actions.notes.take_note import open_note
from confnotes.tui import note_keeper
from confnotes.tui.auto_save import AutoSave
from confnotes.tui.note_keeper import NoteEvent, NoteKeeper, Saved, SaveFailure
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
    news: list[NoteEvent] = []
    keeper = NoteKeeper(vault, open_note(vault, "a.md"), news.append)
    keeper.save("one, two\n")
    assert begun.wait(10)
    assert isinstance(keeper.save_now("one, two, three\n"), SaveFailure)
    answers.set()
    monkeypatch.setattr(note_keeper, "LONGEST_WAIT", 10.0)
    keeper.let_go()
    assert [type(one) for one in news] == [Saved]
    assert (vault.root / "a.md").read_text(encoding="utf-8") == "one, two\n"
    again = open_note(Vault(Path(vault.root)), "a.md")
    assert (again.text, again.version) == ("one, two, three\n", vault.read("a.md").version)
    keeper.close()


class Typed(AutoSave):
    """A note on no screen, whose text is what was typed last."""

    def __init__(self, keeper: NoteKeeper) -> None:
        super().__init__(keeper, lambda: self.now)
        self.now = 0.0
        self.text = keeper.note.text
        self.told: list[str] = []
        self.shown: list[bool] = []

    @property
    def whole(self) -> str:
        return self.text

    def wake(self, seconds: float) -> None:
        pass

    def show_state(self) -> None:
        self.shown.append(self.is_waiting)

    def was_written(self, path: str) -> None:
        self.told.append(path)


def test_whoever_leaves_while_a_save_ends_lets_the_others_know_of_it(vault: Vault) -> None:
    vault.save("a.md", "one\n", None)
    news: list[NoteEvent] = []
    note = Typed(NoteKeeper(vault, open_note(vault, "a.md"), news.append))
    note.text = "one, two\n"
    note.touched()
    note.keeper.save(note.text)
    note.keeper.let_go()  # waits for the save, whose news nobody has read yet
    assert news and vault.read("a.md").text == "one, two\n"
    note.save_now()
    assert note.told == ["a.md"]
    note.learn(news[0])
    assert note.told == ["a.md"]
    note.keeper.close()


def test_saves_in_the_middle_of_typing_do_not_change_the_shown_state_until_a_pause(vault: Vault) -> None:
    vault.save("a.md", "one\n", None)
    news: list[NoteEvent] = []
    note = Typed(NoteKeeper(vault, open_note(vault, "a.md"), news.append))
    for key in range(1, 101):
        note.now = key / 10
        note.text += "x"
        note.touched()
        note.tend()
        note.keeper.let_go()
        while news:
            note.learn(news.pop(0))
    assert len(note.told) >= 2
    assert set(note.shown) == {True}
    note.now += 1.5
    note.tend()
    note.keeper.let_go()
    while news:
        note.learn(news.pop(0))
    assert note.shown[-1] is False
    note.keeper.close()
