"""Update the index: only added, changed and removed files are read."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

from confnotes.beside import SecondProcess, Send, is_spare_core
from confnotes.garbage import gc_paused
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.search.codec import INDEX_NAME, NotesSegment
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
_GROWTH = 100  # factor for later commits: few segments, little merging
_MOST_WORDS = 4_000_000
"""The maximum number of words in a segment. The first one is small, so that the newest notes are found soon; later ones
grow up to this limit, which memory sets.
"""

_READ_BY_TWO = 1_000
"""From this number of files on, another process shares the work."""

_TELL_EVERY = 50  # files: messages between processes cost more than a file

Files = Mapping[str, tuple[int, int]]
"""Modification time in ns and size in bytes, by path."""


class LoadedFile(NamedTuple):
    """What the index stores of one file.

    `needs` is the folder (with `/`) of the conference that the documents depend on, "" for none, `ANY_CONFERENCE` for
    all; `outline` is a note's, as `outlines` writes it.
    """

    documents: Sequence[IndexDocument] = ()
    needs: str = ""
    outline: bytes = b""


Load = Callable[[str], LoadedFile]
"""Loads the file at a path."""

Progress = Callable[[int, int], None]
"""Called with the number of finished files and the total."""

Cancelled = Callable[[], bool]


@fast_dataclass(frozen=True, slots=True)
class Changes:
    """The differences between the files and the index."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def to_read(self) -> tuple[str, ...]:
        """The files to read."""
        return (*self.added, *self.changed)


@fast_dataclass(frozen=True, slots=True)
class IndexReport:
    """The result of an update: numbers of added, changed, removed and unchanged files; whether the index was rebuilt;
    and whether it was stopped early (the next update does the rest).
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    rebuilt: bool = False
    cancelled: bool = False


def changes(index: IndexSnapshot, files: Files) -> Changes:
    """Compare the files with the index. A file also counts as changed if the conference it depends on has changed."""
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
    """A new listing of files; the fingerprint identifies it."""

    def files(self) -> dict[str, tuple[int, int]]: ...

    def fingerprint(self) -> str: ...


def is_unchanged(store: Store, index: IndexSnapshot, listed: ListedFiles) -> bool:
    """Whether the index of the last commit was built from exactly these files; checked at every start.

    Once known, this takes no longer than listing them.
    """
    fingerprint = listed.fingerprint()
    if store.was_compared(index, fingerprint):
        return True
    if not index.knows(listed.files()):
        return False
    store.remember(index, fingerprint)
    return True


def open_or_empty(store: Store) -> tuple[IndexSnapshot, bool]:
    """The stored index; an empty one and True if it is damaged or from another version."""
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
    """Update the stored index and return it.

    A long update is committed in parts; `committed` is called with the index after each. Raises IndexBusyError if
    another process is writing the index.
    """

    def bring(rebuild: bool) -> tuple[IndexSnapshot, IndexReport]:
        index, damaged = open_or_empty(store)
        if rebuild := rebuild or damaged:
            store.clear()
            index = IndexSnapshot(generation=index.generation)  # keeps counting: an open search compares generations
        files = scan()
        wanted = changes(index, files)
        if not wanted:
            return index, IndexReport(unchanged=len(files), rebuilt=rebuild)
        order = sorted(wanted.to_read, key=lambda path: files[path])  # newest files first, so that they are found first
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
    """Reads files into the index, in parts with a commit each; the next file is the last of those `left`."""

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
        self._beside: SecondProcess | None = None
        self._read_beside = 0

    def run(self, gone: Sequence[str]) -> bool:
        """Remove what is gone and read all files that are left; False if it was stopped."""
        stopped = False
        try:
            while (gone or self.left) and not stopped:
                stopped, gone = self._commit(gone), ()
                if len(self.left) > _READ_BY_TWO and self._beside is None and can_have_second() and not stopped:
                    half, self.left = self.left[::2], self.left[1::2]
                    self._beside = SecondProcess(partial(self._write, half[::-1]))
                    self.store.spared = prefix_of(self._beside.id)
                elif self._beside and not self.left:
                    stopped = self._join(self._beside)
        finally:
            if self._beside:
                self._beside.end()
                self.store.spared = ""
        return not (stopped and self.left)

    def _commit(self, gone: Sequence[str]) -> bool:
        """Read some files and commit them, without what is gone; True to stop."""
        writer, stopped = self.store.writer(self.index), False
        writer.delete_files(gone)
        while self.left and writer.weight < self._enough and not (writer.is_full or stopped):
            take(writer, self.left.pop(), self.files, self.load)
            self._done += 1
            stopped = self._tell()
        self._publish(writer.commit(filter(None, self._segments(self._beside)) if self._beside else ()))
        self._enough = min(self._enough * _GROWTH, _MOST_WORDS)
        return stopped

    def _segments(self, beside: SecondProcess, *, wait: bool = False) -> Iterator[NotesSegment | None]:
        """The segments that the other process has written since the last call; with `wait` until it ends, and None each
        time it has read more files.
        """
        for said in beside.said(wait=wait):
            if isinstance(said, int):
                self._read_beside = said
                yield None
            elif isinstance(said, tuple):
                yield NotesSegment(INDEX_NAME, *said)

    def _join(self, beside: SecondProcess) -> bool:
        """Take over the segments of the other process; files that it did not finish are left for this one."""
        stopped = False
        for segment in self._segments(beside, wait=True):
            if segment:
                self._publish(self.store.writer(self.index).commit([segment]))
            if stopped := self._tell():
                break
        known = self.index.files()
        self.left = [path for path in self.files if path not in known]
        self._done, self._read_beside = self._total - len(self.left), 0
        return self._tell() or stopped

    def _publish(self, index: IndexSnapshot) -> None:
        self.index = index
        self.committed(index)

    def _tell(self) -> bool:
        self.progress(min(self._total, self._done + self._read_beside), self._total)
        return self.cancelled()

    def _write(self, paths: Sequence[str], send: Send) -> None:
        """Write the segments of these files in the other process, and send what they are, and how many were read."""
        gc.disable()
        self.store.let_go()
        writer = NotesWriter(self.store.storage)
        prefix = prefix_of(os.getpid())
        for number, path in enumerate(paths, 1):
            take(writer, path, self.files, self.load)
            if number % _TELL_EVERY == 0:
                send(number)
            if writer.weight >= _MOST_WORDS or writer.is_full or number == len(paths):
                segment = writer.segment(prefix)
                send((segment.segid, segment.size, segment.docs))
                writer = NotesWriter(self.store.storage)


def can_have_second() -> bool:
    """Whether a second process pays, and this one can be copied safely: it has one thread."""
    return is_spare_core() and threading.active_count() == 1


def prefix_of(process: int) -> str:
    """The prefix of the names of segments that this process writes."""
    return f"p{process}x"


def update_some(
    store: Store, paths: Collection[str], versions: Callable[[Iterable[str]], Files], load: Load, *, timeout: float
) -> tuple[IndexSnapshot, Files]:
    """Update these files and those that depend on them; returns the index and the updated files.

    `versions` returns the existing files. Raises IndexBusyError, and DamagedIndexError without an intact index to start
    from.
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
    """The files to read again because these have new facts of a conference.

    A conference's page with unchanged front matter has none: somebody may be typing in it. Another index may know less,
    so additions to an index are compared with that one.
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
    """The index with these files in their current version, in memory only; missing files are removed."""
    paths = list(paths)
    writer = NotesWriter(RamStorage())
    for path in paths:
        if path in files:
            take(writer, path, files, load)
    return index.without(paths).plus(IndexPart(writer.storage, writer.segment()))


def without_traces(index: IndexSnapshot, paths: Iterable[str], files: Files, load: Load) -> IndexSnapshot:
    """Like `in_memory`, but the previous versions of these files leave no trace.

    A dead document still counts in the frequency of its words, and is known to the spelling correction; and hits of
    equal weight would be in the order in which files were read. So everything is copied, by path, into one segment.
    """
    paths = list(paths)
    writer = NotesWriter(RamStorage())
    for part in index.without(paths).parts:
        writer.add_reader(part)
    for path in paths:
        if path in files:
            take(writer, path, files, load)
    writer.order_by_path()
    return IndexSnapshot((IndexPart(writer.storage, writer.segment()),), index.generation)
