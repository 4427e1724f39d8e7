"""Brings the index up to what the files are: only what was added, changed or removed is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple, Protocol

from confnotes.search.builder import SegmentBuilder, Source
from confnotes.search.document import Document
from confnotes.search.segment import Segment
from confnotes.search.segment_file import DamagedIndexError
from confnotes.search.snapshot import Part, Snapshot
from confnotes.search.store import Store

_FIRST_WORDS = 40_000
_GROWTH = 4
_MOST_WORDS = 2_500_000
"""A segment is written after so many words: the first soon, so that the newest notes are found; each later than the
one before, up to a limit that memory sets."""

_SMALL_DOCS = 2_000
_SMALL_PARTS = 6
_DEAD_SHARE = 0.4

Files = Mapping[str, tuple[int, int]]
"""Path -> (mtime in ns, size in bytes)."""


class Loaded(NamedTuple):
    """What the index keeps of one file.

    `needs` is the folder, with its `/`, of the conference that the documents depend on, "" for none, `ANY_CONFERENCE`
    for all; `outline` a note's, as `outlines` has it.
    """

    documents: Sequence[Document] = ()
    needs: str = ""
    outline: bytes = b""


Load = Callable[[str], Loaded]
"""Path -> what is kept of that file."""

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an update did: files taken in, changed, dropped and unchanged; whether it was built from nothing; and
    whether it was stopped before it was done (the rest follows with the next update)."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    rebuilt: bool = False
    cancelled: bool = False


def changes(index: Snapshot, files: Files) -> Changes:
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


class Listed(Protocol):
    """Files as they were just listed; the fingerprint tells lists apart."""

    def files(self) -> dict[str, tuple[int, int]]: ...

    def fingerprint(self) -> str: ...


def is_unchanged(store: Store, index: Snapshot, listed: Listed) -> bool:
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


def open_or_empty(store: Store) -> tuple[Snapshot, bool]:
    """The stored index; empty, and True, when it is damaged or made by another version."""
    try:
        return store.open(), False
    except DamagedIndexError:
        return Snapshot(), True


def update(
    store: Store,
    scan: Callable[[], Files],
    load: Load,
    *,
    rebuild: bool = False,
    timeout: float,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    committed: Callable[[Snapshot], object] | None = None,
) -> tuple[Snapshot, IndexReport]:
    """Bring the stored index up to date and answer it.

    A long update is committed in parts; `committed` is called with the index after each. Raises IndexBusyError when
    another process is writing the index.
    """
    with store.locked(timeout):
        try:
            return _update(store, scan, load, rebuild, progress, cancelled, committed)
        except DamagedIndexError:
            return _update(store, scan, load, True, progress, cancelled, committed)


def _update(
    store: Store,
    scan: Callable[[], Files],
    load: Load,
    rebuild: bool,
    progress: Progress | None,
    cancelled: Cancelled | None,
    committed: Callable[[Snapshot], object] | None,
) -> tuple[Snapshot, IndexReport]:
    index, damaged = open_or_empty(store)
    if rebuild or damaged:
        store.clear()
        index = Snapshot()
    files = scan()
    wanted = changes(index, files)
    if not wanted:
        return index, IndexReport(unchanged=len(files), rebuilt=rebuild or damaged)
    index = index.without((*wanted.changed, *wanted.removed))
    done, enough = 0, _FIRST_WORDS
    order = sorted(wanted.to_read, key=lambda path: files[path], reverse=True)  # the newest is wanted first
    stopped = False
    while done < len(order) and not stopped:
        builder = SegmentBuilder()
        while done < len(order) and builder.weight < enough:
            take(builder, order[done], files, load)
            done += 1
            if progress:
                progress(done, len(order))
            if cancelled and cancelled():
                stopped = True
                break
        index = store.commit(compact(store, index.plus(store.write_segment(builder))))
        enough = min(enough * _GROWTH, _MOST_WORDS)
        if committed:
            committed(index)
    if not order:
        index = store.commit(index)
    report = IndexReport(
        added=len(wanted.added),
        changed=len(wanted.changed),
        removed=len(wanted.removed),
        unchanged=len(files) - len(order),
        rebuilt=rebuild or damaged,
        cancelled=stopped and done < len(order),
    )
    return index, report


def update_some(store: Store, paths: Iterable[str], files: Files, load: Load, *, timeout: float) -> Snapshot:
    """Take in these files only, `files` being what they are now: gone where it does not have them.

    Raises IndexBusyError, and DamagedIndexError when there is no sound index to begin with.
    """
    paths = list(paths)
    with store.locked(timeout):
        index = store.open().without(paths)
        builder = SegmentBuilder()
        for path in paths:
            if path in files:
                take(builder, path, files, load)
        return store.commit(compact(store, index.plus(store.write_segment(builder))))


def take(builder: SegmentBuilder, path: str, files: Files, load: Load) -> None:
    """Read one file into the builder."""
    loaded = load(path)
    modified, size = files[path]
    builder.add_source(Source(path, modified, size, loaded.needs), loaded.documents, loaded.outline)


def in_memory(index: Snapshot, paths: Iterable[str], files: Files, load: Load) -> Snapshot:
    """The index with these files as they are now, without writing anything; gone files are gone."""
    paths = list(paths)
    builder = SegmentBuilder()
    for path in paths:
        if path in files:
            take(builder, path, files, load)
    buffer = BytesIO()
    builder.write(buffer)
    return index.without(paths).plus(Part(Segment(buffer.getvalue())))


def compact(store: Store, index: Snapshot) -> Snapshot:
    """Merge small segments when there are many, and rewrite those that are mostly dead."""
    small = [part for part in index.parts if part.segment.count < _SMALL_DOCS]
    merged = small if len(small) > _SMALL_PARTS else []
    merged += [part for part in index.parts if part not in merged and _mostly_dead(part)]
    if not merged:
        return index
    builder = SegmentBuilder()
    for part in merged:
        builder.adopt(part.segment, part.dead)
    kept = tuple(part for part in index.parts if part not in merged)
    return Snapshot((*kept, store.write_segment(builder)), index.generation)


def _mostly_dead(part: Part) -> bool:
    return len(part.dead) > _DEAD_SHARE * max(1, part.segment.source_count)
