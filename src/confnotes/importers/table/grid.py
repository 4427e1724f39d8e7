"""A timetable as a grid, with times down and rooms, tracks or days across, converted to the rows of a page's table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.headings import heading_of
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.people import read_people
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.columns import Columns
from confnotes.importers.pages.schedule import ScheduleReader
from confnotes.importers.pages.table_grid import TableGrid
from confnotes.importers.table.columns import BLANK
from confnotes.importers.table.days import DayMention, TableDays, mention_of
from confnotes.importers.table.hours import Hours
from confnotes.importers.table.layout import are_of_a_program, is_clock
from confnotes.importers.table.sheet import MergedCells, Sheet

_HEADER_ROWS = 30  # first rows, among which the header is
_BESIDE = frozenset(("end", "duration", "speakers", "authors", "affiliation", "ignored"))
_ACROSS = frozenset((None, "room", "track", "day", "session"))


@dataclass(slots=True)
class _Row:
    """A row of the sheet to keep, under the columns of its header; the heading of a day has a cell but no columns."""

    number: int
    cells: list[str]
    columns: Columns | None = None
    is_timed: bool = False


@dataclass(frozen=True, slots=True)
class SheetTimetable:
    """A sheet that is a grid: `first` is its row of rooms, tracks or days, `hours` its column of times."""

    sheet: Sheet
    first: int
    hours: int

    @property
    def preamble(self) -> list[str]:
        """The cells above the grid."""
        return [cell for row in self.sheet.rows[: self.first] for cell in row if cell]

    @property
    def headers(self) -> Sequence[str]:
        """The headers of the columns."""
        return self.sheet.rows[self.first]

    def stated_days(self) -> Iterator[tuple[DayMention, int | None, int]]:
        """Every numeric day that it states, with its line."""
        for row, line in zip(self.sheet.rows[self.first :], self.sheet.lines[self.first :], strict=True):
            headers = row if row is self.headers else [_day_heading(row), row[0]]
            mentions = (mention_of(cell, is_day=False) for cell in headers if cell)
            yield from ((mention, None, line) for mention in mentions if mention.numbers)

    def read(self, reader: ScheduleReader, days: TableDays) -> None:
        """Read its rows like those of a page's table; known days are passed on in ISO 8601."""
        rows = _GridRows(self, days)
        for number in range(self.first, len(self.sheet.rows)):
            rows.take(number)
        for columns, run in groupby(rows.kept, lambda row: row.columns):
            if columns is not None:
                reader.rows.read_grid(TableGrid(self._blocks(list(run))), columns)
                continue
            for row in run:
                reader.line(Block(BlockKind.HEADING, self.sheet.lines[row.number], row.cells[0], 6))

    def _blocks(self, rows: list[_Row]) -> list[Block]:
        """Rows with the span of each cell: as merged, over equal neighbours, and for a time to its last row."""
        spans = {(span.row, span.column): span for span in self.sheet.spans}
        covered = {place for span in self.sheet.spans for place in span.places} - spans.keys()
        numbers = [row.number for row in rows]
        timed = [at for at, row in enumerate(rows) if row.is_timed]
        out = []
        for at, row in enumerate(rows):
            cells: list[str] = []
            reaches: list[tuple[int, int]] = []
            parallel = row.columns.parallel if row.columns else {}
            for column, cell in enumerate(row.cells):
                if (row.number, column) in covered or (column == self.hours and not row.is_timed):
                    continue
                span = spans.get((row.number, column), MergedCells(row.number, column, row.number, column))
                down = bisect_right(numbers, span.last_row) - at
                if column == self.hours:
                    down = next(iter(timed[bisect_right(timed, at) :]), len(rows)) - at
                if {column - 1, column} <= parallel.keys() and cell and cells[-1:] == [cell]:
                    reaches[-1] = (reaches[-1][0] + 1, reaches[-1][1])
                    continue
                cells.append(cell)
                reaches.append((span.last_column - column + 1, max(down, 1)))
            out.append(Block(BlockKind.ROW, self.sheet.lines[row.number], cells=tuple(cells), spans=tuple(reaches)))
        return out


def timetable_of(sheet: Sheet) -> SheetTimetable | None:
    """The sheet as a grid; None if it is not a grid."""
    for number, header in enumerate(sheet.rows[:_HEADER_ROWS]):
        for column in range(min(2, len(header))):
            if _is_header(header, column) and _has_hours(sheet, number, column):
                return SheetTimetable(sheet, number, column)
    return None


def _is_header(header: Sequence[str], column: int) -> bool:
    """Whether a row names the columns of a grid: rooms, tracks or days, without headers of talks."""
    hours = Hours()
    if hours.slot(header[column]):
        return False
    named = [heading_of(cell) for number, cell in enumerate(header) if cell and number > column]
    places = [heading for heading in named if heading.meaning not in _BESIDE]
    if len(places) < 2 or len(places) * 2 < len(named) - 2:
        return False
    return not any(
        heading.foreign
        or heading.meaning not in _ACROSS
        or len(heading.text) > LONGEST_NAME
        or heading.text.endswith((".", "!", "?"))
        or hours.slot(heading.text)
        for heading in places
    )


def _has_hours(sheet: Sheet, number: int, column: int) -> bool:
    """Whether a column has times below a row, none above it, and only days before it."""
    hours = Hours()
    if any(hours.slot(row[column]) for row in sheet.rows[:number]):
        return False
    rows = sheet.rows[number + 1 :]
    if column and any(row[0] and not mention_of(row[0], is_day=True).is_any for row in rows):
        return False
    below = [row[column] for row in rows if row[column]]
    times = [cell for cell in below if hours.slot(cell) and is_clock(cell)]
    places = _places(sheet.rows[number], column)
    if not any(row[place] for row in rows if hours.slot(row[column]) for place in places):
        return False
    return len(times) >= 2 and len(times) * 5 >= len(below) * 3 and are_of_a_program(times)


def _places(header: Sequence[str], hours: int) -> list[int]:
    """The columns of rooms, tracks or days."""
    return [
        column
        for column, cell in enumerate(header)
        if column > hours and cell and heading_of(cell).meaning not in _BESIDE
    ]


class _GridRows:
    """Reads the rows of a grid in order; lines of people below a cell become lines of it."""

    def __init__(self, grid: SheetTimetable, days: TableDays) -> None:
        self.kept: list[_Row] = []
        self._grid, self._days = grid, days
        self._columns = Columns([])
        self._beside: dict[int, int] = {}
        self._open: dict[int, _Row] = {}
        self._hour = False

    def take(self, number: int) -> None:
        """Add a row: a header, a day, the items of a time, or continuations of those above."""
        grid, hours = self._grid, self._grid.hours
        row = [cell if cell not in BLANK else "" for cell in grid.sheet.rows[number]]
        timed = Hours().slot(row[hours]) is not None
        if not timed and (heading := _day_heading(row)):
            self._end_hour(_Row(number, [self._day(heading, number)]))
        elif not timed and (number == grid.first or row[hours].casefold() == grid.headers[hours].casefold() != ""):
            self._take_header(number, row)
        elif timed or (self._hour and not row[hours]):
            self._take_items(_Row(number, row, self._columns, timed))

    def _take_header(self, number: int, header: list[str]) -> None:
        hours = self._grid.hours
        self._columns = Columns(["end" if heading_of(cell).meaning == "end" else "" for cell in header])
        self._columns.meanings[hours] = "time"
        places = _places(header, hours)
        self._columns.parallel = {column: " ".join(self._day(header[column], number).split()) for column in places}
        self._beside = {
            column: max(each for each in places if each < column)
            for column, cell in enumerate(header)
            if heading_of(cell).meaning in ("speakers", "authors") and places and places[0] < column
        }
        self._end_hour()

    def _take_items(self, row: _Row) -> None:
        cells = row.cells
        for column, place in self._beside.items():
            cells[place] = "\n".join(filter(None, (cells[place], cells[column])))
            cells[column] = ""
        if self._grid.hours and cells[0]:
            self._end_hour(_Row(row.number, [self._day(cells[0], row.number)]))
            cells[0] = ""
        said = [column for column in self._columns.parallel if cells[column]]
        people = 0 if row.is_timed else sum(bool(read_people(cells[column])) for column in said)
        if not row.is_timed and said and all(column in self._open for column in said) and people * 2 >= len(said):
            for column in said:
                self._open[column].cells[column] += "\n" + cells[column]
            return
        if row.is_timed:
            self._open, self._hour = {}, True
        self.kept.append(row)
        self._open.update(dict.fromkeys(said, row))

    def _end_hour(self, *heading: _Row) -> None:
        self.kept += heading
        self._open, self._hour = {}, False

    def _day(self, cell: str, number: int) -> str:
        """A cell, with a known day in ISO 8601."""
        if not mention_of(cell, is_day=False).is_any:
            return cell
        found = self._days.day_of(cell, self._grid.sheet.lines[number], is_day=False)
        return found.isoformat() if found else cell


def _day_heading(row: Sequence[str]) -> str:
    """The only text of a row, if it names a day."""
    cells = {cell for cell in row if cell}
    text = next(iter(cells)) if len(cells) == 1 else ""
    if not text or len(text) > LONGEST_NAME or any(found.end for found in find_dates(text)):
        return ""
    return text if mention_of(text, is_day=False).is_any else ""
