"""Edits of a text: what is to stand in place of some of its characters, while every other one stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """The characters `[start, end)` of a text are to be these."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with these edits; of those that overlap the first counts."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.start >= at:
            parts += [text[at : edit.start], edit.text]
            at = edit.end
    return "".join([*parts, text[at:]]) if parts else text


def line_start(text: str, line: int) -> int:
    """Where a line of the text, from 1, begins; the end of the text where it has not so many."""
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at


def ends_in_common(before: str, after: str) -> tuple[int, int]:
    """How many characters two texts have in common at their begin, and then at their end."""
    start = _alike(before, after)
    return start, _alike_at_end(before[start:], after[start:])


LARGE = 300
"""Characters that nobody deletes in passing: about four lines."""
LARGE_SHARE = 0.5
"""Of a short text, such a share is much, too, ..."""
LEAST = 40
"""... if it is at least a line."""


def is_large_deletion(before: str, after: str) -> bool:
    """Whether what turned one text into the other took away much of it; lines that only moved are not gone."""
    return lost(before, after) >= min(LARGE, max(LEAST, LARGE_SHARE * len(before)))


def lost(before: str, after: str) -> int:
    """About how many characters of `before` are not in `after`.

    The smaller of two counts, neither of which counts less than is gone: the stretch between what both begin and end
    with, and the lines that are gone. So neither typing in a long paragraph nor changes far from each other look large.
    """
    start, end = ends_in_common(before, after)
    stretch = before[start : len(before) - end]
    if len(stretch) < LEAST:
        return len(stretch)
    gone = Counter(before.split("\n")) - Counter(after.split("\n"))
    return min(len(stretch), sum(len(line) * count for line, count in gone.items()))


def _alike(one: str, other: str) -> int:
    """How many characters both begin with; halves are compared, which is a hundred times as quick as characters."""
    if other.startswith(one):
        return len(one)
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _alike_at_end(one: str, other: str) -> int:
    """How many characters both end with, the same way."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low
