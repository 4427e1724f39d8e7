"""Compression of segment data: terms, counts, similar texts, and forms of words."""

from __future__ import annotations

import zlib
from array import array
from binascii import hexlify
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

COLUMNS = {"date": "dates", "rating": "ratings", "shown": "kinds", "group": "groups"}
"""Fields with a number for each document, and the names of their sections."""


BLOCK = 64
"""The number of terms that are packed together."""

CAPPED = bytes(min(count, 0xF) for count in range(0x100))
"""Counts are capped: more than 15 occurrences in a document make no difference."""

_DIGITS = bytes.maketrans(bytes(range(16)), b"0123456789abcdef")
_VALUES = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))


def pack_keys(keys: Sequence[bytes]) -> bytes:
    """Pack consecutive terms, preceded by their lengths."""
    return zlib.compress(array("I", map(len, keys)).tobytes() + b"".join(keys), 9)


def keys_of(packed: bytes, count: int) -> list[bytes]:
    """The inverse of `pack_keys`."""
    data = zlib.decompress(packed)
    ends = accumulate(memoryview(data)[: 4 * count].cast("I"), initial=4 * count)
    return [data[start:end] for start, end in pairwise(ends)]


def pack_counts(counts: bytes) -> bytes:
    """Numbers below 16, packed two per byte."""
    digits = counts.translate(_DIGITS)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def counts_of(packed: bytes, first: int, count: int) -> bytes:
    """`count` of the packed numbers, from number `first` (0 or 1) on."""
    return hexlify(packed).translate(_VALUES)[first : first + count]


def pack_all(texts: Iterable[bytes], sample: bytes) -> Iterator[bytes]:
    """Compress texts that resemble the sample; an empty one stays empty."""
    packer = zlib.compressobj(3, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=sample)
    for text in texts:
        one = packer.copy()
        yield one.compress(text) + one.flush() if text else b""


def unpack(packed: bytes, sample: bytes) -> bytes:
    """The inverse of `pack_all`, for one text."""
    return zlib.decompressobj(-zlib.MAX_WBITS, zdict=sample).decompress(packed) if packed else b""


def forms_line(name: str, words: Iterable[str]) -> str:
    """`language:stem`, a tab, and the words with that stem; if a word begins with it, a + and the rest."""
    stem = name.partition(":")[2]
    return f"{name}\t{' '.join(f'+{one[len(stem) :]}' if one.startswith(stem) else one for one in sorted(words))}"


def forms_in(stem: str, words: str) -> list[str]:
    """The words of such a line."""
    return [f"{stem}{one[1:]}" if one.startswith("+") else one for one in words.split(" ")]


class PackedSource(NamedTuple):
    """An indexed file in the version that was read, and the folder of the conference that its documents depend on."""

    path: str
    mtime_ns: int
    size: int
    needs: str = ""
