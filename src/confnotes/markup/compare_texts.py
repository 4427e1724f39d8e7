"""Compare two versions of a text line by line, and apply passages or lines of one to the other."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

# Longer changes are not typing, and comparing them takes seconds.
_MOST_CHANGED_LINES = 2000


class ChangedLines(NamedTuple):
    """The new lines `first` to `last` replace the old lines `start` to `end`; either range may be empty."""

    start: int
    end: int
    first: int
    last: int


def changes(old: Sequence[str], new: Sequence[str]) -> list[ChangedLines] | None:
    """The changes from the old lines to the new ones, in order; None if they are too long to compare."""
    if old == new:
        return []
    shorter = min(len(old), len(new))
    head = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    foot = next((index for index in range(shorter - head) if old[-1 - index] != new[-1 - index]), shorter - head)
    before, after = old[head : len(old) - foot], new[head : len(new) - foot]
    if not before or not after:
        return [ChangedLines(head, len(old) - foot, head, len(new) - foot)]
    if len(before) + len(after) > _MOST_CHANGED_LINES:
        return None
    return [
        ChangedLines(head + start, head + end, head + first, head + last)
        for what, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if what != "equal"
    ]


class Side(Enum):
    """The version that a line is in."""

    BOTH = " "
    HERE = "-"
    THERE = "+"


class ComparedLine(NamedTuple):
    """A line: `change` is the number of its change (None for BOTH), `number` its own number, from 0, in the text on its
    side.
    """

    side: Side
    text: str
    number: int
    change: int | None = None


class Comparison:
    """The changes from the text `here` to the text `there`."""

    def __init__(self, here: str, there: str) -> None:
        self._here, self._there = here.split("\n"), there.split("\n")
        whole = [ChangedLines(0, len(self._here), 0, len(self._there))]
        found = changes(self._here, self._there)
        self.changes: Sequence[ChangedLines] = whole if found is None else found

    def lines(self) -> list[ComparedLine]:
        """Every line of both texts, in order; in a change, the lines of `here` come first."""
        found: list[ComparedLine] = []
        at = 0
        for number, one in enumerate(self.changes):
            found += [ComparedLine(Side.BOTH, self._here[row], row) for row in range(at, one.start)]
            found += [ComparedLine(Side.HERE, self._here[row], row, number) for row in range(one.start, one.end)]
            found += [ComparedLine(Side.THERE, self._there[row], row, number) for row in range(one.first, one.last)]
            at = one.end
        return found + [ComparedLine(Side.BOTH, self._here[row], row) for row in range(at, len(self._here))]

    def with_change(self, number: int) -> str:
        """The text `here` with one passage replaced by that of `there`."""
        one = self.changes[number]
        return "\n".join([*self._here[: one.start], *self._there[one.first : one.last], *self._here[one.end :]])

    def with_line(self, line: ComparedLine) -> str:
        """The text `here` with one line of a change added after the passage, or removed."""
        if line.change is None:
            return "\n".join(self._here)
        if line.side is Side.HERE:
            return "\n".join([*self._here[: line.number], *self._here[line.number + 1 :]])
        end = self.changes[line.change].end
        return "\n".join([*self._here[:end], line.text, *self._here[end:]])
