"""Edits of a text: replacements of some characters that leave all others unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

_Text = TypeVar("_Text", str, list[str])


class Edit(NamedTuple):
    """The replacement of the characters `[start, end)`."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with these edits; of overlapping edits, the first applies."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.start >= at:
            parts += [text[at : edit.start], edit.text]
            at = edit.end
    return "".join([*parts, text[at:]]) if parts else text


def line_start(text: str, line: int) -> int:
    """The offset at which a line, from 1, begins; the end of the text if it has fewer lines."""
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at


def ends_in_common(before: _Text, after: _Text) -> tuple[int, int]:
    """The lengths of the common start and of the common end of two texts, or of two lists of lines."""
    start = _alike(before, after)
    return start, _alike(before[start:][::-1], after[start:][::-1])


def _alike(one: _Text, other: _Text) -> int:
    """The length of the common start; comparing halves is a hundred times as fast as comparing characters."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


LARGE = 300
"""The number of deleted characters that counts as large: about four lines."""
LARGE_SHARE = 0.5
"""In a short text, this share of the text is large, too."""
LEAST = 40
"""Fewer characters than a line are never large."""


def is_large_deletion(before: str, after: str) -> bool:
    """Whether a change removed a large part of the text; moved lines do not count."""
    return lost(before, after) >= min(LARGE, max(LEAST, LARGE_SHARE * len(before)))


def lost(before: str, after: str) -> int:
    """About how many characters of `before` are missing in `after`.

    The smaller of two upper bounds: the stretch between common start and end, and the missing lines. So neither typing
    in a long paragraph nor distant changes look large.
    """
    start, end = ends_in_common(before, after)
    stretch = before[start : len(before) - end]
    if len(stretch) < LEAST:
        return len(stretch)
    gone = Counter(before.split("\n")) - Counter(after.split("\n"))
    return min(len(stretch), sum(len(line) * count for line, count in gone.items()))
