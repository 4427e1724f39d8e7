"""The index as it is at one moment: immutable, so that any thread may search it while another writes the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from confnotes.model.hit import HitKind
from confnotes.search.analyse import stem
from confnotes.search.builder import Source
from confnotes.search.document import KINDS, TEXT
from confnotes.search.segment import Segment

_NOTE = KINDS.index(HitKind.NOTE)
_TALK = KINDS.index(HitKind.TALK)


@dataclass(frozen=True)
class Part:
    """A segment and which of its sources are no longer true; `name` is its file's, "" when it is only in memory."""

    segment: Segment
    name: str = ""
    size: int = 0
    dead: frozenset[int] = frozenset()

    @cached_property
    def dead_docs(self) -> frozenset[int]:
        """The documents of dead sources."""
        if not self.dead:
            return frozenset()
        dead = self.dead
        return frozenset(doc for doc, source in enumerate(self.segment.source_of) if source in dead)

    @cached_property
    def noted(self) -> frozenset[str]:
        """Keys of the talks that a living note here is about."""
        kinds, dead = self.segment.kinds, self.dead_docs
        return frozenset(
            talk for talk, docs in self.segment.talks.items() if any(kinds[d] == _NOTE and d not in dead for d in docs)
        )

    def live_sources(self) -> Iterator[tuple[int, Source]]:
        """The sources that still count, with their numbers."""
        for number, source in enumerate(self.segment.sources):
            if number not in self.dead:
                yield number, Source(*source)


@dataclass(frozen=True)
class Snapshot:
    """Segments, oldest first."""

    parts: tuple[Part, ...] = ()
    generation: int = 0

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every file that the index knows, by path."""
        return {source.path: source for part in self.parts for _, source in part.live_sources()}

    @cached_property
    def count(self) -> int:
        """How many documents there are."""
        return sum(part.segment.count - len(part.dead_docs) for part in self.parts)

    @cached_property
    def size(self) -> int:
        """How many documents there are, dead ones included: what frequencies are compared with."""
        return sum(part.segment.count for part in self.parts)

    @cached_property
    def newest(self) -> int:
        """The latest date of any document, in `document.minutes`."""
        return max((max(part.segment.dates, default=0) for part in self.parts), default=0)

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
                for talk in noted & part.segment.talks.keys()
                for doc in part.segment.talks[talk]
                if part.segment.kinds[doc] == _TALK
            }
            for part in self.parts
        )

    def without(self, paths: Iterable[str]) -> Snapshot:
        """The same index where these files' documents are dead."""
        gone = frozenset(paths)
        return Snapshot(
            tuple(
                Part(part.segment, part.name, part.size, part.dead | dead) if dead else part
                for part in self.parts
                for dead in [frozenset(n for n, source in part.live_sources() if source.path in gone)]
            ),
            self.generation,
        )

    def plus(self, part: Part) -> Snapshot:
        """The same index with one part more."""
        return Snapshot((*self.parts, part), self.generation)

    def frequency(self, field: str, word: str) -> int:
        """About how many documents hold the word in the field."""
        total = 0
        for part in self.parts:
            term = part.segment.find(field, word)
            if term is not None:
                total += part.segment.frequency(term)
        return total

    def forms(self, word: str) -> tuple[str, ...]:
        """The other words of the index that share the word's stem."""
        shared = stem(word)
        found = {shared} if stem(shared) == shared and self.frequency(TEXT, shared) else set()
        for part in self.parts:
            group = part.segment.find(Segment.STEM, shared)
            if group is not None:
                found.update(part.segment.term(term)[1] for term in part.segment.documents(group))
        return tuple(sorted(found - {word}))

    def completions(self, field: str, start: str, limit: int) -> tuple[str, ...]:
        """The most frequent words of the field that begin so."""
        frequencies: dict[str, int] = {}
        for part in self.parts:
            segment = part.segment
            terms = segment.beginning(field, start)
            for term in sorted(terms, key=segment.frequency, reverse=True)[:limit]:
                word = segment.term(term)[1]
                frequencies[word] = frequencies.get(word, 0) + segment.frequency(term)
        return tuple(sorted(frequencies, key=lambda word: (-frequencies[word], word))[:limit])

    def words(self, field: str) -> set[str]:
        """Every word of the field."""
        return {part.segment.term(term)[1] for part in self.parts for term in part.segment.beginning(field, "")}
