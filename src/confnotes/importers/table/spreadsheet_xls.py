"""Excel workbooks of 97 to 2003 ([MS-XLS]), as sheets of cells, by xlrd, which executes nothing in them.

Hidden sheets and rows are left out. Numbers shown as dates or times are in ISO 8601.
"""

from __future__ import annotations

import io

import xlrd

from confnotes.importers.table.sheet import MOST_COLUMNS, Sheet, make_rectangular
from confnotes.importers.table.spreadsheet_xlsx import (
    FROM_1904,
    MOST_CELLS,
    Format,
    format_of,
    number_text,
    place_cells,
)
from confnotes.model.program import SourceWarning


def sheets_of(data: bytes) -> tuple[list[Sheet], list[SourceWarning]]:
    """The visible sheets of the workbook; raises any exception of xlrd for a damaged one."""
    warnings: list[SourceWarning] = []
    found: list[Sheet] = []
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    for sheet in book.sheets():
        if sheet.visibility:
            warnings.append(SourceWarning(f"left out: the sheet “{sheet.name}”, which is hidden"))
            continue
        rows, lines, hidden = _rows(book, sheet)
        merged = [(first + 1, left, end, right - 1) for first, end, left, right in sheet.merged_cells]
        links = {
            (row + 1, column): link.url_or_path
            for (row, column), link in sheet.hyperlink_map.items()
            if (link.url_or_path or "").startswith(("http://", "https://"))
        }
        found.append(place_cells(make_rectangular(rows, lines, sheet.name), merged, links))
        if hidden:
            warnings.append(SourceWarning(f"left out: hidden rows of the sheet “{sheet.name}” ({hidden} in all)"))
    return found, warnings


def _rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> tuple[list[list[str]], list[int], int]:
    """The visible rows, their numbers from 1, and the number of hidden ones."""
    formats = [format_of(xf.format_key, book.format_map[xf.format_key].format_str) for xf in book.xf_list]
    shift = FROM_1904 if book.datemode else 0
    rows: list[list[str]] = []
    lines: list[int] = []
    hidden = cells = 0
    for number in range(sheet.nrows):
        row = [_text(cell, formats, shift) for cell in sheet.row(number)[:MOST_COLUMNS]]
        cells += len(row)
        if cells > MOST_CELLS:
            break
        if not any(row):
            continue
        if number in sheet.rowinfo_map and sheet.rowinfo_map[number].hidden:
            hidden += 1
        else:
            rows.append(row)
            lines.append(number + 1)
    return rows, lines, hidden


def _text(cell: xlrd.sheet.Cell, formats: list[Format], shift: int) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value).strip()
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return number_text(repr(cell.value), formats[cell.xf_index], shift)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return ""
