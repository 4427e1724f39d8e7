"""A segment's bytes: named sections with a checksum for every block.

    section ... section   JSON header   trailer: magic, length and CRC-32 of the header

The header has the place of each section and a CRC-32 for every 64 KiB. Nothing read from a segment is executed or
unpickled; a flipped bit is detected before its block is used.
"""

from __future__ import annotations

import json
import mmap
import struct
from typing import Any, BinaryIO, Protocol
from zlib import crc32

MAGIC = b"cfnSEG2\n"
BLOCK = 1 << 16  # bytes that have one checksum
_TRAILER = struct.Struct("<8sII")


class DamagedIndexError(Exception):
    """The index is damaged and must be rebuilt."""


class Buffer(Protocol):
    """Bytes or a mapped file."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> bytes: ...

    def find(self, sub: bytes, start: int = ..., end: int = ..., /) -> int: ...


class SectionWriter:
    """Writes sections one after the other; `finish` adds the header."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._sections: dict[str, tuple[int, int]] = {}
        self._checksums: list[int] = []
        self._pending = bytearray()
        self._size = 0

    def add(self, name: str, data: bytes | bytearray) -> None:
        """Write one whole section."""
        self.begin(name)
        self.extend(data)

    def begin(self, name: str) -> None:
        """Begin a section that is written in pieces."""
        self._name = name
        self._sections[name] = (self._size, 0)

    def extend(self, data: bytes | bytearray) -> None:
        """Write a piece of the current section."""
        start, length = self._sections[self._name]
        self._sections[self._name] = (start, length + len(data))
        self._size += len(data)
        self._pending += data
        if len(self._pending) >= BLOCK:
            self._write(len(self._pending) - len(self._pending) % BLOCK)

    def _write(self, size: int) -> None:
        """Write that many of the pending bytes, with a checksum for every block."""
        with memoryview(self._pending)[:size] as data:
            self._checksums.extend(crc32(data[at : at + BLOCK]) for at in range(0, size, BLOCK))
            self._out.write(data)
        del self._pending[:size]

    def finish(self, facts: dict[str, Any]) -> None:
        """Write the header; `facts` are returned as `Sections.facts`."""
        self._write(len(self._pending))
        header = json.dumps(
            {"facts": facts, "sections": self._sections, "checksums": self._checksums}, separators=(",", ":")
        ).encode()
        self._out.write(header)
        self._out.write(_TRAILER.pack(MAGIC, len(header), crc32(header)))


class IndexSections:
    """Reads what a SectionWriter wrote. Raises DamagedIndexError as soon as data differ from what was written."""

    def __init__(self, buffer: Buffer) -> None:
        try:
            magic, length, checksum = _TRAILER.unpack(buffer[-_TRAILER.size :])
            header = buffer[len(buffer) - _TRAILER.size - length : len(buffer) - _TRAILER.size]
            if magic != MAGIC or crc32(header) != checksum:
                raise ValueError
            read = json.loads(header)
            self.facts: dict[str, Any] = read["facts"]
            self._places: dict[str, list[int]] = read["sections"]
            self._checksums: list[int] = read["checksums"]
        except (ValueError, KeyError, struct.error) as error:
            raise DamagedIndexError("a segment has no valid header") from error
        self.buffer = buffer
        self._mapped = buffer if isinstance(buffer, mmap.mmap) else None
        self._end = len(buffer) - _TRAILER.size - length
        self._checked = bytearray(len(self._checksums))
        self._sound = False
        if self._end != sum(length for _, length in self._places.values()):
            raise DamagedIndexError("a segment has not the size that it says")

    def place(self, name: str) -> tuple[int, int]:
        """The start and end of the section."""
        try:
            start, length = self._places[name]
        except KeyError:
            raise DamagedIndexError(f"a segment has no section {name}") from None
        return start, start + length

    def section(self, name: str) -> bytes:
        """A whole section, checked."""
        start, end = self.place(name)
        return self.read(start, end)

    def read(self, start: int, end: int) -> bytes:
        """The bytes between two positions, checked."""
        self.check(start, end)
        return self.buffer[start:end]

    def check(self, start: int, end: int) -> None:
        """Check the blocks between two positions, unless they were checked before."""
        if self._mapped is not None and self._mapped.size() != len(self._mapped):
            raise DamagedIndexError("a segment was cut")  # reading what a map has lost ends the process
        checked = self._checked
        for block in range(start // BLOCK, -(-end // BLOCK)):
            if not checked[block]:
                data = self.buffer[block * BLOCK : min((block + 1) * BLOCK, self._end)]
                if crc32(data) != self._checksums[block]:
                    raise DamagedIndexError("a segment was changed after it was written")
                checked[block] = 1

    def check_all(self) -> None:
        """Check everything, without keeping it in memory."""
        if not self._sound:
            self.check(0, self._end)
            self._sound = True
            if self._mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
                self._mapped.madvise(mmap.MADV_DONTNEED)
