"""Unpack gzip (RFC 1952), with a limit on the size."""

from __future__ import annotations

import zlib

GZIP_BEGINS = b"\x1f\x8b"
_GZIP = zlib.MAX_WBITS | 16


def gunzip(data: bytes, max_bytes: int) -> bytes | None:
    """Unpack gzip (RFC 1952) data of one or more members; None if they are damaged or incomplete.

    Unpacks at most `max_bytes`, plus one byte that shows that there is more.
    """
    parts: list[bytes] = []
    left = max_bytes + 1
    while data.startswith(GZIP_BEGINS) and left:
        inflater = zlib.decompressobj(_GZIP)
        try:
            part = inflater.decompress(data, left)
        except zlib.error:
            return None
        left -= len(part)
        parts.append(part)
        if not inflater.eof and left:
            return None
        data = inflater.unused_data
    return b"".join(parts)
