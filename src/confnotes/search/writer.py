"""Writes documents into the index: a Whoosh writer that cuts texts into words by itself, and each text only once.

The terms are numbered as they are met, and a number is written as a character: a document becomes a text of them at
C's speed, is counted at C's speed, and a term's documents are numbers in one array, eight bits of which say how often.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any

from confnotes.search.analyse import analyse, composed, fold, is_cjk, raw_tokens
from confnotes.search.codec import CODEC, INDEX_NAME, NotesSegment, write_segment
from confnotes.search.data import BETWEEN, Data, character
from confnotes.search.document import (
    FIELDS,
    KEPT_LABELS,
    KINDS,
    LABELS,
    LINK_LABELS,
    MET_IN_MANY_FILES,
    TEXT,
    TITLE,
    Document,
    minutes,
)
from confnotes.search.languages import ENGLISH, stem
from confnotes.search.packing import COLUMNS, Source, forms_in, forms_line
from confnotes.search.quiet import quietly
from confnotes.search.schema import SCHEMA, in_microseconds

with quietly():
    from whoosh.util.numeric import from_sortable, to_sortable
    from whoosh.writing import IndexWriter

if TYPE_CHECKING:
    from confnotes.search.index import Part

_CAPPED = bytes(min(count, 0xF) for count in range(0x100))
"""More than 15 occurrences in one document make no difference."""

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
        self._append: dict[str, Callable[[int], None]] = {}
        self._length = 0
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
            self._append[known] = self._postings[known].append
        return known

    # Documents

    def start_file(self, source: Source, outline: bytes = b"") -> None:
        """The documents that follow are made of this file; one without any is remembered as well."""
        self._documents.start_source(source, outline)

    def add(self, document: Document) -> None:
        """Take in one findable thing."""
        own = document.words.get(TEXT, ())
        self._add_words(document.words, (*own, document.body, document.abstract), document.labels, document.language)
        self._add_numbers(
            (
                KINDS.index(document.kind),
                document.rating or 0,
                minutes(document.date) if document.date else 0,
                _group(document),
            ),
            document.record(),
            document.talk,
        )

    def add_document(self, **fields: Any) -> None:
        """Whoosh's way: texts and labels, each a list, and numbers by field; `text` lacks the words of other fields."""
        words = {name: fields[name] for name in FIELDS if name in fields}
        labels = {name: fields[name] for name in fields if name in LABELS or name in LINK_LABELS}
        self._add_words(words, fields.get(TEXT, ()), labels, ENGLISH)
        shown, rating, minute, group = (int(fields.get(name, 0)) for name in ("shown", "rating", "date", "group"))
        self._add_numbers(
            (shown, rating, minute, group), fields.get("_stored_record", b"[]"), fields.get("_stored_talk")
        )

    def _add_words(
        self,
        words: Mapping[str, Iterable[str]],
        texts: Iterable[str],
        labels: Mapping[str, Iterable[str]],
        language: str,
    ) -> None:
        """The document's stream: all of its words, then its titles, the words of other fields, and labels."""
        take = self._codes[TEXT].__getitem__
        parts: list[str] = []
        titles: list[str] = []
        named: list[str] = []
        raw: set[str] = set()
        others: set[str] = set()
        for field, values in words.items():
            for text in values if field != TEXT else ():
                tokens = raw_tokens(composed(text))
                raw.update(tokens)
                parts += [*map(take, tokens), BETWEEN]
                if tokens:
                    found = (*map(self._codes[field].__getitem__, tokens), BETWEEN)
                    (titles if field == TITLE else named).extend(found)
                    if more := self._codes[field].others:
                        others.update(chain.from_iterable(more[one] for one in tokens if one in more))
        for text in texts:
            tokens = raw_tokens(composed(text))
            raw.update(tokens)
            parts += map(take, tokens)
            parts.append(BETWEEN)
        more = self._codes[TEXT].others
        others.update(chain.from_iterable(more[one] for one in more.keys() & raw))
        for one in {ENGLISH, language}:
            self._learn(raw, one)
        kept: list[str] = []
        for field, values in labels.items():
            letters = [self._label(field, value) for value in values]
            others.update(letters)
            if field in KEPT_LABELS:
                kept += letters
        stream = "".join(parts)
        self._weight += len(stream)
        self._length = len(stream)
        whole = "".join((stream, *titles, BETWEEN, *named))
        self._streams.append(whole + "".join(kept))
        self._post(Counter(whole), others)

    def _add_numbers(self, numbers: tuple[int, int, int, int], record: bytes, talk: str | None) -> None:
        """The document's kind, rating, date and group, and what a hit on it shows."""
        add = self._documents
        shown, rating, minute, group = numbers
        terms = {self._number("rating", rating), self._number("date", in_microseconds(minute)) if minute else ""}
        self._post(Counter(), terms)
        add.start_doc(len(add))
        for name, number in zip(COLUMNS, (minute, rating, shown, group), strict=True):
            add.add_column_value(name, None, number)
        if talk:
            add.add_field("talk", None, talk, 0)
        add.add_field("record", None, record, self._length)
        add.finish_doc()

    def _label(self, field: str, value: str) -> str:
        known = self._letters.get((field, value))
        if known is None:
            kept = value if field in LINK_LABELS else fold(value)
            known = self._letter(field, kept.encode("utf-8", "replace").decode())
        return known

    def _number(self, field: str, value: int) -> str:
        return self._letters.get((field, str(value))) or self._letter(field, str(value))

    def _post(self, counts: Counter[str], others: set[str]) -> None:
        """Say of each term that the document has it, and how often."""
        counts.pop(BETWEEN, None)
        append, base = self._append, len(self._documents) << 8
        if counts and max(counts.values()) > 0xFF:
            counts = Counter({letter: min(count, 0xFF) for letter, count in counts.items()})
        for letter, count in counts.items():
            append[letter](base + count)
        for letter in others - counts.keys() - {""}:
            append[letter](base + 1)

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
                self._documents.start_source(source, data.outline(old))
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
            self._forms[name].update(forms_in(name.partition(":")[2], words))

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
                yield forms_line(name, words)

    def add_field(self, fieldname: str, fieldtype: Any, **kwargs: Any) -> None:
        raise NotImplementedError("the fields are fixed")

    remove_field = add_field


def _apart(postings: array[int], wide: bool) -> tuple[Any, bytes]:
    """Documents and counts out of numbers that hold both, a byte of which is the count."""
    data = postings.tobytes()
    if wide:
        return array("I", [number >> 8 for number in postings]), data[0::4].translate(_CAPPED)
    documents = bytearray(2 * len(postings))
    documents[0::2], documents[1::2] = data[1::4], data[2::4]
    return memoryview(documents).cast("H"), data[0::4].translate(_CAPPED)


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
    if document.kind not in MET_IN_MANY_FILES:
        return 0
    return int.from_bytes(
        blake2b(f"{document.kind}:{fold(document.id)}".encode("utf-8", "replace"), digest_size=8).digest()
    )
