"""Brings the index up to what the files are: only what was added, changed or removed is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from confnotes.garbage import gc_paused
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.search.beside import Beside, can_be_had, prefix_of
from confnotes.search.codec import NotesSegment
from confnotes.search.document import IndexDocument
from confnotes.search.index import IndexPart, IndexSnapshot
from confnotes.search.outlines import read_outline
from confnotes.search.packing import PackedSource
from confnotes.search.quiet import quietly
from confnotes.search.sections import DamagedIndexError
from confnotes.search.store import Store
from confnotes.search.writer import NotesWriter

with quietly():
    from whoosh.filedb.filestore import RamStorage

_FIRST_WORDS = 40_000  # of the first commit: something can be found within a second
_GROWTH = 100  # each later commit takes so much more: few segments, little merging
_MOST_WORDS = 4_000_000
"""A segment is written after so many words: the first soon, so that the newest notes are found; each later than the
one before, up to a limit that memory sets."""

_READ_BY_TWO = 1_000
"""So many files are shared with another process."""

Files = Mapping[str, tuple[int, int]]
"""Path -> (mtime in ns, size in bytes)."""


class LoadedFile(NamedTuple):
    """What the index keeps of one file.

    `needs` is the folder, with its `/`, of the conference that the documents depend on, "" for none, `ANY_CONFERENCE`
    for all; `outline` a note's, as `outlines` has it.
    """

    documents: Sequence[IndexDocument] = ()
    needs: str = ""
    outline: bytes = b""


Load = Callable[[str], LoadedFile]
"""Path -> what is kept of that file."""

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""

Cancelled = Callable[[], bool]


@fast_dataclass(frozen=True, slots=True)
class Changes:
    """What the files are and the index does not know."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def to_read(self) -> tuple[str, ...]:
        """The files that have to be read."""
        return (*self.added, *self.changed)


@fast_dataclass(frozen=True, slots=True)
class IndexReport:
    """What an update did: files taken in, changed, dropped and unchanged; whether it was built from nothing; and
    whether it was stopped before it was done (the rest follows with the next update)."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    rebuilt: bool = False
    cancelled: bool = False


def changes(index: IndexSnapshot, files: Files) -> Changes:
    """Compare the files with what the index was made of. A file also changes with the conference it depends on."""
    if index.knows(files):
        return Changes()
    known = index.files()
    added = [path for path in files if path not in known]
    removed = [path for path in known if path not in files]
    changed = [path for path, version in known.items() if path in files and files[path] != version]
    moved = {*added, *removed, *changed}
    changed += [path for path in index.needing(moved) if path in files and path not in moved]
    return Changes(tuple(added), tuple(changed), tuple(removed))


class ListedFiles(Protocol):
    """Files as they were just listed; the fingerprint tells lists apart."""

    def files(self) -> dict[str, tuple[int, int]]: ...

    def fingerprint(self) -> str: ...


def is_unchanged(store: Store, index: IndexSnapshot, listed: ListedFiles) -> bool:
    """Whether the index, as it was committed last, is made of just these files: what is asked at every start.

    Once that was found out it takes no longer than listing them.
    """
    fingerprint = listed.fingerprint()
    if store.was_compared(index, fingerprint):
        return True
    if not index.knows(listed.files()):
        return False
    store.remember(index, fingerprint)
    return True


def open_or_empty(store: Store) -> tuple[IndexSnapshot, bool]:
    """The stored index; empty, and True, when it is damaged or made by another version."""
    try:
        return store.open(), False
    except DamagedIndexError:
        return IndexSnapshot(), True


def update(
    store: Store,
    scan: Callable[[], Files],
    load: Load,
    *,
    rebuild: bool = False,
    timeout: float,
    progress: Progress = lambda done, total: None,
    cancelled: Cancelled = lambda: False,
    committed: Callable[[IndexSnapshot], object] = lambda index: None,
) -> tuple[IndexSnapshot, IndexReport]:
    """Bring the stored index up to date and answer it.

    A long update is committed in parts; `committed` is called with the index after each. Raises IndexBusyError when
    another process is writing the index.
    """

    def bring(rebuild: bool) -> tuple[IndexSnapshot, IndexReport]:
        index, damaged = open_or_empty(store)
        if rebuild := rebuild or damaged:
            store.clear()
            index = IndexSnapshot(
                generation=index.generation
            )  # goes on counting: an open search tells indexes apart by it
        files = scan()
        wanted = changes(index, files)
        if not wanted:
            return index, IndexReport(unchanged=len(files), rebuilt=rebuild)
        order = sorted(wanted.to_read, key=lambda path: files[path])  # the newest is wanted first, and taken first
        work = _Work(store, index, order, files, load, progress, cancelled, committed)
        with gc_paused() if len(order) > _READ_BY_TWO else nullcontext():
            finished = work.run((*wanted.changed, *wanted.removed))
        counts = len(wanted.added), len(wanted.changed), len(wanted.removed), len(files) - len(wanted.to_read)
        return work.index, IndexReport(*counts, rebuilt=rebuild, cancelled=not finished)

    with store.locked(timeout):
        try:
            return bring(rebuild)
        except DamagedIndexError:
            return bring(True)


@dataclass(eq=False, repr=False)
class _Work:
    """Reading files into the index, in parts that are committed each; of those `left` the last is next."""

    store: Store
    index: IndexSnapshot
    left: list[str]
    files: Files
    load: Load
    progress: Progress
    cancelled: Cancelled
    committed: Callable[[IndexSnapshot], object]

    def __post_init__(self) -> None:
        self._done, self._total, self._enough = 0, len(self.left), _FIRST_WORDS
        self._beside: Beside | None = None

    def run(self, gone: Sequence[str]) -> bool:
        """Take out what is gone and read all that is left; False when that was stopped before."""
        stopped = False
        try:
            while (gone or self.left) and not stopped:
                stopped, gone = self._commit(gone), ()
                if len(self.left) > _READ_BY_TWO and self._beside is None and can_be_had() and not stopped:
                    half, self.left = self.left[::2], self.left[1::2]
                    self._beside = Beside(self.store, half[::-1], self._write)
                elif self._beside and not self.left:
                    stopped = self._join(self._beside)
        finally:
            if self._beside:
                self._beside.end()
        return not (stopped and self.left)

    def _commit(self, gone: Sequence[str]) -> bool:
        """Read some and commit them, without what is gone; True when it is to be stopped."""
        writer, stopped = self.store.writer(self.index), False
        writer.delete_files(gone)
        while self.left and writer.weight < self._enough and not (writer.is_full or stopped):
            take(writer, self.left.pop(), self.files, self.load)
            self._done += 1
            stopped = self._tell()
        self._publish(writer.commit(filter(None, self._beside.segments()) if self._beside else ()))
        self._enough = min(self._enough * _GROWTH, _MOST_WORDS)
        return stopped

    def _join(self, beside: Beside) -> bool:
        """Take over what is read beside; what is missing then is left to be read here."""
        stopped = False
        for segment in beside.segments(wait=True):
            if segment:
                self._publish(self.store.writer(self.index).commit([segment]))
            if stopped := self._tell():
                break
        known = self.index.files()
        self.left = [path for path in self.files if path not in known]
        self._done, beside.read = self._total - len(self.left), 0
        return self._tell() or stopped

    def _publish(self, index: IndexSnapshot) -> None:
        self.index = index
        self.committed(index)

    def _tell(self) -> bool:
        self.progress(min(self._total, self._done + (self._beside.read if self._beside else 0)), self._total)
        return self.cancelled()

    def _write(self, paths: Sequence[str], read: Callable[[int], None]) -> Iterator[NotesSegment]:
        """The segments of these files, in the other process."""
        writer = NotesWriter(self.store.storage)
        prefix = prefix_of(os.getpid())
        for number, path in enumerate(paths, 1):
            take(writer, path, self.files, self.load)
            read(number)
            if writer.weight >= _MOST_WORDS or writer.is_full or number == len(paths):
                yield writer.segment(prefix)
                writer = NotesWriter(self.store.storage)


def update_some(
    store: Store, paths: Collection[str], versions: Callable[[Iterable[str]], Files], load: Load, *, timeout: float
) -> tuple[IndexSnapshot, Files]:
    """Take in these files and those that depend on them; answers the index, and what of them was taken in.

    `versions` has the files that are there. Raises IndexBusyError, and DamagedIndexError when there is no sound index
    to begin with.
    """
    with store.locked(timeout):
        index = store.open()
        moved = {*paths, *dependents(index, paths, load)}
        files, writer = versions(moved), store.writer(index)
        writer.delete_files(moved)
        for path in files:
            take(writer, path, files, load)
        return writer.commit(), files


def dependents(index: IndexSnapshot, paths: Iterable[str], load: Load) -> list[str]:
    """The files that have to be read again since these say something new of a conference.

    Its page with the front matter that the index knows says nothing new: one may be typing into it. Another index may
    know less, so what is added to an index is asked of that one.
    """
    return index.needing({path for path in paths if index.needing([path]) and not _says_the_same(index, path, load)})


def _says_the_same(index: IndexSnapshot, path: str, load: Load) -> bool:
    known = next((one for one in index.outlines(path) if str(one.path) == path), None)
    now = load(path).outline if known else b""
    return known is not None and bool(now) and known.fields == read_outline(path, now).fields


def take(writer: NotesWriter, path: str, files: Files, load: Load) -> None:
    """Read one file into the index."""
    loaded = load(path)
    modified, size = files[path]
    writer.start_file(PackedSource(path, modified, size, loaded.needs), loaded.outline)
    for document in loaded.documents:
        writer.add(document)


def in_memory(index: IndexSnapshot, paths: Iterable[str], files: Files, load: Load) -> IndexSnapshot:
    """The index with these files as they are now, without writing anything; gone files are gone."""
    paths = list(paths)
    writer = NotesWriter(RamStorage())
    for path in paths:
        if path in files:
            take(writer, path, files, load)
    return index.without(paths).plus(IndexPart(writer.storage, writer.segment()))
