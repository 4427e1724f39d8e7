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

from confnotes.importers.table.sheet import MOST_COLUMNS, MergedCells, Sheet, make_rectangular
from confnotes.importers.table.spreadsheet_archive import Archive
from confnotes.model.program import SourceWarning

MOST_CELLS = 2_000_000
_MOST_MERGED = 10_000
_BUILTIN_DATES = frozenset((*range(14, 18), *range(27, 37), *range(50, 59)))
_BUILTIN_TIMES = frozenset((*range(18, 22), *range(45, 48)))
_BUILTIN_BOTH = 22
_LITERAL = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_EPOCH = datetime(1899, 12, 30)
FROM_1904 = 1462
_LAST_SERIAL = 2_958_465
_FIRST_DAY = 60


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
        archive.parse(part, reader.start, reader.end, reader.text)
        found.append(reader.sheet(name))
        if reader.hidden:
            warnings.append(SourceWarning(f"left out: hidden rows of the sheet “{name}” ({reader.hidden} in all)"))
    return found, warnings


def _workbook(archive: Archive) -> tuple[list[tuple[str, str, bool]], bool]:
    """Name, relation and visibility of each sheet; and whether days are counted from 1904."""
    sheets: list[tuple[str, str, bool]] = []
    from_1904 = False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal from_1904
        if tag == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheets.append((attributes.get("name", ""), relation, attributes.get("state", "visible") != "visible"))
        elif tag == "workbookPr":
            from_1904 = attributes.get("date1904") in ("1", "true")

    archive.parse("xl/workbook.xml", start, _nothing, _nothing)
    return sheets, from_1904


def _relations(archive: Archive, part: str) -> dict[str, str]:
    """The targets of a part's relations: parts of the archive, or addresses."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    found: dict[str, str] = {}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") != "External":
                target = (
                    posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target[1:]
                )
            found[attributes.get("Id", "")] = target

    if path in archive:
        archive.parse(path, start, _nothing, _nothing)
    return found


def _strings(archive: Archive) -> list[str]:
    """The texts that cells refer to by number."""
    strings: list[str] = []
    parts: list[str] = []
    inside = phonetic = False

    def start(tag: str, _: Mapping[str, str]) -> None:
        nonlocal inside, phonetic
        if tag == "rPh":
            phonetic = True
        inside = tag == "t" and not phonetic

    def end(tag: str) -> None:
        nonlocal inside, phonetic
        inside = False
        if tag == "rPh":
            phonetic = False
        elif tag == "si":
            strings.append("".join(parts).strip())
            parts.clear()

    def text(data: str) -> None:
        if inside:
            parts.append(data)

    archive.parse("xl/sharedStrings.xml", start, end, text)
    return strings


def _styles(archive: Archive) -> list[Format]:
    """The number format of each cell style."""
    styles: list[Format] = []
    codes: dict[int, str] = {}
    inside = False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        if tag == "numFmt" and attributes.get("numFmtId", "").isdigit():
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            known = int(number) if number.isdigit() else 0
            styles.append(format_of(known, codes.get(known)))

    def end(tag: str) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = False

    archive.parse("xl/styles.xml", start, end, _nothing)
    return styles


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
    """Collects the cells of one sheet from expat's events."""

    def __init__(self, strings: list[str], styles: list[Format], shift: int, relations: Mapping[str, str]) -> None:
        self._strings, self._styles, self._shift, self._relations = strings, styles, shift, relations
        self._rows: list[list[str]] = []
        self._lines: list[int] = []
        self._merged: list[tuple[int, int, int, int]] = []
        self._links: dict[tuple[int, int], str] = {}
        self._row: list[str] = []
        self._line = 0
        self._skip = self._inside = False
        self._cells = 0
        self._type = ""
        self._style: str | None = None
        self._column = 0
        self._parts: list[str] = []
        self.hidden = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "row":
            stated = attributes.get("r", "")
            self._line = int(stated) if stated.isdigit() and len(stated) < 8 else self._line + 1
            self._row, self._column = [], -1
            self._skip = attributes.get("hidden") in ("1", "true")
        elif tag == "c":
            place = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._type, self._style = attributes.get("t", "n"), attributes.get("s")
            self._parts = []
        elif tag in ("v", "t"):
            self._inside = True
        elif tag == "rPh":
            self._type = "e"
        elif tag == "mergeCell" and (corners := _corners(attributes.get("ref", ""))):
            self._merged.append(corners)
        elif tag == "hyperlink" and (corners := _corners(attributes.get("ref", ""))):
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            if self._relations.get(relation, "").startswith(("http://", "https://")):
                self._links[corners[0], corners[1]] = self._relations[relation]

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._inside = False
        elif tag == "c" and self._parts and self._column < MOST_COLUMNS and self._cells < MOST_CELLS:
            self._cells += 1
            row = self._row
            while len(row) <= self._column:
                row.append("")
            row[self._column] = self._value("".join(self._parts))
        elif tag == "row" and any(self._row):
            if self._skip:
                self.hidden += 1
            else:
                self._rows.append(self._row)
                self._lines.append(self._line)

    def text(self, data: str) -> None:
        if self._inside:
            self._parts.append(data)

    def _value(self, raw: str) -> str:
        if self._type == "s":
            return self._strings[int(raw)] if raw.isdigit() and int(raw) < len(self._strings) else ""
        if self._type in ("str", "inlineStr", "d"):
            return raw.strip()
        if self._type == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        return number_text(raw, self._format(), self._shift) if self._type == "n" else ""

    def _format(self) -> Format | None:
        number = int(self._style) if self._style and self._style.isdigit() else 0
        return self._styles[number] if number < len(self._styles) else None

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


def _nothing(*_: object) -> None:
    """The handler of parts that are not needed."""
