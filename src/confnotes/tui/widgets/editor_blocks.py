"""What the lines of a note are by the lines around them: code, private, parts of a formula or a table.

After an edit, only the lines that may have become something else are read again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from itertools import accumulate, islice, takewhile
from typing import Final, NamedTuple, cast

from confnotes.markup.code import CodeState, blank_inline, read_code
from confnotes.markup.private import find
from confnotes.tui.widgets.live_table import cell_bounds, is_rule_row

PrivateParts = tuple[tuple[int, int], ...]
"""The private parts of a line, as (start, end) columns."""

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
    """The kinds of a note's `lines`, a list that its document changes; `replaced` is to be called after each change.

    Lines below a change are read again only as far as it changes what they are, so that a key costs the same in notes
    of 10 KB and 10 MB.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._states: list[CodeState | None] = [None] * len(lines)  # after each line
        self._code: list[LineKind | None] = [None] * len(lines)  # what it is by code alone
        self._kinds: list[LineKind | None] = [None] * len(lines)
        self._fences: list[int] = []  # rows, first opening, then closing in turns
        self._marks: list[int] = []  # rows with %%
        self._rules: list[int] = []  # rows with $$ alone
        self._private: list[PrivateText] = []
        self._formulas: list[tuple[int, int]] = []
        self._unread: tuple[int, int] | None = None
        self._changed: set[int] = set()
        self.lines_read = 0
        """How many lines were read to learn what they are, since the beginning."""
        if lines:
            self._find_marks(0, len(lines), len(lines))

    def replaced(self, first: int, old: int, new: int) -> None:
        """From row `first` on, `old` lines were replaced by `new` ones."""
        longer = new - old
        state = self._states[first + old - 1]  # rows below are read again only if this is another one now
        self._states[first : first + old] = [*[None] * (new - 1), state]
        for rows in (self._code, self._kinds):
            rows[first : first + old] = [None] * new
        self._fences = _moved(self._fences, first, old, longer)
        self._find_marks(first, old, new)
        if longer:
            end = first + old

            def now(row: int) -> int:
                return row + longer if row >= end else min(row, first)

            self._changed = {now(row) for row in self._changed if not first <= row < end}
            self._private = [PrivateText(now(one.first), one.start, now(one.last), one.end) for one in self._private]
            self._formulas = [(now(begin), now(last)) for begin, last in self._formulas]
        begin, stop = first, first + new
        if self._unread is not None:
            a, b = self._unread
            begin, stop = min(begin, a), max(stop, b + longer if b >= first + old else stop)
        self._unread = begin, stop

    def _find_marks(self, first: int, old: int, new: int) -> None:
        """Find the lines that may hide others, and those that may begin or end a formula."""
        lines = self._lines[first : first + new]
        marks = [row for row, line in enumerate(lines, first) if "%%" in line]
        rules = [row for row, line in enumerate(lines, first) if _MATH in line and line.strip() == _MATH]
        self._marks = _moved(self._marks, first, old, new - old, marks)
        self._rules = _moved(self._rules, first, old, new - old, rules)
        if self._unread is None and first == 0 and new == len(self._lines):
            self._unread = 0, new

    def _read(self) -> None:
        """Read the changed lines, and those below them that are something else now."""
        if self._unread is None:
            return
        (first, last), self._unread = self._unread, None
        first = min(first, len(self._lines))
        stop = self._read_code(first, last)
        private, formulas = self._private, self._formulas
        self._private = private_spans(self._lines, self._text_rows(self._marks))
        hidden = [span for span in self._private if span.last > span.first]
        fences = [row for row in self._text_rows(self._rules) if _span_at(hidden, row) is None]
        self._formulas = list(zip(fences[::2], fences[1::2], strict=False))  # one that is not closed is none yet
        self._sort(first, stop, hidden)
        others = [*({*formulas} ^ {*self._formulas})]
        if private != self._private:
            others += [(one.first, one.last) for one in {*private} ^ {*self._private} if one.last > one.first]
        for begin, end in others:
            self._sort(min(begin, len(self._lines)), min(end + 1, len(self._lines)), hidden)

    def _read_code(self, first: int, last: int) -> int:
        """Find code from a row on, at least up to `last`; the row before which the others are what they were."""
        state = (self._states[first - 1] if first else None) or CodeState()
        found = list[int]()
        row = first
        for is_code, after in read_code(islice(self._lines, first, None), state):
            before, state = state, after
            is_fence = is_code and before.fence != after.fence
            self._code[row] = LineKind.FENCE if is_fence else LineKind.CODE if is_code else LineKind.TEXT
            if is_fence:
                found.append(row)
            same, self._states[row] = self._states[row] == after, after
            row += 1
            if same and row >= last:
                break
        self.lines_read += row - first
        self._fences = _moved(self._fences, first, row - first, 0, found)
        return row

    def _text_rows(self, rows: Iterable[int]) -> list[int]:
        """Those of these rows that are no code."""
        return [row for row in rows if self._code[row] is LineKind.TEXT]

    def _sort(self, first: int, stop: int, hidden: Sequence[PrivateText]) -> None:
        """Learn the kinds of rows from what was read, and those of tables that go on below them."""
        fresh = [kind or LineKind.TEXT for kind in self._code[first:stop]]
        for span in hidden:
            begin, end = max(span.first, first), min(span.last + 1, stop)
            if begin < end:
                fresh[begin - first : end - first] = [LineKind.PRIVATE] * (end - begin)
        at = max(bisect_right(self._formulas, (first, 0)) - 1, 0)
        for begin, end in takewhile(lambda formula: formula[0] < stop, self._formulas[at:]):
            for row in range(max(begin, first), min(end + 1, stop)):
                fresh[row - first] = LineKind.MATH_FENCE if row in (begin, end) else LineKind.MATH
        before = self._kinds[first:stop]
        self._kinds[first:stop] = fresh
        end = self._find_tables(first, stop, before)
        now = self._kinds[first:end]
        self._changed.update(
            row
            for row, (was, kind) in enumerate(zip(before, now, strict=True), first)
            if was is not kind and was is not None
        )

    def _find_tables(self, first: int, stop: int, before: list[LineKind | None]) -> int:
        """Find tables in rows and below them as far as they change; adds what those rows were to `before`."""
        kinds, lines, row = self._kinds, self._lines, first
        if first and kinds[first - 1] is LineKind.TABLE_HEAD:
            kinds[first - 1] = LineKind.TEXT
            self._changed.add(first - 1)
        while row < len(lines):
            if row >= stop:
                if kinds[row] is not LineKind.TEXT and kinds[row] not in TABLES:
                    break
                before.append(kinds[row])
                kinds[row] = LineKind.TEXT
            if row and kinds[row] is LineKind.TEXT and "|" in lines[row]:
                above = kinds[row - 1]
                if above in TABLES[1:]:
                    kinds[row] = LineKind.TABLE_ROW
                elif above is LineKind.TEXT and is_rule_row(lines[row]) and _is_head(lines[row - 1], lines[row]):
                    kinds[row - 1 : row + 1] = [LineKind.TABLE_HEAD, LineKind.TABLE_RULE]
                    if row == first:
                        self._changed.add(row - 1)
            row += 1
            if row > stop and kinds[row - 1] is before[row - 1 - first]:
                break
        return row

    def in_code(self, row: int) -> bool:
        """Whether the line is fenced or indented code."""
        self._read()
        return row < len(self._code) and self._code[row] is not LineKind.TEXT

    def private_parts(self, row: int) -> PrivateParts | None:
        """The private parts of the line; None if the line itself shows them."""
        self._read()
        return parts_in(self._private, self._lines, row) if self._private else None

    @property
    def all(self) -> Sequence[LineKind]:
        self._read()
        return cast("list[LineKind]", self._kinds)

    def changed_rows(self) -> set[int]:
        """The rows that became of another kind since this was last asked; new rows are not among them."""
        self._read()
        changed, self._changed = self._changed, set()
        return changed

    def fence_around(self, row: int) -> tuple[int, int] | None:
        """The rows of the fences around a row, the last one after the end of the note if it is open."""
        self._read()
        at = bisect_left(self._fences, row)
        last = self._fences[at] if at < len(self._fences) else len(self._lines)
        return (self._fences[at - 1], last) if at % 2 and row < last else None

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

    def code_indent(self, row: int) -> str:
        """The indentation of the line below a line of code; "" for others."""
        if not self.in_code(row):
            return ""
        opened = self.indent_of_opening(row)
        return _indent_of(self._lines[row]) if opened is None else opened

    def indent_of_opening(self, row: int) -> str | None:
        """The indentation of the fence that opens the code which one on this row closes; None for other rows."""
        first = self.block_rows(row).start
        return _indent_of(self._lines[first]) if first < row and self.all[row] is LineKind.FENCE else None

    def rows_around(self, sign: str, rows: Iterable[int]) -> set[int]:
        """Those of these ascending rows that have a sign, and all that show their source together with one."""
        found, stop = set[int](), 0
        for row in rows:
            if row >= stop:
                block = self.block_rows(row)
                stop = block.stop
                if any(sign in line for line in islice(self._lines, block.start, stop)):
                    found.update(block)
        return found

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


def _indent_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _is_head(line: str, rule: str) -> bool:
    return "|" in line and len(cell_bounds(line)) == len(cell_bounds(rule))


def _may_hide_others(line: str) -> bool:
    """Whether a line with `%%` may begin or end a private text of several lines: its marks are not all in pairs, or
    some may be code, a formula or a comment."""
    return line.count("%%") % 2 == 1 or any(sign in line for sign in "`$<>")


def _moved(rows: list[int], first: int, old: int, longer: int, fresh: Sequence[int] = ()) -> list[int]:
    """Sorted rows after `old` lines from `first` on were replaced by `longer` more lines, `fresh` among them."""
    begin, end = bisect_left(rows, first), bisect_left(rows, first + old)
    after = [row + longer for row in rows[end:]] if longer else rows[end:]
    return [*rows[:begin], *fresh, *after]


class PrivateText(NamedTuple):
    """A private text: from a column of its first row to the end column of its last one."""

    first: int
    start: int
    last: int
    end: int


def _span_at(hidden: Sequence[PrivateText], row: int) -> PrivateText | None:
    """The first of these texts that has a part on a row."""
    at = bisect_left(hidden, row, key=lambda span: span.last)
    return hidden[at] if at < len(hidden) and hidden[at].first <= row else None


def private_spans(lines: Sequence[str], rows: Sequence[int]) -> list[PrivateText]:
    """The private texts of lines, if one of them has several lines; `rows` are those with `%%` outside of code."""
    if not any(_may_hide_others(lines[row]) for row in rows):
        return []
    # only these lines matter, and whether others follow
    marked = [blank_inline(lines[row]) for row in rows]
    ends = [*accumulate(len(line) + 1 for line in marked)]
    more = [""] if rows[-1] < len(lines) - 1 else []
    found = list[PrivateText]()
    for start, end in find("\n".join(marked + more)):
        first, last = bisect_right(ends, start), bisect_right(ends, end)
        begin = rows[first], start - (ends[first - 1] if first else 0)
        if last == len(rows):  # it is not closed
            found.append(PrivateText(*begin, len(lines) - 1, len(lines[-1])))
        else:
            found.append(PrivateText(*begin, rows[last], end - (ends[last - 1] if last else 0)))
    return found if any(span.last > span.first for span in found) else []


def parts_in(private: Sequence[PrivateText], lines: Sequence[str], row: int) -> PrivateParts | None:
    """The private parts of a row that has a part of a private text of several lines; None for others."""
    at = bisect_left(private, row, key=lambda span: span.last)
    here = list[PrivateText]()
    while at < len(private) and private[at].first <= row:
        here.append(private[at])
        at += 1
    if all(span.first == span.last for span in here):
        return None
    return tuple(
        (span.start if span.first == row else 0, span.end if span.last == row else len(lines[row])) for span in here
    )
