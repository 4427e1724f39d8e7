"""Tables: CSV, TSV, spreadsheets and lists of records, exported by conference tools or written by hand.

Delimited text is read by RFC 4180 and common variants; spreadsheets by ECMA-376 (xlsx), [MS-XLS] (xls) and ODF 1.2
(ods); lists of records are JSON or JSON Lines. The meaning of columns has no specification: it follows from their
headers, in several languages, and their cells. Tables without a program are not recognised.
"""

from __future__ import annotations

import re

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.importers.records.values import json_start
from confnotes.importers.source import Source
from confnotes.importers.table.grid import SheetTimetable, timetable_of
from confnotes.importers.table.json_records import holds_list_of_talks, table_of_records
from confnotes.importers.table.layout import TableLayout, bare_table_of, table_of
from confnotes.importers.table.program import program_of
from confnotes.importers.table.sheet import Sheet, fill_down, unpivot
from confnotes.importers.table.spreadsheet import kind_of, sheets_of
from confnotes.importers.table.text import dialect_of, rows_of
from confnotes.model.program import Program, ReadProgram, SourceWarning

_OTHER_FORMATS = re.compile(rb"\s*(?:[{<]|\[\s*[{\[\"]|BEGIN:|---\s|@\w+\s*\{|%[A-Z]|\|)")
_MARKDOWN_TABLE = re.compile(
    r"""
    ^[ \t]* (?:
        \|?[ \t]*:?-{2,}:?[ \t]*\|  # the rule below a header
        | \|.+\|[ \t]*\n[ \t]*\|.+\|[ \t]*$  # or two rows in bars, also without a header
    )
    """,
    re.MULTILINE | re.VERBOSE,
)
_MARKDOWN_LINE = re.compile(r"^[ \t]*(?:[-*+•] |#{1,6} )\S")
_TIGHT_COMMA = re.compile(r",(?![ \n])")  # programs write none of the blanks that people write
_SNIFFED = 40_000  # characters, to recognise a table
_KNOWN = 0.85  # certainty of text with the columns of a program
_LINES = 0.25  # certainty of commas with blanks and no header, which may be lines of a page
_SPREADSHEET = 0.9  # certainty: no other importer reads them
_RECORDS = 0.6  # certainty of JSON, which may be of a format with a reader of its own
_JSON = "json-table"


class Table:
    """Reads tables of talks, one per row, or a grid of times and rooms."""

    formats: tuple[str, ...] = ("csv", "tsv", "xlsx", "xls", "ods", _JSON)

    def sniff(self, source: Source) -> float:
        """Certain for a table with the columns of a program; a list of such records may be another format's."""
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
        if sum(_MARKDOWN_LINE.match(row[0]) is not None for row in sheet.rows) > 1:
            return 0.0
        layout = _layout(sheet)
        bare = isinstance(layout, TableLayout) and layout.first == 0
        if bare and sheet.width == 2:
            return 0.0  # lines of text with a tab or comma behind the hour
        if bare and dialect.delimiter == "," and not _TIGHT_COMMA.search(text):
            return _LINES
        return _KNOWN if layout else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program of all tables of the source."""
        format_, layouts, warnings = _layouts(source)
        if not layouts:
            return ReadProgram(format_, Program(), tuple(warnings))
        program, told = program_of(layouts, hints)
        return ReadProgram(format_, program, (*warnings, *told))


def _layouts(source: Source) -> tuple[str, list[TableLayout | SheetTimetable], list[SourceWarning]]:
    """The format of a source, its tables that contain a program, and warnings."""
    file = source.files[0]
    if (kind := kind_of(file.data)) is not None:
        sheets, warnings = sheets_of(file.data, source.name)
        found = [(sheet, _layout(sheet)) for sheet in sheets]
        message = "left out: the sheet “{}”, which has no program"
        empty = [sheet for sheet, layout in found if layout is None and sheet.rows]
        warnings += [SourceWarning(message.format(sheet.name)) for sheet in empty]
        return kind.removeprefix("flat "), [layout for _, layout in found if layout is not None], warnings
    if json_start(file):
        layout, warnings = table_of_records(file)
        return _JSON, [layout] if layout is not None else [], warnings
    dialect = dialect_of(file.text)
    if dialect is None:
        raise ConfnotesError(f"{source.name} is not a table", "Separate the columns by commas, semicolons or tabs.")
    sheet, warnings = rows_of(file.text, dialect)
    read = _layout(sheet)
    return "tsv" if dialect.delimiter == "\t" else "csv", [read] if read is not None else [], warnings


def _layout(sheet: Sheet) -> TableLayout | SheetTimetable | None:
    """The program table in a sheet, if any."""
    sheet = unpivot(sheet)
    filled = fill_down(sheet)
    return table_of(filled) or timetable_of(sheet) or bare_table_of(filled)
