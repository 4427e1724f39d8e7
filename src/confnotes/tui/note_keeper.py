"""Keeps what is typed into one note: journals it, saves it and sees when the file changes, off the UI thread.

One thread a note does one thing after another; what came of it is told through a callback, in that thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.services.notes import take_note
from confnotes.services.notes.take_note import OpenNote
from confnotes.vault.conflict import EditConflictError

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

LONGEST_WAIT = 3.0
JOURNAL = "the journal"


@dataclass(frozen=True, slots=True)
class Saved:
    """The text is on the disk; `written` tells whether it had to be written."""

    path: str
    text: str
    written: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be saved, and why; `NoteKeeper.kept_in` says where it is instead."""

    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A note that is not saved and why; its text is kept in the place `kept_in`, None: nowhere but here."""

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
            return f"what you typed is kept in {self.kept_in} and comes back when it is opened"
        return f"it could not be kept anywhere; this is all of it:\n\n{self.text}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another program wrote, too; `theirs` is what is on the disk, None when the file is gone."""

    theirs: OpenNote | None


@dataclass(frozen=True, slots=True)
class ChangedOutside:
    """The file has another text now."""

    theirs: OpenNote


@dataclass(frozen=True, slots=True)
class GoneOutside:
    """The file is gone."""


def _defect(error: Exception) -> Failed:
    return Failed(f"a defect of confnotes ({type(error).__name__}: {error})")


Outcome = Saved | Failed | Conflict
News = Outcome | ChangedOutside | GoneOutside


class NoteKeeper:
    """Saves one note, each time over the version that it knows. `tell` is called in the keeper's thread."""

    def __init__(self, vault: Vault, note: OpenNote, tell: Callable[[News], object]) -> None:
        self._vault = vault
        self._note = note
        self._tell = tell
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="note")
        self._seen: tuple[int, int, int] | None = None
        # Texts are numbered as they come, so that none is written over a later one.
        self._newest = 0
        self._saved_turn = self._tried_turn = 0
        self._kept_in: str | None = JOURNAL

    @property
    def kept_in(self) -> str | None:
        """Where what was typed last and could not be saved is kept, None: in memory only."""
        return self._kept_in

    @property
    def note(self) -> OpenNote:
        """The note as it was opened or saved last."""
        return self._note

    def is_saved(self, text: str) -> bool:
        """Whether the disk has that text already, or there is nothing to save: a draft as it was begun."""
        return text == self._note.text and not self._note.recovered

    def journal(self, text: str) -> None:
        """Keep unsaved text in the journal, soon."""
        self._newest += 1
        self._submit(self._journal_in_turn, text, self._newest)

    def save(self, text: str) -> None:
        """Save, soon."""
        self._newest += 1
        self._submit(self._save_and_tell, text, self._newest)

    def look(self) -> None:
        """See whether the file was changed by another program, soon."""
        self._submit(self._look)

    def save_now(self, text: str) -> Outcome:
        """Save before this returns; whatever happens, the journal was tried first. Raises nothing."""
        self._newest += 1
        if not self._lock.acquire(timeout=LONGEST_WAIT):
            self._journal(text)
            return Failed("the disk does not answer")
        try:
            return self._save(text, self._newest)
        finally:
            self._lock.release()

    def write_now(self, text: str) -> Outcome:
        """The same, and a draft that nobody typed into is written, too: another program is to open the file."""
        if self._note.version is None:
            with self._lock:
                self._note = replace(self._note, recovered=True)
        return self.save_now(text)

    def adopt(self, theirs: OpenNote) -> None:
        """From now on saves are over that version of the file."""
        with self._lock:
            self._note = theirs
            self._seen = None

    def forget_file(self) -> None:
        """The file is gone: the next save makes it anew."""
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
        """Take no more work; what was begun is finished."""
        self._thread.shutdown(wait=False)

    def _submit(self, work: Callable[..., None], *arguments: object) -> None:
        with suppress(RuntimeError):
            self._thread.submit(self._at_work, work, *arguments)

    def _at_work(self, work: Callable[..., None], *arguments: object) -> None:
        """Do it; a defect is told like any other failure, for nobody looks into this thread."""
        try:
            work(*arguments)
        except Exception as error:
            self._tell(_defect(error))

    def _journal(self, text: str) -> bool:
        """Whether the text is safe should the program end now."""
        if self.is_saved(text):
            return True
        try:
            elsewhere = take_note.record(self._vault, self._note, text)
        except ConfnotesError:
            self._kept_in = None
        else:
            self._kept_in = JOURNAL if elsewhere is None else str(elsewhere)
        return self._kept_in is not None

    def _journal_in_turn(self, text: str, turn: int) -> None:
        """Journal; where that cannot be, save at once."""
        with self._lock:
            if turn <= max(self._saved_turn, self._tried_turn) or self._journal(text):
                return
            outcome = self._save(text, turn)
        self._tell(outcome)

    def _save_and_tell(self, text: str, turn: int) -> None:
        with self._lock:
            if turn < self._saved_turn:
                return
            outcome = self._save(text, turn)
        self._tell(outcome)

    def _save(self, text: str, turn: int) -> Outcome:
        self._tried_turn = max(self._tried_turn, turn)
        if self.is_saved(text):
            self._saved_turn = turn
            self._drop_journal()
            return Saved(self._note.path, text, written=False)
        try:
            self._note = take_note.save(self._vault, self._note, text)
            self._saved_turn = turn
        except EditConflictError as conflict:
            self._journal(text)
            theirs = conflict.disk
            return Conflict(
                None
                if theirs is None
                else OpenNote(theirs.path, theirs.text, theirs.version, read_only=theirs.read_only)
            )
        except ConfnotesError as error:
            self._journal(text)
            reason = error.message.removeprefix(f"{self._note.path} ").removeprefix("cannot be written: ")
            return Failed(reason, error.hint)
        except OSError as error:
            self._journal(text)
            return Failed(error.strerror or "the file cannot be written")
        except Exception as error:
            self._journal(text)
            return _defect(error)
        self._seen = None
        return Saved(self._note.path, text)

    def _drop_journal(self) -> None:
        """What was typed was taken back: nothing is left to recover."""
        with suppress(ConfnotesError, OSError):
            take_note.discard(self._vault, self._note)

    def _look(self) -> None:
        with self._lock:
            news = self._changed()
        if news is not None:
            self._tell(news)

    def _changed(self) -> News | None:
        if self._note.version is None:
            return None
        try:
            stat = (self._vault.root / self._note.path).stat()
        except FileNotFoundError:
            return GoneOutside()
        except OSError:
            return None
        seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if seen == self._seen:
            return None
        try:
            file = self._vault.read(self._note.path)
        except NotFoundError:
            return GoneOutside()
        except ConfnotesError:
            return None
        self._seen = seen
        if file.version == self._note.version:
            return None
        return ChangedOutside(OpenNote(file.path, file.text, file.version, read_only=file.read_only))
