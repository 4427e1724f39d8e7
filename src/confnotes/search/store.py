"""The folder of the index: a Whoosh index with locks and commits, which is discarded if it is damaged.

A segment file never changes once the manifest names it; the manifest is replaced atomically. A killed process leaves at
most a file that no manifest names, which the next commit removes. Whoosh's table of contents is there for other
programs: it is written, and never read here, since reading it would unpickle it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

from confnotes import system
from confnotes.search.analyse import ANALYSER_VERSION
from confnotes.search.codec import INDEX_NAME, SUFFIX, NotesSegment, data_of
from confnotes.search.index import IndexPart, IndexSnapshot
from confnotes.search.quiet import quietly
from confnotes.search.schema import SCHEMA
from confnotes.search.sections import DamagedIndexError
from confnotes.search.writer import NotesWriter

with quietly():
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import TOC, FileIndex

VERSION = f"confnotes.index/24.{ANALYSER_VERSION}"
MANIFEST = "manifest.json"

_LOCK = "lock"
_COMPARED = "compared"
_OPEN_ATTEMPTS = 5  # each commit may remove files that are about to be opened
_SMALL_DOCS = 2_000  # documents of a segment that is cheap to rewrite
_SMALL_PARTS = 6  # every query searches each segment
_DEAD_SHARE = 0.4  # below this, rewriting a segment costs more than skipping dead documents
_TICKS = 4  # a second
_FIRST_TICK = 1_735_689_600 * _TICKS
"""Generations count quarters of a second since 2025, or more: Whoosh has 31 bits for them."""


class IndexBusyError(Exception):
    """Another process is writing the index."""


class SyncedStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's folder of files, in which a segment is synced before it counts."""

    @contextmanager
    def create_segment_file(self, name: str) -> Iterator[BinaryIO]:
        """Create a file that is synced at the end, or removed after an error."""
        path = Path(self._fpath(name))
        with path.open("xb") as file:
            try:
                yield file
                self.synced(file)
            except BaseException:
                path.unlink()
                raise

    def synced(self, file: BinaryIO) -> None:
        """Sync the file."""
        file.flush()
        os.fsync(file.fileno())


class Store(FileIndex):  # type: ignore[misc]
    """One index folder. Any thread may open it; committing and clearing need the lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.storage = SyncedStorage(str(folder))
        self._schema, self.indexname = SCHEMA, INDEX_NAME
        self._open: dict[str, IndexPart] = {}
        self._lock = -1
        self.spared = ""
        """The prefix of segments that another process is writing for this one."""

    def generation(self) -> int:
        """The number of the last commit, 0 without one. Raises DamagedIndexError."""
        return self._manifest()[0]

    latest_generation = generation

    def was_compared(self, index: IndexSnapshot, fingerprint: str) -> bool:
        """Whether this commit is known to be built from the files of that fingerprint."""
        with suppress(OSError, ValueError):
            return bool(index.parts) and (self.folder / _COMPARED).read_text() == f"{index.generation} {fingerprint}"
        return False

    def remember(self, index: IndexSnapshot, fingerprint: str) -> None:
        """Remember that this commit was built from the files of that fingerprint."""
        with suppress(OSError):
            (self.folder / _COMPARED).write_text(f"{index.generation} {fingerprint}")

    # Reading

    def open(self) -> IndexSnapshot:
        """The index of the last commit, empty without one. Raises DamagedIndexError."""
        for _ in range(_OPEN_ATTEMPTS):
            generation, segments = self._manifest()
            try:
                parts = tuple(map(self._part_of, segments))
            except FileNotFoundError:
                continue  # another process committed in between
            except OSError as error:
                raise DamagedIndexError("a segment cannot be opened") from error
            self._open = {part.name: part for part in parts}
            return IndexSnapshot(parts, generation)
        raise DamagedIndexError("a segment is missing")

    def reader(self, reuse: Any = None) -> Any:
        """Whoosh's name for `open`."""
        return self.open().reader

    def _read_toc(self) -> Any:
        generation, segments = self._manifest()
        return TOC(SCHEMA, segments, generation)

    def _part_of(self, segment: NotesSegment) -> IndexPart:
        if (self.folder / segment.file).stat().st_size != segment.size or not segment.size:
            raise DamagedIndexError("a segment has not the size that it should have")
        known = self._open.get(segment.file)
        if known is not None and known.dead == segment.dead:
            return known
        return self.part(segment.without(segment.dead, known.data if known else data_of(self.storage, segment)))

    def part(self, segment: NotesSegment) -> IndexPart:
        """The reader of a segment on disk."""
        return IndexPart(self.storage, segment, segment.file)

    def _manifest(self) -> tuple[int, list[NotesSegment]]:
        """Generation and segments of the last commit. Raises DamagedIndexError if damaged or of another schema."""
        try:
            data = (self.folder / MANIFEST).read_bytes()
        except FileNotFoundError:
            return 0, []
        except OSError as error:
            raise DamagedIndexError("the manifest cannot be read") from error
        checksum, _, body = data.partition(b"\n")
        if checksum != _checksum(body):
            raise DamagedIndexError("the manifest is damaged")
        try:
            content = json.loads(body)
            if content["schema"] != VERSION:
                raise DamagedIndexError("the index was made by another version")
            return int(content["generation"]), [_segment(*entry) for entry in content["segments"]]
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedIndexError("the manifest cannot be read") from error

    # Writing

    @contextmanager
    def locked(self, timeout: float) -> Iterator[None]:
        """Lock the index for writing. Raises IndexBusyError if others hold it for `timeout` seconds."""
        with ExitStack() as held:
            try:
                self._lock = held.enter_context(system.locked_file(self.folder / _LOCK, timeout))
            except BlockingIOError:
                raise IndexBusyError from None
            yield

    def let_go(self) -> None:
        """Release the lock in a process that was forked while its parent holds it."""
        os.close(self._lock)

    def writer(self, index: IndexSnapshot | None = None, **kwargs: Any) -> StoreWriter:
        """A writer on top of that index, by default of the last commit; requires the lock."""
        return StoreWriter(self, index or self.open())

    def commit(self, snapshot: IndexSnapshot) -> IndexSnapshot:
        """Make this the index, with a generation higher than any before; every part must have a file."""
        parts = self._compacted(snapshot.parts)
        generation = max(snapshot.generation + 1, int(time.time() * _TICKS) - _FIRST_TICK)  # also after a clear
        segments = [part.segment() for part in parts]
        self._write_toc(TOC(SCHEMA, segments, generation))
        entries = [(one.segid, one.size, one.docs, sorted(one.dead)) for one in segments]
        content = {"schema": VERSION, "generation": generation, "segments": entries}
        self._write_manifest(json.dumps(content, separators=(",", ":")).encode())
        self._open = {part.name: part for part in parts}
        self._sweep(generation)
        return IndexSnapshot(parts, generation)

    def clear(self) -> None:
        """Delete the index."""
        (self.folder / MANIFEST).unlink(missing_ok=True)
        self._open = {}
        self._sweep(-1)

    def _write_toc(self, toc: Any) -> None:
        """Write what other programs open; the commit is the manifest that follows."""
        with suppress(FileNotFoundError):
            (self.folder / TOC._filename(self.indexname, toc.generation)).unlink()
        toc.write(self.storage, self.indexname)

    def _write_manifest(self, body: bytes) -> None:
        """Replace the manifest atomically."""
        fresh = self.folder / f"{MANIFEST}.new"
        with fresh.open("wb") as file:
            file.write(_checksum(body) + b"\n" + body)
            self.storage.synced(file)
        system.replace_in(self.folder, fresh.name, self.folder, MANIFEST)
        system.flush(self.folder)

    def _compacted(self, parts: tuple[IndexPart, ...]) -> tuple[IndexPart, ...]:
        """The parts, with many small segments merged, and mostly dead ones rewritten."""
        small = [part for part in parts if part.data.count < _SMALL_DOCS]
        merged = small if len(small) > _SMALL_PARTS else []
        merged += [part for part in parts if part not in merged and _mostly_dead(part)]
        if not merged:
            return parts
        writer = NotesWriter(self.storage)
        for part in merged:
            writer.add_reader(part)
        return (*(part for part in parts if part not in merged), self.part(writer.segment()))

    def _sweep(self, generation: int) -> None:
        """Remove outdated segments and tables of contents; readers that have them open keep them."""
        kept = {*self._open, TOC._filename(self.indexname, generation)}
        spared = f"{self.indexname}_{self.spared}" if self.spared else "/"
        with suppress(FileNotFoundError):
            for path in self.folder.iterdir():
                ours = path.suffix == SUFFIX or path.name.startswith(f"_{self.indexname}_")
                if ours and path.name not in kept and not path.name.startswith(spared):
                    with suppress(OSError):
                        path.unlink()


class StoreWriter(NotesWriter):
    """Adds documents to a stored index, and removes those of files."""

    def __init__(self, store: Store, index: IndexSnapshot) -> None:
        super().__init__(store.storage)
        self._store, self._index = store, index
        self._gone: set[str] = set()

    def delete_files(self, paths: Iterable[str]) -> None:
        """Remove the documents of these files."""
        self._gone.update(paths)

    def commit(self, written: Iterable[NotesSegment] = (), **kwargs: Any) -> IndexSnapshot:
        """Write all added documents and commit; returns the new index. Merges small segments.

        `written` are further segments that belong to it.
        """
        following = self._index.without(self._gone)
        if self._documents.sources:
            following = following.plus(self._store.part(self.segment()))
        for segment in written:
            following = following.plus(self._store.part(segment))
        return self._store.commit(following)


def _mostly_dead(part: IndexPart) -> bool:
    return len(part.dead) > _DEAD_SHARE * max(1, part.data.source_count)


def _segment(segid: object, size: object, docs: object, dead: object) -> NotesSegment:
    if not (isinstance(segid, str) and isinstance(size, int) and isinstance(docs, int) and isinstance(dead, list)):
        raise TypeError
    if not segid.isalnum():
        raise ValueError(segid)
    return NotesSegment(INDEX_NAME, segid, size, docs, frozenset(dead))


def _checksum(body: bytes) -> bytes:
    return f"{crc32(body):08x}".encode()
