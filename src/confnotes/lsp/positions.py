"""Positions as editors count them: rows from 0, columns in UTF-8, UTF-16 or UTF-32 units."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from lsprotocol.types import Position, PositionEncodingKind, Range, TextEdit

from confnotes.markup.edits import Edit


class Lines:
    """The lines of a text without line ends, and the editor's column of each character."""

    def __init__(self, text: str, encoding: str) -> None:
        self.text = text
        self.rows = [line.removesuffix("\r") for line in text.split("\n")]
        self._encoding = encoding
        self._starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def row(self, number: int) -> str:
        """A line, from 0; empty after the last."""
        return self.rows[number] if 0 <= number < len(self.rows) else ""

    def column(self, position: Position) -> int:
        """The character index in its line of a position."""
        line = self.row(position.line)
        if line.isascii():
            return min(position.character, len(line))
        units = 0
        for column, character in enumerate(line):
            if units >= position.character:
                return column
            units += self._units(character)
        return len(line)

    def position(self, row: int, column: int) -> Position:
        """The position of a character of a line."""
        return Position(row, self._units(self.row(row)[:column]))

    def range(self, row: int, start: int, end: int) -> Range:
        """The range of the characters `[start, end)` of a line."""
        return Range(self.position(row, start), self.position(row, end))

    def whole(self, row: int) -> Range:
        """The range of a line; the first line for a negative number."""
        return self.range(max(row, 0), 0, len(self.row(max(row, 0))))

    def edit(self, edit: Edit) -> TextEdit:
        """An edit in the editor's positions."""
        return TextEdit(Range(self._at(edit.start), self._at(edit.end)), edit.text)

    def _at(self, offset: int) -> Position:
        row = bisect_right(self._starts, offset) - 1
        if row >= len(self.rows):
            return self.position(len(self.rows) - 1, len(self.rows[-1]))
        return self.position(row, offset - self._starts[row])

    def _units(self, text: str) -> int:
        if text.isascii() or self._encoding == PositionEncodingKind.Utf32:
            return len(text)
        if self._encoding == PositionEncodingKind.Utf8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
