"""A table before interpretation: rows of cells from any format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from confnotes.importers.facts.headings import heading_of

MOST_COLUMNS = 256  # of a sheet; the others are left out
MOST_ROWS = 100_000  # of a table; more would take minutes
_MOST_FILLED = 1_000_000  # cells that merged areas may be filled into


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


_NUMBERED = re.compile(r"([A-Za-z]{1,12}[ _]?\d{1,2})[ _](\D.{1,60})")
_OF_SESSION = re.compile(r"(?:session|block)[ _]", re.IGNORECASE)
_HEADER_ROWS = 5  # first rows, among which the header is
_FEWEST = 2  # numbered papers of a row


def unpivot(sheet: Sheet) -> Sheet:
    """The sheet with a paper per row, if it had several; else unchanged."""
    for number, header in enumerate(sheet.rows[:_HEADER_ROWS]):
        papers = _papers(header)
        if len(papers) >= _FEWEST:
            return _narrow(sheet, number, papers)
    return sheet


def _papers(header: list[str]) -> list[dict[str, int]]:
    """For each paper of a row its columns by meaning; empty if they are not numbered alike."""
    groups: dict[str, dict[str, int]] = {}
    for column, cell in enumerate(header):
        match = _NUMBERED.fullmatch(cell)
        if match:
            groups.setdefault(match[1], {})[match[2]] = column
    return [columns for columns in groups.values() if any(heading_of(said).meaning == "title" for said in columns)]


def _narrow(sheet: Sheet, header: int, papers: list[dict[str, int]]) -> Sheet:
    said = list(dict.fromkeys(name for columns in papers for name in columns))
    taken = {column for columns in papers for column in columns.values()}
    own = {meaning: number for number, name in reversed([*enumerate(said)]) if (meaning := heading_of(name).meaning)}
    free = [(column, heading_of(cell)) for column, cell in enumerate(sheet.rows[header]) if column not in taken]
    session = next((column for column, heading in free if heading.other == "session"), None)
    beside = {  # columns of the session with the same meaning as one of a paper
        column: own[heading.meaning]
        for column, heading in free
        if heading.meaning in own and _OF_SESSION.match(heading.text)
    }
    common = [column for column, _ in free if column not in beside]
    rows, lines = [], []
    for row, line in zip(sheet.rows[header + 1 :], sheet.lines[header + 1 :], strict=True):
        shared = [row[column] for column in common]
        cells = [[row[columns[name]] if name in columns else "" for name in said] for columns in papers]
        cells = [each for each in cells if each[own["title"]]]
        if not cells and session is not None:
            cells = [[row[session] if number == own["title"] else "" for number in range(len(said))]]
            shared = ["" if column == session else row[column] for column in common]
        _fill(cells, {number: row[column] for column, number in beside.items()})
        rows += [[*shared, *each] for each in cells]
        lines += [line] * len(cells)
    width = len(common) + len(said)
    above = [[*row[:width], *[""] * (width - len(row))] for row in sheet.rows[:header]]
    names = [sheet.rows[header][column] for column in common] + said
    return replace(sheet, rows=[*above, names, *rows], lines=[*sheet.lines[: header + 1], *lines], spans=(), links={})


def _fill(papers: list[list[str]], of_session: dict[int, str]) -> None:
    """Copy fields of the session to its papers if none of them has its own."""
    for number, cell in of_session.items():
        if not any(paper[number] for paper in papers):
            for paper in papers:
                paper[number] = cell
