"""The folder that the index lives in: opened, locked, committed to, and thrown away when it is not sound.

A segment file is never changed once the manifest names it; the manifest is replaced in one step. A process that is
killed leaves at most a file that no manifest names, which the next commit removes.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from confnotes.search import manifest
from confnotes.search.builder import SegmentBuilder
from confnotes.search.manifest import Entry, Manifest
from confnotes.search.segment import Segment
from confnotes.search.segment_file import DamagedIndexError
from confnotes.search.snapshot import Part, Snapshot

_LOCK = "lock"
_COMPARED = "compared"
_SUFFIX = ".seg"
_RETRY_SECONDS = 0.02
_OPEN_ATTEMPTS = 5


class IndexBusyError(Exception):
    """Another process is writing the index."""


class Store:
    """One index folder. Any thread may open it; only who holds the lock may commit or clear."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, Part] = {}

    def generation(self) -> int:
        """The number of the last commit, 0 when there is none. Raises DamagedIndexError."""
        found = manifest.read(self.folder)
        return found.generation if found else 0

    def was_compared(self, index: Snapshot, fingerprint: str) -> bool:
        """Whether it is known that this commit was made of the files of that fingerprint."""
        with suppress(OSError, ValueError):
            return bool(index.parts) and (self.folder / _COMPARED).read_text() == f"{index.generation} {fingerprint}"
        return False

    def remember(self, index: Snapshot, fingerprint: str) -> None:
        """This commit was compared with the files of that fingerprint and is made of them."""
        with suppress(OSError):
            (self.folder / _COMPARED).write_text(f"{index.generation} {fingerprint}")

    def open(self) -> Snapshot:
        """The index as it was last committed, empty when there is none. Raises DamagedIndexError."""
        for _ in range(_OPEN_ATTEMPTS):
            found = manifest.read(self.folder) or Manifest()
            try:
                parts = tuple(self._part(entry) for entry in found.segments)
            except FileNotFoundError:
                continue  # another process has committed between our two looks
            except OSError as error:
                raise DamagedIndexError("a segment cannot be opened") from error
            self._open = {part.name: part for part in parts}
            return Snapshot(parts, found.generation)
        raise DamagedIndexError("a segment is missing")

    def _part(self, entry: Entry) -> Part:
        if (self.folder / entry.name).stat().st_size != entry.size or not entry.size:
            raise DamagedIndexError("a segment has not the size that it should have")
        known = self._open.get(entry.name)
        if known is not None and known.dead == entry.dead:
            return known
        return Part(known.segment if known else self._map(entry.name), entry.name, entry.size, entry.dead)

    def _map(self, name: str) -> Segment:
        with (self.folder / name).open("rb") as file:
            try:
                return Segment(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            except ValueError as error:
                raise DamagedIndexError("a segment is empty") from error

    @contextmanager
    def locked(self, timeout: float) -> Iterator[None]:
        """Hold the index for writing. Raises IndexBusyError when it stays held by others for `timeout` seconds."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        until = time.monotonic() + timeout
        descriptor = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= until:
                        raise IndexBusyError from None
                    time.sleep(_RETRY_SECONDS)
            yield
        finally:
            os.close(descriptor)

    def write_segment(self, builder: SegmentBuilder) -> Part:
        """Write the segment to its own file; it does not count before a commit names it."""
        name = f"{time.time_ns():x}-{os.getpid():x}{_SUFFIX}"
        path = self.folder / name
        try:
            with path.open("xb") as file:
                builder.write(file)
                size = file.tell()
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Part(self._map(name), name, size)

    def commit(self, snapshot: Snapshot) -> Snapshot:
        """Make this the index, under a generation that no earlier commit had; every part must have a file."""
        generation = max(snapshot.generation + 1, time.time_ns() // 1_000_000)  # also after the index was thrown away
        following = Snapshot(snapshot.parts, generation)
        entries = tuple(Entry(part.name, part.size, part.segment.count, part.dead) for part in following.parts)
        manifest.write(self.folder, Manifest(following.generation, entries))
        self._open = {part.name: part for part in following.parts}
        self._sweep()
        return following

    def clear(self) -> None:
        """Throw the index away."""
        (self.folder / manifest.NAME).unlink(missing_ok=True)
        self._open = {}
        self._sweep()

    def _sweep(self) -> None:
        """Remove segments that no manifest names; readers that have them open keep them."""
        for path in self.folder.glob(f"*{_SUFFIX}"):
            if path.name not in self._open:
                with suppress(OSError):
                    path.unlink()
