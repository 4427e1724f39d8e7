"""Spreadsheets as sheets of cells: the format of a file, and errors for those that cannot be read."""

from __future__ import annotations

import re

from confnotes.errors import ConfnotesError
from confnotes.importers.table import spreadsheet_beside, spreadsheet_ods, spreadsheet_xlsx
from confnotes.importers.table.sheet import Sheet
from confnotes.importers.table.spreadsheet_archive import Archive, password_error
from confnotes.importers.zip_names import ZIP, names_in
from confnotes.model.program import SourceWarning

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BOOKS = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "\0Book"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TYPE = "mimetype"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_HEAD = 4096  # bytes by which a spreadsheet in XML is recognised
_PROLOG = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?[^?]*\?>\s*)*"
_IN_XML = {
    "flat ods": re.compile(_PROLOG + rb"<office:document\b[^>]*" + re.escape(_ODS)),
    "xml": re.compile(_PROLOG + rb"<(?:ss:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet"),
    "mht": re.compile(rb"MIME-Version:(?s:.)*?urn:schemas-microsoft-com:office:excel", re.IGNORECASE),
}
_UNREAD = {
    "xlsb": "a binary workbook of Excel",
    "xml": "an XML workbook of Excel 2003",
    "mht": "a workbook saved as a web archive",
}


def kind_of(data: bytes) -> str | None:
    """`xlsx`, `ods`, `xlsb`, `xls`, `flat ods`, `xml`, `mht` or `locked` for a spreadsheet; None for anything else."""
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
    head = data[:_HEAD].replace(b"\0", b"")
    return next((kind for kind, mark in _IN_XML.items() if mark.match(head)), None)


def sheets_of(data: bytes, name: str) -> tuple[list[Sheet], list[SourceWarning]]:
    """The visible sheets of a spreadsheet. Raises ConfnotesError if it is broken, locked, huge or xlsb."""
    kind = kind_of(data)
    if kind == "locked":
        raise password_error(name)
    if kind == "flat ods":
        return spreadsheet_ods.sheets_of(data, name)
    if kind == "xls":
        return spreadsheet_beside.sheets_of(data, name)
    if kind in _UNREAD:
        raise ConfnotesError(f"{name} is {_UNREAD[kind]}, which is not supported", "Save it as .xlsx or CSV.")
    archive = Archive(data, name)
    if kind == "ods":
        return spreadsheet_ods.sheets_of(archive.read("content.xml"), name)
    return spreadsheet_xlsx.sheets_of(archive)
