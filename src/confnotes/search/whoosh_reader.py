"""A part of the index as a Whoosh IndexReader, so that Whoosh's own matchers can search it as well.

`evaluate` answers what the search language is made of over arrays, which is what makes it quick. Any other Whoosh
query (fuzzy terms, wildcards, spans) is answered by Whoosh through this reader; and the tests hold what `evaluate`
finds against what Whoosh finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from confnotes.search.document import FIELDS, LABELS, LINK_LABELS
from confnotes.search.quiet import quietly
from confnotes.search.segment import Segment
from confnotes.search.snapshot import Part
from confnotes.search.whoosh_query import in_whoosh

with quietly():
    from whoosh import fields, formats, reading
    from whoosh.analysis import IDTokenizer
    from whoosh.matching import ListMatcher, Matcher
    from whoosh.searching import Searcher


class _Positions(formats.Format):  # type: ignore[misc]
    """Positions that are kept as the document's stream of terms and counted when they are asked for."""

    def __init__(self) -> None:
        super().__init__(1.0)

    def decode_positions(self, value: tuple[int, ...]) -> tuple[int, ...]:
        return value

    def decode_frequency(self, value: tuple[int, ...]) -> int:
        return len(value)

    def decode_weight(self, value: tuple[int, ...]) -> float:
        return float(len(value))


class _Text(fields.FieldType):  # type: ignore[misc]
    """A field whose terms are made by `analyse`, before Whoosh sees them."""

    def __init__(self) -> None:
        self.analyzer = IDTokenizer()
        self.format = _Positions()
        self.scorable = True


SCHEMA = fields.Schema(**{name: _Text() for name in (*FIELDS, *LABELS, *LINK_LABELS)})


class _TermPositions(Sequence[tuple[int, ...]]):
    """For each document of a term the places where it stands."""

    def __init__(self, segment: Segment, term: int, documents: Sequence[int]) -> None:
        self._segment, self._term, self._documents = segment, term, documents

    def __len__(self) -> int:
        return len(self._documents)

    def __getitem__(self, at: int) -> tuple[int, ...]:  # type: ignore[override]
        stream = self._segment.stream(self._documents[at])
        return tuple(place for place, term in enumerate(stream) if term == self._term)


class PartReader(reading.IndexReader):  # type: ignore[misc]
    """Whoosh's view of one part of the index."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self.segment = part.segment
        self.schema = SCHEMA

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.segment.find(term[0], term[1].decode()) is not None

    def indexed_field_names(self) -> list[str]:
        return list(SCHEMA.names())

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        for field in sorted(SCHEMA.names()):
            yield from self.terms_from(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        everything = self.segment.field(fieldname)
        first = self.segment.beginning(fieldname, prefix.decode("utf-8", "replace")).start
        for term in range(first, everything.stop):
            yield fieldname, self.segment.term(term)[1].encode()

    def term_info(self, fieldname: str, text: bytes) -> reading.TermInfo:
        term = self.segment.find(fieldname, text.decode())
        if term is None:
            raise reading.TermNotFound(f"{fieldname}:{text!r}")
        documents, counts = self.segment.postings(term)
        return reading.TermInfo(
            float(sum(counts)), len(documents), 1, 255, float(max(counts)), documents[0], documents[-1]
        )

    def postings(self, fieldname: str, text: bytes, scorer: object = None) -> Matcher:
        term = self.segment.find(fieldname, text.decode())
        if term is None:
            raise reading.TermNotFound(f"{fieldname}:{text!r}")
        documents, counts = self.segment.postings(term)
        dead = self._part.dead_docs
        living = [at for at, doc in enumerate(documents) if doc not in dead]
        ids = [documents[at] for at in living]
        return ListMatcher(
            ids,
            [float(counts[at]) for at in living],
            _TermPositions(self.segment, term, ids),
            _Positions(),
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def has_deletions(self) -> bool:
        return bool(self._part.dead_docs)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._part.dead_docs

    def stored_fields(self, docnum: int) -> dict[str, object]:
        record = self.segment.record(docnum)
        return {"id": record.id, "title": record.title, "path": record.path}

    def doc_count_all(self) -> int:
        return self.segment.count

    def doc_count(self) -> int:
        return self.segment.count - len(self._part.dead_docs)

    def frequency(self, fieldname: str, text: bytes) -> float:
        term = self.segment.find(fieldname, text.decode())
        return 0.0 if term is None else float(sum(self.segment.postings(term)[1]))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        term = self.segment.find(fieldname, text.decode())
        return 0 if term is None else self.segment.frequency(term)

    def field_length(self, fieldname: str) -> int:
        return sum(self.segment.lengths)

    def min_field_length(self, fieldname: str) -> int:
        return min(self.segment.lengths, default=0)

    def max_field_length(self, fieldname: str) -> int:
        return max(self.segment.lengths, default=0)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        length: int = self.segment.lengths[docnum]
        return length

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        return False

    def vector(self, docnum: int, fieldname: str, format_: object = None) -> Matcher:
        raise KeyError("the index keeps no vectors")


def whoosh_finds(part: Part, query: object) -> set[int]:
    """The documents of the part that Whoosh itself finds.

    The query is not normalized: Whoosh 2.7.4 would make `Every` of an `And` that has one.
    """
    searcher = Searcher(PartReader(part))
    matcher = in_whoosh(query).matcher(searcher, searcher.boolean_context())
    found: set[int] = set()
    while matcher.is_active():
        found.add(matcher.id())
        matcher.next()
    return found
