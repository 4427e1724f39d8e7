"""The door to Whoosh's query objects: what a search is compiled into, named as Whoosh names it.

Importing Whoosh's own takes longer than the search of ten thousand notes. A search is therefore compiled into these
light ones, which `evaluate` answers, and Whoosh is imported when its matchers are asked: `in_whoosh` makes its objects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, TypeVar

from confnotes.search.quiet import quietly

if TYPE_CHECKING:
    from confnotes.search.segment import Segment

_Q = TypeVar("_Q", bound="WhooshQuery")


class WhooshQuery:
    """Any of them; `boost` is what its score is multiplied with."""

    __slots__ = ("boost",)
    boost: float

    def with_boost(self: _Q, boost: float) -> _Q:
        """The same with another boost."""
        other = copy(self)
        other.boost = boost
        return other


class Term(WhooshQuery):
    """A word of a field."""

    __slots__ = ("fieldname", "text")

    def __init__(self, fieldname: str, text: str, boost: float = 1.0) -> None:
        self.fieldname, self.text, self.boost = fieldname, text, boost


class Prefix(WhooshQuery):
    """The words of a field that begin so."""

    __slots__ = ("fieldname", "text")

    def __init__(self, fieldname: str, text: str, boost: float = 1.0) -> None:
        self.fieldname, self.text, self.boost = fieldname, text, boost


class Phrase(WhooshQuery):
    """Words of a field, one after the other."""

    __slots__ = ("fieldname", "words")

    def __init__(self, fieldname: str, words: Sequence[str], boost: float = 1.0) -> None:
        self.fieldname, self.words, self.boost = fieldname, words, boost


class NumericRange(WhooshQuery):
    """Numbers of a field from `start` to `end`, both included."""

    __slots__ = ("end", "fieldname", "start")

    def __init__(self, fieldname: str, start: int, end: int) -> None:
        self.fieldname, self.start, self.end, self.boost = fieldname, start, end, 1.0


class And(WhooshQuery):
    """What every part finds."""

    __slots__ = ("subqueries",)

    def __init__(self, subqueries: Sequence[WhooshQuery]) -> None:
        self.subqueries, self.boost = subqueries, 1.0


class Or(WhooshQuery):
    """What any part finds."""

    __slots__ = ("subqueries",)

    def __init__(self, subqueries: Sequence[WhooshQuery]) -> None:
        self.subqueries, self.boost = subqueries, 1.0


class Most(WhooshQuery):
    """What has parts of at least half of the weight of all; each part that is there adds its weight to the score."""

    __slots__ = ("subqueries", "weights")

    def __init__(self, subqueries: Sequence[WhooshQuery], weights: Sequence[float]) -> None:
        self.subqueries, self.weights, self.boost = subqueries, weights, 1.0

    @property
    def least(self) -> float:
        """The weight that a document has to have."""
        return sum(self.weights) / 2


class AndMaybe(WhooshQuery):
    """What `a` finds; what `b` finds as well is better."""

    __slots__ = ("a", "b")

    def __init__(self, a: WhooshQuery, b: WhooshQuery) -> None:
        self.a, self.b, self.boost = a, b, 1.0


class Not(WhooshQuery):
    """What the part does not find."""

    __slots__ = ("query",)

    def __init__(self, query: WhooshQuery) -> None:
        self.query, self.boost = query, 1.0


class ConstantScoreQuery(WhooshQuery):
    """What the child finds, all of it worth the same."""

    __slots__ = ("child", "score")

    def __init__(self, child: WhooshQuery, score: float = 1.0) -> None:
        self.child, self.score, self.boost = child, score, 1.0


class Every(WhooshQuery):
    """Every document."""

    __slots__ = ()

    def __init__(self) -> None:
        self.boost = 1.0


class Documents(WhooshQuery):
    """Documents that are known beforehand, by the segment that has them."""

    __slots__ = ("chosen",)

    def __init__(self, chosen: Mapping[Segment, frozenset[int]]) -> None:
        self.chosen, self.boost = chosen, 1.0


class _Null(WhooshQuery):
    __slots__ = ()

    def __init__(self) -> None:
        self.boost = 1.0


NullQuery = _Null()
"""No document."""


def in_whoosh(query: Any) -> Any:
    """The query as Whoosh's own objects; one that is Whoosh's stays what it is."""
    with quietly():
        from whoosh import query as theirs
        from whoosh.matching import ListMatcher

    class Chosen(theirs.Query):  # type: ignore[misc]
        def __init__(self, chosen: Mapping[Segment, frozenset[int]]) -> None:
            self.chosen = chosen

        def estimate_size(self, reader: Any) -> int:
            return len(self.chosen.get(reader.segment, ()))

        def matcher(self, searcher: Any, context: object = None) -> Any:
            return ListMatcher(sorted(self.chosen.get(searcher.reader().segment, ())))

    match query:
        case Term() | Prefix():
            return getattr(theirs, type(query).__name__)(query.fieldname, query.text, boost=query.boost)
        case Phrase():
            return theirs.Phrase(query.fieldname, list(query.words), boost=query.boost)
        case NumericRange():
            return theirs.NumericRange(query.fieldname, query.start, query.end)
        case And() | Or():
            return getattr(theirs, type(query).__name__)([in_whoosh(part) for part in query.subqueries])
        case AndMaybe():
            return theirs.AndMaybe(in_whoosh(query.a), in_whoosh(query.b))
        case Not():
            return theirs.Not(in_whoosh(query.query))
        case ConstantScoreQuery():
            return theirs.ConstantScoreQuery(in_whoosh(query.child), query.score)
        case Documents():
            return Chosen(query.chosen)
        case Every():
            return theirs.Every()
        case _Null():
            return theirs.NullQuery
    return query
