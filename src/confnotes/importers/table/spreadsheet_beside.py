"""Read an old workbook in a separate process with limits on time and memory: a damaged one may use up both.

    python -m confnotes.importers.table.spreadsheet_beside < WORKBOOK > SHEETS

SHEETS are the arguments of `Sheet` and of `SourceWarning`, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys

from confnotes.importers.table.sheet import MergedCells, Sheet
from confnotes.importers.table.spreadsheet_archive import broken
from confnotes.model.program import SourceWarning
from confnotes.system import limit_process

_SECONDS = 10  # of processor time
_WAIT = 6  # times the CPU time: other programs need the processor, too
_MEMORY = 1 << 29  # bytes


def sheets_of(data: bytes, name: str) -> tuple[list[Sheet], list[SourceWarning]]:
    """The visible sheets of the workbook. Raises ConfnotesError if it is broken."""
    command = [sys.executable, "-P", "-m", "confnotes.importers.table.spreadsheet_beside"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_WAIT * _SECONDS, check=True)
        sheets, warnings = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        raise broken(name) from None
    found = [
        Sheet(
            rows,
            lines,
            title,
            tuple(MergedCells(*span) for span in spans),
            {(row, column): url for row, column, url in links},
        )
        for rows, lines, title, spans, links in sheets
    ]
    return found, [SourceWarning(message) for message in warnings]


def _read(data: bytes) -> str:
    from confnotes.importers.table import spreadsheet_xls

    found, warnings = spreadsheet_xls.sheets_of(data)
    sheets = [
        (
            sheet.rows,
            sheet.lines,
            sheet.name,
            [(span.row, span.column, span.last_row, span.last_column) for span in sheet.spans],
            [(row, column, url) for (row, column), url in sheet.links.items()],
        )
        for sheet in found
    ]
    return json.dumps((sheets, [warning.message for warning in warnings]))


def main() -> None:
    """Read the workbook on standard input within the limits; exits with a code other than 0 if that fails."""
    limit_process(_SECONDS, _MEMORY)
    sys.stdout.write(_read(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
