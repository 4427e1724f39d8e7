"""The names in a zip archive (APPNOTE 6.3), in whatever order they stand: they tell what kind of file it is."""

from __future__ import annotations

import io
import re
import struct
import zipfile

ZIP = b"PK\x03\x04"
MAX_DIRECTORY = 4 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 65535
_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)


def directory_size(data: bytes) -> int:
    """The bytes that the directory of an archive takes as it says itself, 0 where it has none."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _LONGEST_COMMENT))
    if end < 0 or len(data) < end + _END.size:
        return 0
    size: int = _END.unpack_from(data, end)[5]
    return size


def names_in(data: bytes) -> frozenset[str]:
    """The names in an archive; of one that is cut off those of the files that it still has."""
    if directory_size(data) <= MAX_DIRECTORY:
        try:
            return frozenset(zipfile.ZipFile(io.BytesIO(data)).namelist())
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error, EOFError):
            pass
    ends = ((match.end(), int.from_bytes(match[1], "little")) for match in _HEADER.finditer(data))
    return frozenset(data[end : end + length].decode("utf-8", "replace") for end, length in ends)
