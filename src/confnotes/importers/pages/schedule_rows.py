"""The rows of a timetable's tables: headers, days and sessions that take a whole row, and items column by column."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import Item
from confnotes.importers.pages.schedule_lines import is_no_event, unmarked
from confnotes.importers.pages.schedule_state import Timetable
from confnotes.importers.pages.schedule_table import Cell, Columns
from confnotes.markup.clock_times import leading_time
from confnotes.model.program import Kind, Role

_SAMPLE = 40


class Rows:
    """Reads rows into a timetable; `line` reads a row that is a line by itself, such as a day or a session."""

    def __init__(self, timetable: Timetable, line: Callable[[Block], None]) -> None:
        self.timetable = timetable
        self.line = line
        self.columns: Columns | None = None

    def read(self, block: Block, blocks: list[Block], number: int) -> None:
        """Read the row that is `blocks[number]`."""
        timetable = self.timetable
        if self.columns is None or block.header:
            found = Columns.from_header(block.cells)
            if found is not None:
                self.columns = found
                timetable.take_zone(" ".join(block.cells), block.line)
                return
            following = islice((each for each in islice(blocks, number, None) if each.kind is BlockKind.ROW), _SAMPLE)
            rows = [each.cells for each in following if not each.header or each is not block]
            self.columns = Columns.guessed(rows) if rows else Columns.guessed([block.cells])
            if block.header and rows and "time" in self.columns.meanings:
                at = self.columns.meanings.index("time")
                if leading_time(unmarked(block.cells[at] if at < len(block.cells) else "")) is None:
                    return
        cells = [cell.strip() for cell in block.cells]
        filled = [cell for cell in cells if cell]
        if not filled:
            return
        if len(set(filled)) == 1 and leading_time(unmarked(filled[0])) is None:
            self.line(Block(BlockKind.HEADING, block.line, filled[0], 6))
            return
        for read in self.columns.read(cells, timetable):
            if read.day is not None:
                timetable.day = read.day
            item = _item(timetable, block, read, is_open=any(is_placeholder(cell) for cell in filled))
            if item is not None:
                if timetable.holder is not None and item.times is not None:
                    timetable.holder = timetable.session = None
                timetable.place().items.append(item)
                timetable.item = item


def _item(timetable: Timetable, block: Block, read: Cell, *, is_open: bool) -> Item | None:
    """The item of a row; `is_open` where the row says that its talk is still to be announced."""
    entry = read.entry
    if entry.title is None and not entry.speakers and entry.kind is None and not (is_open and read.times):
        return None
    if entry.title is not None and is_no_event(entry.title):
        return None
    item = timetable.item_of(entry, block.line, read.times)
    item.depth = -1
    item.room, item.track = item.room or read.room, read.track
    item.kind = read.kind or item.kind
    if item.title is None and read.kind_text:
        item.title = read.kind_text
    if read.abstract and not is_placeholder(read.abstract):
        item.abstract.append(read.abstract)
    for chair in entry.chairs:
        timetable.builder.add_listed(chair, (Role.CHAIR,))
        if item.kind is Kind.PANEL:
            item.speakers.append(chair)
    return item
