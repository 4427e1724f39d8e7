"""The door to Whoosh's query objects: those that a search is compiled into."""

from __future__ import annotations

from confnotes.search.quiet import quietly

with quietly():
    from whoosh.query import (
        And,
        AndMaybe,
        ConstantScoreQuery,
        Every,
        Not,
        NullQuery,
        NumericRange,
        Or,
        Phrase,
        Prefix,
        Term,
    )
    from whoosh.query import Query as WhooshQuery

__all__ = [
    "And",
    "AndMaybe",
    "ConstantScoreQuery",
    "Every",
    "Not",
    "NullQuery",
    "NumericRange",
    "Or",
    "Phrase",
    "Prefix",
    "Term",
    "WhooshQuery",
]
