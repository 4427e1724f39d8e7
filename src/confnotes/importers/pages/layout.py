"""Removal of mere layout: tables of a single column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from confnotes.importers.facts import inline
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.markup.clock_times import leading_time

_BETWEEN_PARTS = re.compile(r"\n[ \t]*\n")


def without_layout(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page by content rather than layout."""
    return [*_tables_as_lines(blocks)]


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
