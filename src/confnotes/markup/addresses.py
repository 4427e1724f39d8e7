"""Which addresses an export may link to."""

from __future__ import annotations

import re

_ALLOWED = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)


def is_allowed(address: str) -> bool:
    """Whether it is an http, https or mailto address; all others are shown as text."""
    return _ALLOWED.match(address) is not None
