"""The names in a zip archive (APPNOTE 6.3), in any order, to identify the file's type."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

ZIP = b"PK\x03\x04"
MAX_DIRECTORY = 4 * 1024 * 1024  # bytes
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
"""The exceptions of zipfile for an archive that is broken, encrypted, or packed in an unknown way."""
BOUNDED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Compression methods that zipfile unpacks piece by piece; others may fill the memory at once."""
_END = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 65535  # bytes at the end of an archive (APPNOTE 4.4.12)
_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)


def directory_size(data: bytes) -> int:
    """The stated size of an archive's directory in bytes, 0 without one."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _LONGEST_COMMENT))
    if end < 0 or len(data) < end + _END.size:
        return 0
    size: int = _END.unpack_from(data, end)[5]
    return size


def part_name(name: str) -> str:
    """The name of a part as in office documents: some programs write it in capitals, or with `\\` or a `/`."""
    return name.replace("\\", "/").lstrip("/").lower()


def names_in(data: bytes) -> frozenset[str]:
    """The names in an archive, normalized by `part_name`; of an incomplete one, those of its remaining files."""
    if directory_size(data) <= MAX_DIRECTORY:
        try:
            return frozenset(map(part_name, zipfile.ZipFile(io.BytesIO(data)).namelist()))
        except BROKEN_ZIP:
            pass
    ends = ((match.end(), int.from_bytes(match[1], "little")) for match in _HEADER.finditer(data))
    return frozenset(part_name(data[end : end + length].decode("utf-8", "replace")) for end, length in ends)
