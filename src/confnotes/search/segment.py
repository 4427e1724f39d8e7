"""One immutable part of the index: its terms, where they occur, and what a hit shows.

Documents and terms are numbered from 0 within the segment. Terms are sorted by "field:term", so those of a field, and
those that begin alike, stand together.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import pairwise, takewhile
from typing import TypeVar

from confnotes.model.hit import HitKind
from confnotes.search.document import KINDS, Record
from confnotes.search.segment_file import Buffer, DamagedIndexError, Sections

_T = TypeVar("_T")

K1 = 1.2
B = 0.6
USUAL_LENGTH = 256
"""Words of a usual document; fixed, so that parts of the index need not know of each other."""

_LENGTH_STEP = 16
_MOST_STEPS = 255
_FOUND_KEPT = 4096
_NOT_ASKED = -1
_MET_IN_MANY_FILES = frozenset(KINDS.index(kind) for kind in (HitKind.PERSON, HitKind.PAPER))


class Segment:
    """Reads a segment written by `builder`. Every read may raise DamagedIndexError."""

    STEM = "stem"
    """The field whose terms are stems and whose postings are the terms that share them."""

    def __init__(self, buffer: Buffer) -> None:
        self._sections = sections = Sections(buffer)
        self.count = sections.facts["docs"]
        self.term_count = sections.facts["terms"]
        self.source_count = sections.facts["sources"]
        self._postings_at = sections.place("postings")[0]
        self._counts_at = sections.place("counts")[0]
        self._streams_at = sections.place("streams")[0]
        self._records_at = sections.place("records")[0]
        self._outlines_at = sections.place("outlines")[0]
        self._found: dict[tuple[str, str], int | None] = {}
        self._fields: dict[str, range] = {}

    @cached_property
    def _terms(self) -> bytes:
        return self._sections.section("terms")

    @cached_property
    def _term_ends(self) -> memoryview:
        return self._numbers("term_ends", "Q", self.term_count)

    @cached_property
    def _starts(self) -> memoryview:
        return self._numbers("starts", "Q", self.term_count + 1)

    @cached_property
    def _stream_ends(self) -> memoryview:
        return self._numbers("stream_ends", "Q", self.count)

    @cached_property
    def _record_ends(self) -> memoryview:
        return self._numbers("record_ends", "Q", self.count)

    @cached_property
    def _outline_ends(self) -> memoryview:
        return self._numbers("outline_ends", "Q", self.source_count)

    @cached_property
    def lengths(self) -> memoryview:
        """Words of each document."""
        return self._numbers("lengths", "I", self.count)

    @cached_property
    def norms(self) -> list[float]:
        """What BM25 adds to the count of a word in each document: longer ones need more of it."""
        steps = {length: min(length // _LENGTH_STEP, _MOST_STEPS) * _LENGTH_STEP for length in set(self.lengths)}
        norms = {length: K1 * (1 - B + B * step / USUAL_LENGTH) for length, step in steps.items()}
        return list(map(norms.__getitem__, self.lengths))

    @cached_property
    def kinds(self) -> bytes:
        """Each document's kind, as a place in `document.KINDS`."""
        return self._sections.section("kinds")

    @cached_property
    def grouped(self) -> frozenset[int]:
        """The documents that may be the same thing as others: people and papers."""
        return frozenset(doc for doc, kind in enumerate(self.kinds) if kind in _MET_IN_MANY_FILES)

    @cached_property
    def source_of(self) -> memoryview:
        """The source that each document was made of, as a place in `paths`."""
        return self._numbers("source_of", "I", self.count)

    @cached_property
    def dates(self) -> memoryview:
        """When each document's thing begins, in `document.minutes`, 0 where that is not known."""
        return self._numbers("dates", "I", self.count)

    @cached_property
    def ratings(self) -> bytes:
        """How good each document's thing is, 0 where nobody said."""
        return self._sections.section("ratings")

    @cached_property
    def groups(self) -> memoryview:
        """Documents with the same number are shown once."""
        return self._numbers("groups", "Q", self.count)

    @cached_property
    def talks(self) -> Mapping[str, Sequence[int]]:
        """Key of a talk -> the documents about it."""
        return self._json("talks", dict)

    @cached_property
    def paths(self) -> list[str]:
        """Every file that documents were made of."""
        return self._texts("paths")

    @cached_property
    def needs(self) -> list[str]:
        """For each of the files the folder, with its `/`, of the conference that it depends on, "" for none."""
        known: dict[str, str] = {}
        return [known.setdefault(path, path) for path in self._texts("needs")]

    @property
    def versions(self) -> Iterator[tuple[int, int]]:
        """For each of the files when it was written, in ns, and its size in bytes."""
        numbers = memoryview(self._sections.section("versions")).cast("q")
        return zip(numbers[: self.source_count], numbers[self.source_count :], strict=True)

    def term(self, number: int) -> tuple[str, str]:
        """The field and the word of a term."""
        field, _, word = self._key(number).decode("utf-8", "replace").partition(":")
        return field, word

    def find(self, field: str, word: str) -> int | None:
        """The number of a term."""
        asked = field, word
        number = self._found.get(asked, _NOT_ASKED)
        if number == _NOT_ASKED:
            if len(self._found) >= _FOUND_KEPT:
                self._found.clear()  # another thread may be here as well
            number = self._found[asked] = self._look_up(field, word)
        return number

    def _look_up(self, field: str, word: str) -> int | None:
        wanted = f"{field}:{word}".encode("utf-8", "replace")
        place = bisect_left(range(self.term_count), wanted, key=self._key)
        return place if place < self.term_count and self._key(place) == wanted else None

    def words(self, field: str) -> list[str]:
        """Every word of the field, in order."""
        terms = self.field(field)
        ends = self._term_ends
        places = [ends[terms.start - 1] if terms.start else 0, *ends[terms.start : terms.stop]]
        data, skip = self._terms, len(field) + 1
        return [data[start + skip : end].decode("utf-8", "replace") for start, end in pairwise(places)]

    def beginning(self, field: str, start: str) -> range:
        """The terms of a field that begin so."""
        wanted = f"{field}:{start}".encode("utf-8", "replace")
        terms = range(self.term_count)
        return range(bisect_left(terms, wanted, key=self._key), bisect_left(terms, wanted + b"\xff", key=self._key))

    def frequency(self, number: int) -> int:
        """How many documents hold the term, deleted ones included."""
        frequency: int = self._starts[number + 1] - self._starts[number]
        return frequency

    def most_frequent(self, terms: range, limit: int) -> list[int]:
        """Of these terms those that most documents hold, first the most frequent."""
        starts = self._starts[terms.start : terms.stop + 1].tolist()
        frequencies = [end - start for start, end in pairwise(starts)]
        return [terms[i] for i in nlargest(limit, range(len(terms)), key=frequencies.__getitem__)]

    def postings(self, number: int) -> tuple[memoryview, bytes]:
        """The documents that hold the term, in order, and how often each does (255 is that or more)."""
        start, end = self._starts[number], self._starts[number + 1]
        return self._documents(start, end), self._sections.read(self._counts_at + start, self._counts_at + end)

    def documents(self, number: int) -> memoryview:
        """The documents that hold the term, in order."""
        return self._documents(self._starts[number], self._starts[number + 1])

    def documents_of(self, terms: range) -> memoryview:
        """The documents that hold any of these terms, one list after the other."""
        return self._documents(self._starts[terms.start], self._starts[terms.stop])

    def _documents(self, start: int, end: int) -> memoryview:
        at = self._postings_at
        return memoryview(self._sections.read(at + 4 * start, at + 4 * end)).cast("I")

    def field(self, name: str) -> range:
        """The terms of a field."""
        known = self._fields.get(name)
        if known is None:
            known = self._fields[name] = self.beginning(name, "")
        return known

    def labels(self, doc: int, field: str) -> list[str]:
        """The document's labels in a field."""
        terms = self.field(field)
        last = takewhile(bool, reversed(self.stream(doc)))
        return [self.term(number)[1] for number in last if number in terms]

    def stream(self, doc: int) -> memoryview:
        """The terms of the document in order, then its labels; 0 stands between texts that do not follow each other."""
        start, end = self._stream_place(doc)
        return memoryview(self._sections.read(start, end)).cast("I")

    def holds(self, doc: int, pattern: bytes) -> bool:
        """Whether these terms, as packed 32-bit numbers, stand one after the other in the document."""
        start, end = self._stream_place(doc)
        self._sections.check(start, end)
        find = self._sections.buffer.find
        at = find(pattern, start, end)
        while at >= 0 and (at - start) % 4:
            at = find(pattern, at + 1, end)
        return at >= 0

    def record(self, doc: int) -> Record:
        """What a hit on the document shows."""
        try:
            return Record.read(self.record_bytes(doc))
        except (ValueError, TypeError) as error:
            raise DamagedIndexError("a document cannot be read") from error

    def record_bytes(self, doc: int) -> bytes:
        """The same, as it is kept."""
        ends = self._record_ends
        return self._sections.read(self._records_at + (ends[doc - 1] if doc else 0), self._records_at + ends[doc])

    def outline(self, source: int) -> bytes:
        """The outline of a source, as `outlines` writes it; empty for what is no note."""
        ends = self._outline_ends
        return self._sections.read(
            self._outlines_at + (ends[source - 1] if source else 0), self._outlines_at + ends[source]
        )

    def check(self) -> None:
        """Check every byte."""
        self._sections.check_all()

    def _stream_place(self, doc: int) -> tuple[int, int]:
        ends = self._stream_ends
        return self._streams_at + 4 * (ends[doc - 1] if doc else 0), self._streams_at + 4 * ends[doc]

    def _key(self, number: int) -> bytes:
        ends = self._term_ends
        return self._terms[ends[number - 1] if number else 0 : ends[number]]

    def _numbers(self, name: str, code: str, count: int) -> memoryview:
        numbers = memoryview(self._sections.section(name))
        if len(numbers) != count * (8 if code == "Q" else 4):
            raise DamagedIndexError(f"section {name} is cut")
        return numbers.cast("Q") if code == "Q" else numbers.cast("I")

    def _texts(self, name: str) -> list[str]:
        texts = self._sections.section(name).decode("utf-8", "surrogatepass").split("\0")[:-1]
        if len(texts) != self.source_count:
            raise DamagedIndexError(f"section {name} is cut")
        return texts

    def _json(self, name: str, kind: type[_T]) -> _T:
        try:
            read = json.loads(self._sections.section(name))
        except ValueError as error:
            raise DamagedIndexError(f"section {name} cannot be read") from error
        if not isinstance(read, kind):
            raise DamagedIndexError(f"section {name} cannot be read")
        return read
