"""The header of a sheet, the meanings of its columns, and whether it is a program at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from confnotes.importers.facts.headings import ColumnHeading, heading_of
from confnotes.importers.facts.lengths import LONGEST_LABEL
from confnotes.importers.facts.names import has_name_shape, is_likely_institution, is_likely_name
from confnotes.importers.facts.words import OCCUPATIONS
from confnotes.importers.pages.schedule_days import times_alone
from confnotes.importers.table.columns import TableColumns, columns_of
from confnotes.importers.table.days import mention_of
from confnotes.importers.table.hours import Hours
from confnotes.importers.table.sheet import Sheet

ENOUGH = 3.0  # points of columns, see _POINTS, that make a program
_PLENTY = 5.0  # points from which the cells are not checked
_HEADER_ROWS = 30  # first rows, among which the header is
_CLOCK = re.compile(r"[\W_]*(?:\d{1,2}\s?(?:[:.hH]|[ap]\.?m|Uhr|-|–)|noon|midday)", re.IGNORECASE)
_SECONDS = re.compile(r"\d:\d\d:(?!00)\d\d")
_SAMPLE = 60  # rows, to judge a column by its cells
_POINTS = {
    "title": 2.0, "start": 2.0, "time": 2.0, "date": 1.0, "day": 1.0, "speakers": 2.0, "authors": 2.0,
    "last-name": 1.5, "room": 1.0, "chair": 1.0, "abstract": 0.5, "session": 0.5, "track": 0.5, "type": 0.5,
    "slides": 0.5, "video": 0.5, "link": 0.5, "paper-link": 0.5, "board": 0.5, "id": 0.25, "language": 0.25,
    "sub": 0.5, "duration": 0.5,
}  # fmt: skip
_FOREIGN = -1.5  # points for each column that only other tables have
_WHEN = ("start", "time", "date", "day")
_PROGRAM_SIGNS = (*_WHEN, "room", "abstract", "session", "track", "type", "link", "slides", "video", "paper-link", "id")


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A sheet with known columns: `first` is the first row below the header; `points` is the evidence for a program."""

    sheet: Sheet
    columns: TableColumns
    first: int
    points: float

    @property
    def preamble(self) -> list[str]:
        """The cells above the header."""
        above = self.sheet.rows[: max(self.first - 1, 0)]
        return [cell for row in above for cell in row if cell]

    @property
    def headers(self) -> list[str]:
        """The headers of the columns."""
        return [heading.text for heading in self.columns.headings]

    @property
    def is_timed(self) -> bool:
        """Whether it has a column for times."""
        return self.columns.has("start", "time")


def table_of(sheet: Sheet) -> TableLayout | None:
    """The sheet as a table of a program; None if it is not one."""
    best: tuple[float, int, TableColumns] | None = None
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        headings = [heading_of(cell) for cell in row if cell]
        if sum(each.meaning is not None or each.rank > 0 for each in headings) < 2:
            continue
        columns = columns_of(row, sheet.rows[number + 1 : number + 1 + _SAMPLE])
        points = _points(columns)
        if columns.has("title") and (best is None or points > best[0]):
            best = points, number, columns
    if best is None:
        return None
    _, number, columns = best
    _complete(columns, sheet.rows[number + 1 : number + 1 + _SAMPLE])
    table = TableLayout(sheet, columns, number + 1, _points(columns))
    return table if table.points >= ENOUGH and _is_program(table) else None


def _points(columns: TableColumns) -> float:
    title = columns.first("title")
    points = sum(value for meaning, value in _POINTS.items() if columns.has(meaning))
    if title is not None and columns.headings[title].meaning is None:
        points -= 0.5 if columns.headings[title].rank <= 4 else 0.75
    if columns.has("speakers") and columns.has("authors"):
        points -= 1.0
    return points + _FOREIGN * sum(heading.foreign for heading in columns.headings)


def bare_table_of(sheet: Sheet) -> TableLayout | None:
    """The sheet as a table without a header: it needs times, and a column of titles."""
    rows = sheet.rows[:_SAMPLE]
    if len(rows) < 3 or not 2 <= sheet.width <= 12 or any(heading_of(cell).foreign for cell in rows[0]):
        return None
    if sum(heading_of(cell).meaning is not None for cell in rows[0]) > 2:  # a header after all, without any title
        return None
    columns = TableColumns([ColumnHeading("") for _ in range(sheet.width)])
    _complete(columns, rows)
    if not _are_times(rows, columns.first("time")):
        return None
    free = [column for column in range(sheet.width) if not _is_taken(columns, column)]
    filled = {column: sum(1 for row in rows if row[column]) for column in free}
    titles = [column for column in free if filled[column] * 2 >= len(rows)]
    if not titles:
        return None
    columns.give("title", max(titles, key=lambda column: _variety(rows, column)))
    table = TableLayout(sheet, columns, 0, ENOUGH)
    return table if _is_program(table) else None


def _are_times(rows: Sequence[Sequence[str]], column: int | None) -> bool:
    """Whether most cells are times and nothing else; lines of text with commas begin with more than that."""
    cells = [row[column] for row in rows if column is not None and row[column]]
    return sum(times_alone(cell) is not None for cell in cells) * 2 > len(cells)


def _variety(rows: Sequence[Sequence[str]], column: int) -> tuple[int, int]:
    cells = [row[column] for row in rows if row[column]]
    return (len(set(cells)), -column)


def _complete(columns: TableColumns, rows: Sequence[Sequence[str]]) -> None:
    """Give columns with uninformative headers the meanings of their cells: times, days, people."""
    hours = Hours()
    tests: tuple[tuple[str, tuple[str, ...], Callable[[str], bool], float], ...] = (
        ("time", ("time", "start"), lambda cell: is_clock(cell) and hours.slot(cell) is not None, 0.6),
        (
            "date",
            ("date", "day"),
            lambda cell: len(cell) <= LONGEST_LABEL and mention_of(cell, is_day=False).is_any,
            0.7,
        ),
        ("speakers", ("speakers", "authors", "first-name", "last-name"), _is_person, 0.6),
    )
    for meaning, instead, holds, least in tests:
        if columns.has(*instead):
            continue
        for column, heading in enumerate(columns.headings):
            if heading.meaning or heading.rank or heading.foreign or _is_taken(columns, column):
                continue
            cells = [row[column] for row in rows if row[column]]
            if len(cells) >= 2 and sum(map(holds, cells)) >= least * len(cells):
                if meaning == "speakers" and len(cells) * 5 < len(rows):
                    continue
                columns.give(meaning, column)
                break


def is_clock(cell: str) -> bool:
    """Whether a cell is little more than a time of day, as in a column of times."""
    return _CLOCK.match(cell) is not None and len(cell) <= LONGEST_LABEL


def are_of_a_program(cells: Sequence[str]) -> bool:
    """Whether these are times of scheduled items: most are multiples of five minutes."""
    hours = Hours()
    slots = [slot for cell in cells if (slot := hours.slot(cell)) is not None]
    full = sum(slot.start % 5 == 0 for slot in slots) - sum(_SECONDS.search(cell) is not None for cell in cells)
    return full * 5 >= len(slots) * 3


def _is_person(cell: str) -> bool:
    name = cell.split(",")[0].split("(")[0].split(" and ")[0].strip()
    return is_likely_name(name) or (
        has_name_shape(name) and not is_likely_institution(name) and len(cell) <= LONGEST_LABEL
    )


def _is_taken(columns: TableColumns, column: int) -> bool:
    return any(column in taken for taken in columns.by_meaning.values())


def _is_program(table: TableLayout) -> bool:
    """Whether the columns contain a program, and not a log, a list of contacts or of payments."""
    rows = table.sheet.rows[table.first : table.first + 4 * _SAMPLE]
    if not rows:
        return False
    columns = table.columns
    for column in (*columns.all("start")[:1], *columns.all("time")[:1]):
        clocks = (mention_of(row[column], is_day=False).rest if len(row[column]) > 12 else row[column] for row in rows)
        if table.points < _PLENTY and not are_of_a_program([*clocks]):
            return False
    if columns.has(*_WHEN):
        return True
    title = columns.first("title")
    cells = [row[title] for row in rows if row[title]] if title is not None else []
    if not cells or sum(cell.split()[0].lower().strip(".,") in OCCUPATIONS for cell in cells) * 3 > len(cells):
        return False
    long = sum(map(len, cells)) >= 12 * len(cells)
    return long and (len(set(cells)) * 2 > len(cells) or columns.has(*_PROGRAM_SIGNS))
