"""The names in a zip archive (APPNOTE 6.3), in whatever order they stand: they tell what kind of file it is."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

ZIP = b"PK\x03\x04"
MAX_DIRECTORY = 4 * 1024 * 1024
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
"""What zipfile raises for an archive that is broken, encrypted, or packed in a way that it does not know."""
BOUNDED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Ways of packing that zipfile unpacks piece by piece; the others may fill the memory at once."""
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


def part_name(name: str) -> str:
    """The name of a part as all office documents mean it: some programs write it in capitals, or with `\\` or a `/`."""
    return name.replace("\\", "/").lstrip("/").lower()


def names_in(data: bytes) -> frozenset[str]:
    """The names in an archive as `part_name` has them; of one that is cut off those of the files that it still has."""
    if directory_size(data) <= MAX_DIRECTORY:
        try:
            return frozenset(map(part_name, zipfile.ZipFile(io.BytesIO(data)).namelist()))
        except BROKEN_ZIP:
            pass
    ends = ((match.end(), int.from_bytes(match[1], "little")) for match in _HEADER.finditer(data))
    return frozenset(part_name(data[end : end + length].decode("utf-8", "replace")) for end, length in ends)
