"""The rows of a timetable's tables: headers, days and sessions that take a whole row, and items column by column."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from confnotes.importers.blocks import Block, BlockKind
from confnotes.importers.builder import Item
from confnotes.importers.people import is_placeholder
from confnotes.importers.schedule_lines import is_no_event, unmarked
from confnotes.importers.schedule_table import Cell, Columns
from confnotes.importers.times import leading_time
from confnotes.model.program import Role

if TYPE_CHECKING:
    from confnotes.importers.schedule import Schedule

_SAMPLE = 40


def read_row(schedule: Schedule, block: Block, blocks: list[Block], number: int) -> None:
    """Read the row that is `blocks[number]` into the schedule."""
    if schedule.columns is None or block.header:
        found = Columns.from_header(block.cells)
        if found is not None:
            schedule.columns = found
            schedule.take_zone(" ".join(block.cells), block.line)
            return
        if schedule.columns is None or block.header:
            following = islice((each for each in islice(blocks, number, None) if each.kind is BlockKind.ROW), _SAMPLE)
            rows = [each.cells for each in following if not each.header or each is not block]
            schedule.columns = Columns.guessed(rows) if rows else Columns.guessed([block.cells])
            if block.header and rows and "time" in schedule.columns.meanings:
                at = schedule.columns.meanings.index("time")
                if leading_time(unmarked(block.cells[at] if at < len(block.cells) else "")) is None:
                    return
    cells = [cell.strip() for cell in block.cells]
    filled = [cell for cell in cells if cell]
    if not filled:
        return
    if len(set(filled)) == 1 and leading_time(unmarked(filled[0])) is None:
        columns = schedule.columns
        schedule.line(Block(BlockKind.HEADING, block.line, filled[0], 6))
        schedule.columns = columns
        return
    for read in schedule.columns.read(cells, schedule):
        if read.day is not None:
            schedule.day = read.day
        item = _item(schedule, block, read, is_open=any(is_placeholder(cell) for cell in filled))
        if item is not None:
            if schedule.holder is not None and item.times is not None:
                schedule.holder = schedule.session = None
            schedule.place().items.append(item)
            schedule.item = item


def _item(schedule: Schedule, block: Block, read: Cell, *, is_open: bool) -> Item | None:
    """The item of a row; `is_open` where the row says that its talk is still to be announced."""
    entry = read.entry
    if entry.title is None and not entry.speakers and entry.kind is None and not (is_open and read.times):
        return None
    if entry.title is not None and is_no_event(entry.title):
        return None
    item = schedule.item_of(entry, block.line, read.times)
    item.depth = -1
    item.room, item.track = item.room or read.room, read.track
    item.kind = read.kind or item.kind
    if item.title is None and read.kind_text:
        item.title = read.kind_text
    if read.abstract and not is_placeholder(read.abstract):
        item.abstract.append(read.abstract)
    for chair in entry.chairs:
        schedule.builder.add_listed(chair, (Role.CHAIR,))
    return item
