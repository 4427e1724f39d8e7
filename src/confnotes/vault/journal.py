"""Unsaved text, kept in the user's state folder.

One file per edited note and process. Each record is a line of JSON (the version that the text is based on, its length
and digest) and the text; the last complete record counts, so an incomplete write loses only that record. The file is
locked while its process runs: an unlocked file is left from a crash, and the next editor of the note continues it.

If the state folder cannot be written (its disk is full), the temporary folder is used instead.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from confnotes import config, system
from confnotes.vault.private_file import vault_id
from confnotes.vault.version import Version, digest_of

BURST = 0.12  # seconds: keys in quicker succession are journaled together
LONGEST_WAIT = 3.0  # seconds: quitting must not hang on a disk that does not respond
_COMPACT_BYTES = 4 * 1024 * 1024  # only the last record of a note counts
_MAX_BYTES = 256 * 1024 * 1024  # confnotes writes no larger file
_ENDING, _FRESH = ".journal", ".new"


class JournalRecord(NamedTuple):
    """Unsaved text of a note, and its journal file; `based_on` None: the note was not on disk."""

    path: str
    text: str
    based_on: Version | None
    file: Path


class Journal:
    """The journal of one vault as this process writes it, in the folder `name`."""

    def __init__(self, root: Path, name: str = "journal") -> None:
        self._root = root
        self._name = name
        self._open: dict[str, tuple[int, Path]] = {}
        self._names: dict[str, str] = {}

    @property
    def folder(self) -> Path:
        """The folder of the vault's journal."""
        return self._folder_in(config.state_folder())

    def _folder_in(self, home: Path) -> Path:
        return home / self._name / vault_id(self._root)

    def record(self, path: str, text: str, based_on: Version | None) -> Path | None:
        """Keep a text; it is on disk when this returns. Returns the spare folder's file if that had to be used.

        Raises OSError; the earlier record stays.
        """
        record = _record(path, text, based_on)
        try:
            self._append_to_mine(path, record)
        except OSError as error:
            try:
                self._begin_elsewhere(path, record)
            except OSError:
                raise error from None
        home = self._open[path][1].parents[2]
        return None if home == next(config.state_folders()) else home

    def _append_to_mine(self, path: str, record: bytes) -> None:
        mine = self._open.get(path)
        if mine is None:
            self._open[path] = self._begin(self.folder / self._name_of(path), record)
            return
        descriptor, file = mine
        start = os.fstat(descriptor).st_size
        if start > _COMPACT_BYTES:
            self._replace(path, descriptor, file, record)
            return
        try:
            _append(descriptor, record)
        except OSError:
            os.ftruncate(descriptor, start)  # an incomplete record would hide later ones
            raise

    def _replace(self, path: str, descriptor: int, file: Path, record: bytes) -> None:
        """Replace the note's open file by one with only this record."""
        if system.OPEN_FILES_MOVE:
            self._open[path] = self._begin(file, record)
            os.close(descriptor)
            return
        del self._names[path]
        self._open[path] = self._begin(file.with_name(self._name_of(path)), record)
        with suppress(OSError):
            system.remove_open(file, descriptor)

    def take_over(self, kept: JournalRecord) -> None:
        """Continue the journal file of an ended process: the next record replaces its text.

        If another process was faster, the note gets a file of its own.
        """
        if kept.path in self._open:
            return
        left = _left_behind(kept.file)
        with left as free, suppress(OSError):
            if free and system.OPEN_FILES_MOVE:
                self._names[kept.path] = kept.file.name
                self._open[kept.path] = self._begin(kept.file, _record(*kept[:3]))
            elif free:
                file = kept.file.with_name(self._name_of(kept.path))
                self._open[kept.path] = self._begin(file, _record(*kept[:3]))
                left.remove()

    def forget(self, path: str) -> None:
        """Delete this process's record of the note, and files of ended processes that are unreadable."""
        name = self._names.get(path)
        if not system.OPEN_FILES_MOVE:
            self.let_go(path)
        if name is not None:
            self._unlink(name)
        self.let_go(path)
        self._sweep(f"{_note_id(path)}.*")

    def _sweep(self, pattern: str) -> None:
        """Delete unlocked files that cannot be read."""
        for file in self._files(pattern):
            left = _left_behind(file)
            with left as free, suppress(OSError):
                if free and _read(file) is None:
                    left.remove()

    def drop(self, kept: JournalRecord) -> None:
        """Delete the record of an ended process, unless another process continues it."""
        left = _left_behind(kept.file)
        with left as free, suppress(OSError):
            if free:
                left.remove()
                self._unlink(kept.file.name)

    def let_go(self, path: str) -> None:
        """Release this process's record of the note, for whoever opens the note next."""
        self._names.pop(path, None)
        mine = self._open.pop(path, None)
        if mine:
            os.close(mine[0])

    def kept(self, path: str) -> JournalRecord | None:
        """The newest record of the note by an ended process; None without one."""
        files = self._files(f"{_note_id(path)}.*{_ENDING}")
        return next((kept for file in files if (kept := _read_if_free(file))), None)

    def all(self) -> list[JournalRecord]:
        """The records of ended processes, one per note; deletes their incomplete files."""
        self._sweep(f"*{_FRESH}")
        found: dict[str, JournalRecord] = {}
        for file in self._files(f"*{_ENDING}"):
            note = file.name.partition(".")[0]
            if note not in found and (kept := _read_if_free(file)):
                found[note] = kept
        return sorted(found.values(), key=lambda kept: kept.path)

    def close(self) -> None:
        """Release all files; their records can be recovered."""
        for path in [*self._open]:
            self.let_go(path)

    def _name_of(self, path: str) -> str:
        """The name of the note's file, the same in both folders."""
        return self._names.setdefault(path, f"{_note_id(path)}.{os.getpid()}.{os.urandom(4).hex()}{_ENDING}")

    def _begin_elsewhere(self, path: str, record: bytes) -> None:
        """Continue the note's journal in the spare folder, under the same name."""
        full = self._open.get(path)
        folder = self._folder_in(config.spare_state_folder())
        if full and full[1].parent == folder:
            raise OSError(errno.ENOSPC, "cannot store unsaved text")
        self._open[path] = self._begin(folder / self._name_of(path), record)
        if full:
            with suppress(OSError):
                system.remove_open(full[1], full[0])

    def _begin(self, file: Path, record: bytes) -> tuple[int, Path]:
        """Create the file with only this record, atomically replacing an existing one; locked before others see it."""
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_suffix(_FRESH)
        with suppress(FileNotFoundError):
            fresh.unlink()
        made = fresh if system.OPEN_FILES_MOVE else file
        descriptor = system.open_file(made, system.WRITE | os.O_CREAT | os.O_EXCL | os.O_APPEND)
        with suppress(OSError):
            system.lock(descriptor)
        try:
            _append(descriptor, record)
            if made != file:
                fresh.rename(file)
        except OSError:
            with suppress(OSError):
                system.remove_open(made, descriptor)
            raise
        with suppress(OSError):
            system.flush(file.parent)
        return descriptor, file

    def _unlink(self, name: str) -> None:
        """Delete the files of that name from both folders."""
        for folder in self._folders():
            with suppress(OSError):
                (folder / name).unlink()

    def _folders(self) -> Iterator[Path]:
        return map(self._folder_in, config.state_folders())

    def _files(self, pattern: str) -> list[Path]:
        """The matching journal files, newest first; if both folders have a file, only the newer one."""
        dated = []
        for folder in self._folders():
            with suppress(OSError):
                for file in folder.glob(pattern):
                    with suppress(OSError):
                        dated.append((file.lstat().st_mtime_ns, file))
        found: dict[str, Path] = {}
        for _, file in sorted(dated, reverse=True):
            found.setdefault(file.name, file)
        return [*found.values()]


def _record(path: str, text: str, based_on: Version | None) -> bytes:
    data = text.encode("utf-8", "replace")
    facts = [path, based_on.digest, based_on.size, based_on.bom] if based_on else [path]
    head = json.dumps([facts, len(data), digest_of(data)], ensure_ascii=False)
    return head.encode("utf-8", "replace") + b"\n" + data + b"\n"


def _append(descriptor: int, data: bytes) -> None:
    """Write all data and sync; raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fdatasync(descriptor) if hasattr(os, "fdatasync") else os.fsync(descriptor)


class _left_behind:  # noqa: N801
    """Whether no running process holds the journal file; locks it inside the block."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptor = -1

    def __enter__(self) -> bool:
        try:
            self._descriptor = system.open_file(self._file, system.READ)
            system.lock(self._descriptor)
            return os.path.samestat(os.fstat(self._descriptor), self._file.lstat())  # else it was replaced
        except OSError:
            return False

    def remove(self) -> None:
        """Remove the file; raises OSError."""
        descriptor, self._descriptor = self._descriptor, -1
        system.remove_open(self._file, descriptor)

    def __exit__(self, *error: object) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)


def _read_if_free(file: Path) -> JournalRecord | None:
    with _left_behind(file) as free:
        return _read(file) if free else None


def _read(file: Path) -> JournalRecord | None:
    last = _last_record(file) if file.suffix == _ENDING else None
    if last is None:
        return None
    head, _, rest = last.partition(b"\n")
    facts, length, _ = json.loads(head)
    based_on = Version(facts[1], facts[2], facts[3]) if len(facts) == 4 else None
    return JournalRecord(facts[0], rest[:length].decode("utf-8", "replace"), based_on, file)


def _last_record(file: Path) -> bytes | None:
    """The last complete record of a journal file."""
    try:
        if file.lstat().st_size > _MAX_BYTES:
            return None
        data = file.read_bytes()
    except OSError:
        return None
    for start, end, digest in reversed(list(_records(data))):
        if digest_of(data[start:end]) == digest:
            begin = data.rfind(b"\n", 0, start - 1) + 1
            return data[begin : end + 1]
    return None


def _records(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Start, end and digest of each text; stops at the first incomplete or damaged record."""
    at = 0
    while (newline := data.find(b"\n", at)) >= 0:
        try:
            facts, length, digest = json.loads(data[at:newline])
            whole = isinstance(facts[0], str) and isinstance(digest, str) and len(facts) in (1, 4)
            whole = whole and isinstance(length, int) and length >= 0
            end = newline + 1 + length
        except (ValueError, TypeError, IndexError, RecursionError):
            return
        if not whole or end >= len(data):
            return
        yield newline + 1, end, digest
        at = end + 1


def _note_id(path: str) -> str:
    return digest_of(path.encode("utf-8", "surrogateescape"))
