"""Journals and saves one note, and watches its file for changes, off the UI thread.

Each note has one thread that runs its jobs in order and reports events through a callback, in that thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from confnotes.actions.notes import take_note
from confnotes.actions.notes.empty_notes import is_empty, remove_as_begun
from confnotes.actions.notes.note_snapshots import NoteSnapshots
from confnotes.actions.notes.take_note import OpenNote
from confnotes.errors import ConfnotesError, NotFoundError, WriteError
from confnotes.vault.journal import LONGEST_WAIT
from confnotes.vault.snapshot import TYPED
from confnotes.vault.vault import Vault
from confnotes.vault.version import EditConflictError, TextFile

JOURNAL = "the journal"


@dataclass(frozen=True, slots=True)
class Saved:
    """The text was saved."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class SaveFailure:
    """Why the text could not be saved; `NoteKeeper.kept_in` says where it is kept instead."""

    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """An unsaved note, the reason and the remedy; its text is kept in `kept_in`, or only in memory (None)."""

    path: str
    reason: str
    text: str
    kept_in: str | None
    remedy: str = ""

    @property
    def message(self) -> str:
        """The error in one line."""
        return f"Not saved: {self.path}: {self.reason}"

    def hint(self, then: str) -> str:
        """What the user can do, and what happened to the request."""
        return " ".join(filter(None, (self.remedy, then)))

    @property
    def fate(self) -> str:
        """What to print at the end: where the text is kept, or the text itself."""
        if self.kept_in is not None:
            return f"Your text is kept in {self.kept_in} and comes back when you open the note."
        return f"It could not be kept anywhere. This is the full text:\n\n{self.text}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another program also changed the `known` version; `theirs` is on disk now, None if the file is gone."""

    theirs: OpenNote | None
    known: OpenNote


@dataclass(frozen=True, slots=True)
class ChangedOutside:
    """The file no longer has the `known` text."""

    theirs: OpenNote
    known: OpenNote


@dataclass(frozen=True, slots=True)
class GoneOutside:
    """The `known` file is gone."""

    known: OpenNote


def _defect(error: Exception) -> SaveFailure:
    return SaveFailure(f"an error in confnotes ({type(error).__name__}: {error})")


def _opened(file: TextFile) -> OpenNote:
    return OpenNote(file.path, file.text, file.version, read_only=file.read_only)


SaveResult = Saved | SaveFailure | Conflict
NoteEvent = SaveResult | ChangedOutside | GoneOutside


class NoteKeeper:
    """Saves one note, each time over the version it knows. `tell` is called in the keeper's thread.

    The journal holds the newest text given to the keeper while the file differs from it, and nothing else.
    """

    def __init__(
        self, vault: Vault, note: OpenNote, tell: Callable[[NoteEvent], object], thread: Executor | None = None
    ) -> None:
        """`thread` runs jobs in order; by default a new one."""
        self._vault = vault
        self._note = note
        self._began = note.version is None
        self._tell = tell
        self._snapshots = NoteSnapshots(vault, note)
        self._lock = threading.Lock()
        self._thread = thread or ThreadPoolExecutor(1, thread_name_prefix="note")
        self._seen: tuple[int, int, int] | None = None
        # Texts are numbered in order, so that none is journaled or saved over a later one.
        self._given = self._kept = 0
        self._record = (note.text, note.version) if note.kept else None
        self._kept_in: str | None = JOURNAL
        take_note.take_over(vault, note)

    @property
    def kept_in(self) -> str | None:
        """Where the latest unsaved text is kept; None: in memory only."""
        return self._kept_in

    @property
    def note(self) -> OpenNote:
        """The note as last opened or saved."""
        return self._note

    def is_saved(self, text: str) -> bool:
        """Whether the disk already has that text, or it is a draft to which nothing but blanks was added."""
        if self._note.recovered:
            return False
        return text == self._note.text or (self._note.version is None and text.split() == self._note.text.split())

    def journal(self, text: str) -> None:
        """Keep unsaved text in the journal, soon."""
        self._given += 1
        self._submit(self._journal_in_turn, text, self._given)

    def save(self, text: str) -> None:
        """Save, soon."""
        self._given += 1
        self._submit(self._save_in_turn, text, self._given)

    def look(self) -> None:
        """Check soon whether another program changed the file."""
        self._submit(self._look)

    def look_anew(self) -> None:
        """Check soon, and report the file's state even if it was reported before."""
        self._seen = None
        self.look()

    def save_now(self, text: str) -> SaveResult:
        """Save before returning; journals what cannot be saved. Raises nothing."""
        self._given += 1
        if not self._lock.acquire(timeout=LONGEST_WAIT):
            self._journal(text, self._given)
            return SaveFailure("the disk does not respond")
        try:
            return self._save(text, self._given)
        finally:
            self._lock.release()

    def write_now(self, text: str) -> SaveResult:
        """Save before returning, even an unchanged draft, for another program to open."""
        if self._note.version is None:
            with self._lock:
                self._note = replace(self._note, recovered=True)
        outcome = self.save_now(text)
        self.keep_version()
        return outcome

    def keep_undo(self, data: bytes) -> None:
        """Keep the note's undo history, soon."""
        self._submit(self._vault.history.keep_undo, self._note.path, data)

    def keep_version(self) -> None:
        """Keep the version on disk in the note's history, soon."""
        self._submit(self._leave)

    def adopt(self, theirs: OpenNote) -> None:
        """Base further saves on that version of the file."""
        with self._lock:
            self._note = theirs
            self._began = False
            self._seen = None

    def forget_file(self) -> None:
        """The file is gone: the next save creates it."""
        with self._lock:
            self._note = replace(self._note, version=None)

    def save_beside(self, text: str, at: datetime) -> OpenNote:
        """Write the text to a second file beside the note; raises ConfnotesError."""
        with self._lock:
            return take_note.save_beside(self._vault, self._note, text, at)

    def remove_if_emptied(self) -> bool:
        """Remove the file if only this keeper wrote it, and nothing is left of what was written into it."""
        if not self._began or not is_empty(self._note.text) or not self._lock.acquire(timeout=LONGEST_WAIT):
            return False
        try:
            is_removed = remove_as_begun(self._vault, self._note)
            if is_removed:
                self._note = replace(self._note, version=None)
            return is_removed
        finally:
            self._lock.release()

    def let_go(self) -> None:
        """Release the unsaved note: its kept text is restored when it is opened again."""
        with suppress(RuntimeError, TimeoutError):
            self._thread.submit(take_note.let_go, self._vault, self._note).result(LONGEST_WAIT)

    def close(self) -> None:
        """Take no more jobs; finish the started ones, and keep a version of the note."""
        self.keep_version()
        self._thread.shutdown(wait=False)

    def _submit(self, work: Callable[..., None], *arguments: object) -> None:
        with suppress(RuntimeError):
            self._thread.submit(self._at_work, work, *arguments)

    def _at_work(self, work: Callable[..., None], *arguments: object) -> None:
        """Run a job; report a bug like any other failure, since nobody else watches this thread."""
        try:
            work(*arguments)
        except Exception as error:
            self._tell(_defect(error))

    def _journal(self, text: str, turn: int) -> bool:
        """Whether the text would survive if the program ended now."""
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
        """Journal; if that fails, save at once."""
        with self._lock:
            if turn <= self._kept or self._journal(text, turn):
                return
            outcome = self._save(text, turn)
        self._tell(outcome)

    def _save_in_turn(self, text: str, turn: int) -> None:
        with self._lock:
            if turn <= self._kept:  # the result of the later save was reported
                return
            outcome = self._save(text, turn)
        self._tell(outcome)

    def _save(self, text: str, turn: int) -> SaveResult:
        if turn >= self._kept and not self.is_saved(text) and self._record != (text, self._note.version):
            self._journal(text, turn)  # otherwise a kill during the save would restore an older text
        self._seen = None  # a change reported while this waited was not handled
        try:
            if not self.is_saved(text):
                self._snapshots.type(self._note, text)
                self._snapshots.pass_time(self._note)
                self._note = take_note.save(self._vault, self._note, text, TYPED)
            if turn >= self._kept:
                self._kept = turn
                self._discard()
            elif self._record is not None:  # a later text was journaled, based on the older version
                self._journal(self._record[0], self._kept)
            return Saved(self._note.path, text)
        except EditConflictError as conflict:
            outcome: SaveResult = Conflict(_opened(conflict.disk) if conflict.disk else None, self._note)
        except WriteError as error:
            outcome = SaveFailure(error.cause, error.remedy)
        except ConfnotesError as error:
            outcome = SaveFailure(error.message, error.hint)
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

    def _gone(self) -> GoneOutside | None:
        """The event of a file that is gone; None if the whole vault is: a folder that was moved often comes back."""
        return GoneOutside(self._note) if self._note.version is not None and self._vault.root.is_dir() else None

    def _changed(self) -> NoteEvent | None:
        try:
            stat = (self._vault.root / self._note.path).stat()
        except FileNotFoundError:
            return self._gone()
        except OSError:
            return None
        seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if seen == self._seen:
            return None
        try:
            file = self._vault.read(self._note.path)
        except NotFoundError:
            return self._gone()
        except ConfnotesError:
            return None
        self._seen = seen
        if file.version == self._note.version:
            return None
        return ChangedOutside(_opened(file), self._note)
