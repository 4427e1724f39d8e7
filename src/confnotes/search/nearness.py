"""How near the words of a query stand to each other in a document."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from confnotes.search.document import TEXT
from confnotes.search.segment import Segment

ADJACENT = 1.6
_FAR = 40
"""Words between them that make no difference any more."""


def nearness(segment: Segment, doc: int, words: Sequence[str]) -> float:
    """From 1 (far apart) to ADJACENT (one after the other, in order), by the closest place of each following pair."""
    terms = [segment.find(TEXT, word) for word in words]
    places: dict[int, list[int]] = {term: [] for term in terms if term is not None}
    if len(places) < 2:
        return 1.0
    for at, term in enumerate(segment.stream(doc)):
        if term in places:
            places[term].append(at)
    worth = [
        _pair(places[first], places[second])
        for first, second in pairwise(terms)
        if first is not None and second is not None and first != second
    ]
    return 1.0 + (ADJACENT - 1.0) * sum(worth) / len(worth) if worth else 1.0


def _pair(first: list[int], second: list[int]) -> float:
    """1 for the second right behind the first, less for every word between them or the wrong order."""
    best = _FAR
    behind = 0
    for at in first:
        while behind < len(second) and second[behind] < at:
            behind += 1
        if behind < len(second):
            best = min(best, second[behind] - at - 1)
        if behind:
            best = min(best, at - second[behind - 1] + 1)
    return 1.0 - best / _FAR if first and second else 0.0
