"""Packed sources: a zip archive (APPNOTE 6.3) is read as a folder, gzip (RFC 1952) as the file in it.

Nothing is unpacked to disk. The archive's directory and the total unpacked size are limited before anything is read.
"""

from __future__ import annotations

import io
import stat
import zipfile
from functools import partial
from pathlib import PurePosixPath

from confnotes.actions.importing.folder_files import MAX_DEPTH, MAX_FILE_BYTES, check_amount, is_passed_over
from confnotes.errors import ConfnotesError
from confnotes.importers.source import SourceFile
from confnotes.importers.zip_names import BOUNDED, BROKEN_ZIP, MAX_DIRECTORY, directory_size, names_in
from confnotes.web.gzipped import gunzip

_ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = {"[content_types].xml", "mimetype"}
_ENCRYPTED = 0x1  # the bit of a file in a zip archive (APPNOTE 4.4.4)
_BROKEN = "Check that the download is complete, or unpack it and import the folder."


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip archive of a folder; office documents, which are zip files too, are not."""
    return data.startswith(_ZIP_BEGINS) and not _OFFICE & names_in(data)


def without_gzip(data: bytes, name: str, max_bytes: int) -> tuple[bytes, str]:
    """Unpacked gzip data and the name without `.gz`; other data unchanged.

    Raises ConfnotesError if it is broken or unpacks to more than `max_bytes`.
    """
    if not data.startswith(b"\x1f\x8b\x08"):
        return data, name
    inner = gunzip(data, max_bytes)
    if inner is None:
        raise ConfnotesError(f"{name} is a broken or incomplete gzip file", _BROKEN)
    if len(inner) > max_bytes:
        raise ConfnotesError(f"{name} unpacks to more than {max_bytes // 1024 // 1024} MB", "Import a smaller file.")
    return inner, name[:-3] if name.lower().endswith(".gz") and len(name) > 3 else name


def unpack(data: bytes, name: str) -> tuple[tuple[SourceFile, ...], tuple[str, ...]]:
    """The files of an archive, unpacked on demand, and messages about skipped files.

    Paths are relative to the common top folder, if any. Raises ConfnotesError for an archive that is broken, empty or
    too large.
    """
    archive = _opened(data, name)
    found: dict[str, zipfile.ZipInfo] = {}
    warnings: list[str] = []
    total = 0
    for info in archive.infolist():
        path = PurePosixPath(info.filename.replace("\\", "/"))
        is_folder = not info.filename or info.filename.endswith(("/", "\\"))
        if is_folder or _leads_out(path) or stat.S_ISLNK(info.external_attr >> 16) or is_passed_over(path):
            continue
        if len(path.parts) > MAX_DEPTH + 2:
            warnings.append(f"folders more than {MAX_DEPTH} deep were skipped")
            continue
        if info.file_size > MAX_FILE_BYTES:
            warnings.append(f"{path} skipped: larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
            continue
        found[str(path)] = info
        total += info.file_size
        check_amount(name, len(found), total)
    if not found:
        raise ConfnotesError(f"no files in {name} could be a program", "Import another file.")
    tops = {path.partition("/")[0] for path in found}
    cut = len(tops.pop()) + 1 if len(tops) == 1 and all("/" in path for path in found) else 0
    files = (SourceFile(path[cut:], partial(_load, archive, found[path], name)) for path in sorted(found))
    return tuple(files), tuple(dict.fromkeys(warnings))


def _leads_out(path: PurePosixPath) -> bool:
    return path.is_absolute() or ".." in path.parts or not path.parts


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    if directory_size(data) > MAX_DIRECTORY:
        raise ConfnotesError(f"too many files in {name}", "Unpack it and import a folder in it.")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except BROKEN_ZIP:
        raise ConfnotesError(f"{name} is a broken or incomplete zip archive", _BROKEN) from None


def _load(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of one file, at most as many as the archive states."""
    if info.flag_bits & _ENCRYPTED or info.compress_type not in BOUNDED:
        what = "is encrypted" if info.flag_bits & _ENCRYPTED else "uses an unsupported compression"
        raise ConfnotesError(f"{info.filename} in {name} {what}", "Unpack it and import the folder.")
    try:
        with archive.open(info) as file:
            return file.read(MAX_FILE_BYTES)
    except BROKEN_ZIP:
        raise ConfnotesError(f"{info.filename} in {name} is broken", _BROKEN) from None
