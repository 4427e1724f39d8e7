"""Write documents into the index: a Whoosh writer that cuts texts into words itself, and each text only once.

Terms are numbered in the order they occur, and a number is written as a character: the text between two blanks is
looked up as a whole, a document becomes a string of its terms and is counted at C's speed, and a term's documents are
numbers in one array, with eight bits for the count.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from confnotes.markup.names import bare
from confnotes.search.analyse import MAX_TERM, analyse, is_cjk, pieces, raw_tokens
from confnotes.search.codec import CODEC, INDEX_NAME, NotesSegment, add_pieces
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
    IndexDocument,
    minutes,
)
from confnotes.search.languages import ENGLISH, stem
from confnotes.search.packing import COLUMNS, PackedSource, forms_in, forms_line
from confnotes.search.quiet import quietly
from confnotes.search.schema import SCHEMA, in_microseconds
from confnotes.search.sections import SectionWriter

with quietly():
    from whoosh.filedb.filestore import RamStorage
    from whoosh.util.numeric import from_sortable, to_sortable
    from whoosh.writing import IndexWriter

if TYPE_CHECKING:
    from confnotes.search.index import IndexPart

_MOST_TERMS = 1_000_000
"""The maximum number of terms in a segment; further ones are not found."""

_MOST_DOCUMENTS = 60_000  # their numbers take two bytes
_NARROW = 1 << 16  # terms, up to which their numbers take 16 bits
_REPEATED = 4096
"""The number of field texts to cache: the name of a conference repeats in all its documents."""


class _Pieces(dict[str, str]):
    """The characters of the terms in each text between blanks of a field; `others` are further terms for it."""

    def __init__(self, letter: Callable[[str, str], str], field: str) -> None:
        super().__init__()
        self._letter, self._field = letter, field
        self.others: dict[str, str] = {}

    def __missing__(self, piece: str) -> str:
        word = piece.strip("-'_").rstrip(".-'_")
        if word.isalnum() and word.isascii() and word[1:].islower():  # the same result as `analyse`, but faster
            found = self[piece] = self._letter(self._field, word.lower()[:MAX_TERM])
            return found
        tokens = [analyse(raw) for raw in raw_tokens(piece)]
        letter, field = self._letter, self._field
        found = self[piece] = "".join([letter(field, term) for token in tokens for term in token.stream])
        if others := [letter(field, term) for token in tokens for term in token.extra]:
            self.others[piece] = "".join(others)
        return found

    def spell(self, text: str) -> tuple[str, str]:
        """The characters of a text, and those of its further terms."""
        cut = pieces(text)
        found = "".join(map(self.__getitem__, cut))
        return found, "".join(map(self.others.__getitem__, filter(self.others.__contains__, cut)))


class _Said(NamedTuple):
    """The text of a field: its terms among all words of the document, those in the field, and the further terms of
    both.
    """

    stream: str
    own: str
    others: str


class NotesWriter(IndexWriter):  # type: ignore[misc]
    """Collects documents in memory; `segment` writes them as one segment."""

    def __init__(self, storage: Any) -> None:
        self.schema, self.storage = SCHEMA, storage
        self._documents = CODEC.per_document_writer(storage, None)
        self._letters: dict[str, dict[str, str]] = defaultdict(dict)
        self._postings: list[array[int]] = [array("I")]
        self._pieces = {field: _Pieces(self._letter, field) for field in FIELDS}
        self._said: dict[tuple[str, str], _Said] = {}
        self._streams: list[bytes] = []
        self.weight = 0
        """The number of words so far, which memory depends on."""
        self._spoken: dict[str, set[int]] = defaultdict(set)
        """The terms of documents by language; English includes all."""

    def __len__(self) -> int:
        return len(self._documents)

    @property
    def is_full(self) -> bool:
        """Whether no more documents should be added."""
        return len(self) >= _MOST_DOCUMENTS or len(self._postings) >= _MOST_TERMS * 9 // 10

    def _letter(self, field: str, word: str) -> str:
        """The character of a term; empty if there are too many."""
        known = self._letters[field].get(word)
        if known is None:
            if len(self._postings) >= _MOST_TERMS:
                return ""
            known = self._letters[field][word] = chr(len(self._postings))
            self._postings.append(array("I"))
        return known

    # Documents

    def start_file(self, source: PackedSource, outline: bytes = b"") -> None:
        """Start the documents of this file; a file without documents is recorded, too."""
        self._documents.start_source(source, outline)

    def add(self, document: IndexDocument) -> None:
        """Add a searchable thing."""
        texts = (*document.words.get(TEXT, ()), document.body, document.abstract)
        self.add_document(
            **{**document.words, TEXT: texts},
            **document.labels,
            shown=KINDS.index(document.kind),
            rating=document.rating or 0,
            date=minutes(document.date) if document.date else 0,
            group=_group(document),
            _language=document.language,
            _stored_talk=document.talk,
            _stored_record=document.record(),
        )

    def add_document(self, **fields: Any) -> None:
        """Whoosh's interface: lists of texts and labels, and numbers by field; `text` lacks the words of other fields.

        The document's stream is all of its words, then its titles, the words of other fields, and labels.
        """
        parts: list[str] = []
        titles: list[str] = []
        named: list[str] = []
        others: list[str] = []
        kept: list[str] = []
        for field, values in fields.items():
            if field in LABELS or field in LINK_LABELS:
                letters = [self._label(field, value) for value in values]
                (kept if field in KEPT_LABELS else others).extend(letters)
            elif field in FIELDS and field != TEXT:
                for text in values:
                    said = self._said.get((field, text)) or self._say(field, text)
                    parts += said.stream, BETWEEN
                    if said.own:
                        (titles if field == TITLE else named).append(said.own + BETWEEN)
                    others.append(said.others)
        for text in fields.get(TEXT, ()):
            stream, more = self._pieces[TEXT].spell(text)
            parts += stream, BETWEEN
            others.append(more)
        words = "".join(parts)
        whole = "".join((words, *titles, BETWEEN, *named))
        self._streams.append("".join((whole, *kept)).encode("utf-8", "surrogatepass"))
        self.weight += len(words)
        self._add_numbers(fields, len(words), whole, "".join((*others, *kept)))

    def _add_numbers(self, fields: dict[str, Any], length: int, stream: str, others: str) -> None:
        """Add the document's kind, rating, date and group, its record, and its terms."""
        numbers = {name: int(fields.get(name, 0)) for name in COLUMNS}
        others += self._letter("rating", str(numbers["rating"]))
        if numbers["date"]:
            others += self._letter("date", str(in_microseconds(numbers["date"])))
        self._post(stream, others, fields.get("_language", ENGLISH))
        self._documents.add(numbers.values(), length, fields.get("_stored_record", b"[]"), fields.get("_stored_talk"))

    def _say(self, field: str, text: str) -> _Said:
        """A text in its field and among all words, cached for later documents with the same text."""
        stream, more = self._pieces[TEXT].spell(text)
        own, others = self._pieces[field].spell(text)
        if len(self._said) >= _REPEATED:
            self._said.clear()
        known = self._said[field, text] = _Said(stream, own, more + others)
        return known

    def _label(self, field: str, value: str) -> str:
        known = self._letters[field].get(value)
        if known is None:
            kept = value if field in LINK_LABELS else bare(value)
            known = self._letter(field, kept.encode("utf-8", "replace").decode())
        return known

    def _post(self, stream: str, others: str, language: str) -> None:
        """Record for each term that the document has it, and how often."""
        counts = Counter(_numbers(stream))
        counts.pop(ord(BETWEEN), None)
        if language != ENGLISH:
            self._spoken[language].update(counts)
        if len(stream) > 0xFF and max(counts.values(), default=0) > 0xFF:
            counts = Counter({term: min(count, 0xFF) for term, count in counts.items()})
        for term in map(ord, others):
            counts.setdefault(term, 1)
        base, arrays = len(self._documents) << 8, map(self._postings.__getitem__, counts)
        deque(map(array.append, arrays, [base + count for count in counts.values()]), maxlen=0)

    # Older segments

    def add_reader(self, reader: IndexPart) -> None:
        """Add a whole segment, without its deleted documents."""
        data = reader.data
        moved = self._take_documents(data, reader.dead)
        letters = {ord(BETWEEN): BETWEEN}
        for number in range(data.term_count):
            field, _, word = data.key(number).partition(b":")
            ids, counts = data.postings(number)
            often = zip(ids, counts or b"\1" * len(ids), strict=True)
            kept = [(moved[doc] << 8) + count for doc, count in often if doc in moved]
            letter = self._letter(field.decode(), _word(field, word)) if kept else ""
            letters[ord(data.spelled((number,)))] = letter
            if letter:
                self._postings[ord(letter)].extend(kept)
        streams = (data.stream(doc).translate(letters) for doc in moved)
        self._streams += [stream.encode("utf-8", "surrogatepass") for stream in streams]
        for line in data.lines_of_forms():
            name, _, words = line.partition("\t")
            language, _, shared = name.partition(":")
            if language != ENGLISH:
                known = map(self._letters[TEXT].get, forms_in(shared, words))
                self._spoken[language].update(map(ord, filter(None, known)))

    def _take_documents(self, data: Data, dead: Collection[int]) -> dict[int, int]:
        """Copy the files of a segment that are not dead, with their documents; returns the new document numbers."""
        columns = [getattr(data, section) for section in COLUMNS.values()]
        of_talk = {doc: talk for talk, docs in data.talks.items() for doc in docs}
        own: dict[int, list[int]] = defaultdict(list)
        for doc, source in enumerate(data.source_of):
            own[source].append(doc)
        moved: dict[int, int] = {}
        for source, version in enumerate(data.versions):
            if source not in dead:
                self.start_file(PackedSource(data.paths[source], *version, data.needs[source]), data.outline(source))
                for doc in own[source]:
                    moved[doc] = len(self)
                    numbers = [column[doc] for column in columns]
                    self._documents.add(numbers, data.lengths[doc], data.record_bytes(doc), of_talk.get(doc))
                    self.weight += data.lengths[doc]
        return moved

    # Writing

    def order_by_path(self) -> None:
        """Number the documents by the paths of their files, whatever order they were added in."""
        order = self._documents.order_by_path()
        moved = {doc: number for number, doc in enumerate(order)}
        self._streams = [self._streams[doc] for doc in order]
        for term, postings in enumerate(self._postings):
            self._postings[term] = array("I", sorted((moved[one >> 8] << 8) | (one & 0xFF) for one in postings))

    def segment(self, prefix: str = "") -> NotesSegment:
        """Write all documents as one segment, which counts once a commit names it. Nothing can be added afterwards."""
        self._pieces.clear()
        self._said.clear()
        languages = sorted({ENGLISH, *self._spoken})
        forms = "\n".join(["", *sorted(chain.from_iterable(map(self._forms, languages))), ""])
        postings = self._postings
        by_use = sorted(range(1, len(postings)), key=list(map(len, postings)).__getitem__, reverse=True)
        ranks = array("I", [0]) * len(postings)
        for rank, term in enumerate(by_use, 1):
            ranks[term] = character(rank)
        segment = CODEC.new_segment(self.storage, INDEX_NAME)
        segment.segid = prefix + segment.segid
        create = self.storage.create_file if isinstance(self.storage, RamStorage) else self.storage.create_segment_file
        with create(segment.file) as file:
            self._write(file, segment, ranks, forms, languages)
        return segment

    def _write(
        self, file: BinaryIO, segment: NotesSegment, ranks: array[int], forms: str, languages: list[str]
    ) -> None:
        """Write the whole segment; `ranks` has the character of each term."""
        terms = CODEC.field_writer(self.storage, segment)
        for field in sorted(self._letters, key=lambda field: f"{field}:"):
            terms.start_field(field, SCHEMA[field])
            words = ((_encoded(field, word), ord(letter)) for word, letter in self._letters[field].items())
            for text, term in sorted(words):
                if self._postings[term]:
                    terms.add_term(text, self._postings[term], ranks[term])
        out, wide = SectionWriter(file), len(self) > _NARROW
        facts = terms.write(out, wide=wide)
        final = ranks.tobytes().decode("utf-32")
        streams = (stream.decode("utf-8", "surrogatepass").translate(final).encode() for stream in self._streams)
        add_pieces(out, "streams", streams)
        out.add("forms", forms.encode("utf-8", "replace"))
        self._documents.write(out)
        counts = {"docs": len(self), "sources": len(self._documents.sources), "wide": wide}
        out.finish({**facts, **counts, "languages": languages})
        segment.size, segment.docs = file.tell(), len(self)

    def _forms(self, language: str) -> Iterator[str]:
        """The words with a common stem in that language, one line per stem; skips English words without other forms."""
        forms: dict[str, list[str]] = defaultdict(list)
        spoken = self._spoken[language] if language != ENGLISH else range(len(self._postings))
        for word, letter in self._letters[TEXT].items():
            if ord(letter) in spoken and word.isalpha() and not is_cjk(word):
                forms[stem(word, language)].append(word)
        for shared, words in forms.items():
            if len(words) > 1 or shared not in words or language != ENGLISH:
                yield forms_line(f"{language}:{shared}", words)


def _numbers(letters: str) -> Iterable[int]:
    """The numbers of these characters."""
    return memoryview(letters.encode("utf-32", "surrogatepass")).cast("I")[1:]


def _encoded(field: str, word: str) -> bytes:
    """A term's bytes as Whoosh encodes them: words as UTF-8, numbers so that they sort."""
    if field in ("date", "rating"):
        kind = SCHEMA[field]
        found: bytes = kind.sortable_to_bytes(to_sortable(int, kind.bits, kind.signed, int(word)))
        return found
    return word.encode("utf-8", "surrogateescape")


def _word(field: bytes, text: bytes) -> str:
    """The inverse of `_encoded`."""
    if field in (b"date", b"rating"):
        kind = SCHEMA[field.decode()]
        return str(from_sortable(int, kind.bits, kind.signed, int.from_bytes(text[1:], "big")))
    return text.decode("utf-8", "surrogateescape")


def _group(document: IndexDocument) -> int:
    """A number that is equal for documents of the same thing, met in several files."""
    if document.kind not in MET_IN_MANY_FILES:
        return 0
    return int.from_bytes(
        blake2b(f"{document.kind}:{bare(document.id)}".encode("utf-8", "replace"), digest_size=8).digest()
    )
