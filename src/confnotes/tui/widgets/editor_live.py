"""Live preview of a note in its editor: what each line shows while the cursor is elsewhere.

Only lines that are asked for are read, once for each text, so that a key costs the same with and without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from confnotes.markup.link_names import stem_of
from confnotes.markup.names import name_key
from confnotes.tui.widgets.editor_blocks import LineKind
from confnotes.tui.widgets.live_line import (
    LiveLine,
    LiveReader,
    code_line,
    fence_line,
    hidden_line,
    math_line,
    text_line,
)
from confnotes.tui.widgets.live_table import TableForm, cell_widths, rule_line, table_form, table_line

if TYPE_CHECKING:
    from confnotes.tui.widgets.editor_blocks import LineKinds
    from confnotes.tui.widgets.editor_document import NoteDocument

_LINES_KEPT: Final = 4000
_MOST_TABLE_ROWS: Final = 500
"""Longer tables are shown as they are written: every key in one would measure all their rows."""

_MARKED: Final = re.compile(r"[*_`\[<$~=\\>]|^[ \t]*[#+-]")
_TABLES: Final = (LineKind.TABLE_HEAD, LineKind.TABLE_RULE, LineKind.TABLE_ROW)

Key = tuple[str, LineKind, int, TableForm | None]


class LivePreview:
    """Shows the lines of a note; `titles` are those of other notes and of talks, by the `name_key` of a stem.

    `marks_code` keeps the backticks of code.
    """

    def __init__(
        self, note: NoteDocument, kinds: LineKinds, titles: Mapping[str, str], *, marks_code: bool = False
    ) -> None:
        self._note, self._kinds = note, kinds
        self._titles = titles
        self._reader = LiveReader(self._title_of, _math_of, marks_code)
        self._shown: dict[Key, LiveLine | None] = {}
        self._widths: dict[str, tuple[int, ...]] = {}
        self._forms: dict[int, TableForm | None] = {}
        self._forms_of = (-1, 0)

    def _title_of(self, target: str) -> str | None:
        return self._titles.get(name_key(stem_of(target)))

    def line(self, row: int, width: int) -> LiveLine | None:
        """A line as it is shown in a window of that width; None if its source is shown."""
        line, kind = self._note.lines[row], self._kinds.all[row]
        if (kind is LineKind.TEXT and not _MARKED.search(line)) or self._kinds.private_parts(row) is not None:
            return None
        form = None
        if kind in _TABLES and (form := self._form(row, width)) is None:
            kind = LineKind.TEXT
        key = (line, kind, width, form)
        if key not in self._shown:
            if len(self._shown) >= _LINES_KEPT:
                self._shown.clear()
            self._shown[key] = self._read(line, kind, width, form)
        return self._shown[key]

    def _read(self, line: str, kind: LineKind, width: int, form: TableForm | None) -> LiveLine | None:
        if kind is LineKind.CODE:
            return code_line(line)
        if kind is LineKind.FENCE:
            return fence_line(line, width)
        if kind is LineKind.MATH:
            return math_line(line, self._reader)
        if kind is LineKind.MATH_FENCE:
            return hidden_line(line)
        if form is None:
            return text_line(line, width, self._reader)
        if kind is LineKind.TABLE_RULE:
            return rule_line(line, form)
        return table_line(line, form, self._reader, is_head=kind is LineKind.TABLE_HEAD)

    def _form(self, row: int, width: int) -> TableForm | None:
        """The form of the table in which a row is; None for one that does not fit."""
        if self._forms_of != (self._note.revision, width):
            self._forms_of = (self._note.revision, width)
            self._forms.clear()
        rows = self._kinds.table_rows(row)
        if len(rows) > _MOST_TABLE_ROWS:
            return None
        if rows.start not in self._forms:
            lines = self._note.lines
            widths = [self._widths_of(lines[at]) for at in rows if at != rows.start + 1]
            self._forms[rows.start] = table_form(lines[rows.start], lines[rows.start + 1], widths, width)
        return self._forms[rows.start]

    def _widths_of(self, line: str) -> tuple[int, ...]:
        if line not in self._widths:
            if len(self._widths) >= _LINES_KEPT:
                self._widths.clear()
            self._widths[line] = cell_widths(line, self._reader)
        return self._widths[line]


def _math_of(tex: str) -> str | None:
    from confnotes.exporters.math.plain import math_text  # its parser takes 20 ms to load, and most notes have no math

    return math_text(tex)
