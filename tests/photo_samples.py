"""Tiny pictures with the time at which they were taken, composed byte by byte as cameras lay them out."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

_ORIGINAL, _DIGITIZED = 0x9003, 0x9004
_OFFSETS = {_ORIGINAL: 0x9011, _DIGITIZED: 0x9012}
_FRACTIONS = {_ORIGINAL: 0x9291, _DIGITIZED: 0x9292}


def exif(taken: str | None, offset: str = "", fraction: str = "", *, digitized: bool = False) -> bytes:
    """A TIFF block as EXIF has it, with a time such as "2031:05:12 10:12:15"."""
    which = _DIGITIZED if digitized else _ORIGINAL
    tags = {which: taken, _OFFSETS[which]: offset, _FRACTIONS[which]: fraction}
    inner = {tag: f"{text}\0".encode() for tag, text in sorted(tags.items()) if text}
    head = b"II*\0" + struct.pack("<I", 8)
    first = struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 26) + struct.pack("<I", 0)
    return head + first + _directory(inner, 26)


def _directory(values: Mapping[int, bytes], at: int) -> bytes:
    rows, data = b"", b""
    after = at + 2 + 12 * len(values) + 4
    for tag, value in values.items():
        place = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", after + len(data))
        data += value if len(value) > 4 else b""
        rows += struct.pack("<HHI", tag, 2, len(value)) + place
    return struct.pack("<H", len(values)) + rows + struct.pack("<I", 0) + data


def jpeg(taken: str | None, offset: str = "", fraction: str = "", *, salt: str = "", digitized: bool = False) -> bytes:
    """A JPEG of nothing; `salt` makes two of the same second differ."""
    parts = [b"\xff\xd8"]
    if taken:
        parts.append(_segment(0xE1, b"Exif\0\0" + exif(taken, offset, fraction, digitized=digitized)))
    parts.append(_segment(0xFE, f"a comment {salt}".encode()))
    return b"".join([*parts, b"\xff\xda\0\x08\1\1\0\0\x3f\0\0\xff\xd9"])


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def png(taken: str) -> bytes:
    """A PNG of one dot with an eXIf chunk."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"eXIf", exif(taken)), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def webp(taken: str, *, marked: bool = False) -> bytes:
    """A WebP with an EXIF chunk, which some programs begin as in a JPEG."""
    block = (b"Exif\0\0" if marked else b"") + exif(taken)
    block += b"\0" * (len(block) % 2)
    extended = b"VP8X" + struct.pack("<I", 10) + b"\x08" + b"\0" * 9
    body = b"WEBP" + extended + b"EXIF" + struct.pack("<I", len(block)) + block
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heic(taken: str, offset: str = "") -> bytes:
    """A HEIC as an iPhone lays it out, its only item the EXIF block."""
    block = struct.pack(">I", 6) + b"Exif\0\0" + exif(taken, offset)
    kind = _box(b"ftyp", b"heic\0\0\0\0mif1heic")

    def meta(at: int) -> bytes:
        entry = _box(b"infe", b"\2\0\0\0" + struct.pack(">HH", 1, 0) + b"Exif\0")
        items = _box(b"iinf", b"\0\0\0\0" + struct.pack(">H", 1) + entry)
        places = struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, at, len(block))
        return _box(b"meta", b"\0\0\0\0" + items + _box(b"iloc", b"\0\0\0\0" + places))

    return kind + meta(len(kind) + len(meta(0)) + 8) + _box(b"mdat", block)


def _box(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + name + data
