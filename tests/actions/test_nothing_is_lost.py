"""Whatever is done to notes, every text that stood in one for five minutes can be had again."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.actions.links.rename import plan_named
from confnotes.actions.links.rewrite import apply
from confnotes.actions.notes import take_note
from confnotes.actions.notes.note_versions import delete, histories, plan_deletion, restore, version_before
from confnotes.actions.notes.tags import plan_retag, retag
from confnotes.errors import ConfnotesError
from confnotes.model.program import Conference, Program, ReadProgram, Session, Talk
from confnotes.tui.note_keeper import ChangedOutside, Conflict, GoneOutside, NoteEvent, NoteKeeper
from confnotes.vault.vault import Vault

FIVE_MINUTES = timedelta(minutes=5)
TAGS = ("sea", "tide", "fog")
numbers = st.integers(0, 99)
minutes = st.sampled_from([0.1, 1, 4, 5, 6, 61])


class Editing:
    """A note in an editor: what is typed is saved at once, what others write is taken over when it is seen."""

    def __init__(self, vault: Vault, path: str) -> None:
        self.keeper = NoteKeeper(vault, take_note.open_note(vault, path), self.hear)
        self.text = self.keeper.note.text

    def hear(self, news: NoteEvent) -> None:
        theirs = news.theirs if isinstance(news, ChangedOutside | Conflict) else None
        if theirs is not None:
            self.keeper.adopt(theirs)
            self.text = theirs.text
        elif isinstance(news, GoneOutside | Conflict):
            self.keeper.forget_file()

    def have(self, text: str) -> None:
        self.text = text
        self.keeper.journal(text)
        self.keeper.save(text)
        self.settle()

    def settle(self) -> None:
        self.keeper._thread.submit(lambda: None).result(10)

    def leave(self) -> None:
        self.keeper.close()
        self.keeper._thread.shutdown(wait=True)


class Mistakes(RuleBasedStateMachine):
    """Does to a small vault what people and other programs do, with a clock of its own.

    `standing` is what each note says and since when, `owed` every text that stood for five minutes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.patch = pytest.MonkeyPatch()
        for name in ("STATE", "CACHE", "CONFIG"):
            self.patch.setenv(f"XDG_{name}_HOME", str(Path(self.folder.name) / name.lower()))
        self.time = datetime.now(UTC) + timedelta(minutes=1)
        self.vault = Vault.create(Path(self.folder.name) / "vault")
        self.vault.history.clock = lambda: self.time
        self.editing: Editing | None = None
        self.standing: dict[str, tuple[str, datetime]] = {}
        self.owed: set[str] = set()
        for number, tag in enumerate(TAGS):
            text = "".join(f"line {line} of note {number} #{tag}\n" for line in range(12))
            self.vault.save(f"Notes/Note {number}.md", text, None)
        self.see()

    def teardown(self) -> None:
        """In the end every note is deleted by another program, five minutes later."""
        try:
            self.wait(6)
            for path in self.vault.note_paths():
                (self.vault.root / path).unlink()
            if self.editing is not None:
                self.editing.leave()
            self.every_text_that_stood_can_be_had_again()
        finally:
            self.patch.undo()
            self.folder.cleanup()

    def see(self) -> None:
        """Note what stands now, and what stood until now."""
        now = {path: self.vault.read(path).text for path in self.vault.note_paths()}
        for path, (text, since) in list(self.standing.items()):
            if now.get(path) != text:
                if self.time - since >= FIVE_MINUTES:
                    self.owed.add(text)
                del self.standing[path]
        for path, text in now.items():
            self.standing.setdefault(path, (text, self.time))

    def path(self, number: int) -> str:
        paths = self.vault.note_paths()
        return paths[number % len(paths)]

    @property
    def has_notes(self) -> bool:
        return bool(self.vault.note_paths())

    @property
    def is_editing(self) -> bool:
        return self.editing is not None

    @invariant()
    def every_text_that_stood_can_be_had_again(self) -> None:
        self.see()
        kept = {one.data.decode() for snapshots in self.vault.history.all() for one in snapshots if not one.is_deletion}
        lost = self.owed - kept - {text for text, _ in self.standing.values()}
        assert not lost

    @rule(minutes=minutes)
    def wait(self, minutes: float) -> None:
        end = self.time + timedelta(minutes=minutes)
        while self.time < end:
            self.time = min(end, self.time + timedelta(minutes=1))
            if self.editing is not None:
                self.editing.keeper.look()
                self.editing.settle()

    # In an editor

    @precondition(lambda self: self.has_notes)
    @rule(number=numbers)
    def open(self, number: int) -> None:
        if self.editing is not None:
            self.editing.leave()
        self.editing = Editing(self.vault, self.path(number))

    @precondition(lambda self: self.is_editing)
    @rule(number=numbers)
    def type(self, number: int) -> None:
        assert self.editing is not None
        self.editing.have(f"{self.editing.text}{number} more words\n")

    @precondition(lambda self: self.is_editing)
    @rule(number=numbers, share=st.sampled_from([0.0, 0.2, 0.9]))
    def select_much_and_type_over_it(self, number: int, share: float) -> None:
        assert self.editing is not None
        text = self.editing.text
        self.editing.have(f"{text[: int(len(text) * share)]}oops {number}")

    @precondition(lambda self: self.is_editing)
    @rule()
    def leave(self) -> None:
        assert self.editing is not None
        self.editing.leave()
        self.editing = None

    # Commands

    @precondition(lambda self: self.has_notes)
    @rule(number=numbers)
    def delete(self, number: int) -> None:
        with suppress(ConfnotesError):
            delete(self.vault, plan_deletion(self.vault, self.path(number)))

    @rule(number=numbers)
    def restore(self, number: int) -> None:
        known = histories(self.vault)
        if known:
            path = known[number % len(known)].path
            with suppress(ConfnotesError):
                restore(self.vault, path, version_before(self.vault, path))

    @rule(old=st.sampled_from(TAGS), new=st.sampled_from([*TAGS, "other"]))
    def retag(self, old: str, new: str) -> None:
        """Also onto one that is there: the two are merged."""
        with suppress(ConfnotesError):
            retag(self.vault, plan_retag(self.vault, old, new))

    @precondition(lambda self: self.has_notes)
    @rule(number=numbers, name=numbers)
    def rename(self, number: int, name: int) -> None:
        with suppress(ConfnotesError):
            apply(self.vault, plan_named(self.vault, self.path(number), f"Name {name}"))

    @rule(number=st.integers(0, 3), room=st.integers(0, 3))
    def import_again(self, number: int, room: int) -> None:
        """A program that brings a note, and changes what it brought."""
        start = datetime(2021, 6, 1, 9 + room, 0)
        talk = Talk("Depth: a study", id="17", start=start, room=f"Hall {room}", notes=f"Depth {number} wins.\n")
        program = Program(Conference("Deep Days 2021", timezone="Europe/Paris"), (Session("Orals", talks=(talk,)),))
        with suppress(ConfnotesError):
            write(self.vault, [SourcePreview("page.md", ReadProgram("test", program), "Deep Days 2021")])

    # Other programs

    @precondition(lambda self: self.has_notes)
    @rule(number=numbers)
    def delete_outside(self, number: int) -> None:
        (self.vault.root / self.path(number)).unlink()

    @precondition(lambda self: self.is_editing)
    @rule(number=numbers)
    def write_outside_what_is_open(self, number: int) -> None:
        """What others write into notes that nobody has open, confnotes never sees."""
        assert self.editing is not None
        path = self.editing.keeper.note.path
        if self.vault.history.is_there(path):
            (self.vault.root / path).write_text(f"{number} of another program", encoding="utf-8")
            self.editing.keeper.look()
            self.editing.settle()


Mistakes.TestCase.settings = settings(
    max_examples=int(os.environ.get("MISTAKES", "10")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class TestEveryTextThatStoodForFiveMinutes(Mistakes.TestCase):  # type: ignore[misc,valid-type]
    """Can be had again after any sequence of typing over, deleting, retagging, importing, merging."""
