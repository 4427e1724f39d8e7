"""Years in a text."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def year_in(text: str) -> int | None:
    """The first year from 1500 to 2099 that the text states."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None
