"""What an editor keeps of a note: at the moments that one may want back, and never at each save."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from confnotes.actions.notes import take_note
from confnotes.markup.edits import is_large_deletion, lost
from confnotes.tui.note_keeper import NoteKeeper
from confnotes.vault.vault import Vault

NOTE = "Notes/Flow.md"
LONG = "".join(f"line {number} says what nobody else wrote down\n" for number in range(20))
MINUTE = timedelta(minutes=1)


class Editor:
    """A note open in an editor, with a clock that the test moves."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.time = datetime.now(UTC) + MINUTE
        vault.history.clock = lambda: self.time
        self.keeper = NoteKeeper(vault, take_note.open_note(vault, NOTE), lambda _: None)

    def wait(self, minutes: float = 0) -> None:
        """Let time pass, and the editor look at the file."""
        self.time += MINUTE * minutes
        self.keeper.look()
        self.settle()

    def type(self, text: str) -> None:
        """Have that text, journaled and saved."""
        self.keeper.journal(text)
        self.keeper.save(text)
        self.settle()

    def settle(self) -> None:
        """Wait for the keeper's thread."""
        self.keeper._thread.submit(lambda: None).result(10)

    def leave(self) -> None:
        self.keeper.close()
        self.keeper._thread.shutdown(wait=True)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    made = Vault.create(tmp_path / "vault")
    (made.root / "Notes").mkdir()
    (made.root / NOTE).write_text(LONG, encoding="utf-8")
    return made


@pytest.fixture
def editor(vault: Vault) -> Iterator[Editor]:
    opened = Editor(vault)
    yield opened
    opened.leave()


def kept(vault: Vault) -> list[tuple[str, str]]:
    """Why each version was kept, and what it says."""
    return [(one.why, one.data.decode()) for one in vault.history.of(NOTE)]


def test_a_note_is_kept_as_it_was_found_since_it_was_written(vault: Vault, editor: Editor) -> None:
    os.utime(vault.root / NOTE, (1_000_000_000, 1_000_000_000))
    editor.wait()
    assert kept(vault) == [("opened", LONG)]
    assert vault.history.of(NOTE)[0].since == datetime.fromtimestamp(1_000_000_000, UTC)


def test_typing_keeps_a_version_every_five_minutes_and_not_at_each_save(vault: Vault, editor: Editor) -> None:
    editor.wait()
    for number in range(100):  # twenty minutes
        editor.type(f"{LONG}{number}")
        editor.wait(0.2)
    assert [why for why, _ in kept(vault)] == ["opened"] + ["typed"] * 4


def test_what_stood_for_five_minutes_is_kept_also_when_nobody_looked(vault: Vault, editor: Editor) -> None:
    editor.wait()
    editor.type(f"{LONG}one")
    editor.time += 5 * MINUTE
    editor.type(f"{LONG}two")
    assert f"{LONG}one" in dict(kept(vault)).values()


def test_what_stood_before_a_large_deletion_is_kept_to_the_last_burst(vault: Vault, editor: Editor) -> None:
    editor.wait()
    editor.keeper.journal(f"{LONG}typed a moment ago")
    editor.keeper.journal("")
    editor.type("oops")
    assert kept(vault) == [("opened", LONG), ("before a large deletion", f"{LONG}typed a moment ago")]


def test_a_note_is_kept_as_it_is_left(vault: Vault, editor: Editor) -> None:
    editor.type(f"{LONG}one")
    editor.leave()
    assert kept(vault)[-1] == ("left", f"{LONG}one")


def test_what_another_program_deleted_is_kept(vault: Vault, editor: Editor) -> None:
    editor.wait()
    editor.type(f"{LONG}one")
    (vault.root / NOTE).unlink()
    editor.wait()
    assert kept(vault)[-1] == ("typed", f"{LONG}one")


def test_what_another_program_cut_short_is_kept(vault: Vault, editor: Editor) -> None:
    editor.wait()
    editor.type(f"{LONG}one")
    (vault.root / NOTE).write_text("theirs", encoding="utf-8")
    editor.wait()
    assert kept(vault)[-1] == ("typed", f"{LONG}one")


def test_a_text_that_another_program_wrote_is_kept_once_it_stood(vault: Vault, editor: Editor) -> None:
    editor.wait()
    for number in range(30):
        (vault.root / NOTE).write_text(f"{LONG}{number} of theirs", encoding="utf-8")
        editor.keeper.adopt(take_note.open_note(vault, NOTE))
        editor.wait(0.1)
    assert len(kept(vault)) == 1
    editor.wait(5)
    assert kept(vault)[-1][1] == f"{LONG}29 of theirs"


def test_what_was_written_while_another_program_wrote_too_is_kept(vault: Vault, editor: Editor) -> None:
    editor.wait()
    editor.type(f"{LONG}mine")
    (vault.root / NOTE).write_text(f"{LONG}theirs", encoding="utf-8")
    editor.wait()  # the two differ in a few words: nothing is kept yet
    editor.wait(5)
    assert {f"{LONG}mine", f"{LONG}theirs"} <= {text for _, text in kept(vault)}


def test_a_draft_that_nobody_typed_into_leaves_nothing(vault: Vault) -> None:
    note = take_note.new_note(vault, "New", None, datetime(2019, 12, 10))
    keeper = NoteKeeper(vault, note, lambda _: None)
    keeper.look()
    keeper.close()
    keeper._thread.shutdown(wait=True)
    assert list(vault.history.all()) == []


@pytest.mark.parametrize(
    ("before", "after", "large"),
    [
        (LONG, "", True),
        (LONG, "oops", True),
        (LONG, LONG[: len(LONG) // 3], True),
        (LONG, LONG.replace("line", "row", 1), False),
        (LONG, "first\n" + LONG + "last\n", False),
        (LONG, "first\n" + LONG[:-3], False),
        (LONG, "\n".join(reversed(LONG.split("\n"))), False),  # lines that moved
        ("a " * 2000, "a " * 1000 + "b" + "a " * 1000, False),  # typing in a long paragraph
        ("a " * 2000, "b" + "a " * 1999 + "b", True),  # one line of which nobody can say
        ("three words here", "", False),
        ("one line that took a while to think of, and more", "", True),
        ("", LONG, False),
    ],
)
def test_a_large_deletion_is_distinguished_from_typing(before: str, after: str, large: bool) -> None:
    assert is_large_deletion(before, after) is large
    assert 0 <= lost(before, after) <= len(before)
