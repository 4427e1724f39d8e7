"""Unfinished git merges in files: `<<<<<<<`, `=======` and `>>>>>>>` around the versions of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from confnotes.model.damage import Damage, Fault

BEGIN, BASE, MIDDLE, END = "<<<<<<<", "|||||||", "=======", ">>>>>>>"

Numbered = tuple[int, str]
"""A line with its number in the file, from 1, without its line end."""


def number_lines(text: str) -> list[Numbered]:
    """The lines of a text."""
    return [(number, line.rstrip("\r")) for number, line in enumerate(text.removesuffix("\n").split("\n"), 1)]


def sides(text: str) -> tuple[list[list[Numbered]], tuple[Damage, ...]]:
    """The text of each side of the merge, or the text once without a merge; and the places of unfinished merges."""
    lines = number_lines(text)
    if not any(line.startswith((BEGIN, END)) for _, line in lines):
        return [lines], ()
    ours: list[Numbered] = []
    theirs: list[Numbered] = []
    found: list[Damage] = []
    state, began = "", 0
    for number, line in lines:
        mark = _mark_of(line, within=bool(state))
        if mark == BEGIN:
            state, began = BEGIN, number
        elif mark == END:
            found.append(Damage(Fault.MERGE, began or number, number))
            state, began = "", 0
        elif mark is not None:
            state = mark
        elif state != BASE:
            if state in ("", BEGIN):
                ours.append((number, line))
            if state in ("", MIDDLE):
                theirs.append((number, line))
    if state:
        found.append(Damage(Fault.MERGE, began, lines[-1][0]))
    return [ours, theirs], tuple(found)


def lines_of_all(text: str) -> tuple[list[Numbered], tuple[Damage, ...]]:
    """Every line of either side, each once, in the order of the file; and the places of unfinished merges."""
    found, damage = sides(text)
    return (found[0] if len(found) == 1 else sorted(set(chain(*found)))), damage


def may_have_mark(text: str) -> bool:
    """Whether a text may have a line with a merge mark; as fast as a search, also in a very long text."""
    return f"{BEGIN} " in text or f"{END} " in text


def first_mark(lines: Sequence[str]) -> int | None:
    """The number, from 1, of the first line with a merge mark; None without one."""
    return next((number for number, line in enumerate(lines, 1) if line.startswith((f"{BEGIN} ", f"{END} "))), None)


def _mark_of(line: str, *, within: bool) -> str | None:
    """The merge mark of the line; the separator counts only between the other two."""
    head, rest = line[:7], line[7:]
    if rest and not rest.startswith(" "):
        return None
    if head in (BEGIN, END):
        return head
    return head if within and (head == BASE or (head == MIDDLE and not rest)) else None
