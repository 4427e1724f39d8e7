"""Import Whoosh without its warnings.

Whoosh 2.7.4 has string literals and comparisons that Python 3.8 and later warn about when compiling, and Python 3.12
shows some of these warnings to users.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quietly() -> Iterator[None]:
    """Suppress warnings about the source of modules imported inside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        yield
