"""Words as our own search reads them, for who asks the index with Whoosh's own query parser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from confnotes.search.analyse import composed, places
from confnotes.search.languages import stem
from confnotes.search.quiet import quietly

with quietly():
    from whoosh import query
    from whoosh.query.terms import MultiTerm


class AnyForm(MultiTerm):  # type: ignore[misc]
    """A word in any of its forms, English or of a language that is there."""

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
                found |= {shared, *data.forms(language, shared)}
        return (word.encode() for word in sorted(found) if (self.fieldname, word.encode()) in ixreader)


def words_of(field: str, text: str, boost: float = 1.0) -> Any:
    """The words of a text, all of them: each in any form, compounds whole or in parts."""
    found: list[Any] = []
    for place in places(composed(text)):
        stream, extra = place.token
        if len(stream) == 1:
            found.append(AnyForm(field, stream[0], boost))
        else:
            whole_ones = [query.Term(field, term, boost) for term in extra]
            found.append(query.Or([*whole_ones, query.Phrase(field, list(stream), boost=boost)]))
    return found[0] if len(found) == 1 else query.And(found) if found else query.NullQuery
