"""Spreadsheets as sheets of cells: which kind a file is, and what is said of those that cannot be read."""

from __future__ import annotations

from confnotes.errors import ConfnotesError
from confnotes.importers.table import spreadsheet_ods, spreadsheet_xlsx
from confnotes.importers.table.sheet import Sheet
from confnotes.importers.table.spreadsheet_archive import Archive, locked
from confnotes.model.program import SourceWarning

_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BOOKS = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "\0Book"))
_EDGE = 65_536
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_AS_XLSX = "save it as .xlsx or CSV"


def kind_of(data: bytes) -> str | None:
    """`xlsx`, `ods`, `xlsb`, `xls` or `locked` for a spreadsheet, whole or not; None for anything else."""
    if data.startswith(_ZIP):
        if _ODS in data[:4096]:
            return "ods"
        names = data[:_EDGE] + data[-_EDGE:]
        if b"xl/workbook.bin" in names:
            return "xlsb"
        return "xlsx" if b"xl/workbook" in names or b"xl/worksheets" in names else None
    if data.startswith(_OLD):
        if _ENCRYPTED in data:
            return "locked"
        return "xls" if any(name in data for name in _OLD_BOOKS) else None
    return None


def sheets_of(data: bytes, name: str) -> tuple[list[Sheet], list[SourceWarning]]:
    """The sheets of a spreadsheet that are shown. Raises ConfnotesError where it is broken, locked, old or huge."""
    kind = kind_of(data)
    if kind == "locked":
        raise locked(name)
    if kind in ("xls", "xlsb"):
        raise ConfnotesError(f"{name} is a spreadsheet in the old binary format of Excel", _AS_XLSX)
    archive = Archive(data, name)
    return spreadsheet_ods.sheets_of(archive) if kind == "ods" else spreadsheet_xlsx.sheets_of(archive)
