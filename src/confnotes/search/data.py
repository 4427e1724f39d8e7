"""The data of one segment: its terms, where they occur, and what a hit shows. Immutable, and never executed.

Documents and terms are numbered from 0 within the segment. Terms are sorted by "field:term", so that those of a field,
and those with a common prefix, are adjacent. A document is stored as its stream: a string in which each term is one
character, with the shortest characters for the most frequent terms. So phrases are found by substring search.
"""

from __future__ import annotations

import json
import re
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from struct import calcsize
from typing import Any, Literal

from confnotes.search.document import KINDS, MET_IN_MANY_FILES, IndexDocument
from confnotes.search.packing import BLOCK, counts_of, forms_in, keys_of, unpack
from confnotes.search.sections import Buffer, DamagedIndexError, IndexSections

K1 = 1.2  # of BM25, how soon a repeated word counts no more
B = 0.6  # of BM25, how much the length of a note counts
USUAL_LENGTH = 256
"""The number of words of a typical document; fixed, so that segments do not depend on each other."""

BETWEEN = "\0"
"""Separates texts in a stream that do not follow each other."""

_LENGTH_STEP = 16  # words: lengths in one byte
_MOST_STEPS = 255  # one byte
_FOUND_KEPT = 4096  # words looked up by all queries since the segment was opened
_BLOCKS_KEPT = 512  # of terms, unpacked
_TABLES_KEPT = 64  # of counts, unpacked
_MUCH_LESS = 8
"""If the larger set of documents is this many times larger, the smaller one is looked up one by one."""

_NOT_ASKED = -1  # not a number of a word
_MANY = 256
"""Up to this number, documents are checked one by one before their streams are searched."""

_READ_AT_ONCE = 2700
"""The number of bytes that are searched in the time that fetching one document takes."""

_SURROGATES = range(0xD800, 0xE000)


def character(rank: int) -> int:
    """The character of the term with that rank by frequency, from 1."""
    return rank if rank < _SURROGATES.start else rank + len(_SURROGATES)


class _Bytes:
    """The section with the attribute's name, read on first use."""

    def __set_name__(self, owner: type[Data], name: str) -> None:
        self._name = name

    def __get__(self, data: Data, owner: type[Data]) -> bytes:
        read = data.__dict__[self._name] = data._sections.section(self._name.strip("_"))
        return read


class _Numbers:
    """A section of `count` numbers, by default one per document, read on first use."""

    def __init__(self, count: Callable[[Data], int] = lambda data: data.count, code: Literal["I", "Q"] = "I") -> None:
        self._count, self._code = count, code

    def __set_name__(self, owner: type[Data], name: str) -> None:
        self._name = name

    def __get__(self, data: Data, owner: type[Data]) -> memoryview:
        read = data.__dict__[self._name] = data._numbers(self._name.strip("_"), self._code, self._count(data))
        return read


class Data:
    """Reads what `codec` wrote. Every read may raise DamagedIndexError."""

    _block_ends = _Numbers(lambda data: -(-data.term_count // BLOCK))
    _head_ends = _Numbers(lambda data: -(-data.term_count // BLOCK))
    _starts = _Numbers(lambda data: data.term_count + 1)
    _characters = _Numbers(lambda data: data.term_count)
    _stream_ends = _Numbers()
    _record_ends = _Numbers()
    _outline_ends = _Numbers(lambda data: data.source_count)
    _forms = _Bytes()
    """Sorted lines, as written by `forms_line`."""

    _sample_records, _sample_outlines = _Bytes(), _Bytes()

    lengths = _Numbers()
    """The number of words of each document."""

    kinds = _Bytes()
    """Each document's kind, as an index into `document.KINDS`."""

    source_of = _Numbers()
    """The source of each document, as an index into `paths`."""

    dates = _Numbers()
    """When each document's thing begins, in `document.minutes`, 0 if unknown."""

    ratings = _Bytes()
    """The rating of each document's thing, 0 without one."""

    groups = _Numbers(code="Q")
    """Of documents with the same number, only one is shown."""

    def __init__(self, buffer: Buffer) -> None:
        self._sections = sections = IndexSections(buffer)
        facts = sections.facts
        self.count: int = facts["docs"]
        self.term_count: int = facts["terms"]
        self.source_count: int = facts["sources"]
        self.languages: list[str] = facts["languages"]
        self._wide: Literal["I", "H"] = "I" if facts["wide"] else "H"
        self._counted: tuple[int, int] = tuple(facts["counted"])
        self._found: dict[tuple[str, str], int | None] = {}
        self._begun: dict[tuple[str, str], range] = {}
        self._blocks: dict[int, list[bytes]] = {}
        self._tables: dict[int, bytearray] = {}
        self._ordered: dict[range, list[int]] = {}

    @cached_property
    def _heads(self) -> list[bytes]:
        """The first term of each block."""
        heads = self._sections.section("heads")
        return [heads[start:end] for start, end in pairwise((0, *self._head_ends))]

    @cached_property
    def _number_of(self) -> dict[str, int]:
        """The number of the term of each character."""
        return {chr(code): number for number, code in enumerate(self._characters) if code}

    @cached_property
    def norms(self) -> list[float]:
        """BM25's length normalization of each document, added to the count of a word."""
        steps = {length: min(length // _LENGTH_STEP, _MOST_STEPS) * _LENGTH_STEP for length in set(self.lengths)}
        norms = {length: K1 * (1 - B + B * step / USUAL_LENGTH) for length, step in steps.items()}
        return list(map(norms.__getitem__, self.lengths))

    @cached_property
    def grouped(self) -> frozenset[int]:
        """The documents that may be the same thing as others: people and papers."""
        many = bytes(KINDS.index(kind) for kind in MET_IN_MANY_FILES)
        return frozenset(match.start() for match in re.finditer(b"[%b]" % re.escape(many), self.kinds))

    @cached_property
    def talks(self) -> Mapping[str, Sequence[int]]:
        """The documents about each talk, by the talk's key."""
        try:
            return dict(json.loads(self._sections.section("talks")))
        except (ValueError, TypeError) as error:
            raise DamagedIndexError("section talks cannot be read") from error

    @cached_property
    def paths(self) -> list[str]:
        """Every file of the documents."""
        return self._texts("paths")

    @cached_property
    def needs(self) -> list[str]:
        """For each file, the folder (with `/`) of the conference that it depends on, "" for none."""
        known: dict[str, str] = {}
        return [known.setdefault(path, path) for path in self._texts("needs")]

    @property
    def versions(self) -> Iterator[tuple[int, int]]:
        """For each file, its modification time in ns and its size in bytes."""
        numbers = memoryview(self._sections.section("versions")).cast("q")
        return zip(numbers[: self.source_count], numbers[self.source_count :], strict=True)

    # Terms

    def key(self, number: int) -> bytes:
        """A term as it is sorted: field and word with a colon between them."""
        return self._block(number // BLOCK)[number % BLOCK]

    def _block(self, number: int) -> list[bytes]:
        known = self._blocks.get(number)
        if known is None:
            if len(self._blocks) >= _BLOCKS_KEPT:
                self._blocks.clear()  # another thread may use it, too
            known = self._blocks[number] = self._unpacked_block(number)
        return known

    def _unpacked_block(self, number: int) -> list[bytes]:
        ends, at = self._block_ends, self._sections.place("blocks")[0]
        packed = self._sections.read(at + (ends[number - 1] if number else 0), at + ends[number])
        try:
            return keys_of(packed, min(BLOCK, self.term_count - number * BLOCK))
        except (zlib.error, ValueError, TypeError) as error:
            raise DamagedIndexError("terms cannot be read") from error

    def term(self, number: int) -> tuple[str, str]:
        """The field and the word of a term."""
        field, _, word = self.key(number).decode("utf-8", "replace").partition(":")
        return field, word

    def find(self, field: str, word: str) -> int | None:
        """The number of a term."""
        asked = field, word
        number = self._found.get(asked, _NOT_ASKED)
        if number == _NOT_ASKED:
            if len(self._found) >= _FOUND_KEPT:
                self._found.clear()  # another thread may use it, too
            number = self._found[asked] = self.find_key(f"{field}:{word}".encode("utf-8", "replace"))
        return number

    def find_key(self, key: bytes) -> int | None:
        """The number of a term by its `key`."""
        place = self.first(key)
        return place if place < self.term_count and self.key(place) == key else None

    def first(self, key: bytes) -> int:
        """The number of the first term that is not before this `key`."""
        block = bisect_right(self._heads, key) - 1
        return block * BLOCK + bisect_left(self._block(block), key) if block >= 0 else 0

    def words(self, field: str, start: str = "") -> list[str]:
        """Every word of the field with this prefix, in order."""
        terms, skip = self.beginning(field, start), len(field) + 1
        first = terms.start // BLOCK
        blocks = range(first, -(-terms.stop // BLOCK))
        keys = [key for number in blocks for key in self._unpacked_block(number)]
        there = keys[terms.start - first * BLOCK : terms.stop - first * BLOCK]
        return [key[skip:].decode("utf-8", "replace") for key in there]

    def beginning(self, field: str, start: str) -> range:
        """The terms of a field with this prefix."""
        known = self._begun.get((field, start))
        if known is None:
            if len(self._begun) >= _FOUND_KEPT:
                self._begun.clear()
            wanted = f"{field}:{start}".encode("utf-8", "replace")
            known = self._begun[field, start] = range(self.first(wanted), self.first(wanted + b"\xff"))
        return known

    def field(self, name: str) -> range:
        """The terms of a field."""
        return self.beginning(name, "")

    def frequency(self, number: int) -> int:
        """The number of documents with the term, including deleted ones."""
        frequency: int = self._starts[number + 1] - self._starts[number]
        return frequency

    def most_frequent(self, terms: range, limit: int) -> list[int]:
        """The terms that occur in most documents, most frequent first."""
        starts = self._starts[terms.start : terms.stop + 1].tolist()
        frequencies = [end - start for start, end in pairwise(starts)]
        return [terms[i] for i in nlargest(limit, range(len(terms)), key=frequencies.__getitem__)]

    def in_many(self, field: str, start: str, least: int) -> Iterator[str]:
        """The words with this prefix that occur in at least `least` documents."""
        terms = self.beginning(field, start)
        known = self._ordered.get(terms)
        if known is None:
            known = self._ordered[terms] = self.most_frequent(terms, len(terms))
        for number in known:
            if self.frequency(number) < least:
                return
            yield self.term(number)[1]

    def forms(self, language: str, stem: str) -> list[str]:
        """Words with that stem in documents of that language; empty if only an English stem matches."""
        lines, wanted = self._forms, f"\n{language}:{stem}\t".encode("utf-8", "replace")
        low, high = 0, len(lines)
        while low < high:
            middle = (low + high) // 2
            begin, end = lines.rfind(b"\n", low, middle + 1), lines.find(b"\n", middle + 1)
            line = lines[begin : end if end >= 0 else len(lines)]
            if line.startswith(wanted):
                return forms_in(stem, line[len(wanted) :].decode())
            if line < wanted:
                low = begin + len(line)
            else:
                high = begin
        return []

    def lines_of_forms(self) -> list[str]:
        """All lines of forms."""
        return [line for line in self._forms.decode().split("\n") if line]

    # Occurrences

    def postings(self, number: int) -> tuple[memoryview, bytes]:
        """The documents with the term, in order, and the number of occurrences in each (15 means 15 or more)."""
        start, end = self._starts[number], self._starts[number + 1]
        first, last = self._counted
        if not first <= number < last:
            return self._documents(start, end), b""
        place, before = self._sections.place("counts")[0], self._starts[first]
        packed = self._sections.read(place + (start - before) // 2, place + (end - before + 1) // 2)
        return self._documents(start, end), counts_of(packed, (start - before) % 2, end - start)

    def counts(self, number: int, docs: Collection[int]) -> Iterable[int]:
        """The number of occurrences of the term in each of these documents; 1 if counts are not stored."""
        known = self._tables.get(number)
        if known is None:
            ids, counts = self.postings(number)
            counts = counts or b"\1" * len(ids)
            if len(docs) * _MUCH_LESS < len(ids):
                found = ((bisect_left(ids, doc), doc) for doc in docs)
                return [counts[at] if at < len(ids) and ids[at] == doc else 0 for at, doc in found]
            known = bytearray(self.count)
            for doc, count in zip(ids, counts, strict=True):
                known[doc] = count
            if len(self._tables) >= _TABLES_KEPT:
                self._tables.clear()  # another thread may use it, too
            self._tables[number] = known
        return map(known.__getitem__, docs)

    def documents(self, number: int) -> memoryview:
        """The documents with the term, in order."""
        return self._documents(self._starts[number], self._starts[number + 1])

    def documents_of(self, terms: range) -> memoryview:
        """The documents with any of these terms, one list after the other."""
        return self._documents(self._starts[terms.start], self._starts[terms.stop])

    def _documents(self, start: int, end: int) -> memoryview:
        at, size = self._sections.place("postings")[0], calcsize(self._wide)
        return memoryview(self._sections.read(at + size * start, at + size * end)).cast(self._wide)

    def stream(self, doc: int) -> str:
        """The terms of the document in order, then some of its labels."""
        start, end = self._stream_place(doc)
        return self._sections.read(start, end).decode()

    def spelled(self, terms: Collection[int]) -> str:
        """These terms as consecutive characters of a stream."""
        characters = self._characters
        if isinstance(terms, range):
            return "".join(map(chr, characters[terms.start : terms.stop]))
        return "".join([chr(characters[number]) for number in terms])

    def numbers(self, stream: str) -> list[int]:
        """The terms of a stream or a part of one, without separators."""
        number_of = self._number_of
        return [number_of[letter] for letter in stream if letter != BETWEEN]

    def labels(self, doc: int, field: str) -> list[str]:
        """The document's labels in one of the fields that are stored per document."""
        terms = self.field(field)
        last = self.numbers(self.stream(doc).rpartition(BETWEEN)[2])
        return [self.term(number)[1] for number in last if number in terms]

    def holding(self, docs: Collection[int], terms: Collection[int]) -> Iterator[int]:
        """Those of the documents that contain these terms consecutively."""
        sections, ends = self._sections, self._stream_ends
        first, last = sections.place("streams")
        pattern = re.compile(re.escape(self.spelled(terms).encode()))
        buffer: Any = sections.buffer
        if len(docs) > _MANY:
            sections.check(first, last)
        if len(docs) * _READ_AT_ONCE > last - first:
            held = {bisect_right(ends, match.start() - first) for match in pattern.finditer(buffer, first, last)}
            yield from held.intersection(docs)
            return
        for doc in docs:
            start, end = first + (ends[doc - 1] if doc else 0), first + ends[doc]
            if len(docs) <= _MANY:
                sections.check(start, end)
            if pattern.search(buffer, start, end):
                yield doc

    def record(self, doc: int) -> IndexDocument:
        """What a hit on the document shows."""
        try:
            source = self.paths[self.source_of[doc]]
            return IndexDocument.read(self.record_bytes(doc), KINDS[self.kinds[doc]], source, self.dates[doc])
        except (ValueError, TypeError, IndexError) as error:
            raise DamagedIndexError("a document cannot be read") from error

    def record_bytes(self, doc: int) -> bytes:
        """The record of `record`, as written."""
        return self._text("records", doc, self._record_ends, self._sample_records)

    def outline(self, source: int) -> bytes:
        """The outline of a source, as `outlines` writes it; empty unless it is a note."""
        return self._text("outlines", source, self._outline_ends, self._sample_outlines)

    def _text(self, name: str, number: int, ends: memoryview, sample: bytes) -> bytes:
        at = self._sections.place(name)[0]
        packed = self._sections.read(at + (ends[number - 1] if number else 0), at + ends[number])
        try:
            return unpack(packed, sample)
        except zlib.error as error:
            raise DamagedIndexError(f"section {name} cannot be read") from error

    def check(self) -> None:
        """Check every byte."""
        self._sections.check_all()

    def _stream_place(self, doc: int) -> tuple[int, int]:
        ends, at = self._stream_ends, self._sections.place("streams")[0]
        return at + (ends[doc - 1] if doc else 0), at + ends[doc]

    def _numbers(self, name: str, code: Literal["I", "Q"], count: int) -> memoryview:
        numbers = memoryview(self._sections.section(name))
        if len(numbers) != count * calcsize(code):
            raise DamagedIndexError(f"section {name} is cut")
        return numbers.cast(code)

    def _texts(self, name: str) -> list[str]:
        texts = self._sections.section(name).decode("utf-8", "surrogatepass").split("\0")[:-1]
        if len(texts) != self.source_count:
            raise DamagedIndexError(f"section {name} is cut")
        return texts
