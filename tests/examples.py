"""How many examples property tests draw: few and always the same in `make test`, twenty times as many to explore."""

from __future__ import annotations

import os

EXPLORES = "CONFNOTES_EXPLORE" in os.environ


def examples(number: int) -> int:
    """How many to draw of a test for which so many are plenty."""
    return number * 5 if EXPLORES else max(number // 4, 8)
