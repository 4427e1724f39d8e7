"""What the lines of a note are by the lines around them: code, private, parts of a formula or a table.

All lines are looked at again only after an edit that may change what other lines are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Final

from confnotes.markup.code import blank_code, code_lines, fences
from confnotes.markup.private import find
from confnotes.tui.widgets.live_table import cell_bounds, is_rule_row

PrivateParts = tuple[tuple[int, int], ...]
"""The private parts of a line, as (start, end) columns."""

_SHAPE: Final = re.compile(r"(\s*$)|( {4}|\t)|(\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$))|(#)|()")
_MATH: Final = "$$"


class LineKind(Enum):
    """What a line is by the lines around it."""

    TEXT = auto()
    CODE = auto()
    FENCE = auto()
    PRIVATE = auto()
    MATH = auto()
    MATH_FENCE = auto()
    TABLE_HEAD = auto()
    TABLE_RULE = auto()
    TABLE_ROW = auto()


TABLES: Final = (LineKind.TABLE_HEAD, LineKind.TABLE_RULE, LineKind.TABLE_ROW)


class LineKinds:
    """The kinds of a note's `lines`, a list that its document changes. `forget` after an edit."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._code: list[bool] | None = None
        self._private: dict[int, PrivateParts] | None = None
        self._kinds: list[LineKind] | None = None
        self._kinds_before: list[LineKind] | None = None
        self._fences: list[tuple[int, int]] = []

    def shapes(self, first: int, last: int) -> list[tuple[bool, int | None, str, int]]:
        """The parts of lines that determine what they and other lines are."""
        return [
            (
                "```" in line or "~~~" in line,
                match.lastindex if (match := _SHAPE.match(line)) else None,
                line if "%%" in line else "",
                _table_shape(line) if "|" in line else -(line.strip() == _MATH),
            )
            for line in self._lines[first : last + 1]
        ]

    def forget(self) -> None:
        """Look at all lines again when the next one is asked for."""
        if self._kinds_before is None:
            self._kinds_before = self._kinds
        self._code = self._private = self._kinds = None

    def in_code(self, row: int) -> bool:
        """Whether the line is fenced or indented code."""
        if self._code is None:
            self._code = code_lines(self._lines)
        return row < len(self._code) and self._code[row]

    def private_parts(self, row: int) -> PrivateParts | None:
        """The private parts of the line; None if the line itself shows them."""
        if self._private is None:
            self._private = private_parts(self._lines)
        return self._private.get(row)

    @property
    def all(self) -> Sequence[LineKind]:
        """The kind of each line."""
        if self._kinds is None:
            self.in_code(0)
            self.private_parts(0)
            assert self._code is not None and self._private is not None
            self._fences = _fenced(self._lines) if any(self._code) else []
            self._kinds = line_kinds(self._lines, self._code, self._fences, self._private)
        return self._kinds

    def changed_rows(self) -> range:
        """The rows whose kinds are not what they were when this was last asked, besides rows that only moved."""
        before, now = self._kinds_before, self.all
        self._kinds_before = None
        if before is None or before == now:
            return range(0)
        least = min(len(before), len(now))
        head = next((row for row in range(least) if before[row] is not now[row]), least)
        tail = next((at for at in range(1, least - head + 1) if before[-at] is not now[-at]), least - head + 1)
        return range(head, len(now) - tail + 1)

    def fence_around(self, row: int) -> tuple[int, int] | None:
        """The rows of the fences around a row, the last one after the end of the note if it is open."""
        kinds = self.all
        at = bisect_right(self._fences, (row, len(kinds))) - 1
        return self._fences[at] if at >= 0 and self._fences[at][0] < row < self._fences[at][1] else None

    def block_rows(self, row: int) -> range:
        """The rows that show their source together: a table, a block of code or a formula; otherwise the row itself."""
        kind = self.all[row] if row < len(self.all) else LineKind.TEXT
        if kind in TABLES:
            return self.table_rows(row)
        if kind in (LineKind.MATH, LineKind.MATH_FENCE):
            return self._formula_rows(row)
        if kind not in (LineKind.CODE, LineKind.FENCE):
            return range(row, row + 1)
        near = (row,) if kind is LineKind.CODE else (row + 1, row - 1)
        found = [one for at in near if (one := self.fence_around(at)) is not None and one[0] <= row <= one[1]]
        first, last = found[0] if found else (row, row)
        return range(first, min(last + 1, len(self.all)))

    def rows_around(self, sign: str) -> set[int]:
        """The rows with a sign, and those that show their source together with one."""
        found = {self.block_rows(row) for row, line in enumerate(self._lines) if sign in line}
        return {row for rows in found for row in rows}

    def _formula_rows(self, row: int) -> range:
        """The rows of a formula; of two formulas without a row between them, both."""
        kinds, first, last = self.all, row, row + 1
        while first and kinds[first - 1] in (LineKind.MATH, LineKind.MATH_FENCE):
            first -= 1
        while last < len(kinds) and kinds[last] in (LineKind.MATH, LineKind.MATH_FENCE):
            last += 1
        return range(first, last)

    def table_rows(self, row: int) -> range:
        """The rows of the table in which a row is, head, rule and others; the row itself if it is in none."""
        kinds, first, last = self.all, row, row + 1
        while first and kinds[row] in TABLES and kinds[first] is not LineKind.TABLE_HEAD:
            first -= 1
        while last < len(kinds) and kinds[last] in TABLES[1:]:
            last += 1
        return range(first, last)


def _table_shape(line: str) -> int:
    return len(cell_bounds(line)) + 1 if is_rule_row(line) else 1


def _fenced(lines: Sequence[str]) -> list[tuple[int, int]]:
    return [(first, len(lines) if last is None else last) for first, last in fences(lines)]


def line_kinds(
    lines: Sequence[str], code: Sequence[bool], fenced: Sequence[tuple[int, int]], private: Iterable[int]
) -> list[LineKind]:
    """The kind of each line; `code` says which are code, `fenced` between which rows, `private` are rows."""
    kinds = [LineKind.TEXT] * len(lines)
    for row in [row for row, inside in enumerate(code) if inside]:
        kinds[row] = LineKind.CODE
    for first, last in fenced:
        kinds[first] = LineKind.FENCE
        kinds[last : last + 1] = [LineKind.FENCE] * (last < len(lines))
    for row in private:
        kinds[row] = LineKind.PRIVATE
    _find_formulas(lines, kinds)
    _find_tables(lines, kinds)
    return kinds


def _find_formulas(lines: Sequence[str], kinds: list[LineKind]) -> None:
    """Mark formulas between two lines of `$$`; one that is not closed is none yet."""
    opened: int | None = None
    for row in [row for row, line in enumerate(lines) if _MATH in line]:
        if kinds[row] is LineKind.TEXT and lines[row].strip() == _MATH:
            if opened is not None:
                kinds[opened + 1 : row] = [LineKind.MATH] * (row - opened - 1)
                kinds[opened] = kinds[row] = LineKind.MATH_FENCE
            opened = row if opened is None else None


def _find_tables(lines: Sequence[str], kinds: list[LineKind]) -> None:
    rows = [row for row, line in enumerate(lines) if "|" in line and kinds[row] is LineKind.TEXT and row]
    for row in rows:
        above = kinds[row - 1]
        if above in TABLES[1:]:
            kinds[row] = LineKind.TABLE_ROW
        elif above is LineKind.TEXT and is_rule_row(lines[row]) and _is_head(lines[row - 1], lines[row]):
            kinds[row - 1 : row + 1] = [LineKind.TABLE_HEAD, LineKind.TABLE_RULE]


def _is_head(line: str, rule: str) -> bool:
    return "|" in line and len(cell_bounds(line)) == len(cell_bounds(rule))


def _may_hide_others(line: str) -> bool:
    """Whether a line with `%%` may begin or end a private text of several lines: its marks are not all in pairs, or
    some may be code, a formula or a comment."""
    return line.count("%%") % 2 == 1 or any(sign in line for sign in "`$<>")


def private_parts(lines: Sequence[str]) -> dict[int, PrivateParts]:
    """The private parts of lines within a private text of several lines, by row."""
    if not any(_may_hide_others(line) for line in lines if "%%" in line):
        return {}
    text = "\n".join(lines)
    touched: set[int] = set()
    parts: dict[int, list[tuple[int, int]]] = {}
    row, begin = 0, 0
    for start, end in find(blank_code(text)):
        while begin + len(lines[row]) < start:
            begin += len(lines[row]) + 1
            row += 1
        first = row
        while True:
            stop = begin + len(lines[row])
            parts.setdefault(row, []).append((max(start, begin) - begin, min(end, stop) - begin))
            if end <= stop:
                break
            begin = stop + 1
            row += 1
        if row > first:
            touched.update(range(first, row + 1))
    return {row: tuple(parts[row]) for row in sorted(touched)}
