"""What turns one row of lines into another."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Longer stretches of change are no typing, and comparing them takes seconds.
_MOST_CHANGED_LINES = 2000


class Change(NamedTuple):
    """The new lines `first` to `last` stand in place of the old lines `start` to `end`; either may be none."""

    start: int
    end: int
    first: int
    last: int


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change] | None:
    """What turns the old lines into the new ones, in order; None when that is too much to compare."""
    if old == new:
        return []
    shorter = min(len(old), len(new))
    head = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    foot = next((index for index in range(shorter - head) if old[-1 - index] != new[-1 - index]), shorter - head)
    before, after = old[head : len(old) - foot], new[head : len(new) - foot]
    if not before or not after:
        return [Change(head, len(old) - foot, head, len(new) - foot)]
    if len(before) + len(after) > _MOST_CHANGED_LINES:
        return None
    return [
        Change(head + start, head + end, head + first, head + last)
        for what, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if what != "equal"
    ]
