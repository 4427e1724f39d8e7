"""Live preview of a note in its editor: what each line shows while the cursor is elsewhere.

Only lines that are asked for are read, once for each text, so that a key costs the same with and without it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from confnotes.markup.generated_regions import is_mark
from confnotes.markup.link_names import stem_of
from confnotes.markup.names import name_key
from confnotes.markup.spans import LONGEST_LINE
from confnotes.tui.widgets.editor_blocks import TABLES, LineKind, LineKinds
from confnotes.tui.widgets.live_line import (
    LiveLine,
    LiveReader,
    Role,
    fence_line,
    hidden_line,
    language_of,
    math_line,
    text_line,
)
from confnotes.tui.widgets.live_table import TableForm, cell_widths, rule_line, table_form, table_line

if TYPE_CHECKING:
    from confnotes.tui.widgets.editor_document import NoteDocument

_LINES_KEPT: Final = 4000
_MOST_TABLE_ROWS: Final = 500
"""Longer tables are shown as they are written: every key in one would measure all their rows."""

_MOST_CODE_ROWS: Final = 1000
_BLOCKS_KEPT: Final = 200
_MARKED: Final = re.compile(r"[*_`\[<$~=\\>]|^[ \t]*[#+-]")

Key = tuple[str, LineKind, int, TableForm | None]
Code = tuple[str, tuple[str, ...]]
"""A language, and lines in it."""


class LivePreview:
    """Shows the lines of a note; `titles` are those of other notes and of talks, by the `name_key` of a stem.

    `marks_code` keeps the backticks of code. `later` is called when something slow is missing, which `load` brings.
    """

    def __init__(
        self,
        note: NoteDocument,
        kinds: LineKinds,
        titles: Mapping[str, str],
        later: Callable[[LivePreview], object],
        *,
        marks_code: bool = False,
    ) -> None:
        self._note, self._kinds = note, kinds
        self._titles = titles
        self._later = later
        self._reader = LiveReader(self._title_of, self._math_of, marks_code)
        self._shown: dict[Key, LiveLine | None] = {}
        self._widths: dict[str, tuple[int, ...]] = {}
        self._forms: dict[int, TableForm | None] = {}
        self._colors: dict[int, Sequence[tuple[Role, ...]]] = {}
        self._seen = (-1, 0)
        self._lexed: dict[Code, Sequence[tuple[Role, ...]]] = {}
        self._lexed_lines: dict[tuple[str, str], tuple[Role, ...]] = {}
        self._unread: Code | None = None
        self._lacks_math = False

    # What is slow

    def load(self) -> bool:
        """Read what is missing, in a thread; whether lines may be wrapped otherwise now."""
        if self._unread is not None:
            from confnotes.tui.widgets.live_code import code_roles

            language, lines = code = self._unread
            found = code_roles(language, lines)
            if len(self._lexed) >= _BLOCKS_KEPT:
                self._lexed.clear()
                self._lexed_lines.clear()
            self._lexed_lines.update(zip(((language, line) for line in lines), found, strict=True))
            self._lexed[code] = found
            self._unread = None
            self._colors = {}
        lacked_math, self._lacks_math = self._lacks_math, False
        if lacked_math:
            from confnotes.markup.math.plain import math_text

            math_text("x")
            self._shown, self._widths, self._forms = {}, {}, {}
        return lacked_math

    def _math_of(self, tex: str) -> str | None:
        if "latex2mathml.converter" not in sys.modules:
            self._lacks_math = True
            self._later(self)
            if self._lacks_math:
                return None
        from confnotes.markup.math.plain import math_text

        return math_text(tex)

    def code_roles(self, row: int) -> tuple[Role, ...]:
        """The styles of a line of code by its language; of changed code, those known before."""
        fence = self._kinds.fence_around(row)
        if fence is None:
            return ()
        self._look_again(self._seen[1])
        first, last = fence
        if first not in self._colors:
            self._colors[first] = self._block_roles(first, last)
        return self._colors[first][row - first - 1]

    def _block_roles(self, first: int, last: int) -> Sequence[tuple[Role, ...]]:
        language, lines = language_of(self._note.lines[first]), tuple(self._note.lines[first + 1 : last])
        if not language or last - first > _MOST_CODE_ROWS:
            return [()] * len(lines)
        if (language, lines) not in self._lexed:
            self._unread = (language, lines)
            self._later(self)
        found = self._lexed.get((language, lines))
        return found or [self._lexed_lines.get((language, line), ()) for line in lines]

    def _look_again(self, width: int) -> None:
        """Forget what depends on several lines if one has changed."""
        if self._seen != (self._note.revision, width):
            self._seen = (self._note.revision, width)
            self._forms, self._colors = {}, {}

    # Lines

    def _title_of(self, target: str) -> str | None:
        return self._titles.get(name_key(stem_of(target)))

    def line(self, row: int, width: int) -> LiveLine | None:
        """A line as it is shown in a window of that width; None if its source is shown."""
        line, kind = self._note.lines[row], self._kinds.all[row]
        if kind in (LineKind.CODE, LineKind.PRIVATE) or len(line) > LONGEST_LINE:  # each of its rows asks, at each key
            return None
        if kind is LineKind.TEXT and not _MARKED.search(line):
            return None
        form = None
        if kind in TABLES and (form := self._form(row, width)) is None:
            kind = LineKind.TEXT
        key = (line, kind, width, form)
        if key not in self._shown:
            if len(self._shown) >= _LINES_KEPT:
                self._shown.clear()
            self._shown[key] = self._read(line, kind, width, form)
        return self._shown[key]

    def _read(self, line: str, kind: LineKind, width: int, form: TableForm | None) -> LiveLine | None:
        if kind is LineKind.FENCE:
            return fence_line(line, width)
        if kind is LineKind.MATH:
            return math_line(line, self._reader)
        if kind is LineKind.MATH_FENCE or is_mark(line):
            return hidden_line(line)
        if form is None:
            return text_line(line, width, self._reader)
        if kind is LineKind.TABLE_RULE:
            return rule_line(line, form)
        return table_line(line, form, self._reader, is_head=kind is LineKind.TABLE_HEAD)

    def wide_tables(self, rows: Iterable[int], width: int) -> list[range]:
        """The tables at these rows that do not fit into a window of that width, and are wrapped as they are written."""
        tables = {self._kinds.table_rows(row) for row in rows if self._kinds.all[row] in TABLES}
        return [table for table in tables if self._form(table.start, width) is None]

    def _form(self, row: int, width: int) -> TableForm | None:
        """The form of the table in which a row is; None for one that does not fit."""
        self._look_again(width)
        rows = self._kinds.table_rows(row)
        lines = self._note.lines
        if len(rows) > _MOST_TABLE_ROWS or any(len(lines[at]) > LONGEST_LINE for at in rows):
            return None
        if rows.start not in self._forms:
            widths = [self._widths_of(lines[at]) for at in rows if at != rows.start + 1]
            self._forms[rows.start] = table_form(lines[rows.start], lines[rows.start + 1], widths, width)
        return self._forms[rows.start]

    def _widths_of(self, line: str) -> tuple[int, ...]:
        if line not in self._widths:
            if len(self._widths) >= _LINES_KEPT:
                self._widths.clear()
            self._widths[line] = cell_widths(line, self._reader)
        return self._widths[line]
