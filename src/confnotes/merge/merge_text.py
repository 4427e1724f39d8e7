"""Merge two changed versions of a text by lines, if that is unambiguous."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from confnotes.markup.compare_texts import changes


class _Hunk(NamedTuple):
    """The lines that replace lines `start` to `end` of the base; equal numbers for an insertion."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge_text(base: str, mine: str, theirs: str) -> str | None:
    """The text with both changes to `base`; None if they conflict.

    Lines that both appended are all kept, mine first; identical ones once.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    texts = (base, mine, theirs)
    newline = "\r\n" if all("\n" in text and text.count("\n") == text.count("\r\n") for text in texts) else "\n"
    old, my_lines, their_lines = (text.removesuffix(newline).split(newline) for text in texts)
    merged = merge_sequences(old, my_lines, their_lines)
    if merged is None:
        return None
    return newline.join(merged) + (newline if mine.endswith(newline) or theirs.endswith(newline) else "")


def merge_sequences(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """As `merge_text`, for lines, or for the words of one."""
    changes = _hunks(base, mine), _hunks(base, theirs)
    if changes[0] is None or changes[1] is None:
        return None
    return _joined(base, changes[0], changes[1])


def _hunks(old: Sequence[str], new: Sequence[str]) -> list[_Hunk] | None:
    """The hunks that turn the old lines into the new ones; None if that takes too long."""
    found = changes(old, new)
    if found is None:
        return None
    return [_Hunk(one.start, one.end, tuple(new[one.first : one.last])) for one in found]


def _joined(old: Sequence[str], mine: Sequence[_Hunk], theirs: Sequence[_Hunk]) -> list[str] | None:
    hunks = _without_doubles(mine, theirs, len(old))
    if hunks is None:
        return None
    merged: list[str] = []
    at = 0
    for hunk in hunks:
        merged += [*old[at : hunk.start], *hunk.lines]
        at = hunk.end
    return [*merged, *old[at:]]


def _without_doubles(mine: Sequence[_Hunk], theirs: Sequence[_Hunk], end: int) -> list[_Hunk] | None:
    """The hunks of both in order; None if two conflict."""
    hunks = [*mine]
    for hunk in theirs:
        if hunk in mine:
            continue
        if hunk.start == end and mine and mine[-1].start == end:
            hunk = hunk._replace(lines=tuple(_without_common_start(mine[-1].lines, hunk.lines)))
        elif any(_touch(hunk, one) for one in mine):
            return None
        hunks.append(hunk)
    return sorted(hunks, key=lambda hunk: hunk[:2])


def _touch(one: _Hunk, two: _Hunk) -> bool:
    return one[:2] == two[:2] or (one.start < two.end and two.start < one.end)


def _without_common_start(first: Sequence[str], second: Sequence[str]) -> Iterator[str]:
    """The second lines without the common start."""
    same = True
    for index, line in enumerate(second):
        same = same and index < len(first) and first[index] == line
        if not same:
            yield line
