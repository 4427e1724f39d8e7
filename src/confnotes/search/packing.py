"""What of a segment is collected until it is written: its documents by column, and its terms in order."""

from __future__ import annotations

import json
import zlib
from array import array
from binascii import hexlify
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import Any, NamedTuple

from confnotes.search.document import TEXT
from confnotes.search.quiet import quietly
from confnotes.search.sections import SectionWriter

with quietly():
    from whoosh.codec import base

_MOST = 0x7FFF_FFFF_FFFF_FFFF

COLUMNS = {"date": "dates", "rating": "ratings", "shown": "kinds", "group": "groups"}
"""Fields of which each document has a number, and what their section is called."""


BLOCK = 64
"""Terms that are packed together."""

_SAMPLE, _SAMPLES = 1 << 13, 64
"""Bytes of texts, from so many of them, that tell what they have in common."""

_CAPPED = bytes(min(count, 0xF) for count in range(0x100))
"""More than 15 occurrences in one document make no difference."""

_DIGITS = bytes.maketrans(bytes(range(16)), b"0123456789abcdef")
_VALUES = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))


def packed_keys(keys: Sequence[bytes]) -> bytes:
    """Some terms that follow each other, with their lengths before them."""
    return zlib.compress(array("I", map(len, keys)).tobytes() + b"".join(keys), 9)


def keys_of(packed: bytes, count: int) -> list[bytes]:
    """The other way round."""
    data = zlib.decompress(packed)
    ends = accumulate(memoryview(data)[: 4 * count].cast("I"), initial=4 * count)
    return [data[start:end] for start, end in pairwise(ends)]


def packed_counts(counts: bytes) -> bytes:
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


def unpacked(packed: bytes, sample: bytes) -> bytes:
    """One of them."""
    return zlib.decompressobj(-zlib.MAX_WBITS, zdict=sample).decompress(packed) if packed else b""


def forms_line(name: str, words: Iterable[str]) -> str:
    """`language:stem`, a tab, and the words that share the stem; of those that begin with it what follows, with a +."""
    stem = name.partition(":")[2]
    return f"{name}\t{' '.join(f'+{one[len(stem) :]}' if one.startswith(stem) else one for one in sorted(words))}"


def forms_in(stem: str, words: str) -> list[str]:
    """The words of such a line."""
    return [f"{stem}{one[1:]}" if one.startswith("+") else one for one in words.split(" ")]


class Source(NamedTuple):
    """A file that documents were made of, as it was then, and the folder of the conference that they depend on."""

    path: str
    mtime_ns: int
    size: int
    needs: str = ""


class DocumentsWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Collects what is known of each document, and of the files that they are made of."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.outlines: list[bytes] = []
        self.records: list[bytes] = []
        self.columns = {"shown": bytearray(), "rating": bytearray(), "date": array("I"), "group": array("Q")}
        self.lengths, self.source_of = array("I"), array("I")
        self.talks: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.records)

    def start_source(self, source: Source, outline: bytes) -> None:
        """The documents that follow are made of this file."""
        self.sources.append(source)
        self.outlines.append(outline)

    def start_doc(self, docnum: int) -> None:
        self.source_of.append(len(self.sources) - 1)

    def add_column_value(self, fieldname: str, columnobj: Any, value: int) -> None:
        self.columns[fieldname].append(value)

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """`fieldname` is "talk" for the key of the talk it is about, else the whole record."""
        if fieldname == "talk":
            self.talks.setdefault(value, []).append(len(self.records))
        else:
            self.records.append(value)
            self.lengths.append(length)

    def write(self, out: SectionWriter) -> None:
        """Write everything that was collected."""
        for name, section in COLUMNS.items():
            out.add(section, bytes(self.columns[name]))
        out.add("lengths", self.lengths.tobytes())
        out.add("source_of", self.source_of.tobytes())
        for name, texts in (("records", self.records), ("outlines", self.outlines)):
            sample = b"".join(texts[:: max(1, len(texts) // _SAMPLES)])[-_SAMPLE:]
            out.add(f"sample_{name}", sample)
            add_pieces(out, name, list(pack_all(texts, sample)))
        out.add("talks", json.dumps(self.talks, separators=(",", ":")).encode())
        out.add("paths", _texts(source.path for source in self.sources))
        out.add("needs", _texts(source.needs for source in self.sources))
        versions = chain((source.mtime_ns for source in self.sources), (source.size for source in self.sources))
        out.add("versions", array("q", (max(-_MOST, min(number, _MOST)) for number in versions)).tobytes())


class TermsWriter(base.FieldWriter):  # type: ignore[misc]
    """Collects the terms in their order, each with its documents, a byte of each number being how often."""

    def __init__(self) -> None:
        self._keys: list[bytes] = []
        self._postings: list[array[int]] = []
        self._characters: list[str] = []
        self._counted = [0, 0]
        self._field = b""

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        self._field = fieldname.encode() + b":"
        if fieldname == TEXT:
            self._counted = [len(self._keys)] * 2

    def add_term(self, text: bytes, postings: array[int], letter: str) -> None:
        """A term of the field: its documents, and its character in streams."""
        self._keys.append(self._field + text)
        self._postings.append(postings)
        self._characters.append(letter)
        if self._field == _TEXT_FIELD:
            self._counted[1] = len(self._keys)

    def write(self, out: SectionWriter, *, wide: bool) -> dict[str, Any]:
        """Write everything that was collected; answers facts about it."""
        blocks = [self._keys[at : at + BLOCK] for at in range(0, len(self._keys), BLOCK)]
        add_pieces(out, "heads", [keys[0] for keys in blocks])
        add_pieces(out, "blocks", list(map(packed_keys, blocks)))
        starts = array("I", accumulate(map(len, self._postings), initial=0))
        out.add("starts", starts.tobytes())
        out.add("characters", array("I", map(ord, self._characters)).tobytes())
        data = b"".join(self._postings)
        width = 4 if wide else 2
        documents = bytearray(len(data) // 4 * width)
        for place in range(min(width, 3)):
            documents[place::width] = data[place + 1 :: 4]
        out.add("postings", documents)
        first, last = (4 * starts[term] for term in self._counted)
        out.add("counts", packed_counts(data[first:last:4].translate(_CAPPED)))
        return {"terms": len(self._keys), "counted": self._counted}


_TEXT_FIELD = f"{TEXT}:".encode()


def add_pieces(out: SectionWriter, name: str, pieces: Sequence[bytes]) -> None:
    """A section of many pieces, and another that says where each ends."""
    out.add(name, b"".join(pieces))
    out.add(f"{name[:-1]}_ends", array("I", accumulate(map(len, pieces))).tobytes())


def _texts(texts: Iterable[str]) -> bytes:
    """Paths, each ended by what no path can hold."""
    return "".join(f"{text}\0" for text in texts).encode("utf-8", "surrogatepass")
