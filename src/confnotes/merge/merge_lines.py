"""Merge two changed versions of a note's text line by line, so that every line of both is there once.

Lines that both added at one place are kept in the order of their timestamps. A line that both changed is merged word by
word; if both changed the same words, the note has both versions in a callout, for the user to choose:

    > [!conflict] here / there
    > - the nudge must be small ^t101200
    >
    > ---
    >
    > - the nudge must be tiny ^t101200

A line that one side deleted and the other changed stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from rapidfuzz import fuzz

from confnotes.markup.compare_texts import changes
from confnotes.markup.stamps import find

CONFLICT = "[!conflict]"
RULE = "---"

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_SAME_LINE = 60
"""How similar, of 100, a line and its changed version are at least. In real notes 93 % of lines with one to three
changed words are, and 8 % of the pairs of neighbouring lines, of which the order of lines rules out most.
"""
_MOST_COMPARED = 40_000
"""Pairs of lines that are compared word by word; more is not typing, and takes seconds."""


class Names(NamedTuple):
    """What a callout calls the two sides."""

    ours: str = "here"
    theirs: str = "there"


@dataclass(frozen=True, slots=True)
class MergedLines:
    """The merged lines, and the number, from 0, of the first line of each callout among them.

    `in_both` is the number of lines of the base that both sides changed, each in its way.
    """

    lines: tuple[str, ...]
    conflicts: tuple[int, ...] = ()
    in_both: int = 0


def merge_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], names: Names) -> MergedLines:
    """Merge two versions of lines of which `base` was the last common one; without line ends."""
    merging = _Merging(names)
    for part in _parts(base, ours, theirs):
        merging.add(part)
    return MergedLines(tuple(merging.lines), tuple(merging.conflicts), merging.in_both)


class _Part(NamedTuple):
    """The same place in the three versions."""

    base: Sequence[str]
    ours: Sequence[str]
    theirs: Sequence[str]


def _parts(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Part]:
    """The three versions cut where lines are the same in all of them: the parts between, and the same lines."""
    here, there = same_places(base, ours), same_places(base, theirs)
    at = _Place(0, 0, 0)
    for row in sorted(here.keys() & there.keys()):
        yield _Part(base[at.base : row], ours[at.ours : here[row]], theirs[at.theirs : there[row]])
        yield _Part(*([line] for line in (base[row], ours[here[row]], theirs[there[row]])))
        at = _Place(row + 1, here[row] + 1, there[row] + 1)
    yield _Part(base[at.base :], ours[at.ours :], theirs[at.theirs :])


class _Place(NamedTuple):
    """A line of each version."""

    base: int
    ours: int
    theirs: int


def same_places(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Where the items that both have in common are: the index in the new one, from 0, by the index in the old one."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


@dataclass(slots=True)
class _Merging:
    names: Names
    lines: list[str] = field(default_factory=list)
    conflicts: list[int] = field(default_factory=list)
    in_both: int = 0

    def add(self, part: _Part) -> None:
        """Add what a part becomes."""
        base, ours, theirs = part
        if ours in (base, theirs):
            self.lines += theirs
        elif theirs == base:
            self.lines += ours
        else:
            self._add_changed(part)

    def _add_changed(self, part: _Part) -> None:
        here, there = _versions(part.base, part.ours), _versions(part.base, part.theirs)
        at, added = [0, 0], (list[str](), list[str]())
        for row, old in enumerate(part.base):
            mine, other = here.get(row), there.get(row)
            added[0].extend(part.ours[at[0] : at[0] if mine is None else mine])
            added[1].extend(part.theirs[at[1] : at[1] if other is None else other])
            at = [at[0] if mine is None else mine + 1, at[1] if other is None else other + 1]
            ours, theirs = None if mine is None else part.ours[mine], None if other is None else part.theirs[other]
            self.in_both += old not in (ours, theirs) and (ours != theirs or bool(part.ours and part.theirs))
            if ours not in (None, old) or theirs not in (None, old) or ours == theirs == old:
                self.lines += _both(*added)
                added = ([], [])
                self._add_line(old, ours, theirs)
        self.lines += _both([*added[0], *part.ours[at[0] :]], [*added[1], *part.theirs[at[1] :]])

    def _add_line(self, old: str, ours: str | None, theirs: str | None) -> None:
        """A line that is in the base: deleted only if neither side changed it."""
        if ours is None or theirs is None:
            left = theirs if ours is None else ours
            if left is not None and left != old:
                self.lines.append(left)
            return
        merged = ours if ours == theirs else _merge_words(*map(_TOKEN.findall, (old, ours, theirs)))
        if merged is not None:
            self.lines.append("".join(merged))
            return
        self.conflicts.append(len(self.lines))
        self.lines += [f"> {CONFLICT} {self.names.ours} / {self.names.theirs}", f"> {ours}", ">"]
        self.lines += [f"> {RULE}", ">", f"> {theirs}"]


def _versions(base: Sequence[str], changed: Sequence[str]) -> dict[int, int]:
    """For lines of the base, their line among the changed ones: the same or a similar one, in order."""
    same = same_places(base, changed)
    found = dict(same)
    bounds = [*sorted(same.items()), (len(base), len(changed))]
    row = at = 0
    for stop, end in bounds:
        found |= _similar(base[row:stop], changed[at:end], row, at)
        row, at = stop + 1, end + 1
    return found


def _similar(base: Sequence[str], changed: Sequence[str], row: int, at: int) -> dict[int, int]:
    """The pairs of similar lines in order that are most alike together; the lines begin at `row` and `at`."""
    if not base or not changed or len(base) * len(changed) > _MOST_COMPARED:
        return {}
    scores = [[_likeness(old, new) for new in changed] for old in base]
    best = [[0.0] * (len(changed) + 1) for _ in range(len(base) + 1)]
    for i in reversed(range(len(base))):
        for j in reversed(range(len(changed))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0)
    found: dict[int, int] = {}
    i = j = 0
    while i < len(base) and j < len(changed):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            found[row + i] = at + j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(old: str, new: str) -> float:
    """0 for two lines that are not versions of one: lines with different timestamps never are."""
    if find(old) is not None and find(old) == find(new):
        return 100
    if find(old) is not None and find(new) is not None:
        return 0
    score = fuzz.ratio(old, new)
    return score if score >= _SAME_LINE and old.strip() and new.strip() else 0


def _both(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    """What both added at one place: what is the same once, stamped lines in the order of time, ours first."""
    if not ours or not theirs:
        yield from ours or theirs
        return
    same = same_places(ours, theirs)
    at = to = 0
    for row, other in [*sorted(same.items()), (len(ours), len(theirs))]:
        yield from _by_time(ours[at:row], theirs[to:other])
        yield from ours[row : row + 1]
        at, to = row + 1, other + 1


def _by_time(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    """Two lists of lines merged by timestamp; lines without one follow the line above them."""
    left, right = _blocks(ours), _blocks(theirs)
    i = j = 0
    while i < len(left) and j < len(right):
        mine, other = find(left[i][0]), find(right[j][0])
        if mine is not None and other is not None and other < mine:
            yield from right[j]
            j += 1
        else:
            yield from left[i]
            i += 1
    for block in (*left[i:], *right[j:]):
        yield from block


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = []
    for line in lines:
        if not blocks or find(line) is not None:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


class _Hunk(NamedTuple):
    """The words that replace words `start` to `end` of the base; equal numbers for an insertion."""

    start: int
    end: int
    words: tuple[str, ...]


def _merge_words(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """The words of a line with both changes; None if two of them overlap or meet, or if comparing takes too long.

    Words that both put at one place make no sentence together.
    """
    here, there = _hunks(base, mine), _hunks(base, theirs)
    if here is None or there is None:
        return None
    if any(one.start <= two.end and two.start <= one.end for one in there - here for two in here):
        return None
    merged: list[str] = []
    at = 0
    for hunk in sorted(here | there):
        merged += [*base[at : hunk.start], *hunk.words]
        at = hunk.end
    return [*merged, *base[at:]]


def _hunks(old: Sequence[str], new: Sequence[str]) -> set[_Hunk] | None:
    """The hunks that turn the old words into the new ones; None if that takes too long."""
    found = changes(old, new)
    return None if found is None else {_Hunk(one.start, one.end, tuple(new[one.first : one.last])) for one in found}
