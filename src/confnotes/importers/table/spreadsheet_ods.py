"""OpenDocument spreadsheets, ODF 1.2, as sheets of cells; formulas are their last values.

Hidden sheets, hidden rows and comments are left out. Dates and times are in ISO 8601.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from confnotes.importers.table.sheet import MOST_COLUMNS, Sheet, make_rectangular
from confnotes.importers.table.spreadsheet_archive import parse_xml
from confnotes.importers.table.spreadsheet_xlsx import MOST_CELLS, place_cells
from confnotes.markup.durations import duration_of
from confnotes.model.program import SourceWarning

_CELLS = ("table-cell", "covered-table-cell")
_UNREAD = ("annotation", "shapes", "tracked-changes", "dde-links")
_MOST_REPEATED = 1_000  # rows: a style may repeat one to the end of the sheet


def sheets_of(content: bytes, name: str) -> tuple[list[Sheet], list[SourceWarning]]:
    """The visible sheets of the document: `content.xml`, or a flat document."""
    reader = _Reader()
    parse_xml(content, name, {"style": reader.style, "table-row": reader.row, "table": reader.table}, _UNREAD)
    return reader.sheets, reader.warnings


class _Reader:
    """Collects the cells of all sheets."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.warnings: list[SourceWarning] = []
        self._hidden_styles: set[str] = set()
        self._cells = 0
        self._begin_sheet()

    def _begin_sheet(self) -> None:
        self._rows: list[list[str]] = []
        self._lines: list[int] = []
        self._merged: list[tuple[int, int, int, int]] = []
        self._links: dict[tuple[int, int], str] = {}
        self._line, self._hidden = 1, 0

    def style(self, element: Element) -> None:
        """Note a style that hides what has it."""
        if any(each.get("table:display") == "false" for each in element.iter("table-properties")):
            self._hidden_styles.add(element.get("style:name", ""))

    def row(self, element: Element) -> None:
        """Take the cells of a row."""
        row: list[str] = []
        column = 0
        for cell in (each for each in element if each.tag in _CELLS):
            repeated = _count(cell.get("table:number-columns-repeated"))
            self._take_place(cell, column)
            stated = _stated(cell.attrib)
            if column < MOST_COLUMNS and (value := _text(cell) if stated is None else stated):
                times = min(repeated, MOST_COLUMNS - column)
                row += [""] * (column - len(row)) + [value] * times
                self._cells += times
            column += repeated
        repeated = _count(element.get("table:number-rows-repeated"))
        times = min(repeated, _MOST_REPEATED) if any(row) and self._cells < MOST_CELLS else 0
        if element.get("table:visibility") in ("collapse", "filter"):
            self._hidden += times
        elif times:
            self._rows += [list(row) for _ in range(times)]
            self._lines += range(self._line, self._line + times)
            self._cells += (times - 1) * len(row)
        self._line += repeated

    def _take_place(self, cell: Element, column: int) -> None:
        """Take the area and the last link of a cell."""
        down = _count(cell.get("table:number-rows-spanned"))
        across = _count(cell.get("table:number-columns-spanned"))
        if down > 1 or across > 1:
            self._merged.append((self._line, column, self._line + down - 1, column + across - 1))
        for link in cell.iter("a"):
            if link.get("xlink:href", "").startswith(("http://", "https://")):
                self._links[self._line, column] = link.attrib["xlink:href"]

    def table(self, element: Element) -> None:
        """Finish a sheet, whose rows have been taken."""
        name = element.get("table:name", "")
        if element.get("table:style-name", "") in self._hidden_styles:
            self.warnings.append(SourceWarning(f"left out: the sheet “{name}”, which is hidden"))
        else:
            if self._hidden:
                message = f"left out: hidden rows of the sheet “{name}” ({self._hidden} in all)"
                self.warnings.append(SourceWarning(message))
            self.sheets.append(place_cells(make_rectangular(self._rows, self._lines, name), self._merged, self._links))
        self._begin_sheet()


def _text(cell: Element) -> str:
    """The paragraphs of a cell."""
    return "\n".join("".join(_pieces(each)) for each in cell.iter("p")).strip()


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in ("s", "tab"):
            yield " " * min(_count(child.get("text:c")), 100)
        elif child.tag == "line-break":
            yield "\n"
        else:
            yield from _pieces(child)
        yield child.tail or ""


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
