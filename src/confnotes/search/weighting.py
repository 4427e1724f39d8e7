"""The score of a document for a query: BM25 of its words, its kind and age, and how close together the words are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log
from operator import mul
from typing import Any
from weakref import WeakKeyDictionary

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import HitKind
from confnotes.search.data import BETWEEN, K1, Data
from confnotes.search.document import KINDS, MINUTES_A_DAY, TEXT, TITLE
from confnotes.search.quiet import quietly

with quietly():
    from whoosh.scoring import BaseScorer, WeightingModel

_WORTH = {
    HitKind.NOTE: 1.25,
    HitKind.TALK: 1.0,
    HitKind.PERSON: 0.9,
    HitKind.PAPER: 0.85,
    HitKind.TASK: 0.6,
    HitKind.QUESTION: 0.6,
}
_RECENT = 0.25
"""How much more the newest document counts than the oldest."""

_HALF_OLD = 3 * 365 * MINUTES_A_DAY
_MONTH = 30 * MINUTES_A_DAY
_MOST_MONTHS = 1200  # a century

FOUND_AT_ALL = 0.5
"""The score of a document besides its words."""

ADJACENT = 1.6  # times the score of the same words far apart
_FAR = 40
"""Words further apart than this make no difference."""

_LONGEST = 1 << 14
"""The maximum number of words of a document to look at."""

_MOST_BEGUN = 1024  # completions whose letters are compared
_FEW_TERMS = 24
"""Up to this number of terms, a pattern is quick to compile."""

_TITLE_HAS_ALL, _TITLE_BEGINS, _TITLE_IS = 0.3, 0.2, 0.4
"""The added score of a title that has all the words, begins with them, and has no others."""


class Ranking(WeightingModel):  # type: ignore[misc]
    """BM25; in the end, own notes rank above the program, and recent documents above old ones."""

    use_final = True

    def __init__(self, newest: int) -> None:
        self._newest = newest

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        parent = searcher.get_parent()
        frequency: int = parent.doc_frequency(fieldname, text)
        documents: int = parent.doc_count_all()
        return log(1 + max(0.0, documents - frequency + 0.5) / (frequency + 0.5))

    def scorer(self, searcher: Any, fieldname: str, text: Any, qf: int = 1) -> Any:
        return _Scorer(searcher.idf(fieldname, text), searcher.reader() if fieldname == TEXT else None)

    def final(self, searcher: Any, docnum: int, score: float) -> float:
        for part, offset in searcher.reader().leaf_readers():
            if docnum < offset + part.doc_count_all():
                return (score + FOUND_AT_ALL) * self.priors(part._terms.data)[int(docnum - offset)]
        return score

    def priors(self, data: Data) -> list[float]:
        """The factor for the score of each document of a segment."""
        known = _PRIORS.get(data)
        if known is None or known[0] != self._newest:
            known = _PRIORS[data] = self._newest, _priors(data, self._newest)
        return known[1]


class _Scorer(BaseScorer):  # type: ignore[misc]
    """Scores single documents, for Whoosh's own matchers."""

    def __init__(self, weight: float, reader: Any) -> None:
        self._weight = weight
        self._norms = reader._terms.data.norms if reader is not None and reader.is_atomic() else None

    def score(self, matcher: Any) -> float:
        if self._norms is None:
            return self._weight
        count = matcher.weight()
        return float(self._weight * (K1 + 1) * count / (count + self._norms[matcher.id()]))

    def max_quality(self) -> float:
        return self._weight * (K1 + 1)

    def block_quality(self, matcher: Any) -> float:
        return self.max_quality()


_PRIORS: WeakKeyDictionary[Data, tuple[int, list[float]]] = WeakKeyDictionary()


def _priors(data: Data, newest: int) -> list[float]:
    ages = {date: min(_MOST_MONTHS, max(0, newest - date) // _MONTH) for date in set(data.dates)}
    steps = {date: 1 + _RECENT * 0.5 ** (age * _MONTH / _HALF_OLD) if date else 1.0 for date, age in ages.items()}
    kinds = map([_WORTH[kind] for kind in KINDS].__getitem__, data.kinds)
    return list(map(mul, kinds, map(steps.__getitem__, data.dates)))


@fast_dataclass(frozen=True, slots=True)
class WordsSaid:
    """One word of a query, its other forms, and whether it may be incomplete."""

    word: str
    forms: tuple[str, ...] = ()
    begun: bool = False


class Proximity:
    """Checks documents of one segment for the query's words in order: a factor for words that are adjacent, and for
    words that are the title.
    """

    def __init__(self, data: Data, said: Sequence[WordsSaid]) -> None:
        self._data = data
        self._count = len(said)
        self._text = _letters(data, TEXT, said)
        self._title = _letters(data, TITLE, said)
        # A pattern searches a long document ten times as fast as a loop over its characters.
        few = 0 < len(self._text) <= _FEW_TERMS
        self._any = re.compile(f"[{re.escape(''.join(self._text))}]").finditer if few else None

    def of(self, doc: int) -> float:
        """From 1, if the words are far apart and not in the title."""
        stream, length = self._data.stream(doc), self._data.lengths[doc]
        together = self._together(stream[: min(length, _LONGEST)]) if self._count > 1 else 1.0
        titles = stream[length : stream.find(BETWEEN * 2, max(0, length - 1)) + 1].split(BETWEEN)
        return together * (1.0 + max(map(self._in_title, filter(None, titles)), default=0.0))

    def _together(self, stream: str) -> float:
        """From 1 (far apart) to ADJACENT (consecutive), by the closest occurrence of each pair."""
        places: list[list[int]] = [[] for _ in range(self._count)]
        where = self._text
        seen = (
            [(at, letter) for at, letter in enumerate(stream) if letter in where]
            if self._any is None
            else ((match.start(), match.group()) for match in self._any(stream))
        )
        for at, letter in seen:
            for word in where[letter]:
                places[word].append(at)
        return 1.0 + (ADJACENT - 1.0) * sum(_pair(*pair) for pair in pairwise(places)) / (self._count - 1)

    def _in_title(self, title: str) -> float:
        found = [self._title.get(letter, ()) for letter in title]
        if len({word for words in found for word in words}) < self._count:
            return 0.0
        begins = all(at < len(found) and at in found[at] for at in range(self._count))
        asked = sum(1 for words in found if words) / len(title)
        return _TITLE_HAS_ALL + (_TITLE_BEGINS if begins else 0.0) + _TITLE_IS * asked


def _letters(data: Data, field: str, said: Sequence[WordsSaid]) -> dict[str, list[int]]:
    """The positions in the query of each term, by its character in streams."""
    found: dict[str, list[int]] = {}
    for place, one in enumerate(said):
        for letter in set(_letters_of(data, field, one)):
            found.setdefault(letter, []).append(place)
    return found


def _letters_of(data: Data, field: str, one: WordsSaid) -> Iterator[str]:
    for word in (one.word, *one.forms):
        if (term := data.find(field, word)) is not None:
            yield data.spelled((term,))
    if one.begun:
        yield from data.spelled(data.beginning(field, one.word)[:_MOST_BEGUN])


def _pair(first: list[int], second: list[int]) -> float:
    """1 if the second word directly follows the first, less for every word between them or for the wrong order."""
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
