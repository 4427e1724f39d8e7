"""Unpacking gzip (RFC 1952), never more than is wanted."""

from __future__ import annotations

import zlib

GZIP_BEGINS = b"\x1f\x8b"
_GZIP = zlib.MAX_WBITS | 16


def gunzip(data: bytes, max_bytes: int) -> bytes | None:
    """What gzip (RFC 1952) packed, in one member or several; None when it is broken or ends too soon.

    Nothing is unpacked beyond `max_bytes`: then one byte more than that is the answer.
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
