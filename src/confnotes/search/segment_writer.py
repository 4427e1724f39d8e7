"""The contents of a segment, collected before it is written: facts of each document, and the terms in order."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from itertools import accumulate, chain
from typing import Any

from confnotes.search.document import TEXT
from confnotes.search.packing import BLOCK, CAPPED, COLUMNS, PackedSource, pack_all, pack_counts, pack_keys
from confnotes.search.quiet import quietly
from confnotes.search.sections import SectionWriter

with quietly():
    from whoosh.codec import base

_MOST = 0x7FFF_FFFF_FFFF_FFFF  # of 64 bits with a sign
_AT_ONCE = 1 << 12
"""The number of terms whose documents are written together."""

_SAMPLE, _SAMPLES = 1 << 13, 64
"""The bytes of a compression sample, and the number of texts it is taken from."""

_TEXT_FIELD = f"{TEXT}:".encode()


class DocumentsWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Collects facts of each document and of their files."""

    def __init__(self) -> None:
        self.sources: list[PackedSource] = []
        self.outlines: list[bytes] = []
        self.records: list[bytes] = []
        self.columns = {"date": array("I"), "rating": bytearray(), "shown": bytearray(), "group": array("Q")}
        self.lengths, self.source_of = array("I"), array("I")
        self.talks: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.records)

    def start_source(self, source: PackedSource, outline: bytes) -> None:
        """Start the documents of this file."""
        self.sources.append(source)
        self.outlines.append(outline)

    def add(self, numbers: Iterable[int], length: int, record: bytes, talk: str | None) -> None:
        """Add a document of the current file: a number for each of `COLUMNS`, its length in words, its record, and its
        talk.
        """
        for column, number in zip(self.columns.values(), numbers, strict=True):
            column.append(number)
        if talk:
            self.talks.setdefault(talk, []).append(len(self.records))
        self.source_of.append(len(self.sources) - 1)
        self.lengths.append(length)
        self.records.append(record)

    def order_by_path(self) -> list[int]:
        """Sort the files by path, with their documents; returns the previous number of each document."""
        files = sorted(range(len(self.sources)), key=lambda source: self.sources[source].path)
        place = {source: number for number, source in enumerate(files)}
        order = sorted(range(len(self)), key=lambda doc: (place[self.source_of[doc]], doc))
        moved = {doc: number for number, doc in enumerate(order)}
        self.sources = [self.sources[source] for source in files]
        self.outlines = [self.outlines[source] for source in files]
        self.records = [self.records[doc] for doc in order]
        self.lengths = array("I", [self.lengths[doc] for doc in order])
        self.source_of = array("I", [place[self.source_of[doc]] for doc in order])
        for column in self.columns.values():
            for number, value in enumerate([column[doc] for doc in order]):
                column[number] = value
        self.talks = {talk: sorted(map(moved.__getitem__, docs)) for talk, docs in self.talks.items()}
        return order

    def write(self, out: SectionWriter) -> None:
        """Write everything collected."""
        for name, section in COLUMNS.items():
            out.add(section, bytes(self.columns[name]))
        out.add("lengths", self.lengths.tobytes())
        out.add("source_of", self.source_of.tobytes())
        for name, texts in (("records", self.records), ("outlines", self.outlines)):
            sample = b"".join(texts[:: max(1, len(texts) // _SAMPLES)])[-_SAMPLE:]
            out.add(f"sample_{name}", sample)
            add_pieces(out, name, pack_all(texts, sample))
        out.add("talks", json.dumps(self.talks, separators=(",", ":")).encode())
        out.add("paths", _texts(source.path for source in self.sources))
        out.add("needs", _texts(source.needs for source in self.sources))
        versions = chain((source.mtime_ns for source in self.sources), (source.size for source in self.sources))
        out.add("versions", array("q", (max(-_MOST, min(number, _MOST)) for number in versions)).tobytes())


class TermsWriter(base.FieldWriter):  # type: ignore[misc]
    """Collects the terms in order, each with its documents; one byte of each number is the count."""

    def __init__(self) -> None:
        self._keys: list[bytes] = []
        self._postings: list[array[int]] = []
        self._characters = array("I")
        self._counted = [0, 0]
        self._field = b""

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        self._field = fieldname.encode() + b":"
        if fieldname == TEXT:
            self._counted = [len(self._keys)] * 2

    def add_term(self, text: bytes, postings: array[int], character: int) -> None:
        """Add a term of the field: its documents, and its character in streams."""
        self._keys.append(self._field + text)
        self._postings.append(postings)
        self._characters.append(character)
        if self._field == _TEXT_FIELD:
            self._counted[1] = len(self._keys)

    def write(self, out: SectionWriter, *, wide: bool) -> dict[str, Any]:
        """Write everything collected; returns facts about it."""
        blocks = [self._keys[at : at + BLOCK] for at in range(0, len(self._keys), BLOCK)]
        add_pieces(out, "heads", [keys[0] for keys in blocks])
        add_pieces(out, "blocks", map(pack_keys, blocks))
        starts = array("I", accumulate(map(len, self._postings), initial=0))
        out.add("starts", starts.tobytes())
        out.add("characters", self._characters.tobytes())
        out.begin("postings")
        for at in range(0, len(self._postings), _AT_ONCE):
            out.extend(_documents_of(b"".join(self._postings[at : at + _AT_ONCE]), 4 if wide else 2))
        counts = b"".join([postings.tobytes()[::4] for postings in self._postings[slice(*self._counted)]])
        out.add("counts", pack_counts(counts.translate(CAPPED)))
        return {"terms": len(self._keys), "counted": self._counted}


def _documents_of(postings: bytes, width: int) -> bytearray:
    """The documents, `width` bytes each, from numbers of documents and counts."""
    documents = bytearray(len(postings) // 4 * width)
    for place in range(min(width, 3)):
        documents[place::width] = postings[place + 1 :: 4]
    return documents


def add_pieces(out: SectionWriter, name: str, pieces: Iterable[bytes]) -> None:
    """Write a section of many pieces, and another with the end of each."""
    out.begin(name)
    lengths = array("I")
    for piece in pieces:
        out.extend(piece)
        lengths.append(len(piece))
    out.add(f"{name[:-1]}_ends", array("I", accumulate(lengths)).tobytes())


def _texts(texts: Iterable[str]) -> bytes:
    """Paths, each ended by a byte that paths cannot contain."""
    return "".join(f"{text}\0" for text in texts).encode("utf-8", "surrogatepass")
