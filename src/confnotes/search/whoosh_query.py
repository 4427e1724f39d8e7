"""The door to Whoosh: what the search room uses of it, imported without the warnings of its older source.

Whoosh 2.7.4 has string literals that Python 3.12 and later warn about when they compile them; users are not to see it.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
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
