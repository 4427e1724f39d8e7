"""Makes a segment out of documents, or out of older segments.

The documents' words are numbered as they are met; a document is kept as the numbers of its words in order (what
phrases are matched against), each word as the documents that it is in (what everything else is answered from).
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Collection, Iterable
from hashlib import blake2b
from itertools import chain
from typing import BinaryIO, NamedTuple

from confnotes.search.analyse import Token, analyse, composed, fold, raw_tokens
from confnotes.search.document import KINDS, LINK_LABELS, TEXT, Document, minutes
from confnotes.search.languages import ENGLISH, stem
from confnotes.search.segment import Segment
from confnotes.search.segment_file import SectionWriter

_MOST_COUNTED = 0xFF
"""More occurrences than this in one document make no difference."""

_WRITTEN_AT_ONCE = 1 << 18
_MOST = 0x7FFF_FFFF_FFFF_FFFF


class Source(NamedTuple):
    """A file that documents were made of, as it was then, and the folder of the conference that they depend on."""

    path: str
    mtime_ns: int
    size: int
    needs: str = ""


class _Codes(dict[str, int]):
    """Raw token -> the number of its term, or -1 - the place of its compound."""

    def __init__(self, field: str, builder: SegmentBuilder) -> None:
        super().__init__()
        self.field = field
        self.builder = builder
        self.compounds: list[tuple[tuple[int, ...], tuple[int, ...]]] = []

    def __missing__(self, raw: str) -> int:
        token: Token = analyse(raw)
        number, field = self.builder.number, self.field
        if len(token.stream) == 1 and not token.extra:
            code = number(field, token.stream[0])
        else:
            code = -1 - len(self.compounds)
            self.compounds.append(
                (
                    tuple(number(field, term) for term in token.stream),
                    tuple(number(field, term) for term in token.extra),
                )
            )
        self[raw] = code
        return code


class SegmentBuilder:
    """Collects documents in memory; `write` makes one segment of them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self._docs: list[array[int]] = [array("I")]
        self._counts: list[bytearray] = [bytearray()]
        self._codes: dict[str, _Codes] = {}
        self._streams = array("I")
        self._stream_ends = array("Q")
        self._lengths = array("I")
        self._kinds = bytearray()
        self._source_of = array("I")
        self._dates = array("I")
        self._ratings = bytearray()
        self._groups = array("Q")
        self._records: list[bytes] = []
        self._talks: dict[str, list[int]] = {}
        self._sources: list[Source] = []
        self._outlines: list[bytes] = []
        self._foreign: dict[str, set[int]] = {}

    def __len__(self) -> int:
        return len(self._kinds)

    @property
    def weight(self) -> int:
        """Words taken in so far: what memory depends on."""
        return len(self._streams)

    def number(self, field: str, term: str) -> int:
        """The number of a term in a field."""
        key = f"{field}:{term}"
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self._docs)
            self._docs.append(array("I"))
            self._counts.append(bytearray())
        return known

    def add_source(self, source: Source, documents: Collection[Document], outline: bytes = b"") -> None:
        """Take in a file and what was found in it; a file without documents is remembered as well.

        `outline` is a note's, as `outlines` writes it.
        """
        self._sources.append(source)
        self._outlines.append(outline)
        for document in documents:
            self._add(document)

    def _add(self, document: Document) -> None:
        doc = len(self._kinds)
        stream: list[int] = []
        extra: set[int] = set()
        for texts in (*document.words.values(), (document.body, document.abstract)):
            for text in texts:
                self._take(TEXT, text, stream, extra)
        self._lengths.append(len(stream))
        if document.language != ENGLISH:
            self._foreign.setdefault(document.language, set()).update(stream)
        for field, texts in document.words.items():
            for text in texts:
                self._take(field, text, stream, extra)
        labels = {
            self.number(field, _label(field, value)) for field, values in document.labels.items() for value in values
        }
        self._streams.extend(stream)
        self._streams.extend(labels)
        self._stream_ends.append(len(self._streams))
        extra |= labels
        counts = Counter(stream)
        counts.pop(0, None)
        docs, counted = self._docs, self._counts
        for term, count in counts.items():
            docs[term].append(doc)
            counted[term].append(count if count < _MOST_COUNTED else _MOST_COUNTED)
        for term in extra - counts.keys():
            docs[term].append(doc)
            counted[term].append(1)
        self._kinds.append(KINDS.index(document.kind))
        self._source_of.append(len(self._sources) - 1)
        self._dates.append(minutes(document.date) if document.date else 0)
        self._ratings.append(document.rating or 0)
        self._groups.append(_group(document))
        self._records.append(document.record())
        if document.talk:
            self._talks.setdefault(document.talk, []).append(doc)

    def _take(self, field: str, text: str, stream: list[int], extra: set[int]) -> None:
        """Number the words of a text and end it with 0, so that no phrase reaches into the next."""
        codes = self._codes.get(field)
        if codes is None:
            codes = self._codes[field] = _Codes(field, self)
        for code in map(codes.__getitem__, raw_tokens(composed(text))):
            if code >= 0:
                stream.append(code)
            else:
                parts, others = codes.compounds[-1 - code]
                stream.extend(parts)
                extra.update(others)
        stream.append(0)

    def adopt(self, segment: Segment, dead: Collection[int]) -> None:
        """Take in a whole segment, its `dead` sources left out."""
        kept_sources = {
            old: new
            for new, old in enumerate(
                (i for i in range(segment.source_count) if i not in dead), start=len(self._sources)
            )
        }
        versions = list(segment.versions)
        self._sources.extend(Source(segment.paths[old], *versions[old], segment.needs[old]) for old in kept_sources)
        self._outlines.extend(segment.outline(old) for old in kept_sources)
        live = [doc for doc in range(segment.count) if segment.source_of[doc] in kept_sources]
        moved = {old: new for new, old in enumerate(live, start=len(self._kinds))}
        numbers = [0] * segment.term_count
        stems: list[tuple[str, int]] = []
        for term in range(1, segment.term_count):
            field, word = segment.term(term)
            if field == Segment.STEM:
                stems.append((word, term))
                continue
            ids, counts = segment.postings(term)
            kept = [(moved[doc], count) for doc, count in zip(ids, counts, strict=True) if doc in moved]
            if kept:
                number = numbers[term] = self.number(field, word)
                self._docs[number].extend(doc for doc, _ in kept)
                self._counts[number].extend(count for _, count in kept)
        for word, term in stems:
            language, colon, _ = word.partition(":")
            if colon:
                self._foreign.setdefault(language, set()).update(numbers[one] for one in segment.documents(term))
        for doc in live:
            self._streams.extend(map(numbers.__getitem__, segment.stream(doc)))
            self._stream_ends.append(len(self._streams))
            self._lengths.append(segment.lengths[doc])
            self._kinds.append(segment.kinds[doc])
            self._source_of.append(kept_sources[segment.source_of[doc]])
            self._dates.append(segment.dates[doc])
            self._ratings.append(segment.ratings[doc])
            self._groups.append(segment.groups[doc])
            self._records.append(segment.record_bytes(doc))
        for talk, docs in segment.talks.items():
            self._talks.setdefault(talk, []).extend(moved[doc] for doc in docs if doc in moved)

    def write(self, out: BinaryIO) -> None:
        """Write everything taken in as one segment."""
        forms = self._forms()
        names = sorted(chain(self._numbers, forms))
        rank = {name: place for place, name in enumerate(names)}
        final = [0] * len(self._docs)
        for name, number in self._numbers.items():
            final[number] = rank[name]
        writer = SectionWriter(out)
        encoded = [name.encode() for name in names]
        writer.add("terms", b"".join(encoded))
        writer.add("term_ends", _ends(encoded))
        starts = array("Q", [0])
        counts, pending = bytearray(), bytearray()
        writer.begin("postings")
        for name in names:
            if name in forms:
                ids = array("I", sorted(final[form] for form in forms[name]))
                counts.extend(bytes(len(ids)))
            else:
                ids = self._docs[self._numbers[name]]
                counts.extend(self._counts[self._numbers[name]])
            starts.append(starts[-1] + len(ids))
            pending += ids.tobytes()
            if len(pending) > _WRITTEN_AT_ONCE:
                writer.extend(pending)
                pending = bytearray()
        writer.extend(pending)
        writer.add("counts", counts)
        writer.add("starts", starts.tobytes())
        writer.begin("streams")
        for at in range(0, len(self._streams), _WRITTEN_AT_ONCE):
            piece = self._streams[at : at + _WRITTEN_AT_ONCE]
            writer.extend(array("I", map(final.__getitem__, piece)).tobytes())
        writer.add("stream_ends", self._stream_ends.tobytes())
        writer.add("lengths", self._lengths.tobytes())
        writer.add("kinds", bytes(self._kinds))
        writer.add("source_of", self._source_of.tobytes())
        writer.add("dates", self._dates.tobytes())
        writer.add("ratings", bytes(self._ratings))
        writer.add("groups", self._groups.tobytes())
        writer.add("records", b"".join(self._records))
        writer.add("record_ends", _ends(self._records))
        writer.add("outlines", b"".join(self._outlines))
        writer.add("outline_ends", _ends(self._outlines))
        writer.add("talks", json.dumps(self._talks, separators=(",", ":")).encode())
        writer.add("paths", _texts(source.path for source in self._sources))
        writer.add("needs", _texts(source.needs for source in self._sources))
        versions = chain((source.mtime_ns for source in self._sources), (source.size for source in self._sources))
        writer.add("versions", array("q", (max(-_MOST, min(number, _MOST)) for number in versions)).tobytes())
        writer.finish({"docs": len(self), "terms": len(names), "sources": len(self._sources)})

    def _forms(self) -> dict[str, list[int]]:
        """Stem -> the numbers of the words that share it, where that is more than the stem itself; behind the name of
        its language those of words in texts that are not English."""
        by_stem: dict[str, list[int]] = {}
        begin = len(TEXT) + 1
        for name, number in self._numbers.items():
            if name.startswith(f"{TEXT}:"):
                by_stem.setdefault(stem(name[begin:]), []).append(number)
        numbers = self._numbers
        words = {number: name[begin:] for name, number in numbers.items() if name.startswith(f"{TEXT}:")}
        for language, met in self._foreign.items():
            for number in met & words.keys():
                by_stem.setdefault(f"{language}:{stem(words[number], language)}", []).append(number)
        return {
            f"{Segment.STEM}:{shared}": words
            for shared, words in by_stem.items()
            if len(words) > 1 or words[0] != numbers.get(f"{TEXT}:{shared}")
        }


def _ends(pieces: list[bytes]) -> bytes:
    ends, at = array("Q"), 0
    for piece in pieces:
        at += len(piece)
        ends.append(at)
    return ends.tobytes()


def _texts(texts: Iterable[str]) -> bytes:
    """Paths, each ended by what no path can hold."""
    return "".join(f"{text}\0" for text in texts).encode("utf-8", "surrogatepass")


def _label(field: str, value: str) -> str:
    """A label as it is kept: folded unless it is a link's, and without what UTF-8 cannot hold."""
    kept = value if field in LINK_LABELS else fold(value)
    return kept.encode("utf-8", "replace").decode()


def _group(document: Document) -> int:
    """Documents with the same number are the same thing, met in more than one file."""
    return int.from_bytes(
        blake2b(f"{document.kind}:{fold(document.id)}".encode("utf-8", "replace"), digest_size=8).digest()
    )
