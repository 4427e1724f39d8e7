"""Excel workbooks, ECMA-376 (Office Open XML), as sheets of cells; formulas are their last values in Excel.

Hidden sheets and rows are left out. Numbers shown as dates or times are in ISO 8601.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from confnotes.importers.table.sheet import MOST_COLUMNS, MergedCells, Sheet, make_rectangular
from confnotes.importers.table.spreadsheet_archive import Archive
from confnotes.model.program import SourceWarning

MOST_CELLS = 2_000_000  # of a sheet
_MOST_MERGED = 10_000  # areas of a sheet
_BUILTIN_DATES = frozenset((*range(14, 18), *range(27, 37), *range(50, 59)))
_BUILTIN_TIMES = frozenset((*range(18, 22), *range(45, 48)))
_BUILTIN_BOTH = 22  # the number format with date and time (ECMA-376, 18.8.30)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_EPOCH = datetime(1899, 12, 30)
FROM_1904 = 1462  # days between the two epochs of Excel
_LAST_SERIAL = 2_958_465  # 9999-12-31 in days
_FIRST_DAY = 60  # smaller numbers with a format of times are durations, not days of 1900


@dataclass(frozen=True, slots=True)
class Format:
    """The format in which a cell shows a number."""

    has_day: bool
    has_time: bool


def sheets_of(archive: Archive) -> tuple[list[Sheet], list[SourceWarning]]:
    """The visible sheets of the workbook."""
    warnings: list[SourceWarning] = []
    book, from_1904 = _workbook(archive)
    relations = _relations(archive, "xl/workbook.xml")
    strings = _strings(archive) if "xl/sharedStrings.xml" in archive else []
    styles = _styles(archive) if "xl/styles.xml" in archive else []
    found = []
    for name, relation, hidden in book:
        part = relations.get(relation)
        if part is None or part not in archive or "worksheet" not in part:
            continue
        if hidden:
            warnings.append(SourceWarning(f"left out: the sheet “{name}”, which is hidden"))
            continue
        reader = _SheetReader(strings, styles, FROM_1904 if from_1904 else 0, _relations(archive, part))
        archive.parse(part, {"row": reader.row, "mergeCell": reader.merged, "hyperlink": reader.hyperlink}, ("rPh",))
        found.append(reader.sheet(name))
        if reader.hidden:
            warnings.append(SourceWarning(f"left out: hidden rows of the sheet “{name}” ({reader.hidden} in all)"))
    return found, warnings


def _workbook(archive: Archive) -> tuple[list[tuple[str, str, bool]], bool]:
    """Name, relation and visibility of each sheet; and whether days are counted from 1904."""
    root = archive.parse("xl/workbook.xml")
    sheets = [
        (each.get("name", ""), _relation(each), each.get("state", "visible") != "visible")
        for each in root.iter("sheet")
    ]
    return sheets, any(each.get("date1904") in ("1", "true") for each in root.iter("workbookPr"))


def _relation(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith(":id")), "")


def _relations(archive: Archive, part: str) -> dict[str, str]:
    """The targets of a part's relations: parts of the archive, or addresses."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    found: dict[str, str] = {}
    for each in archive.parse(path).iter("Relationship") if path in archive else ():
        target = each.get("Target", "")
        if each.get("TargetMode") != "External":
            target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[each.get("Id", "")] = target
    return found


def _strings(archive: Archive) -> list[str]:
    """The texts that cells refer to by number, without their pronunciation."""
    strings: list[str] = []
    archive.parse("xl/sharedStrings.xml", {"si": lambda item: strings.append(_text(item).strip())}, ("rPh",))
    return strings


def _text(element: Element) -> str:
    """The text of an element with parts in several formats."""
    return "".join([each.text or "" for each in element.iter("t")])


def _styles(archive: Archive) -> list[Format]:
    """The number format of each cell style."""
    root = archive.parse("xl/styles.xml")
    numbered = ((each.get("numFmtId", ""), each.get("formatCode", "")) for each in root.iter("numFmt"))
    codes = {int(number): code for number, code in numbered if number.isdigit()}
    stated = (style.get("numFmtId", "0") for styles in root.iter("cellXfs") for style in styles.iter("xf"))
    numbers = [int(number) if number.isdigit() else 0 for number in stated]
    return [format_of(number, codes.get(number)) for number in numbers]


def _format(code: str) -> Format:
    shown = _LITERAL.sub("", code).lower().split(";")[0]
    if "general" in shown:
        return Format(False, False)
    has_time = "h" in shown or "s" in shown
    return Format("y" in shown or "d" in shown or ("m" in shown and not has_time), has_time)


def format_of(number: int, code: str | None) -> Format:
    """The meaning of a number format: by its code, if it has one, else by its number."""
    if code is not None:
        return _format(code)
    if number == _BUILTIN_BOTH:
        return Format(True, True)
    return Format(number in _BUILTIN_DATES, number in _BUILTIN_TIMES)


class _SheetReader:
    """Collects the cells of one sheet."""

    def __init__(self, strings: list[str], styles: list[Format], shift: int, relations: Mapping[str, str]) -> None:
        self._strings, self._styles, self._shift, self._relations = strings, styles, shift, relations
        self._rows: list[list[str]] = []
        self._lines: list[int] = []
        self._merged: list[tuple[int, int, int, int]] = []
        self._links: dict[tuple[int, int], str] = {}
        self._line = self._cells = self.hidden = 0

    def row(self, element: Element) -> None:
        """Take the cells of a row."""
        stated = element.get("r", "")
        self._line = int(stated) if stated.isdigit() and len(stated) < 8 else self._line + 1
        row: list[str] = []
        column = -1
        for cell in element.iter("c"):
            place = _REFERENCE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            raw = cell.findtext("v") or _text(cell)
            if raw and column < MOST_COLUMNS and self._cells < MOST_CELLS:
                self._cells += 1
                row += [""] * (column + 1 - len(row))
                row[column] = self._value(raw, cell)
        if any(row) and element.get("hidden") in ("1", "true"):
            self.hidden += 1
        elif any(row):
            self._rows.append(row)
            self._lines.append(self._line)

    def merged(self, element: Element) -> None:
        """Take an area of merged cells."""
        if corners := _corners(element.get("ref", "")):
            self._merged.append(corners)

    def hyperlink(self, element: Element) -> None:
        """Take the address of a cell."""
        target = self._relations.get(_relation(element), "")
        if target.startswith(("http://", "https://")) and (corners := _corners(element.get("ref", ""))):
            self._links[corners[0], corners[1]] = target

    def _value(self, raw: str, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "s":
            return self._strings[int(raw)] if raw.isdigit() and int(raw) < len(self._strings) else ""
        if kind in ("str", "inlineStr", "d"):
            return raw.strip()
        if kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        style = cell.get("s", "")
        number = int(style) if style.isdigit() else 0
        shown = self._styles[number] if number < len(self._styles) else None
        return number_text(raw, shown, self._shift) if kind == "n" else ""

    def sheet(self, name: str) -> Sheet:
        """The non-empty rows."""
        flat = make_rectangular(self._rows, self._lines, name)
        return place_cells(flat, self._merged, self._links)


def place_cells(sheet: Sheet, merged: list[tuple[int, int, int, int]], links: Mapping[tuple[int, int], str]) -> Sheet:
    """A sheet with its merged cells and links, given by lines of the file, mapped to the remaining rows."""
    spans = []
    for first, column, last, last_column in merged[:_MOST_MERGED]:
        begin, end = bisect_left(sheet.lines, first), bisect_right(sheet.lines, last) - 1
        if begin <= end and column < sheet.width:
            spans.append(MergedCells(begin, column, end, min(last_column, sheet.width - 1)))
    row_of = {line: row for row, line in enumerate(sheet.lines)}
    here = {(row_of[line], column): url for (line, column), url in links.items() if line in row_of}
    return Sheet(sheet.rows, sheet.lines, sheet.name, tuple(spans), here)


def number_text(raw: str, shown: Format | None, shift: int) -> str:
    """A number as shown: a date, a time, both, or the number."""
    try:
        value = float(raw)
    except ValueError:
        return raw.strip()
    if shown and (shown.has_day or shown.has_time) and 0 <= value + shift <= _LAST_SERIAL:
        moment = _EPOCH + timedelta(seconds=round((value + shift) * 86_400))
        if value < _FIRST_DAY and shown.has_time:
            minutes = round(value * 24 * 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        if moment.hour or moment.minute or shown.has_time:
            return moment.strftime("%Y-%m-%d %H:%M")
        return moment.strftime("%Y-%m-%d")
    return str(int(value)) if value == value and abs(value) < 1e15 and value == int(value) else raw.strip()


def _corners(reference: str) -> tuple[int, int, int, int] | None:
    """The first line and column and the last ones of `A1:B2` or `A1`."""
    first, _, last = reference.partition(":")
    begin, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if begin is None or end is None:
        return None
    return int(begin[2]), _column(begin[1]), int(end[2]), _column(end[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
