"""Removal of mere layout: tables of a single column, and times and titles as headings of one level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import itemgetter

from confnotes.importers.facts import inline
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.schedule_days import times_alone
from confnotes.markup.clock_times import leading_time

_BETWEEN_PARTS = re.compile(r"\n[ \t]*\n")


def without_layout(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page by content rather than layout."""
    return _hours_as_lines([*_tables_as_lines(blocks)])


def _tables_as_lines(blocks: Sequence[Block]) -> Iterator[Block]:
    """Tables of a single column as their lines; below a timed cell, untimed cells are nested in it."""
    for is_row, run in groupby(blocks, lambda block: block.kind is BlockKind.ROW):
        rows = list(run)
        single = is_row and all(len(row.cells) <= 1 for row in rows)
        if not single or sum(_is_timed("".join(row.cells)) for row in rows) < 2:
            yield from rows
            continue
        for row in rows:
            for part in filter(str.strip, _BETWEEN_PARTS.split("".join(row.cells))):
                yield Block(BlockKind.ITEM, row.line, part.strip(), 0 if _is_timed(part) else 1)


def _is_timed(cell: str) -> bool:
    return leading_time(inline.plain(cell.replace("**", ""))) is not None


def _hours_as_lines(blocks: list[Block]) -> list[Block]:
    """The blocks, with headings that are times, and headings of the same level below them, as lines.

    Some sites format time, title, name and institution each as a heading of one level; these have no sections.
    """
    said = [block for block in blocks if block.kind is not BlockKind.BLANK]
    alike = Counter(
        hour.level
        for hour, below in pairwise(said)
        if _is_hour(hour) and below.kind is BlockKind.HEADING and below.level == hour.level and not _is_hour(below)
    )
    level, often = max(alike.items(), key=itemgetter(1), default=(0, 0))
    if often < _HOURS_OF_A_PAGE:
        return blocks
    out, title_next, inside = list[Block](), False, False
    for block in blocks:
        if block.kind is not BlockKind.HEADING or block.level != level:
            inside = inside and (block.kind is not BlockKind.HEADING or block.level > level)
            out.append(block)
            continue
        inside = (hour := _is_hour(block)) or inside
        text = f"**{block.text.strip('* ')}**" if title_next and not hour else block.text
        out.append(replace(block, kind=BlockKind.TEXT, text=text, level=0) if inside else block)
        title_next = hour
    return out


_HOURS_OF_A_PAGE = 4  # fewer may be headings by coincidence


def _is_hour(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and times_alone(block.text) is not None
