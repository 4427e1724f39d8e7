"""Earlier versions of a vault's notes, kept in the user's state folder: one file per note, one version per line.

Nothing is stored in the vault. A version is compressed and appended in one write, so an incomplete write loses only
that version. Files are thinned as they grow (`snapshot`). Their total size is limited: beyond the limit the oldest
versions are removed first, and the last version of a deleted note last.

`keep` raises errors. All other methods are for writers of notes, which must continue: errors end in `problem`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from confnotes import config, system
from confnotes.errors import ConfnotesError
from confnotes.vault.folders import open_folder, read_regular, split_path
from confnotes.vault.private_file import put_private, vault_id
from confnotes.vault.settings import HISTORY_MEGABYTES, LEAST_HISTORY, setting_value
from confnotes.vault.snapshot import BEFORE, CHANGED, OPENED, StoredVersion, read_snapshots, thin
from confnotes.vault.textfile import MAX_BYTES
from confnotes.vault.version import digest_of

MEGABYTE = 1024 * 1024  # bytes
_THIN_EVERY = 16  # versions: thinning reads the whole file
_LOCK_SECONDS = 2.0  # a save must not wait long for its history
_VERSIONS, _UNDO = ".versions", ".undo"
MOST_UNDO = 100
"""The number of notes whose undo history is kept after the program ends."""


def system_clock() -> datetime:
    """The current time, by the clock that dates files."""
    return datetime.now(UTC)


class History:
    """The versions of a vault's notes. `clock` tells the time, `problem` why the last version was not kept."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.clock: Callable[[], datetime] = system_clock
        self.problem: OSError | None = None

    @cached_property
    def folder(self) -> Path:
        """The folder of the versions; raises OSError if the state folder cannot be used."""
        return config.state_folder() / "history" / vault_id(self._root)

    # Reading

    def of(self, path: str) -> list[StoredVersion]:
        """The versions of a note, oldest first."""
        try:
            return read_snapshots(self._file(path).read_bytes())
        except OSError:
            return []

    def all(self) -> Iterator[list[StoredVersion]]:
        """The versions of each note, oldest first."""
        for file in self._files():
            with suppress(OSError):
                if snapshots := read_snapshots(file.read_bytes()):
                    yield snapshots

    def is_there(self, path: str) -> bool:
        """Whether the note exists in the vault."""
        return os.path.lexists(self._root / path)

    def size(self) -> int:
        """The size of all versions in bytes."""
        total = 0
        for file in self._files():
            with suppress(OSError):
                total += file.stat().st_size
        return total

    def look(self) -> OSError | None:
        """Why no version can be kept; None if it can."""
        try:
            with self._turn():
                return None
        except OSError as error:
            return error

    # Keeping

    def keep(self, path: str, data: bytes, why: str, since: datetime | None = None, *, synced: bool = True) -> None:
        """Keep a text that the note has had since then, by default since now; skipped if it equals the last version.

        `synced`: it is on disk when this returns. Raises OSError, ConfnotesError.
        """
        now = self.clock()
        self._append(StoredVersion.of(path, data, min(since or now, now), why), synced=synced)

    def keep_file(self, path: str, why: str, *, synced: bool = True) -> str | None:
        """Keep the current text of the file, unless it equals the last version; returns its digest."""
        with self._trying():
            folders, name = split_path(path)
            with suppress(FileNotFoundError), open_folder(self._root, folders) as folder:
                data, facts = read_regular(folder, name, MAX_BYTES)
                self.keep(path, data, why, datetime.fromtimestamp(facts.st_mtime, UTC), synced=synced)
                return digest_of(data)
        return None

    def keep_text(self, path: str, data: bytes, why: str) -> None:
        """Keep a text of an editor."""
        with self._trying():
            self.keep(path, data, why)

    @contextmanager
    def writing(self, path: str, data: bytes, why: str, *, anew: bool) -> Iterator[None]:
        """Write the file inside the block: keeps its old text before, and `data` afterwards.

        The new version is not synced, since the file itself is. Before an action on many notes, versions reach the disk
        with the next flush instead of one by one, which would take half as long as the action.
        """
        if not anew:
            self.keep_file(path, OPENED if why == CHANGED else BEFORE + why, synced=why == CHANGED)
        yield
        with self._trying():
            self.keep(path, data, why, synced=False)

    def deleted(self, path: str) -> None:
        """Record that the note was deleted now."""
        with self._trying():
            self._append(StoredVersion.of_deletion(path, self.clock()), synced=False)

    def renamed(self, old: str, new: str) -> None:
        """Move the versions of a renamed note, and merge them with those of an earlier note at the new path."""
        with self._trying(), self._turn():
            moved = [one._replace(path=new) for one in self.of(old)]
            if moved:
                self._rewrite(new, sorted([*self.of(new), *moved], key=lambda one: one.since))
                self._file(old).unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                self._file(old, _UNDO).replace(self._file(new, _UNDO))

    def wipe(self, path: str) -> int:
        """Delete every version of the note; returns their number. Raises ConfnotesError."""
        try:
            with self._turn():
                count = len(self.of(path))
                self._file(path).unlink(missing_ok=True)
                self._file(path, _UNDO).unlink(missing_ok=True)
        except OSError as error:
            raise ConfnotesError(
                f"the history cannot be changed: {error.strerror}", "Check the permissions of your state folder."
            ) from error
        return count

    # Undo

    def keep_undo(self, path: str, data: bytes) -> None:
        """Keep the undo history of a note's editor, b"" for none; removes those of notes edited long ago."""
        with self._trying():
            file = self._file(path, _UNDO)
            if data:
                put_private(file, data)
            else:
                file.unlink(missing_ok=True)
            dated = sorted((each.stat().st_mtime_ns, each) for each in self._files(_UNDO))
            for _, old in dated[:-MOST_UNDO]:
                old.unlink(missing_ok=True)

    def undo_of(self, path: str) -> bytes:
        """The last undo history of the note, b"" for none."""
        try:
            return self._file(path, _UNDO).read_bytes()
        except OSError:
            return b""

    @contextmanager
    def _trying(self) -> Iterator[None]:
        """Record errors instead of raising them: a version that cannot be kept must not stop a save."""
        try:
            yield
            self.problem = None
        except OSError as error:
            self.problem = error
        except ConfnotesError:
            pass  # whoever reads or writes the file reports a path outside the vault

    # Files

    def _file(self, path: str, ending: str = _VERSIONS) -> Path:
        return self.folder / f"{digest_of(path.encode('utf-8', 'surrogateescape'))}{ending}"

    def _files(self, ending: str = _VERSIONS) -> list[Path]:
        try:
            return [Path(entry.path) for entry in os.scandir(self.folder) if entry.name.endswith(ending)]
        except OSError:
            return []

    def _turn(self) -> AbstractContextManager[int]:
        """Wait for other processes; the file has the total size. Raises OSError."""
        return system.locked_file(self.folder / "size", _LOCK_SECONDS)

    def _append(self, one: StoredVersion, *, synced: bool) -> None:
        with self._turn() as lock:
            before = self.of(one.path)
            if before and (before[-1].digest == one.digest or self._is_deleted_with(before, one)):
                return
            if before:  # file times may be wrong; versions must be in order
                one = one._replace(since=max(one.since, before[-1].since))
            line = one.line()
            if len(line) > LEAST_HISTORY * MEGABYTE * 9 // 10 and len(line) > self.bound * 9 // 10:
                raise OSError(errno.EFBIG, "larger than the space for earlier versions")
            added = _write_behind(self._file(one.path), line, synced=synced)
            if (len(before) + 1) % _THIN_EVERY == 0:
                added += self._thin(one.path, [*before, one])
            self._count(lock, added)

    def _is_deleted_with(self, before: list[StoredVersion], one: StoredVersion) -> bool:
        """Whether it is the last text of a deleted note, which an editor that still shows the note may want to keep."""
        last = last_text(before) if before[-1].is_deletion else None
        return last is not None and last.digest == one.digest and not self.is_there(one.path)

    def _thin(self, path: str, snapshots: list[StoredVersion]) -> int:
        kept = thin(snapshots, self.clock())
        if len(kept) == len(snapshots):
            return 0
        before = self._file(path).stat().st_size
        return self._rewrite(path, kept) - before

    def _rewrite(self, path: str, snapshots: Iterable[StoredVersion]) -> int:
        data = b"".join(one.line() for one in snapshots)
        put_private(self._file(path), data)
        return len(data)

    # The size limit

    def _count(self, lock: int, added: int) -> None:
        """Add to the total size in the lock file, and remove versions beyond the limit."""
        try:
            total = int(os.read(lock, 24)) + added
        except ValueError:
            total = self.size()
        if total > LEAST_HISTORY * MEGABYTE and total > (bound := self.bound):
            total = self._drop_oldest(bound)
        os.lseek(lock, 0, os.SEEK_SET)
        os.write(lock, b"%020d\n" % max(0, total))

    @property
    def bound(self) -> int:
        """The size limit of all versions in bytes, from the user's settings."""
        return setting_value(HISTORY_MEGABYTES) * MEGABYTE

    def _drop_oldest(self, bound: int) -> int:
        """Remove old versions until there is room; returns the total size. Last copies of deleted notes go last."""
        total = self.size()
        if total <= bound:
            return total
        candidates = sorted(
            (one is last_text(snapshots) and not self.is_there(one.path), one.since, one.path, number, len(one.line()))
            for snapshots in self.all()
            for number, one in enumerate(snapshots)
        )
        dropped: dict[str, set[int]] = {}
        for _, _, path, number, length in candidates:
            if total <= bound * 9 // 10:
                break
            dropped.setdefault(path, set()).add(number)
            total -= length
        for path, numbers in dropped.items():
            rest = [one for number, one in enumerate(self.of(path)) if number not in numbers]
            if last_text(rest) is not None:
                self._rewrite(path, rest)
            else:
                self._file(path).unlink(missing_ok=True)
        return self.size()


def last_text(snapshots: list[StoredVersion]) -> StoredVersion | None:
    """The last version with a text, not a deletion."""
    return next((one for one in reversed(snapshots) if not one.is_deletion), None)


def _write_behind(file: Path, line: bytes, *, synced: bool) -> int:
    """Append a line, after a line break if the last line is incomplete; returns the number of added bytes."""
    descriptor = system.open_file(file, system.UPDATE | os.O_CREAT | os.O_APPEND)
    try:
        start = os.fstat(descriptor).st_size
        if start:
            os.lseek(descriptor, start - 1, os.SEEK_SET)
            line = line if os.read(descriptor, 1) == b"\n" else b"\n" + line
        try:
            view = memoryview(line)
            while view:
                view = view[os.write(descriptor, view) :]
        except OSError:
            os.ftruncate(descriptor, start)
            raise
        if synced:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return len(line)
