"""How well a document fits the words of a query beyond having them: they stand together, and they are its title."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from confnotes.search.document import TEXT
from confnotes.search.segment import Segment

ADJACENT = 1.6
_FAR = 40
"""Words between them that make no difference any more."""

_LONGEST = 1 << 14
"""Words of a document that are looked at."""

_MOST_BEGUN = 1024
_TITLE_HAS_ALL, _TITLE_BEGINS, _TITLE_IS = 0.3, 0.2, 0.4
"""What it adds that a title has all the words, begins with them, and has no others."""


@dataclass(frozen=True, slots=True)
class Said:
    """One word of a query, its other forms, and whether it may be the beginning of a word."""

    word: str
    forms: tuple[str, ...] = ()
    begun: bool = False


class Fit:
    """Looks at the documents of one segment for words in the order in which they were asked for."""

    def __init__(self, segment: Segment, said: Sequence[Said]) -> None:
        self._segment = segment
        self._count = len(said)
        self._text = _numbers(segment, TEXT, said)
        self._title = _numbers(segment, "title", said)
        self._titles = segment.field("title")

    def of(self, doc: int) -> float:
        """From 1, where the words are far apart and not in the title."""
        stream = self._segment.stream(doc).tolist()
        length = self._segment.lengths[doc]
        together = self._together(stream[: min(length, _LONGEST)]) if self._count > 1 else 1.0
        return together * (1.0 + max(map(self._in_title, self._titles_of(stream[length:])), default=0.0))

    def _together(self, stream: Sequence[int]) -> float:
        """From 1 (far apart) to ADJACENT (one after the other, in order), by the closest place of each pair."""
        places: list[list[int]] = [[] for _ in range(self._count)]
        where = self._text
        for at, term in [(at, term) for at, term in enumerate(stream) if term in where]:
            for word in where[term]:
                places[word].append(at)
        return 1.0 + (ADJACENT - 1.0) * sum(_pair(*pair) for pair in pairwise(places)) / (self._count - 1)

    def _titles_of(self, fields: Sequence[int]) -> Iterator[list[int]]:
        """Title, file name and aliases, which come first of all fields; nothing for what has no title of its own."""
        title: list[int] = []
        for term in fields:
            if term in self._titles:
                title.append(term)
            elif term == 0 and title:
                yield title
                title = []
            else:
                return

    def _in_title(self, title: Sequence[int]) -> float:
        where = self._title
        found = [where.get(term, ()) for term in title]
        if len({word for words in found for word in words}) < self._count:
            return 0.0
        begins = all(at < len(found) and at in found[at] for at in range(self._count))
        asked = sum(1 for words in found if words) / len(title)
        return _TITLE_HAS_ALL + (_TITLE_BEGINS if begins else 0.0) + _TITLE_IS * asked


def _numbers(segment: Segment, field: str, said: Sequence[Said]) -> dict[int, list[int]]:
    """Number of a term -> the places of the words that it is."""
    found: dict[int, list[int]] = {}
    for place, one in enumerate(said):
        terms: Collection[int] = {
            term for word in (one.word, *one.forms) if (term := segment.find(field, word)) is not None
        }
        if one.begun:
            terms = {*terms, *segment.beginning(field, one.word)[:_MOST_BEGUN]}
        for term in terms:
            found.setdefault(term, []).append(place)
    return found


def _pair(first: list[int], second: list[int]) -> float:
    """1 for the second right behind the first, less for every word between them or the wrong order."""
    best = _FAR
    behind = 0
    for at in first:
        while behind < len(second) and second[behind] <= at:
            behind += 1
        if behind < len(second):
            best = min(best, second[behind] - at - 1)
        if behind and second[behind - 1] < at:
            best = min(best, at - second[behind - 1] + 1)
    return 1.0 - best / _FAR
