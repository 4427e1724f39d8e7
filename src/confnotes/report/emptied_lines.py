"""Headings and introductory lines of a note that are left alone once what they introduce is taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from confnotes.markup import headings
from confnotes.markup.nested_lines import lead, nested_end

_LONGEST_INTRO = 40  # letters: a longer line says something itself


def emptied(lines: Sequence[str], shut: Sequence[bool], gone: Collection[int]) -> Iterator[int]:
    """The rows of headings and of short lines that end with a colon below which nothing is left once `gone` are."""
    left = {row for row, line in enumerate(lines) if line.strip() and row not in gone}
    for row in sorted(left, reverse=True):
        if not shut[row] and (below := _below(lines, shut, row, gone)) and left.isdisjoint(below):
            left.remove(row)
            yield row


def _below(lines: Sequence[str], shut: Sequence[bool], row: int, gone: Collection[int]) -> Collection[int]:
    """The rows that a line introduces, if one of them is gone."""
    if heading := headings.find(lines[row]):
        below = range(row + 1, headings.section_end(lines, row, heading[0], shut))
    elif not lines[row].rstrip(" *_").endswith((":", "：")) or len(lines[row]) > _LONGEST_INTRO:
        return ()
    elif lead(lines[row]).marker:
        below = range(row + 1, nested_end(lines, row))
    else:
        first = next((at for at in range(row + 1, len(lines)) if lines[at].strip()), row)
        rest = (at for at in range(first, len(lines)) if lines[at].strip() and at not in gone)
        end = next((at for at in rest if not lead(lines[at]).marker), len(lines))
        below = range(first, end) if first in gone else range(0)
    return below if any(at in gone for at in below) else ()
