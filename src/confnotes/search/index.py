"""A snapshot of the index: immutable, so that any thread may search it while another writes the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain, count
from operator import ne
from typing import Any, TypeVar

from confnotes.model.hit import HitKind, SearchedVault
from confnotes.model.note import Outline
from confnotes.search.codec import NotesSegment
from confnotes.search.data import Data
from confnotes.search.document import KINDS, TEXT, IndexDocument
from confnotes.search.languages import ENGLISH, stem
from confnotes.search.outlines import read_outline
from confnotes.search.quiet import quietly
from confnotes.search.schema import SCHEMA
from confnotes.wanted import go_on

with quietly():
    from whoosh.reading import EmptyReader, MultiReader, SegmentReader
    from whoosh.searching import Searcher

_T = TypeVar("_T")

ANY_CONFERENCE = "/"
"""The dependency of a file on all conferences."""

_CANDIDATES = 4  # times the number of completions that are asked for

_NOTE = KINDS.index(HitKind.NOTE)
_TALK = KINDS.index(HitKind.TALK)


class IndexPart(SegmentReader):  # type: ignore[misc]
    """Whoosh's reader of one segment, which is never closed; `name` is its file's, "" if it is only in memory."""

    def __init__(self, storage: Any, segment: NotesSegment, name: str = "") -> None:
        super().__init__(storage, SCHEMA, segment)
        self.name = name
        self.data: Data = self._terms.data
        self.dead = segment.dead

    def close(self) -> None:
        """Do nothing: other snapshots may use it, too."""

    @property
    def dead_docs(self) -> frozenset[int]:
        """The documents of dead sources."""
        deleted: frozenset[int] = self._segment.deleted
        return deleted

    @cached_property
    def noted(self) -> frozenset[str]:
        """Keys of the talks with a living note in this part."""
        kinds, dead = self.data.kinds, self.dead_docs
        return frozenset(
            talk for talk, docs in self.data.talks.items() if any(kinds[d] == _NOTE and d not in dead for d in docs)
        )

    def docs_of_talks(self, keys: Set[str]) -> Iterator[int]:
        """The documents of these talks themselves, not of their notes."""
        kinds, talks = self.data.kinds, self.data.talks
        return (doc for key in keys & talks.keys() for doc in talks[key] if kinds[doc] == _TALK)

    @property
    def living_talks(self) -> frozenset[str]:
        """The keys of the talks of which a document is not dead."""
        dead = self.dead_docs
        talks = self.data.talks
        return frozenset(talks) if not dead else frozenset(key for key in talks if not dead.issuperset(talks[key]))

    @property
    def is_dead(self) -> bool:
        """Whether all its sources are dead."""
        return len(self.dead) == self.data.source_count

    def without(self, gone: Collection[str]) -> IndexPart:
        """A copy in which these files are dead."""
        dead = {number for number, path in enumerate(self.data.paths) if path in gone}
        if dead <= self.dead:
            return self
        return IndexPart(self._storage, self._segment.without(self.dead | dead, self.data), self.name)


class IndexSnapshot:
    """Segments, oldest first."""

    def __init__(self, parts: tuple[IndexPart, ...] = (), generation: int = 0) -> None:
        self.parts, self.generation = parts, generation
        self._completed: dict[tuple[str, str, int], tuple[str, ...]] = {}

    @cached_property
    def reader(self) -> Any:
        """All parts as one Whoosh reader."""
        return MultiReader(list(self.parts)) if self.parts else EmptyReader(SCHEMA)

    @cached_property
    def searcher(self) -> Any:
        """Whoosh's searcher for all queries."""
        from confnotes.search.weighting import Ranking

        return Searcher(self.reader, weighting=Ranking(self.newest))

    @property
    def of_vaults(self) -> tuple[IndexSnapshot, ...]:
        """The index of each vault: names of links are resolved within one."""
        return (self,)

    def vault_of(self, data: Data) -> SearchedVault | None:
        """The vault of a segment, None for the open one."""
        return None

    def place(self, docnum: int) -> tuple[Data, int]:
        """The segment and its document for a document number of Whoosh."""
        for part in self.parts:
            if docnum < part.data.count:
                return part.data, docnum
            docnum -= part.data.count
        raise IndexError(docnum)

    def record(self, docnum: int) -> IndexDocument:
        """What a hit shows, for a document number of Whoosh."""
        data, doc = self.place(docnum)
        return data.record(doc)

    def check(self) -> IndexSnapshot:
        """This snapshot, after checking every byte once; raises DamagedIndexError. Slow."""
        for part in self.parts:
            part.data.check()
        return self

    def knows(self, files: Mapping[str, tuple[int, int]]) -> bool:
        """Whether the index was built from exactly these files and versions; checked at each start."""
        known = 0
        for part in self.parts:
            paths, versions = part.data.paths, part.data.versions
            if part.dead:
                paths, versions = list(_living(paths, part.dead)), _living(versions, part.dead)
            if any(map(ne, map(files.get, paths), versions)):
                return False
            known += len(paths)
        return known == len(files)

    def files(self) -> dict[str, tuple[int, int]]:
        """Every indexed file: its path, modification time in ns, and size."""
        known: dict[str, tuple[int, int]] = {}
        for part in self.parts:
            versions = zip(part.data.paths, part.data.versions, strict=True)
            known.update(_living(versions, part.dead) if part.dead else versions)
        return known

    def needing(self, moved: Collection[str]) -> list[str]:
        """The files that depend on a conference whose program or page is one of these."""
        conferences = {folder for path in moved for folder in _conferences_told_by(path)}
        return [
            part.data.paths[number]
            for part in (self.parts if conferences else ())
            for number, needed in enumerate(part.data.needs)
            if needed in conferences and number not in part.dead
        ]

    def outlines(self, below: str = "", files: Mapping[str, tuple[int, int]] | None = None) -> Iterator[Outline]:
        """The outlines by path of all notes below a path, or of those of `files` that are indexed in this version."""
        wanted = sorted(
            (path, at, number)
            for at, part in enumerate(self.parts)
            for number, path, version in _living(zip(count(), part.data.paths, part.data.versions), part.dead)
            if path.startswith(below) and (files is None or files.get(path) == version)
        )
        for path, at, number in wanted:
            go_on()
            if data := self.parts[at].data.outline(number):
                yield read_outline(path, data)

    def labelled(self, field: str) -> dict[str, list[str]]:
        """The paths of notes by each label of a field, folded."""
        found: dict[str, list[str]] = {}
        for part in self.parts:
            segment, dead = part.data, part.dead_docs
            kinds, source_of, paths = segment.kinds, segment.source_of, segment.paths
            for term in segment.field(field):
                docs = (doc for doc in segment.documents(term) if kinds[doc] == _NOTE and doc not in dead)
                if holders := [paths[source_of[doc]] for doc in docs]:
                    found.setdefault(segment.term(term)[1], []).extend(holders)
        return found

    @cached_property
    def size(self) -> int:
        """The number of documents, including dead ones, for comparison with frequencies."""
        return sum(part.data.count for part in self.parts)

    @cached_property
    def newest(self) -> int:
        """The latest date of any document, in `document.minutes`."""
        return max((max(part.data.dates, default=0) for part in self.parts), default=0)

    @cached_property
    def _noted(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(part.noted for part in self.parts))

    @cached_property
    def not_shown(self) -> tuple[frozenset[int], ...]:
        """For each part, the documents to hide: dead ones, and talks whose note is shown."""
        noted = self._noted
        return tuple(part.dead_docs.union(part.docs_of_talks(noted)) for part in self.parts)

    def without(self, paths: Iterable[str]) -> IndexSnapshot:
        """A copy in which these files' documents are dead; parts only in memory are dropped if all is dead."""
        gone = frozenset(paths)
        parts = (part.without(gone) for part in self.parts)
        return IndexSnapshot(tuple(part for part in parts if part.name or not part.is_dead), self.generation)

    def plus(self, part: IndexPart) -> IndexSnapshot:
        """A copy with another part."""
        return IndexSnapshot((*self.parts, part), self.generation)

    def frequency(self, field: str, word: str) -> int:
        """About how many documents have the word in the field."""
        total = 0
        for part in self.parts:
            term = part.data.find(field, word)
            if term is not None:
                total += part.data.frequency(term)
        return total

    def rarity(self, field: str, word: str) -> float:
        """BM25's inverse document frequency: how much the word counts."""
        rarity: float = self.searcher.idf(field, word)
        return rarity

    def forms(self, word: str) -> tuple[str, ...]:
        """The other words of the index with the same stem."""
        found: set[str] = set()
        for language in {language for part in self.parts for language in part.data.languages}:
            shared = stem(word, language)
            if language == ENGLISH and stem(shared) == shared and self.frequency(TEXT, shared):
                found.add(shared)
            for part in self.parts:
                found.update(part.data.forms(language, shared))
        return tuple(sorted(found - {word}))

    def completions(self, field: str, start: str, limit: int) -> tuple[str, ...]:
        """The most frequent words of the field with this prefix."""
        known = self._completed.get((field, start, limit))
        if known is None:
            often = Counter[str]()
            for part in self.parts:
                segment = part.data
                for term in segment.most_frequent(segment.beginning(field, start), limit):
                    often[segment.term(term)[1]] += segment.frequency(term)
            if len(self.parts) > 1:  # words beyond the limit in one segment were not counted there
                often = Counter(
                    {word: self.frequency(field, word) for word, _ in often.most_common(_CANDIDATES * limit)}
                )
            known = tuple(sorted(often, key=lambda word: (-often[word], word))[:limit])
            self._completed[field, start, limit] = known
        return known


class JoinedIndex(IndexSnapshot):
    """The indexes of several vaults, searched and ranked as one: words count by how rare they are in all of them.

    Of people, papers and talks that several vaults have, those of the last vault are shown, here the open one.
    """

    def __init__(self, indexes: Sequence[tuple[SearchedVault | None, IndexSnapshot]]) -> None:
        super().__init__(tuple(part for _, index in indexes for part in index.parts))
        self._indexes = tuple(index for _, index in indexes)
        self._vaults = {part.data: vault for vault, index in indexes for part in index.parts}

    @property
    def of_vaults(self) -> tuple[IndexSnapshot, ...]:
        return self._indexes

    def vault_of(self, data: Data) -> SearchedVault | None:
        return self._vaults[data]

    @cached_property
    def not_shown(self) -> tuple[frozenset[int], ...]:
        """The documents to hide, as in one vault, and talks that a later vault has, too."""
        hidden: list[frozenset[int]] = []
        noted = self._noted
        seen: set[str] = set()
        for index in reversed(self._indexes):
            hidden += [part.dead_docs.union(part.docs_of_talks(noted | seen)) for part in reversed(index.parts)]
            seen.update(*(part.living_talks for part in index.parts))
        return tuple(reversed(hidden))


def _conferences_told_by(path: str) -> tuple[str, ...]:
    """The dependency that other files have on this one: its conference if it is a program or a conference's page."""
    folder, _, name = path.partition("/")
    return (f"{folder}/", ANY_CONFERENCE) if name in ("program.yaml", f"{folder}.md") else ()


def _living(sources: Iterable[_T], dead: Collection[int]) -> Iterator[_T]:
    """The items of a part's sources, without dead ones."""
    return (what for number, what in enumerate(sources) if number not in dead)
