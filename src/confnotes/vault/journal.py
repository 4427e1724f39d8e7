"""What was typed and not yet saved, kept in the user's state folder.

One file for every note that is being edited in one process. Each record is a line of JSON (the version the text is
based on, its length and digest) and the text; the last whole record counts, so a record cut off by a crash costs only
itself. The file is locked while its process lives: what is not locked was left behind.

Where the state folder cannot be written (its disk is full), the temporary folder is the second place.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from confnotes import config
from confnotes.vault.cache import vault_id
from confnotes.vault.version import Version, digest_of

_COMPACT_BYTES = 4 * 1024 * 1024
_MAX_BYTES = 256 * 1024 * 1024


class Kept(NamedTuple):
    """Unsaved text of a note; `based_on` None: the note was not on disk."""

    path: str
    text: str
    based_on: Version | None


class Journal:
    """The journal of one vault, as this process writes it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: dict[str, tuple[int, Path]] = {}
        self._spare: Path | None = None
        self._given: dict[str, set[Path]] = {}

    @property
    def folder(self) -> Path:
        """Where the vault's journal lies."""
        return self._folder_in(config.state_folder())

    def _folder_in(self, home: Path) -> Path:
        return home / "journal" / vault_id(self._root)

    def record(self, path: str, text: str, based_on: Version | None) -> Path | None:
        """Keep a text; it is on the disk when this returns. Answers the second place where it had to be that one.

        Raises OSError; what was kept before is kept then.
        """
        data = text.encode("utf-8", "replace")
        facts = [path, based_on.digest, based_on.size, based_on.bom] if based_on else [path]
        head = json.dumps([facts, len(data), digest_of(data)], ensure_ascii=False)
        record = head.encode("utf-8", "replace") + b"\n" + data + b"\n"
        try:
            self._append_to_mine(path, record)
        except OSError as error:
            with suppress(OSError):
                self._begin_elsewhere(path, record)
                return self._spare
            raise error
        home = self._open[path][1].parents[2]
        return home if home == self._spare else None

    def _append_to_mine(self, path: str, record: bytes) -> None:
        descriptor, _ = self._mine(path)
        start = os.fstat(descriptor).st_size
        if start > _COMPACT_BYTES:
            descriptor = self._fresh(path)
            start = os.fstat(descriptor).st_size
        try:
            _append(descriptor, record)
        except OSError:
            os.ftruncate(descriptor, start)  # half a record would hide the ones after it
            raise

    def forget(self, path: str) -> None:
        """Drop what this process kept of the note, and what it was given of processes that are gone."""
        mine = self._open.pop(path, None)
        if mine:
            with suppress(OSError):
                mine[1].unlink()
            os.close(mine[0])
        given = self._given.pop(path, set())
        for file in self._files(path):
            with _left_behind(file) as free:
                if free and (file in given or _read(file) is None):
                    with suppress(OSError):
                        file.unlink()

    def let_go(self, path: str) -> None:
        """Leave what this process keeps of the note to whoever opens it next, this process or another."""
        mine = self._open.pop(path, None)
        if mine:
            os.close(mine[0])
            self._given.setdefault(path, set()).add(mine[1])

    def kept(self, path: str) -> Kept | None:
        """What a process that is gone kept of the note, the newest text first; None when there is nothing."""
        for file in self._files(path):
            kept = _read_if_free(file)
            if kept is not None:
                self._given.setdefault(path, set()).add(file)
                return kept
        return None

    def all(self) -> list[Kept]:
        """What processes that are gone kept, one a note."""
        found: dict[str, Kept] = {}
        for file in self._files(None):
            note = file.name.partition(".")[0]
            if note not in found and (kept := _read_if_free(file)):
                found[note] = kept
        return sorted(found.values(), key=lambda kept: kept.path)

    def close(self) -> None:
        """Let go of the files; what is in them can be recovered."""
        for descriptor, _ in self._open.values():
            os.close(descriptor)
        self._open.clear()

    def _begin_elsewhere(self, path: str, record: bytes) -> None:
        """Go on with the note in the second place; what the first has of it stays there until the note is saved."""
        full = self._open.get(path)
        self._spare = config.spare_state_folder()
        folder = self._folder_in(self._spare)
        if full and full[1].parent == folder:
            raise OSError(errno.ENOSPC, "no place is left for the journal")
        created = self._create(path, folder)
        try:
            _append(created[0], record)
        except OSError:
            os.close(created[0])
            created[1].unlink()
            raise
        self._open[path] = created
        if full:
            os.close(full[0])

    def _mine(self, path: str) -> tuple[int, Path]:
        known = self._open.get(path)
        if known is None:
            known = self._open[path] = self._create(path, self.folder)
        return known

    def _create(self, path: str, folder: Path) -> tuple[int, Path]:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"{_note_id(path)}.{os.getpid()}.{os.urandom(4).hex()}.journal"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(file, flags, 0o600)
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(OSError):
            holder = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(holder)
            finally:
                os.close(holder)
        return descriptor, file

    def _fresh(self, path: str) -> int:
        """A new file for the note; the full one goes when the next record is in the new one."""
        old_descriptor, old = self._open[path]
        last = _last_record(old)
        created = self._create(path, old.parent)
        try:
            _append(created[0], last or b"")
        except OSError:
            os.close(created[0])
            created[1].unlink()
            raise
        self._open[path] = created
        with suppress(OSError):
            old.unlink()
        os.close(old_descriptor)
        return created[0]

    def _files(self, path: str | None) -> list[Path]:
        """The journal files (of one note), newest first."""
        pattern = f"{_note_id(path)}.*.journal" if path is not None else "*.journal"
        dated = []
        for home in (config.state_folder, config.spare_state_folder):
            with suppress(OSError):
                for file in self._folder_in(home()).glob(pattern):
                    with suppress(OSError):
                        dated.append((file.lstat().st_mtime_ns, file))
        return [file for _, file in sorted(dated, reverse=True)]


def _append(descriptor: int, data: bytes) -> None:
    """Write all of it, synced; raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fdatasync(descriptor) if hasattr(os, "fdatasync") else os.fsync(descriptor)


class _left_behind:  # noqa: N801
    """Whether no living process holds the journal file; it stays so inside the block."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptor = -1

    def __enter__(self) -> bool:
        try:
            self._descriptor = os.open(self._file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def __exit__(self, *error: object) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)


def _read_if_free(file: Path) -> Kept | None:
    with _left_behind(file) as free:
        return _read(file) if free else None


def _read(file: Path) -> Kept | None:
    last = _last_record(file)
    if last is None:
        return None
    head, _, rest = last.partition(b"\n")
    facts, length, _ = json.loads(head)
    based_on = Version(facts[1], facts[2], facts[3]) if len(facts) == 4 else None
    return Kept(facts[0], rest[:length].decode("utf-8", "replace"), based_on)


def _last_record(file: Path) -> bytes | None:
    """The last whole record of a journal file."""
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
    """Start, end and digest of each text; ends at the first record that is cut off or damaged."""
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
