"""Find things by what a person types: by the most certain kind of match that any of them has, else by similarity."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def first_fitting(things: Iterable[Thing], *ways: Callable[[Thing], bool]) -> list[Thing]:
    """All things that match in the first way in which any does; the most certain way comes first."""
    things = list(things)
    return next(filter(None, ([one for one in things if fits(one)] for fits in ways)), [])


def nearest(folded: str, names: Iterable[str], most: int, least: float) -> list[tuple[int, float]]:
    """The indexes of at most `most` similar names, best first, each with its similarity: `least` to 100.

    Both the text and the names must be folded.
    """
    from rapidfuzz import fuzz, process

    found = process.extract(folded, list(names), scorer=fuzz.WRatio, limit=most, score_cutoff=least)
    return [(at, alike) for _, alike, at in found]
