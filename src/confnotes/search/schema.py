"""The schema of the index for Whoosh: fields of words, labels, dates and numbers, and stored values.

`whoosh.index.open_dir` gives this schema to any program: `QueryParser("text", index.schema)` reads words like our own
search, with their other forms, and compounds whole and in parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from confnotes.markup.names import bare
from confnotes.search.analyse import compose, places
from confnotes.search.document import FIELDS, LABELS, LINK_LABELS, MINUTES_A_DAY, TEXT
from confnotes.search.languages import ENGLISH, stem
from confnotes.search.quiet import quietly

with quietly():
    from whoosh import fields, formats
    from whoosh.analysis import Analyzer, IDAnalyzer, Token
    from whoosh.columns import NumericColumn
    from whoosh.query import And, NullQuery, Or, Phrase, Term
    from whoosh.query.terms import MultiTerm

STORED = ("id", "title", "conference", "path", "line", "date", "speakers", "talk", "abstract")
"""What a hit shows of its document."""

WORD = "word"
"""The words of the text, without other forms; Whoosh's parser can also search their prefixes."""

_MICROSECONDS = 60_000_000  # of a minute


class Positions(formats.Format):  # type: ignore[misc]
    """The positions of a term in a document; stored as the document's stream of terms, and counted on demand."""

    def __init__(self) -> None:
        super().__init__(1.0)

    def decode_positions(self, value: tuple[int, ...]) -> tuple[int, ...]:
        return value

    def decode_frequency(self, value: tuple[int, ...]) -> int:
        return len(value)

    def decode_weight(self, value: tuple[int, ...]) -> float:
        return float(len(value))


class OurWords(Analyzer):  # type: ignore[misc]
    """Words as `analyse` finds them, without the further terms of compounds."""

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **others: Any,
    ) -> Iterator[Any]:
        token = Token(positions, chars, mode=mode, **others)
        token.pos = start_pos
        for place in places(compose(value)):
            for term in place.token.stream:
                token.text = token.original = term
                token.startchar, token.endchar = start_char + place.start, start_char + place.end
                token.boost, token.stopped = 1.0, False
                yield token
                token.pos += 1


class WordsField(fields.FieldType):  # type: ignore[misc]
    """A field of words; in Whoosh's query parser, a word also matches its other forms."""

    multitoken_query = "phrase"

    def __init__(self, *, forms: bool = False) -> None:
        self.analyzer, self.format = OurWords(), Positions()
        self.scorable, self.stored, self.unique, self.vector = True, False, False, None
        self._forms = forms

    def self_parsing(self) -> bool:
        return self._forms

    def parse_query(self, fieldname: str, qstring: str, boost: float = 1.0) -> Any:
        return _words_of(fieldname, qstring, boost)


class _AnyForm(MultiTerm):  # type: ignore[misc]
    """A word in any of its forms, in English or a language of the index."""

    def __init__(self, fieldname: str, text: str, boost: float = 1.0) -> None:
        self.fieldname, self.text, self.boost = fieldname, text, boost

    def __hash__(self) -> int:
        return hash((self.fieldname, self.text, self.boost))

    def field(self) -> str:
        return self.fieldname

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        found = {self.text}
        for data in (reader._terms.data for reader, _ in ixreader.leaf_readers()):
            for language in data.languages:
                shared = stem(self.text, language)
                found |= {*data.forms(language, shared), *([shared] if language == ENGLISH else [])}
        return (word.encode() for word in sorted(found) if (self.fieldname, word.encode()) in ixreader)


def _words_of(field: str, text: str, boost: float = 1.0) -> Any:
    """All words of a text: each in any form, compounds whole or in parts."""
    found: list[Any] = []
    for place in places(compose(text)):
        stream, extra = place.token
        if len(stream) == 1:
            found.append(_AnyForm(field, stream[0], boost))
        else:
            whole_ones = [Term(field, term, boost) for term in extra]
            found.append(Or([*whole_ones, Phrase(field, list(stream), boost=boost)]))
    return found[0] if len(found) == 1 else And(found) if found else NullQuery


class Label(fields.FieldType):  # type: ignore[misc]
    """A field of exact values: folded, or unchanged for links."""

    def __init__(self, *, folded: bool = True) -> None:
        self.analyzer, self.format = IDAnalyzer(), formats.Existence()
        self.scorable, self.stored, self.unique, self.vector = False, False, False, None
        self._folded = folded

    def to_bytes(self, value: Any) -> bytes:
        if isinstance(value, list | tuple):
            value = value[0]
        if isinstance(value, str):
            value = (bare(compose(value)) if self._folded else value).encode("utf-8", "replace")
        return bytes(value)


class MomentField(fields.DATETIME):  # type: ignore[misc]
    """When something begins, in local time to the minute; one term each, and a column."""

    def __init__(self) -> None:
        super().__init__(stored=True, sortable=NumericColumn("Q"))
        self.shift_step = 0


class OurSchema(fields.Schema):  # type: ignore[misc]
    """The only schema; it is pickled by name."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _schema, ()


def _number(bits: int) -> Any:
    return fields.NUMERIC(int, bits, signed=False, shift_step=0, sortable=True)


def _schema() -> OurSchema:
    """Every field: of words, of labels, dates and numbers, and what is only stored."""
    schema: dict[str, Any] = {name: fields.STORED() for name in STORED}
    schema |= {name: WordsField(forms=name == TEXT) for name in FIELDS}
    schema[WORD] = WordsField()
    schema |= {name: Label() for name in LABELS} | {name: Label(folded=False) for name in LINK_LABELS}
    schema |= {"date": MomentField(), "rating": _number(8)}
    schema |= {"shown": fields.COLUMN(NumericColumn("B")), "group": fields.COLUMN(NumericColumn("Q"))}
    return OurSchema(**schema)


SCHEMA = _schema()


def in_microseconds(minute: int) -> int:
    """A time of `document.minutes` in Whoosh's units, from the beginning of year 1; 0 for none."""
    return max(0, (minute - MINUTES_A_DAY) * _MICROSECONDS)
