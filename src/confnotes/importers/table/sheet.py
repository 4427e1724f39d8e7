"""A table before interpretation: rows of cells from any format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

MOST_COLUMNS = 256
MOST_ROWS = 100_000
_MOST_FILLED = 1_000_000


@dataclass(frozen=True, slots=True)
class MergedCells:
    """Merged cells, from the cell with the text to the last one, counted from 0."""

    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def places(self) -> Iterator[tuple[int, int]]:
        """Every row and column in the merged area."""
        return product(range(self.row, self.last_row + 1), range(self.column, self.last_column + 1))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of stripped cells, all with the same width, without empty rows.

    `lines` has the position of each row: its line of text or row of the spreadsheet, counted from 1. Dates and times of
    a spreadsheet are in ISO 8601. `links` are the addresses of cells, by row and column.
    """

    rows: list[list[str]]
    lines: list[int]
    name: str | None = None
    spans: tuple[MergedCells, ...] = ()
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """The number of cells in each row."""
        return len(self.rows[0]) if self.rows else 0


def make_rectangular(rows: list[list[str]], lines: list[int], name: str | None = None) -> Sheet:
    """A sheet from rows of different lengths, without empty ones and cut to a maximum width."""
    kept = [(row[:MOST_COLUMNS], line) for row, line in zip(rows, lines, strict=True) if any(row)]
    width = max((len(row) for row, _ in kept), default=0)
    for row, _ in kept:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return Sheet([row for row, _ in kept], [line for _, line in kept], name)


def fill_down(sheet: Sheet) -> Sheet:
    """A sheet in which the text of vertically merged cells is repeated in each."""
    merged = [span for span in sheet.spans if span.column == span.last_column and span.last_row > span.row]
    if not merged:
        return sheet
    rows = [list(row) for row in sheet.rows]
    filled = 0
    for span in merged:
        filled += span.last_row - span.row
        if filled > _MOST_FILLED:
            break
        for number in range(span.row + 1, span.last_row + 1):
            rows[number][span.column] = rows[span.row][span.column]
    return Sheet(rows, sheet.lines, sheet.name, (), sheet.links)
