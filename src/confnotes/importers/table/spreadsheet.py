"""Spreadsheets as sheets of cells: which kind a file is, and what is said of those that cannot be read."""

from __future__ import annotations

from confnotes.errors import ConfnotesError
from confnotes.importers.table import spreadsheet_beside, spreadsheet_ods, spreadsheet_xlsx
from confnotes.importers.table.sheet import Sheet
from confnotes.importers.table.spreadsheet_archive import Archive, locked
from confnotes.importers.zip_names import ZIP, names_in
from confnotes.model.program import SourceWarning

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BOOKS = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "\0Book"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TYPE = "mimetype"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def kind_of(data: bytes) -> str | None:
    """`xlsx`, `ods`, `xlsb`, `xls` or `locked` for a spreadsheet, whole or not; None for anything else."""
    if data.startswith(ZIP):
        names = names_in(data)
        if "xl/workbook.bin" in names:
            return "xlsb"
        if any(name.startswith(("xl/workbook", "xl/worksheets/")) for name in names):
            return "xlsx"
        return "ods" if _TYPE in names and _ODS in data else None
    if data.startswith(_OLD):
        if _ENCRYPTED in data:
            return "locked"
        return "xls" if any(name in data for name in _OLD_BOOKS) else None
    return None


def sheets_of(data: bytes, name: str) -> tuple[list[Sheet], list[SourceWarning]]:
    """The sheets of a spreadsheet that are shown. Raises ConfnotesError where it is broken, locked, huge or xlsb."""
    kind = kind_of(data)
    if kind == "locked":
        raise locked(name)
    if kind == "xls":
        return spreadsheet_beside.sheets_of(data, name)
    if kind == "xlsb":
        raise ConfnotesError(f"{name} is a binary workbook of Excel, which is not read", "save it as .xlsx or CSV")
    archive = Archive(data, name)
    return spreadsheet_ods.sheets_of(archive) if kind == "ods" else spreadsheet_xlsx.sheets_of(archive)
