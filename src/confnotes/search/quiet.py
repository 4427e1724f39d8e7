"""Importing Whoosh without its warnings.

Whoosh 2.7.4 has string literals and comparisons that Python 3.8 and later warn about when they compile them, and
Python 3.12 shows some of that to users.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quietly() -> Iterator[None]:
    """No warning about the source of what is imported inside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        yield
