"""A table as a grid: every position has its cell, including cells that span several columns or rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.headers import header_meaning
from confnotes.importers.pages.blocks import Block

_MOST_COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its text as Markdown; `row` and `column` are its top left position, from 0."""

    text: str
    row: int
    column: int
    columns: int = 1
    rows: int = 1


class TableGrid:
    """The rows of a table; positions without a cell are None."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks = _divided(blocks)
        self.rows: list[list[Cell | None]] = [[] for _ in blocks]
        for number, block in enumerate(blocks):
            column = 0
            for at, text in enumerate(block.cells):
                while self.at(number, column) is not None:
                    column += 1
                columns, rows = block.spans[at] if at < len(block.spans) else (1, 1)
                cell = Cell(text.strip(), number, column, columns, min(rows, len(blocks) - number))
                self._put(cell)
                column += columns

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell at a position."""
        return self.rows[row][column] if column < len(self.rows[row]) else None

    def row(self, number: int) -> list[Cell]:
        """The non-empty cells that begin in a row, from the left."""
        return [
            cell
            for column, cell in enumerate(self.rows[number])
            if cell and cell.row == number and cell.column == column and inline.plain(cell.text)
        ]

    def column(self, number: int, rows: Sequence[int]) -> Iterator[Cell]:
        """The non-empty cells of one column that begin in these rows and are no wider than it."""
        for row in rows:
            cell = self.at(row, number)
            if cell and cell.row == row and cell.columns == 1 and inline.plain(cell.text):
                yield cell

    def _put(self, cell: Cell) -> None:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, min(cell.column + cell.columns, _MOST_COLUMNS)):
                places = self.rows[row]
                places += [None] * (column + 1 - len(places))
                places[column] = places[column] or cell


def _divided(blocks: Sequence[Block]) -> Sequence[Block]:
    """The rows with a column for each line of a header such as “Speaker, Affiliation, Date”, one below the other."""
    head = blocks[0]
    if any(block.spans for block in blocks):
        return blocks
    names = {at: lines for at, cell in enumerate(head.cells) if len(lines := _lines(cell)) > 1}
    names = {at: lines for at, lines in names.items() if len(set(map(header_meaning, lines)) - {""}) == len(lines)}
    if not names:
        return blocks
    return [
        replace(
            block,
            cells=tuple(
                part
                for at, cell in enumerate(block.cells)
                for part in (_parts(_lines(cell), len(names[at])) if at in names else (cell,))
            ),
        )
        for block in blocks
    ]


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n") if line.strip()]


def _parts(lines: list[str], count: int) -> list[str]:
    """As many parts as a header has lines; what is more is in the last but one."""
    if len(lines) <= count:
        return [*lines, *[""] * (count - len(lines))]
    return [*lines[: count - 2], "\n".join(lines[count - 2 : -1]), lines[-1]]
