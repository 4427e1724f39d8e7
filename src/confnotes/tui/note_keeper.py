"""Keeps what is typed into one note: journals it, saves it and sees when the file changes, off the UI thread.

One thread a note does one thing after another, and passes the result to a callback in that thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from confnotes.actions.notes import take_note
from confnotes.actions.notes.note_snapshots import NoteSnapshots
from confnotes.actions.notes.take_note import OpenNote
from confnotes.errors import ConfnotesError, NotFoundError, WriteError
from confnotes.vault.snapshot import TYPED
from confnotes.vault.version import EditConflictError

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault
    from confnotes.vault.version import TextFile

LONGEST_WAIT = 3.0  # seconds: leaving must not hang on a disk that does not answer
JOURNAL = "the journal"


@dataclass(frozen=True, slots=True)
class Saved:
    """The text is on the disk."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class SaveFailure:
    """It could not be saved, and why; `NoteKeeper.kept_in` says where it is instead."""

    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A note that is not saved and why; its text is kept in the place `kept_in`, None for only in memory."""

    path: str
    reason: str
    text: str
    kept_in: str | None

    @property
    def message(self) -> str:
        """It in a line."""
        return f"{self.path} is not saved: {self.reason}"

    @property
    def fate(self) -> str:
        """Where the text is when the program has ended: the last place to keep one is the terminal."""
        if self.kept_in is not None:
            return f"Your text is kept in {self.kept_in} and comes back when you open the note."
        return f"It could not be kept anywhere. This is the full text:\n\n{self.text}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another program wrote, too, over what was `known`; `theirs` is on the disk now, None when the file is gone."""

    theirs: OpenNote | None
    known: OpenNote


@dataclass(frozen=True, slots=True)
class ChangedOutside:
    """The file has another text now than the one that was `known`."""

    theirs: OpenNote
    known: OpenNote


@dataclass(frozen=True, slots=True)
class GoneOutside:
    """The file that was `known` is gone."""

    known: OpenNote


def _defect(error: Exception) -> SaveFailure:
    return SaveFailure(f"an error in confnotes ({type(error).__name__}: {error})")


def _opened(file: TextFile) -> OpenNote:
    return OpenNote(file.path, file.text, file.version, read_only=file.read_only)


SaveResult = Saved | SaveFailure | Conflict
NoteEvent = SaveResult | ChangedOutside | GoneOutside


class NoteKeeper:
    """Saves one note, each time over the version that it knows. `tell` is called in the keeper's thread.

    The journal holds the newest text that the keeper was given as long as the disk has another one, and nothing else.
    """

    def __init__(
        self, vault: Vault, note: OpenNote, tell: Callable[[NoteEvent], object], thread: Executor | None = None
    ) -> None:
        """`thread` does one thing after another; one of its own where none is given."""
        self._vault = vault
        self._note = note
        self._tell = tell
        self._snapshots = NoteSnapshots(vault, note)
        self._lock = threading.Lock()
        self._thread = thread or ThreadPoolExecutor(1, thread_name_prefix="note")
        self._seen: tuple[int, int, int] | None = None
        # Texts are numbered as they come, so that none is kept or written over a later one.
        self._given = self._kept = 0
        self._record = (note.text, note.version) if note.kept else None
        self._kept_in: str | None = JOURNAL
        take_note.take_over(vault, note)

    @property
    def kept_in(self) -> str | None:
        """Where what was typed last and could not be saved is kept, None: in memory only."""
        return self._kept_in

    @property
    def note(self) -> OpenNote:
        """The note as it was opened or saved last."""
        return self._note

    def is_saved(self, text: str) -> bool:
        """Whether the disk has this text, or it is a draft without changes."""
        return text == self._note.text and not self._note.recovered

    def journal(self, text: str) -> None:
        """Keep unsaved text in the journal, soon."""
        self._given += 1
        self._submit(self._journal_in_turn, text, self._given)

    def save(self, text: str) -> None:
        """Save, soon."""
        self._given += 1
        self._submit(self._save_in_turn, text, self._given)

    def look(self) -> None:
        """See whether the file was changed by another program, soon."""
        self._submit(self._look)

    def look_anew(self) -> None:
        """Like `look`, also if the state was reported before."""
        self._seen = None
        self.look()

    def save_now(self, text: str) -> SaveResult:
        """Save before this returns; what cannot be saved is journaled then. Raises nothing."""
        self._given += 1
        if not self._lock.acquire(timeout=LONGEST_WAIT):
            self._journal(text, self._given)
            return SaveFailure("the disk does not respond")
        try:
            return self._save(text, self._given)
        finally:
            self._lock.release()

    def write_now(self, text: str) -> SaveResult:
        """The same, and a draft that nobody typed into is written, too: another program is to open the file."""
        if self._note.version is None:
            with self._lock:
                self._note = replace(self._note, recovered=True)
        outcome = self.save_now(text)
        self.keep_version()
        return outcome

    def keep_undo(self, data: bytes) -> None:
        """Keep what can be undone in the note, soon."""
        self._submit(self._vault.history.keep_undo, self._note.path, data)

    def keep_version(self) -> None:
        """Keep what is on the disk in the note's history, soon."""
        self._submit(self._leave)

    def adopt(self, theirs: OpenNote) -> None:
        """From now on saves are over that version of the file."""
        with self._lock:
            self._note = theirs
            self._seen = None

    def forget_file(self) -> None:
        """The file is gone: the next save creates it again."""
        with self._lock:
            self._note = replace(self._note, version=None)

    def save_beside(self, text: str, at: datetime) -> OpenNote:
        """Write the text to a second file beside the note; raises ConfnotesError."""
        with self._lock:
            return take_note.save_beside(self._vault, self._note, text, at)

    def let_go(self) -> None:
        """The note is left unsaved: what is kept of it comes back when it is opened again."""
        with suppress(RuntimeError, TimeoutError):
            self._thread.submit(take_note.let_go, self._vault, self._note).result(LONGEST_WAIT)

    def close(self) -> None:
        """Take no more work; what was begun is finished, and the note kept as it is left."""
        self.keep_version()
        self._thread.shutdown(wait=False)

    def _submit(self, work: Callable[..., None], *arguments: object) -> None:
        with suppress(RuntimeError):
            self._thread.submit(self._at_work, work, *arguments)

    def _at_work(self, work: Callable[..., None], *arguments: object) -> None:
        """Do it. An error in confnotes is reported like any other failure: nobody looks into this thread."""
        try:
            work(*arguments)
        except Exception as error:
            self._tell(_defect(error))

    def _journal(self, text: str, turn: int) -> bool:
        """Whether the text is safe should the program end now."""
        self._snapshots.type(self._note, text)
        self._kept = turn
        if self.is_saved(text):
            self._discard()
            return True
        try:
            elsewhere = take_note.record(self._vault, self._note, text)
        except ConfnotesError:
            self._kept_in = None
        else:
            self._record = (text, self._note.version)
            self._kept_in = JOURNAL if elsewhere is None else str(elsewhere)
        return self._kept_in is not None

    def _discard(self) -> None:
        self._record = None
        take_note.discard(self._vault, self._note)

    def _journal_in_turn(self, text: str, turn: int) -> None:
        """Journal; where that cannot be, save at once."""
        with self._lock:
            if turn <= self._kept or self._journal(text, turn):
                return
            outcome = self._save(text, turn)
        self._tell(outcome)

    def _save_in_turn(self, text: str, turn: int) -> None:
        with self._lock:
            if turn <= self._kept:  # what came of the later one was told
                return
            outcome = self._save(text, turn)
        self._tell(outcome)

    def _save(self, text: str, turn: int) -> SaveResult:
        if turn >= self._kept and not self.is_saved(text) and self._record != (text, self._note.version):
            self._journal(text, turn)  # else a kill amid the save would bring back what was typed before
        self._seen = None  # what was told while this waited was not heeded
        try:
            if not self.is_saved(text):
                self._snapshots.type(self._note, text)
                self._snapshots.pass_time(self._note)
                self._note = take_note.save(self._vault, self._note, text, TYPED)
            if turn >= self._kept:
                self._kept = turn
                self._discard()
            elif self._record is not None:  # a later text was journaled meanwhile, over what was on the disk then
                self._journal(self._record[0], self._kept)
            return Saved(self._note.path, text)
        except EditConflictError as conflict:
            outcome: SaveResult = Conflict(_opened(conflict.disk) if conflict.disk else None, self._note)
        except ConfnotesError as error:
            outcome = SaveFailure(error.cause if isinstance(error, WriteError) else error.message, error.hint)
        except OSError as error:
            outcome = SaveFailure(error.strerror or "cannot write the file")
        except Exception as error:
            outcome = _defect(error)
        if turn >= self._kept:
            self._journal(text, turn)
        return outcome

    def _look(self) -> None:
        with self._lock:
            news = self._changed()
            if isinstance(news, GoneOutside):
                self._snapshots.replaced(self._note, None)
            elif isinstance(news, ChangedOutside):
                self._snapshots.replaced(self._note, news.theirs.text)
            else:
                self._snapshots.pass_time(self._note)
        if news is not None:
            self._tell(news)

    def _leave(self) -> None:
        with self._lock:
            self._snapshots.leave(self._note)

    def _changed(self) -> NoteEvent | None:
        gone = GoneOutside(self._note) if self._note.version is not None else None
        try:
            stat = (self._vault.root / self._note.path).stat()
        except FileNotFoundError:
            return gone
        except OSError:
            return None
        seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if seen == self._seen:
            return None
        try:
            file = self._vault.read(self._note.path)
        except NotFoundError:
            return gone
        except ConfnotesError:
            return None
        self._seen = seen
        if file.version == self._note.version:
            return None
        return ChangedOutside(_opened(file), self._note)
