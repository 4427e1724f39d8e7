"""Find things by what a person types: by the most certain kind of match that any of them has, else by similarity."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from confnotes.markup.names import fold

Thing = TypeVar("Thing")

_SHORT, _ALIKE = 5, 0.7  # letters, and the least similarity of a word to one that is so short


def first_fitting(things: Iterable[Thing], *ways: Callable[[Thing], bool]) -> list[Thing]:
    """All things that match in the first way in which any does; the most certain way comes first."""
    things = list(things)
    return next(filter(None, ([one for one in things if fits(one)] for fits in ways)), [])


def matching(things: Iterable[Thing], text: str, names: Callable[[Thing], Iterable[str]]) -> list[Thing]:
    """The things with a name that is the text, else has all its words, else their beginnings, else contains it.

    Case, accents and the order of the words don't matter.
    """
    wanted = fold(text)
    begun = [re.compile(rf"(?<!\w){re.escape(word)}") for word in wanted.split()]
    whole = [re.compile(rf"{word.pattern}(?!\w)") for word in begun]
    folded = [(thing, [fold(name) for name in names(thing)]) for thing in things if wanted]
    found = first_fitting(
        folded,
        lambda one: wanted in one[1],
        lambda one: any(all(word.search(name) for word in whole) for name in one[1]),
        lambda one: any(all(word.search(name) for word in begun) for name in one[1]),
        lambda one: any(wanted in name for name in one[1]),
    )
    return [thing for thing, _ in found]


def nearest(folded: str, names: Iterable[str], most: int, least: float) -> list[tuple[int, float]]:
    """The indexes of at most `most` similar names, best first, each with its similarity: `least` to 100.

    Both the text and the names must be folded.
    """
    from rapidfuzz import fuzz, process

    names = list(names)
    found = process.extract(folded, names, scorer=fuzz.WRatio, limit=most, score_cutoff=least)
    return [(at, alike) for _, alike, at in found if len(folded) > _SHORT or _near_word(folded, names[at])]


def _near_word(short: str, name: str) -> bool:
    """Whether the name has a word with at most one typing error in four letters: otherwise, “nope” is like “open”."""
    from rapidfuzz.distance import OSA

    words = re.findall(r"[^\W_]+", name)
    return any(OSA.normalized_similarity(short, word) >= _ALIKE for word in words)
