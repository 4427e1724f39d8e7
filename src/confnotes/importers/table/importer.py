"""Tables: CSV, TSV, spreadsheets and lists of records, as conference tools export them and as people make them by hand.

Delimited text is read as RFC 4180 says, and what else goes by that name; spreadsheets as ECMA-376 (xlsx), [MS-XLS]
(xls) and ODF 1.2 (ods) say; lists of records are JSON or JSON Lines. What the columns mean has no specification: it is
found by their headers, in several languages, and by what stands in them. A table that is no program is not known.
"""

from __future__ import annotations

import re

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.importers.records.values import json_start
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.table.grid import SheetTimetable, timetable_of
from confnotes.importers.table.json_records import holds_list_of_talks, table_of_records
from confnotes.importers.table.layout import TableLayout, bare_table_of, table_of
from confnotes.importers.table.program import program_of
from confnotes.importers.table.sheet import Sheet, fill_down
from confnotes.importers.table.spreadsheet import kind_of, sheets_of
from confnotes.importers.table.text import Dialect, dialect_of, rows_of
from confnotes.importers.table.wide import unpivot
from confnotes.model.program import Program, ReadProgram, SourceWarning

_OTHER_FORMATS = re.compile(rb"\s*(?:[{<]|\[\s*[{\[\"]|BEGIN:|---\s|@\w+\s*\{|%[A-Z]|\|)")
_MARKDOWN_TABLE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|", re.MULTILINE)
_SNIFFED = 40_000
_KNOWN = 0.85
_SPREADSHEET = 0.9
_RECORDS = 0.6
_JSON = "json-table"


class Table:
    """Reads tables of talks, one a row, or a grid of hours and rooms."""

    formats: tuple[str, ...] = ("csv", "tsv", "xlsx", "xls", "ods", _JSON)

    def sniff(self, source: Source) -> float:
        """Sure of a table whose columns are those of a program; a list of such records may be another format's."""
        file = source.file
        if file is None or not file.data:
            return 0.0
        if kind_of(file.data) is not None:
            return _SPREADSHEET
        if json_start(file):
            return _RECORDS if source.once(holds_list_of_talks) else 0.0
        if _OTHER_FORMATS.match(file.head.removeprefix(b"\xef\xbb\xbf")):
            return 0.0
        text = file.text[:_SNIFFED]
        dialect = dialect_of(text)
        if dialect is None or _MARKDOWN_TABLE.search(text):
            return 0.0
        sheet, _ = rows_of(text, dialect)
        return _KNOWN if _layout(sheet) else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program of all tables of the source."""
        file = source.files[0]
        if kind_of(file.data) is not None:
            return _spreadsheet(file.data, source.name, hints)
        if json_start(file):
            return _records(file, hints)
        dialect = dialect_of(file.text)
        if dialect is None:
            raise ConfnotesError(f"{source.name} is no table", "separate its columns by commas, semicolons or tabs")
        sheet, warnings = rows_of(file.text, dialect)
        layout = _layout(sheet)
        if layout is None:
            return ReadProgram(_format(dialect), Program(), tuple(warnings))
        program, told = program_of([layout], hints)
        return ReadProgram(_format(dialect), program, (*warnings, *told))


def _layout(sheet: Sheet) -> TableLayout | SheetTimetable | None:
    sheet = unpivot(sheet)
    return table_of(sheet) or timetable_of(sheet) or bare_table_of(sheet)


def _format(dialect: Dialect) -> str:
    return "tsv" if dialect.delimiter == "\t" else "csv"


def _records(file: SourceFile, hints: Hints) -> ReadProgram:
    """The program of a list of records."""
    layout, warnings = table_of_records(file)
    if layout is None:
        return ReadProgram(_JSON, Program(), tuple(warnings))
    program, told = program_of([layout], hints)
    return ReadProgram(_JSON, program, (*warnings, *told))


def _spreadsheet(data: bytes, name: str, hints: Hints) -> ReadProgram:
    """The program of all sheets that hold some of it."""
    kind = (kind_of(data) or "xlsx").removeprefix("flat ")
    sheets, warnings = sheets_of(data, name)
    layouts: list[TableLayout | SheetTimetable] = []
    for sheet in sheets:
        sheet = unpivot(sheet)
        layout = table_of(fill_down(sheet)) or timetable_of(sheet) or bare_table_of(fill_down(sheet))
        if layout is not None:
            layouts.append(layout)
        elif sheet.rows:
            warnings.append(SourceWarning(f"left out: the sheet “{sheet.name}”, which holds no program"))
    if not layouts:
        return ReadProgram(kind, Program(), tuple(warnings))
    program, told = program_of(layouts, hints)
    return ReadProgram(kind, program, (*warnings, *told))
