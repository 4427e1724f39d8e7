"""How what a segment holds is packed: terms, counts, texts that have much in common, and the forms of words."""

from __future__ import annotations

import zlib
from array import array
from binascii import hexlify
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

COLUMNS = {"date": "dates", "rating": "ratings", "shown": "kinds", "group": "groups"}
"""Fields of which each document has a number, and what their section is called."""


BLOCK = 64
"""Terms that are packed together."""

CAPPED = bytes(min(count, 0xF) for count in range(0x100))
"""More than 15 occurrences in one document make no difference."""

_DIGITS = bytes.maketrans(bytes(range(16)), b"0123456789abcdef")
_VALUES = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))


def pack_keys(keys: Sequence[bytes]) -> bytes:
    """Some terms that follow each other, with their lengths before them."""
    return zlib.compress(array("I", map(len, keys)).tobytes() + b"".join(keys), 9)


def keys_of(packed: bytes, count: int) -> list[bytes]:
    """The other way round."""
    data = zlib.decompress(packed)
    ends = accumulate(memoryview(data)[: 4 * count].cast("I"), initial=4 * count)
    return [data[start:end] for start, end in pairwise(ends)]


def pack_counts(counts: bytes) -> bytes:
    """Numbers below 16, two to a byte."""
    digits = counts.translate(_DIGITS)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def counts_of(packed: bytes, first: int, count: int) -> bytes:
    """So many of them from the first on, which is 0 or 1."""
    return hexlify(packed).translate(_VALUES)[first : first + count]


def pack_all(texts: Iterable[bytes], sample: bytes) -> Iterator[bytes]:
    """Texts that have much in common with the sample; an empty one stays empty."""
    packer = zlib.compressobj(3, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=sample)
    for text in texts:
        one = packer.copy()
        yield one.compress(text) + one.flush() if text else b""


def unpack(packed: bytes, sample: bytes) -> bytes:
    """One of them."""
    return zlib.decompressobj(-zlib.MAX_WBITS, zdict=sample).decompress(packed) if packed else b""


def forms_line(name: str, words: Iterable[str]) -> str:
    """`language:stem`, a tab, and the words that share the stem; of those that begin with it what follows, with a +."""
    stem = name.partition(":")[2]
    return f"{name}\t{' '.join(f'+{one[len(stem) :]}' if one.startswith(stem) else one for one in sorted(words))}"


def forms_in(stem: str, words: str) -> list[str]:
    """The words of such a line."""
    return [f"{stem}{one[1:]}" if one.startswith("+") else one for one in words.split(" ")]


class PackedSource(NamedTuple):
    """A file that documents were made of, as it was then, and the folder of the conference that they depend on."""

    path: str
    mtime_ns: int
    size: int
    needs: str = ""
