"""How segments are written and read: a Whoosh codec. A segment is one file of checked sections.

heads blocks starts postings counts        the lexicon; per term the documents (16 bits each) and counts
streams stream_ends characters             each document's terms in order, and the character of each term
kinds dates ratings groups lengths         columns
records source_of talks                    stored values
paths needs versions outlines              the files of the documents
forms                                      words with a common stem, by language
"""

from __future__ import annotations

import json
import mmap
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from confnotes.search.data import Data
from confnotes.search.document import TEXT
from confnotes.search.packing import BLOCK, CAPPED, COLUMNS, PackedSource, pack_all, pack_counts, pack_keys
from confnotes.search.quiet import quietly
from confnotes.search.schema import SCHEMA, STORED, WORD, in_microseconds
from confnotes.search.sections import DamagedIndexError, SectionWriter

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


with quietly():
    from whoosh.codec import base
    from whoosh.columns import ColumnReader
    from whoosh.filedb.filestore import RamStorage
    from whoosh.matching import ListMatcher
    from whoosh.reading import TermInfo, TermNotFound

SUFFIX = ".seg"
INDEX_NAME = "MAIN"


class NotesCodec(base.Codec):  # type: ignore[misc]
    """Opens and creates segments."""

    def per_document_writer(self, storage: Any, segment: NotesSegment | None) -> DocumentsWriter:
        return DocumentsWriter()

    def field_writer(self, storage: Any, segment: NotesSegment | None) -> TermsWriter:
        return TermsWriter()

    def terms_reader(self, storage: Any, segment: NotesSegment) -> Terms:
        return Terms(data_of(storage, segment))

    def per_document_reader(self, storage: Any, segment: NotesSegment) -> Documents:
        return Documents(data_of(storage, segment), segment)

    def new_segment(self, storage: Any, indexname: str) -> NotesSegment:
        return NotesSegment(indexname)


CODEC = NotesCodec()


class NotesSegment(base.Segment):  # type: ignore[misc]
    """The facts of a segment in a commit: its size, and the deleted files (`dead`) with their documents.

    It is pickled into Whoosh's own table of contents, which we write for other programs and never read.
    """

    def __init__(
        self, indexname: str, segid: str = "", size: int = 0, docs: int = 0, dead: frozenset[int] = frozenset()
    ) -> None:
        self.indexname, self.compound = indexname, False
        self.segid = segid or self._random_id()
        self.size, self.docs, self.dead = size, docs, dead
        self.deleted: frozenset[int] = frozenset()
        self.data: Data | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "data": None}

    def codec(self) -> NotesCodec:
        return CODEC

    @property
    def file(self) -> str:
        """The name of its file."""
        return str(self.make_filename(SUFFIX))

    def without(self, dead: frozenset[int], data: Data) -> NotesSegment:
        """A copy in which these files of the segment's data are dead."""
        same = NotesSegment(self.indexname, self.segid, self.size, self.docs, dead)
        same.data = data
        if dead:
            same.deleted = frozenset(doc for doc, source in enumerate(data.source_of) if source in dead)
        return same

    def doc_count_all(self) -> int:
        return self.docs

    def deleted_count(self) -> int:
        return len(self.deleted)

    def deleted_docs(self) -> frozenset[int]:
        return self.deleted


def data_of(storage: Any, segment: NotesSegment) -> Data:
    """The segment's data, opened once."""
    if segment.data is None:
        segment.data = _opened(storage, segment.file)
    return segment.data


def _opened(storage: Any, name: str) -> Data:
    if isinstance(storage, RamStorage):
        return Data(storage.files[name])
    with Path(storage._fpath(name)).open("rb") as file:
        try:
            return Data(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except ValueError as error:
            raise DamagedIndexError("a segment is empty") from error


class Terms(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment and where they occur, as Whoosh asks for them."""

    def __init__(self, data: Data) -> None:
        self.data = data

    def _number(self, fieldname: str, text: bytes) -> int | None:
        return self.data.find_key(_place(fieldname) + text)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._number(*term) is not None

    def indexed_field_names(self) -> list[str]:
        return [name for name, field in SCHEMA.items() if field.indexed]

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return (self._term(number) for number in range(self.data.term_count))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        first = self.data.first(_place(fieldname) + prefix)
        if fieldname == WORD:
            return ((WORD, self._term(number)[1]) for number in range(first, self.data.field(TEXT).stop))
        return (self._term(number) for number in range(first, self.data.term_count))

    def _term(self, number: int) -> tuple[str, bytes]:
        field, _, text = self.data.key(number).partition(b":")
        return field.decode(), text

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        number = self._number(fieldname, text)
        if number is None:
            raise KeyError(fieldname, text)
        documents, counts = self.data.postings(number)
        often = (float(sum(counts)), float(max(counts))) if counts else (float(len(documents)), 1.0)
        return TermInfo(often[0], len(documents), 1, 255, often[1], documents[0], documents[-1])

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        number = self._number(fieldname, text)
        return 0 if number is None else self.data.frequency(number)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        number = self._number(fieldname, text)
        if number is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        documents, counts = self.data.postings(number)
        return ListMatcher(
            documents.tolist(),
            [float(count) for count in counts] or None,
            _Places(self.data, number, documents),
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def cursor(self, fieldname: str, fieldobj: Any) -> _Cursor:
        return _Cursor(self, fieldname, fieldobj)


def _place(fieldname: str) -> bytes:
    """The prefix of a field's terms: exact words are stored with those of the text."""
    return b"%s:" % (TEXT if fieldname == WORD else fieldname).encode()


class _Places(Sequence[tuple[int, ...]]):
    """For each document of a term, the term's positions."""

    def __init__(self, data: Data, term: int, documents: Sequence[int]) -> None:
        self._data, self._letter, self._documents = data, data.spelled((term,)), documents

    def __len__(self) -> int:
        return len(self._documents)

    def __getitem__(self, at: int) -> tuple[int, ...]:  # type: ignore[override]
        stream = self._data.stream(self._documents[at])
        return tuple(place for place, letter in enumerate(stream) if letter == self._letter)


class _Cursor(base.FieldCursor):  # type: ignore[misc]
    """Iterates over the words of a field."""

    def __init__(self, terms: Terms, fieldname: str, fieldobj: Any) -> None:
        self._terms, self._field, self._object = terms, fieldname, fieldobj
        self._range = terms.data.field(fieldname)
        self._at = self._range.start

    def is_valid(self) -> bool:
        return self._at in self._range

    def first(self) -> str | None:
        self._at = self._range.start
        return self.text()

    def find(self, string: bytes | str) -> str | None:
        wanted = string if isinstance(string, bytes) else self._object.to_bytes(string)
        self._at = self._terms.data.first(self._field.encode() + b":" + wanted)
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        return self._object.from_bytes(self._terms._term(self._at)[1]) if self.is_valid() else None

    def term_info(self) -> TermInfo:
        return self._terms.term_info(*self._terms._term(self._at))


class Documents(base.PerDocumentReader):  # type: ignore[misc]
    """The facts of each document of a segment, and which documents are deleted."""

    def __init__(self, data: Data, segment: NotesSegment) -> None:
        self.data, self._segment = data, segment

    def doc_count(self) -> int:
        return self.data.count - len(self._segment.deleted)

    def doc_count_all(self) -> int:
        return self.data.count

    def has_deletions(self) -> bool:
        return bool(self._segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._segment.deleted

    def deleted_docs(self) -> frozenset[int]:
        return self._segment.deleted

    def has_column(self, fieldname: str) -> bool:
        return fieldname in COLUMNS

    def column_reader(self, fieldname: str, column: Any) -> _Column:
        values = getattr(self.data, COLUMNS[fieldname])
        return _Column([in_microseconds(minute) for minute in values] if fieldname == "date" else values)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self.data.lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        return sum(self.data.lengths)

    def min_field_length(self, fieldname: str) -> int:
        return min(self.data.lengths, default=0)

    def max_field_length(self, fieldname: str) -> int:
        return max(self.data.lengths, default=0)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        record = self.data.record(docnum)
        return {name: getattr(record, name) for name in STORED}


class _Column(ColumnReader):  # type: ignore[misc]
    """A column that is in memory anyway."""

    def __init__(self, values: Sequence[int]) -> None:
        super().__init__(None, 0, 0, len(values))
        self._values, self._sign = values, 1

    def __getitem__(self, docnum: int) -> int:
        return self._values[docnum]

    def set_reverse(self) -> None:
        self._sign = -1

    def sort_key(self, docnum: int) -> int:
        return self._sign * self._values[docnum]
