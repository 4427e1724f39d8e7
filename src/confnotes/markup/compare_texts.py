"""Two versions of a text, compared line by line, and passages or lines of the other one brought into this one."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

# Longer stretches of change are no typing, and comparing them takes seconds.
_MOST_CHANGED_LINES = 2000


class ChangedLines(NamedTuple):
    """The new lines `first` to `last` stand in place of the old lines `start` to `end`; either may be none."""

    start: int
    end: int
    first: int
    last: int


def changes(old: Sequence[str], new: Sequence[str]) -> list[ChangedLines] | None:
    """What turns the old lines into the new ones, in order; None when that is too much to compare."""
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
    """Where a line stands."""

    BOTH = " "
    HERE = "-"
    THERE = "+"


class ComparedLine(NamedTuple):
    """A line: `change` is the number of the change that it is part of (None for BOTH), `number` its own, from 0, in the
    text on whose side it stands."""

    side: Side
    text: str
    number: int
    change: int | None = None


class Comparison:
    """What turns the text `here` into the text `there`."""

    def __init__(self, here: str, there: str) -> None:
        self._here, self._there = here.split("\n"), there.split("\n")
        whole = [ChangedLines(0, len(self._here), 0, len(self._there))]
        found = changes(self._here, self._there)
        self.changes: Sequence[ChangedLines] = whole if found is None else found

    def lines(self) -> list[ComparedLine]:
        """Every line of both texts, in order; of a change first those that stand here."""
        found: list[ComparedLine] = []
        at = 0
        for number, one in enumerate(self.changes):
            found += [ComparedLine(Side.BOTH, self._here[row], row) for row in range(at, one.start)]
            found += [ComparedLine(Side.HERE, self._here[row], row, number) for row in range(one.start, one.end)]
            found += [ComparedLine(Side.THERE, self._there[row], row, number) for row in range(one.first, one.last)]
            at = one.end
        return found + [ComparedLine(Side.BOTH, self._here[row], row) for row in range(at, len(self._here))]

    def with_change(self, number: int) -> str:
        """The text `here` with one passage as it is there."""
        one = self.changes[number]
        return "\n".join([*self._here[: one.start], *self._there[one.first : one.last], *self._here[one.end :]])

    def with_line(self, line: ComparedLine) -> str:
        """The text `here` with that line of a change as it is there: one more, behind the passage, or one less."""
        if line.change is None:
            return "\n".join(self._here)
        if line.side is Side.HERE:
            return "\n".join([*self._here[: line.number], *self._here[line.number + 1 :]])
        end = self.changes[line.change].end
        return "\n".join([*self._here[:end], line.text, *self._here[end:]])
