"""Tables in the editor: Tab goes from cell to cell, Enter to the next row, and the columns align.

A table is aligned when the cursor leaves a cell, never while a cell is typed. Enter leaves one alone that was not
aligned before. Whoever types all signs of a table by habit types over the existing ones: `|` goes to the next cell
of a row that is still empty from here on, and a second rule becomes the rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from confnotes.tui.widgets.editor_blocks import TABLES, LineKind
from confnotes.tui.widgets.editor_wrapping import cells
from confnotes.tui.widgets.live_table import cell_bounds, is_rule_row

if TYPE_CHECKING:
    from textual import events

    from confnotes.tui.widgets.editor import NoteEditor

_LEAST: Final = 3  # cells of a column: as many as a rule has dashes
_MOST_ROWS: Final = 300
"""Longer tables are not aligned, so that Tab never takes long."""


def aligned(lines: Sequence[str], least: Sequence[int] = ()) -> list[str]:
    """The rows of a table with columns of equal width, at least that of `least`; the second row is its rule."""
    rows = [[line[start:end] for start, end in cell_bounds(line)] for line in lines]
    count = max(map(len, rows))
    for row in rows:
        row += [""] * (count - len(row))
    least = [*least, *[0] * (count - len(least))]
    widths = [
        max(_LEAST, least[at], *(cells(row[at]) for number, row in enumerate(rows) if number != 1))
        for at in range(count)
    ]
    marks = [(mark[:1] == ":", mark[-1:] == ":") for mark in rows[1]]
    rows[1] = [
        (":" if left else "-") + "-" * (width - 2) + (":" if right else "-")
        for width, (left, right) in zip(widths, marks, strict=True)
    ]
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    return [f"{indent}| {' | '.join(_padded(row, widths, marks))} |" for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int], marks: Sequence[tuple[bool, bool]]) -> list[str]:
    padded = []
    for text, width, (left, right) in zip(row, widths, marks, strict=True):
        room = width - cells(text)
        before = 0 if not right else room // 2 if left else room
        padded.append(" " * before + text + " " * (room - before))
    return padded


def _cell_at(bounds: Sequence[tuple[int, int]], column: int) -> int:
    """The cell at a column of a line; an empty cell begins right behind its `|`."""
    return max(sum(start <= column for start, _ in bounds) - 1, 0)


class TableTyping:
    """Takes Tab, shift+Tab, Enter and `|` in tables, also in vim's insert mode."""

    def __init__(self, editor: NoteEditor) -> None:
        self._editor = editor

    def takes(self, event: events.Key) -> bool:
        """Whether the key was done."""
        is_bar = event.character == "|"
        if not is_bar and event.key not in ("tab", "shift+tab", "enter"):
            return False
        (row, column), other = self._editor.selection.end, self._editor.selection.start
        line = self._editor.note.lines[row]
        if "|" not in line or other != (row, column):
            return False
        if is_bar:
            return self._editor.kinds.all[row] is LineKind.TABLE_ROW and self._type_over(row, column)
        if self._editor.kinds.all[row] not in TABLES:
            return event.key == "enter" and self._begin(row, column)
        rows = self._editor.kinds.table_rows(row)
        if event.key == "enter":
            return self._next_row(rows, row, column)
        self._go(rows, row, _cell_at(cell_bounds(line), column) + (1 if event.key == "tab" else -1))
        return True

    def _begin(self, row: int, column: int) -> bool:
        """Add the rule below a head `| a | b |` that was just typed, and a row to type on."""
        lines = self._editor.note.lines
        line = lines[row].rstrip()
        head = line.lstrip()
        is_head = head.startswith("|") and head.endswith("|") and len(cell_bounds(line)) > 1 and column >= len(line)
        behind = lines[row + 1] if row + 1 < len(lines) else ""
        if not is_head or "|" in behind or self._editor.kinds.all[row] is not LineKind.TEXT or is_rule_row(line):
            return False
        if row and "|" in lines[row - 1]:
            return False
        count = len(cell_bounds(line))
        with self._editor.one_step():
            self._editor.add_lines(row + 1, ["|" + " --- |" * count, "|" + "  |" * count], ["", ""])
            self._align(range(row, row + 3))
        self._move_to(row + 2, 0)
        return True

    def _type_over(self, row: int, column: int) -> bool:
        """Go over the `|` at which the cell ends, or over the first one of an empty row."""
        line = self._editor.note.lines[row]
        bounds = cell_bounds(line)
        cell = _cell_at(bounds, column)
        if not bounds or column < bounds[cell][1] or column > line.rindex("|"):
            return False
        if any(line[start:end] for start, end in bounds[cell + 1 :]):
            return False  # a row that is there gets another column
        is_empty = not any(line[start:end] for start, end in bounds)
        if is_empty and cell == 0 and column <= line.index("|") + 2:
            return True
        if cell + 1 < len(bounds):
            self._move_to(row, cell + 1)
        else:
            self._editor.move_cursor((row, line.rindex("|") + 1))
        return True

    def _take_rule(self, rows: range, row: int) -> bool:
        """Make a rule that was typed below the rule the rule of the table."""
        if row != rows.start + 2 or not is_rule_row(line := self._editor.note.lines[row]):
            return False
        self._editor.set_lines(rows.start + 1, [line, "|" + "  |" * len(cell_bounds(line))])
        self._align(rows)
        self._move_to(row, 0)
        return True

    def _next_row(self, rows: range, row: int, column: int) -> bool:
        """Go to the next row, which is added at the end of the table; an empty last row ends it."""
        editor = self._editor
        line = editor.note.lines[row]
        kind = editor.kinds.all[row]
        bounds = cell_bounds(line)
        if column < len(line) and (not bounds or column < bounds[0][0]):
            return False  # before the table: a line is added above
        with editor.one_step():
            if self._take_rule(rows, row):
                return True
            aligns = self._is_aligned(rows, row)
            if row == rows[-1] and kind is LineKind.TABLE_ROW and not any(line[start:end] for start, end in bounds):
                editor.set_lines(row, [""])
                if any(editor.note.lines[row + 1 : row + 2]) or row + 1 == len(editor.note.lines):
                    editor.add_lines(row + 1, [""], [""])  # what stands right below a table belongs to it
                editor.move_cursor((row + 1, 0))
                if aligns:
                    self._align(range(rows.start, row))
            else:
                goal = rows.start + 2 if kind is LineKind.TABLE_HEAD else row + 1
                if kind is LineKind.TABLE_ROW or goal == rows.stop:
                    editor.add_lines(goal, ["|" + "  |" * len(bounds)], [""])
                    rows = range(rows.start, rows.stop + 1)
                if aligns:
                    self._align(rows)
                self._move_to(goal, 0)
        return True

    def _go(self, rows: range, row: int, cell: int) -> None:
        """Go to a cell of a row, or on to the next or the previous row."""
        editor = self._editor
        with editor.one_step():
            count = len(cell_bounds(editor.note.lines[rows.start]))
            rule = rows.start + 1
            if row == rule:
                row, cell = (row + 1, 0) if cell > 0 else (row - 1, count - 1)
            elif cell >= count:
                row, cell = row + 1 + (row + 1 == rule), 0
            elif cell < 0:
                row, cell = row - 1 - (row - 1 == rule), count - 1
            if row >= rows.stop:
                editor.add_lines(row, ["|" + "  |" * count], [""])
                rows = range(rows.start, rows.stop + 1)
            self._align(rows)
            self._move_to(max(row, rows.start), cell if row >= rows.start else 0)

    def _is_aligned(self, rows: range, row: int) -> bool:
        """Whether the columns are aligned but for a row in which one types; a table written otherwise stays so."""
        if row - rows.start < 2 or len(rows) > _MOST_ROWS:
            return True
        lines = self._editor.note.lines[rows.start : rows.stop]
        widths = [end - start for start, end in cell_bounds(lines[1])]  # as wide as that row made them
        del lines[row - rows.start]
        return lines == aligned(lines, widths)

    def _align(self, rows: range) -> None:
        editor = self._editor
        lines = editor.note.lines[rows.start : rows.stop]
        if len(lines) > _MOST_ROWS or len(lines) < 2 or not is_rule_row(lines[1]):
            return
        fresh = aligned(lines)
        changed = [at for at, line in enumerate(lines) if line != fresh[at]]
        if changed:
            editor.set_lines(rows.start + changed[0], fresh[changed[0] : changed[-1] + 1])

    def _move_to(self, row: int, cell: int) -> None:
        """Put the cursor after the text of a cell."""
        bounds = cell_bounds(self._editor.note.lines[row])
        if bounds:
            start, end = bounds[min(cell, len(bounds) - 1)]
            line = self._editor.note.lines[row]
            column = end if end > start else start + line.startswith(" ", start)
            self._editor.move_cursor((row, column))
