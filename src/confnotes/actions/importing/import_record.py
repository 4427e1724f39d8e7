"""The record of the last import, in the user's state folder, which tells how to undo it after the program has ended.

An import adds each change to its record before it makes it, so that one that was killed can be undone or completed.
Its record replaces that of the import before once everything is written.
"""

from __future__ import annotations

import base64
import json
import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from confnotes import notices, system
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.vault.private_file import put_private, state_file
from confnotes.vault.transaction import FileChange
from confnotes.vault.vault import Vault
from confnotes.vault.version import version_of

_KEPT, _RUNNING = "imported", "importing"
_WAIT = 60.0
"""Seconds for another import to end: a conference of thousands of talks takes a few."""


@dataclass(frozen=True, slots=True)
class WrittenImport:
    """What an import, or undoing it, wrote into the vault; `conferences` are the folders of its programs."""

    conferences: tuple[str, ...]
    changes: tuple[FileChange, ...]

    @property
    def undo_summary(self) -> str:
        """What undoing it does to the files, in a few words."""
        made = sum(1 for change in self.changes if change.before is None)
        restored = len(self.changes) - made
        counts = ((made, "removed"), (restored, "restored"))
        parts = [f"{count} {'file' if count == 1 else 'files'} {verb}" for count, verb in counts if count]
        return f"{', '.join(self.conferences)}: {' and '.join(parts)}"

    def followed_by(self, other: WrittenImport) -> WrittenImport:
        """Both as one import: a file that both changed was before as it was before the first one."""
        conferences, changes = (*self.conferences, *other.conferences), (*self.changes, *other.changes)
        return _joined(conferences, changes)

    def shares_conference(self, other: WrittenImport) -> bool:
        """Whether both wrote into a conference."""
        return not set(self.conferences).isdisjoint(other.conferences)


def _joined(conferences: Iterable[str], changes: Iterable[FileChange]) -> WrittenImport:
    found: dict[str, FileChange] = {}
    for one in changes:
        first = found.get(one.path)
        found[one.path] = FileChange(one.path, one.before if first is None else first.before, one.after)
    return WrittenImport(tuple(dict.fromkeys(conferences)), tuple(found.values()))


class ImportRecord:
    """The record of the import that is running: what it has written so far, and is about to write."""

    def __init__(self, file: Path, interrupted: WrittenImport | None) -> None:
        self._file = file
        self.interrupted = interrupted
        """What an import that was killed has written."""
        self._lines: int | None = None
        self._conferences: list[str] = []
        self._told = 0
        self._changes: list[FileChange] = []
        self.is_lost = False
        """Whether the state folder has no room for it, so that the import cannot be undone later."""

    @property
    def written(self) -> WrittenImport:
        """What this import changed."""
        return _joined(self._conferences, self._changes)

    def of_conference(self, folder: str) -> None:
        """Record that the next changes are those of a conference."""
        self._conferences.append(folder)

    def note(self, change: FileChange) -> None:
        """Record a change that is about to be made."""
        if change.after == digest_before(change):
            return
        self._changes.append(change)
        self._add(*self._conferences[self._told :], _packed(change))
        self._told = len(self._conferences)

    def close(self) -> None:
        """Close the file."""
        if self._lines is not None:
            os.close(self._lines)
            self._lines = None

    def _add(self, *said: object) -> None:
        if self.is_lost:
            return
        try:
            if self._lines is None:
                _put(self._file, self.interrupted or WrittenImport((), ()))
                self._lines = system.open_file(self._file, system.WRITE | os.O_APPEND)
            data = b"".join(map(_line, said))
            if os.write(self._lines, data) < len(data):
                self.is_lost = True
        except OSError:
            self.is_lost = True


@contextmanager
def recorded(vault: Vault, tell: Callable[[str], None] | None = None) -> Iterator[ImportRecord]:
    """Record an import that is written inside this block; imports into one vault take turns.

    If the block raises, the import before stays the last one. `tell` is called while another import is waited for, and
    may raise. Raises ConflictError if that one does not end.
    """
    with ExitStack() as held:
        _take_turn(vault, held, tell)
        running = state_file(vault.root, _RUNNING)
        before = interrupted_import(vault)
        record = ImportRecord(running, before)
        try:
            yield record
        except BaseException as error:
            if _is_written_in_part(vault, record.written):
                if not isinstance(error, ConfnotesError):
                    raise
                message = f"{error.message}; not everything was undone"
                raise ConfnotesError(message, "Undo the rest with `confnotes import --undo`.") from error
            with suppress(OSError):
                running.unlink() if before is None else _put(running, before)
            raise
        finally:
            record.close()
        if before is not None and before.shares_conference(record.written):
            keep_import(vault, before.followed_by(record.written), is_lost=record.is_lost)
        elif record.written.changes:
            if before is not None:
                notices.tell(f"an earlier import into {', '.join(before.conferences)} was interrupted: import it again")
            keep_import(vault, record.written, is_lost=record.is_lost)


def _take_turn(vault: Vault, held: ExitStack, tell: Callable[[str], None] | None) -> None:
    """Lock imports into the vault among all threads and processes; without a state folder for locks nobody waits."""
    lock = state_file(vault.root, _RUNNING).with_suffix(".lock")
    deadline = time.monotonic() + (_WAIT if tell else 0)
    while True:
        try:
            held.enter_context(system.locked_file(lock, 0.2 if tell else 0))
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                message = "another import into this vault is running"
                raise ConflictError(message, "Nothing was changed. Try again when it has ended.") from error
        except OSError:
            return
        else:
            return
        if tell:
            tell("waiting for another import to end")


def _is_written_in_part(vault: Vault, written: WrittenImport) -> bool:
    """Whether a file is still as an import that failed left it."""
    for one in written.changes:
        with suppress(ConfnotesError, OSError):
            now = digest_now(vault, one.path)
            if now == one.after and now != digest_before(one):
                return True
    return False


def last_import(vault: Vault) -> WrittenImport | None:
    """The last import that changed a file, was finished and was not undone; None without one that can be read."""
    return _read(state_file(vault.root, _KEPT))


def interrupted_import(vault: Vault) -> WrittenImport | None:
    """The import that is running, or that was killed since the last one, if a file is as it left it."""
    found = _read(state_file(vault.root, _RUNNING))
    return found if found and _is_written_in_part(vault, found) else None


def keep_import(vault: Vault, written: WrittenImport, *, is_lost: bool = False) -> None:
    """Make it the last import; without room for its record there is none."""
    try:
        if is_lost:
            raise OSError
        _put(state_file(vault.root, _KEPT), written)
    except OSError:
        _forget(vault, _KEPT)
    _forget(vault, _RUNNING)


def forget_import(vault: Vault, undone: WrittenImport) -> None:
    """Forget an import that was undone, whether it was finished or not."""
    _forget(vault, _KEPT if undone == last_import(vault) else _RUNNING)


def _forget(vault: Vault, kind: str) -> None:
    with suppress(OSError):
        state_file(vault.root, kind).unlink(missing_ok=True)


def digest_now(vault: Vault, path: str) -> str | None:
    """The digest of a file as it is; None without it."""
    try:
        return version_of(vault.read_bytes(path)).digest
    except NotFoundError:
        return None


def digest_before(change: FileChange) -> str | None:
    """The digest of a file before a change; None without it."""
    return None if change.before is None else version_of(change.before).digest


def _put(file: Path, written: WrittenImport) -> None:
    lines: Sequence[object] = (*written.conferences, *map(_packed, written.changes))
    put_private(file, b"".join(map(_line, lines)))


def _read(file: Path) -> WrittenImport | None:
    """What the lines of a record say; a line that is cut off is of a change that was not made."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    conferences, changes = [], []
    for line in data.split(b"\n")[:-1]:
        with suppress(ValueError, TypeError, RecursionError, zlib.error):
            said = json.loads(line)
            if isinstance(said, str):
                conferences.append(said)
            else:
                path, before, after = said
                known = None if before is None else zlib.decompress(base64.b64decode(before))
                changes.append(FileChange(str(path), known, None if after is None else str(after)))
    return _joined(conferences, changes) if changes else None


def _line(said: object) -> bytes:
    return json.dumps(said).encode("ascii") + b"\n"


def _packed(change: FileChange) -> tuple[str, str | None, str | None]:
    before = None if change.before is None else base64.b64encode(zlib.compress(change.before)).decode("ascii")
    return change.path, before, change.after
