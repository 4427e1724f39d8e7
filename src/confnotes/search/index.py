"""The index as it is at one moment: immutable, so that any thread may search it while another writes the next one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, count
from operator import ne
from typing import Any, TypeVar

from confnotes.model.hit import HitKind
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
"""What a file needs that depends on whichever conferences there are."""

_NOTE = KINDS.index(HitKind.NOTE)
_TALK = KINDS.index(HitKind.TALK)


class IndexPart(SegmentReader):  # type: ignore[misc]
    """Whoosh's reader of one segment, which nothing closes; `name` is its file's, "" when it is only in memory."""

    def __init__(self, storage: Any, segment: NotesSegment, name: str = "") -> None:
        super().__init__(storage, SCHEMA, segment)
        self.name = name
        self.data: Data = self._terms.data
        self.dead = segment.dead

    def close(self) -> None:
        """Other indexes may have it, too."""

    @property
    def dead_docs(self) -> frozenset[int]:
        """The documents of dead sources."""
        deleted: frozenset[int] = self._segment.deleted
        return deleted

    @cached_property
    def noted(self) -> frozenset[str]:
        """Keys of the talks that a living note here is about."""
        kinds, dead = self.data.kinds, self.dead_docs
        return frozenset(
            talk for talk, docs in self.data.talks.items() if any(kinds[d] == _NOTE and d not in dead for d in docs)
        )

    @property
    def is_dead(self) -> bool:
        """Whether none of its sources is true any more."""
        return len(self.dead) == self.data.source_count

    def without(self, gone: Collection[str]) -> IndexPart:
        """The same where these files are dead."""
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
        """All of it as one Whoosh reader."""
        return MultiReader(list(self.parts)) if self.parts else EmptyReader(SCHEMA)

    @cached_property
    def searcher(self) -> Any:
        """Whoosh's searcher, through which everything is asked."""
        from confnotes.search.weighting import Ranking

        return Searcher(self.reader, weighting=Ranking(self.newest))

    def place(self, docnum: int) -> tuple[Data, int]:
        """The segment, and the document in it, that Whoosh counts so."""
        for part in self.parts:
            if docnum < part.data.count:
                return part.data, docnum
            docnum -= part.data.count
        raise IndexError(docnum)

    def record(self, docnum: int) -> IndexDocument:
        """What a hit on the document that Whoosh counts so shows."""
        data, doc = self.place(docnum)
        return data.record(doc)

    def check(self) -> IndexSnapshot:
        """Itself, when every byte of it is sound; raises DamagedIndexError. Takes its time once."""
        for part in self.parts:
            part.data.check()
        return self

    def knows(self, files: Mapping[str, tuple[int, int]]) -> bool:
        """Whether these files, with their versions, are all that the index was made of: asked at each start."""
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
        """Every file that the index knows: its path, when it was written in ns, and its size."""
        known: dict[str, tuple[int, int]] = {}
        for part in self.parts:
            versions = zip(part.data.paths, part.data.versions, strict=True)
            known.update(_living(versions, part.dead) if part.dead else versions)
        return known

    def needing(self, moved: Collection[str]) -> list[str]:
        """The files that depend on a conference of which one of these is the program or the page."""
        conferences = {folder for path in moved for folder in _conferences_told_by(path)}
        return [
            part.data.paths[number]
            for part in (self.parts if conferences else ())
            for number, needed in enumerate(part.data.needs)
            if needed in conferences and number not in part.dead
        ]

    def outlines(self, below: str = "", files: Mapping[str, tuple[int, int]] | None = None) -> Iterator[Outline]:
        """By path the outline of every note whose path begins so, or of those of `files` that are known as they are."""
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
        """For each label of a field, folded, the paths of the notes that have it."""
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
        """How many documents there are, dead ones included: what frequencies are compared with."""
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
        """For each part the documents that are no answer: dead ones, and talks whose note is."""
        noted = self._noted
        return tuple(
            part.dead_docs
            | {
                doc
                for talk in noted & part.data.talks.keys()
                for doc in part.data.talks[talk]
                if part.data.kinds[doc] == _TALK
            }
            for part in self.parts
        )

    def without(self, paths: Iterable[str]) -> IndexSnapshot:
        """The same index where these files' documents are dead; what is only in memory and all dead is left out."""
        gone = frozenset(paths)
        parts = (part.without(gone) for part in self.parts)
        return IndexSnapshot(tuple(part for part in parts if part.name or not part.is_dead), self.generation)

    def plus(self, part: IndexPart) -> IndexSnapshot:
        """The same index with one part more."""
        return IndexSnapshot((*self.parts, part), self.generation)

    def frequency(self, field: str, word: str) -> int:
        """About how many documents hold the word in the field."""
        total = 0
        for part in self.parts:
            term = part.data.find(field, word)
            if term is not None:
                total += part.data.frequency(term)
        return total

    def rarity(self, field: str, word: str) -> float:
        """How much a document that holds the word is worth: BM25's inverse document frequency."""
        rarity: float = self.searcher.idf(field, word)
        return rarity

    def forms(self, word: str) -> tuple[str, ...]:
        """The other words of the index that share a stem with the word."""
        found: set[str] = set()
        for language in {language for part in self.parts for language in part.data.languages}:
            shared = stem(word, language)
            if language == ENGLISH and stem(shared) == shared and self.frequency(TEXT, shared):
                found.add(shared)
            for part in self.parts:
                found.update(part.data.forms(language, shared))
        return tuple(sorted(found - {word}))

    def completions(self, field: str, start: str, limit: int) -> tuple[str, ...]:
        """The most frequent words of the field that begin so."""
        known = self._completed.get((field, start, limit))
        if known is None:
            often = Counter[str]()
            for part in self.parts:
                segment = part.data
                for term in segment.most_frequent(segment.beginning(field, start), limit):
                    often[segment.term(term)[1]] += segment.frequency(term)
            known = tuple(sorted(often, key=lambda word: (-often[word], word))[:limit])
            self._completed[field, start, limit] = known
        return known


def _conferences_told_by(path: str) -> tuple[str, ...]:
    """What files need that need this one: nothing, unless it is the program or the page of a conference."""
    folder, _, name = path.partition("/")
    return (f"{folder}/", ANY_CONFERENCE) if name in ("program.yaml", f"{folder}.md") else ()


def _living(sources: Iterable[_T], dead: Collection[int]) -> Iterator[_T]:
    """What there is for each source of a part, without the dead ones."""
    return (what for number, what in enumerate(sources) if number not in dead)
