"""Finding things among many by what a person types: by the surest way in which it names any of them, else near ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def first_fitting(things: Iterable[Thing], *ways: Callable[[Thing], bool]) -> list[Thing]:
    """All that fit the first of these ways that any fits; the surest way comes first."""
    things = list(things)
    return next(filter(None, ([one for one in things if fits(one)] for fits in ways)), [])


def nearest(folded: str, names: Iterable[str], most: int, least: float) -> list[tuple[int, float]]:
    """The places of so many names that are like the words, nearest first, each with how like it is: `least` to 100.

    Both are folded already.
    """
    from rapidfuzz import fuzz, process

    found = process.extract(folded, list(names), scorer=fuzz.WRatio, limit=most, score_cutoff=least)
    return [(at, alike) for _, alike, at in found]
