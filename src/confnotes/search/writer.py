"""Writes documents into the index: a Whoosh writer that cuts texts into words by itself, and each text only once.

The terms are numbered as they are met, and a number is written as a character: a document becomes a text of them at
C's speed, is counted at C's speed, and a term's documents are numbers in one array, eight bits of which say how often.
"""

from __future__ import annotations

import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any

from confnotes.search.analyse import analyse, composed, fold, is_cjk, raw_tokens
from confnotes.search.codec import CODEC, INDEX_NAME, NotesSegment, write_segment
from confnotes.search.data import BETWEEN, Data, character
from confnotes.search.document import FIELDS, KEPT_LABELS, KINDS, LABELS, LINK_LABELS, TEXT, TITLE, Document, minutes
from confnotes.search.languages import ENGLISH, stem
from confnotes.search.packing import Source
from confnotes.search.quiet import quietly
from confnotes.search.schema import SCHEMA, in_microseconds

with quietly():
    from whoosh.util.numeric import from_sortable, to_sortable
    from whoosh.writing import IndexWriter

if TYPE_CHECKING:
    from confnotes.search.index import Part

_MOST_COUNTED = 0xFF
"""More occurrences than this in one document make no difference."""

_MOST_TERMS = 1_000_000
"""A segment has at most so many words; what comes then is not found."""

_MOST_DOCUMENTS = 60_000


class _Codes(dict[str, str]):
    """Raw token of a field -> the characters of its terms; `others` are those under which it is found as well."""

    def __init__(self, number: Callable[[str, str], str], field: str) -> None:
        super().__init__()
        self._number, self._field = number, field
        self.others: dict[str, set[str]] = {}

    def __missing__(self, raw: str) -> str:
        token = analyse(raw)
        number, field = self._number, self._field
        found = self[raw] = "".join([number(field, term) for term in token.stream])
        if token.extra:
            self.others[raw] = {number(field, term) for term in token.extra}
        return found


class NotesWriter(IndexWriter):  # type: ignore[misc]
    """Takes in documents in memory; `segment` writes one segment of them."""

    def __init__(self, storage: Any) -> None:
        self.schema, self.storage = SCHEMA, storage
        self._documents = CODEC.per_document_writer(storage, None)
        self._letters: dict[tuple[str, str], str] = {}
        self._postings: dict[str, array[int]] = {}
        self._codes = {field: _Codes(self._letter, field) for field in FIELDS}
        self._streams: list[str] = []
        self._weight = 0
        self._stemmed: dict[str, set[str]] = {}
        self._forms: dict[str, set[str]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._documents)

    @property
    def weight(self) -> int:
        """Words taken in so far: what memory depends on."""
        return self._weight

    @property
    def is_full(self) -> bool:
        """Whether no segment should have more."""
        return len(self) >= _MOST_DOCUMENTS or len(self._letters) >= _MOST_TERMS * 9 // 10

    def _letter(self, field: str, word: str) -> str:
        """The character of a term; none where there are too many."""
        known = self._letters.get((field, word))
        if known is None:
            if len(self._letters) >= _MOST_TERMS:
                return ""
            known = self._letters[field, word] = character(len(self._letters) + 1)
            self._postings[known] = array("I")
        return known

    # Documents

    def start_file(self, source: Source, outline: bytes = b"") -> None:
        """The documents that follow are made of this file; one without any is remembered as well."""
        self._documents.start_source(source, zlib.compress(outline, 1) if outline else b"")

    def add(self, document: Document) -> None:
        """Take in one findable thing."""
        texts = {**document.words, TEXT: (*document.words.get(TEXT, ()), document.body, document.abstract)}
        self.add_document(
            **texts,
            **document.labels,
            shown=KINDS.index(document.kind),
            date=minutes(document.date) if document.date else 0,
            rating=document.rating or 0,
            group=_group(document),
            _language=document.language,
            _stored_talk=document.talk,
            _stored_record=document.record(),
        )

    def add_document(self, **fields: Any) -> None:
        """Whoosh's way: texts, labels and numbers by field; `text` needs none of the words of other fields."""
        doc = len(self._documents)
        titles: list[str] = []
        named: list[str] = []
        parts: list[str] = []
        others: set[str] = set()
        words: set[str] = set()
        for field in (*FIELDS[1:], TEXT):
            for text in fields.get(field, ()):
                tokens = raw_tokens(composed(text))
                parts.append(self._take(TEXT, tokens, others))
                words.update(tokens)
                if field != TEXT and (found := self._take(field, tokens, others)):
                    (titles if field == TITLE else named).append(found + BETWEEN)
        for language in {ENGLISH, fields.get("_language", ENGLISH)}:
            self._learn(words, language)
        stream = BETWEEN.join(parts) + BETWEEN
        kept = "".join([self._label(name, one) for name in KEPT_LABELS for one in fields.get(name, ())])
        whole = "".join((stream, *titles, BETWEEN, *named))
        for name in (*LABELS, *LINK_LABELS):
            others.update([self._label(name, one) for one in fields.get(name, ())])
        self._post(doc, stream, whole, others | set(self._numeric(fields)))
        self._streams.append(whole + kept)
        self._weight += len(stream)
        add = self._documents
        add.start_doc(doc)
        for name in ("shown", "date", "rating", "group"):
            add.add_column_value(name, None, fields.get(name, 0))
        if talk := fields.get("_stored_talk"):
            add.add_field("talk", None, talk, 0)
        add.add_field("record", None, fields.get("_stored_record", b"[]"), len(stream))
        add.finish_doc()

    def _take(self, field: str, tokens: Sequence[str], others: set[str]) -> str:
        codes = self._codes[field]
        found = "".join(map(codes.__getitem__, tokens))
        if codes.others:
            for raw in codes.others.keys() & set(tokens):
                others |= codes.others[raw]
        return found

    def _label(self, field: str, value: str) -> str:
        known = self._letters.get((field, value))
        if known is None:
            kept = value if field in LINK_LABELS else fold(value)
            known = self._letter(field, kept.encode("utf-8", "replace").decode())
        return known

    def _numeric(self, fields: dict[str, Any]) -> Iterable[str]:
        """The terms of date and rating, which Whoosh's ranges ask for."""
        if minute := fields.get("date"):
            yield self._number("date", in_microseconds(minute))
        if "rating" in fields:
            yield self._number("rating", fields["rating"])

    def _number(self, field: str, value: int) -> str:
        known = self._letters.get((field, str(value)))
        if known is None:
            known = self._letter(field, str(value))
        return known

    def _post(self, doc: int, stream: str, whole: str, others: set[str]) -> None:
        """Say of each term that the document has it, and how often."""
        counts = Counter(whole)
        del counts[BETWEEN]
        postings, base = self._postings, doc << 8
        for letter, count in counts.items():
            postings[letter].append(base + (count if count < _MOST_COUNTED else _MOST_COUNTED))
        for letter in others - counts.keys():
            if letter:
                postings[letter].append(base + 1)

    def _learn(self, tokens: set[str], language: str) -> None:
        """Remember which words share a stem, in the language of the text."""
        known = self._stemmed.setdefault(language, set())
        fresh = tokens - known
        known |= fresh
        forms = self._forms
        for raw in fresh:
            for word in chain(*analyse(raw)):
                if word.isalpha() and not is_cjk(word):
                    forms[f"{language}:{stem(word, language)}"].add(word)

    # Older segments

    def add_reader(self, reader: Part) -> None:
        """Take in a whole segment without what is deleted in it."""
        data, dead = reader.data, reader.dead
        sources = {}
        for old, version in enumerate(data.versions):
            if old not in dead:
                sources[old] = len(self._documents.sources)
                source = Source(data.paths[old], *version, data.needs[old])
                self._documents.start_source(source, data.packed_outline(old))
        live = [doc for doc in range(data.count) if data.source_of[doc] in sources]
        moved = {old: new for new, old in enumerate(live, start=len(self))}
        letters = {BETWEEN: BETWEEN}
        for number in range(data.term_count):
            field, _, word = data.key(number).partition(b":")
            ids, counts = data.postings(number)
            often = zip(ids, counts or b"\1" * len(ids), strict=True)
            kept = [(moved[doc] << 8) + count for doc, count in often if doc in moved]
            if kept:
                letter = letters[data.spelled((number,))] = self._letter(field.decode(), _word(field, word))
                if letter:
                    self._postings[letter].extend(kept)
        self._take_documents(data, live, sources, letters)
        for line in data.lines_of_forms():
            name, _, words = line.partition("\t")
            self._forms[name].update(words.split(" "))

    def _take_documents(
        self, data: Data, live: Sequence[int], sources: dict[int, int], letters: dict[str, str]
    ) -> None:
        add, columns = self._documents, self._documents.columns
        of_talk = {doc: talk for talk, docs in data.talks.items() for doc in docs}
        for doc in live:
            self._streams.append("".join([letters.get(letter, "") for letter in data.stream(doc)]))
            self._weight += data.lengths[doc]
            add.source_of.append(sources[data.source_of[doc]])
            for name, values in zip(columns, (data.kinds, data.ratings, data.dates, data.groups), strict=True):
                columns[name].append(values[doc])
            if doc in of_talk:
                add.add_field("talk", None, of_talk[doc], 0)
            add.add_field("record", None, data.record_bytes(doc), data.lengths[doc])

    # Writing

    def segment(self, prefix: str = "") -> NotesSegment:
        """Write everything taken in as one segment, which counts when a commit names it."""
        postings = self._postings
        names = sorted((field, _encoded(field, word), letter) for (field, word), letter in self._letters.items())
        by_use = sorted(postings, key=lambda letter: len(postings[letter]), reverse=True)
        final = {ord(letter): character(rank) for rank, letter in enumerate(by_use, 1)}
        wide = len(self) > 1 << 16
        terms = CODEC.field_writer(self.storage, None)
        last = ""
        for field, text, letter in names:
            if not postings[letter]:
                continue
            if field != last:
                last = field
                terms.start_field(field, SCHEMA[field])
            documents, counts = _apart(postings[letter], wide)
            terms.add_term(text, documents, counts, final[ord(letter)])
        streams = (stream.translate(final) for stream in self._streams)
        return write_segment(
            self.storage,
            self._new_segment(prefix),
            self._documents,
            terms,
            streams,
            sorted(self._lines_of_forms()),
            {name.partition(":")[0] for name in self._forms},
        )

    def _new_segment(self, prefix: str) -> NotesSegment:
        segment = CODEC.new_segment(self.storage, INDEX_NAME)
        segment.segid = prefix + segment.segid
        return segment

    def _lines_of_forms(self) -> Iterable[str]:
        for name, words in self._forms.items():
            if len(words) > 1 or name.partition(":")[2] not in words:
                yield f"{name}\t{' '.join(sorted(words))}"

    def add_field(self, fieldname: str, fieldtype: Any, **kwargs: Any) -> None:
        raise NotImplementedError("the fields are fixed")

    remove_field = add_field


def _apart(postings: array[int], wide: bool) -> tuple[Any, bytes]:
    """Documents and counts out of numbers that hold both, a byte of which is the count."""
    data = postings.tobytes()
    if wide:
        return array("I", [number >> 8 for number in postings]), data[0::4]
    documents = bytearray(2 * len(postings))
    documents[0::2], documents[1::2] = data[1::4], data[2::4]
    return memoryview(documents).cast("H"), data[0::4]


def _encoded(field: str, word: str) -> bytes:
    """A term's bytes as Whoosh spells them: words as UTF-8, numbers so that they sort."""
    if field in ("date", "rating"):
        kind = SCHEMA[field]
        found: bytes = kind.sortable_to_bytes(to_sortable(int, kind.bits, kind.signed, int(word)))
        return found
    return word.encode("utf-8", "surrogateescape")


def _word(field: bytes, text: bytes) -> str:
    """The other way round."""
    if field in (b"date", b"rating"):
        kind = SCHEMA[field.decode()]
        return str(from_sortable(int, kind.bits, kind.signed, int.from_bytes(text[1:], "big")))
    return text.decode("utf-8", "surrogateescape")


def _group(document: Document) -> int:
    """Documents with the same number are the same thing, met in more than one file."""
    return int.from_bytes(
        blake2b(f"{document.kind}:{fold(document.id)}".encode("utf-8", "replace"), digest_size=8).digest()
    )
