"""OpenDocument spreadsheets, ODF 1.2, as sheets of cells; formulas are their last values.

Hidden sheets, hidden rows and comments are left out. Dates and times are in ISO 8601.
"""

from __future__ import annotations

from collections.abc import Mapping

from confnotes.importers.table.sheet import MOST_COLUMNS, Sheet, make_rectangular
from confnotes.importers.table.spreadsheet_archive import parse_xml
from confnotes.importers.table.spreadsheet_xlsx import MOST_CELLS, place_cells
from confnotes.markup.durations import duration_of
from confnotes.model.program import SourceWarning

_CELLS = ("table-cell", "covered-table-cell")
_UNREAD = ("annotation", "shapes", "tracked-changes", "dde-links")
_MOST_REPEATED = 1_000


def sheets_of(content: bytes, name: str) -> tuple[list[Sheet], list[SourceWarning]]:
    """The visible sheets of the document: `content.xml`, or a flat document."""
    reader = _Reader()
    parse_xml(content, name, reader.start, reader.end, reader.text)
    return reader.sheets, reader.warnings


class _Reader:
    """Collects the cells of all sheets from expat's events."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.warnings: list[SourceWarning] = []
        self._hidden_styles: set[str] = set()
        self._style = self._name = ""
        self._hidden_sheet = self._hidden_row = self._in_text = False
        self._unread = 0
        self._rows: list[list[str]] = []
        self._lines: list[int] = []
        self._merged: list[tuple[int, int, int, int]] = []
        self._links: dict[tuple[int, int], str] = {}
        self._row: list[str] = []
        self._line = self._repeat_row = 1
        self._column = self._repeat = 0
        self._cells = self._hidden = 0
        self._parts: list[str] = []
        self._stated: str | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._unread or tag in _UNREAD:
            self._unread += 1
        elif tag == "style":
            self._style = attributes.get("style:name", "")
        elif tag == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == "table":
            self._name = attributes.get("table:name", "")
            self._hidden_sheet = attributes.get("table:style-name", "") in self._hidden_styles
            self._rows, self._lines, self._merged, self._links = [], [], [], {}
            self._line, self._hidden = 1, 0
        elif tag == "table-row":
            self._row, self._column = [], 0
            self._repeat_row = _count(attributes.get("table:number-rows-repeated"))
            self._hidden_row = attributes.get("table:visibility") in ("collapse", "filter")
        elif tag in _CELLS:
            self._begin_cell(attributes)
        elif tag == "p":
            if self._parts:
                self._parts.append("\n")
            self._in_text = True
        elif tag in ("s", "tab"):
            self._parts.append(" " * min(_count(attributes.get("text:c")), 100))
        elif tag == "line-break":
            self._parts.append("\n")
        elif tag == "a" and attributes.get("xlink:href", "").startswith(("http://", "https://")):
            self._links[self._line, self._column] = attributes["xlink:href"]

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._parts = []
        self._stated = _stated(attributes)
        self._repeat = _count(attributes.get("table:number-columns-repeated"))
        down = _count(attributes.get("table:number-rows-spanned"))
        across = _count(attributes.get("table:number-columns-spanned"))
        if down > 1 or across > 1:
            self._merged.append((self._line, self._column, self._line + down - 1, self._column + across - 1))

    def end(self, tag: str) -> None:
        if self._unread:
            self._unread -= 1
        elif tag == "p":
            self._in_text = False
        elif tag in _CELLS:
            self._end_cell()
        elif tag == "table-row":
            self._end_row()
        elif tag == "table":
            self._end_sheet()

    def _end_cell(self) -> None:
        value = self._stated if self._stated is not None else "".join(self._parts).strip()
        if value and self._column < MOST_COLUMNS:
            row = self._row
            while len(row) < self._column:
                row.append("")
            for _ in range(min(self._repeat, MOST_COLUMNS - self._column)):
                row.append(value)
                self._cells += 1
        self._column += self._repeat

    def _end_row(self) -> None:
        if any(self._row) and self._cells < MOST_CELLS:
            times = min(self._repeat_row, _MOST_REPEATED)
            if self._hidden_row:
                self._hidden += times
            else:
                for number in range(times):
                    self._rows.append(list(self._row))
                    self._lines.append(self._line + number)
                self._cells += (times - 1) * len(self._row)
        self._line += self._repeat_row

    def _end_sheet(self) -> None:
        if self._hidden_sheet:
            self.warnings.append(SourceWarning(f"left out: the sheet “{self._name}”, which is hidden"))
            return
        if self._hidden:
            message = f"left out: hidden rows of the sheet “{self._name}” ({self._hidden} in all)"
            self.warnings.append(SourceWarning(message))
        self.sheets.append(
            place_cells(make_rectangular(self._rows, self._lines, self._name), self._merged, self._links)
        )

    def text(self, data: str) -> None:
        if self._in_text and not self._unread:
            self._parts.append(data)


def _stated(attributes: Mapping[str, str]) -> str | None:
    """The value of a cell that is a date, a time or a number; None if its text is its value."""
    kind = attributes.get("office:value-type")
    if kind == "date":
        return attributes.get("office:date-value", "").replace("T", " ").removesuffix(" 00:00:00")
    if kind == "time":
        length = duration_of(attributes.get("office:time-value", ""))
        if length is not None:
            minutes = round(length.total_seconds() / 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if kind == "float":
        return attributes.get("office:value", "").removesuffix(".0")
    return None


def _count(text: str | None) -> int:
    return max(1, int(text)) if text and text.isdigit() and len(text) < 9 else 1
