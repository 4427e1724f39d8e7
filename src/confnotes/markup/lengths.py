"""Lengths of time as people write them: how far back, or by how much a clock was wrong."""

from __future__ import annotations

import re
from datetime import timedelta

from confnotes.errors import UsageError

_LENGTH = re.compile(r"(?:(?P<hours>\d{1,2})\s*h[a-z]*)?\s*(?:(?P<minutes>\d{1,4})\s*(?:m[a-z]*)?)?", re.ASCII)
_SHIFT = re.compile(r"([+-]?)(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m(?:in)?)?(?:(\d{1,6})s)?", re.ASCII)


def read_length(text: str) -> timedelta:
    """A length from `10m`, `10` (minutes), `1h` or `1h30m`; UsageError for anything else."""
    match = _LENGTH.fullmatch(text.strip().lower())
    if match is None or not any(match.groups()):
        raise UsageError(f"“{text}” is no length of time", "write it as 10m, 10 or 1h")
    return timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))


def read_shift(text: str) -> timedelta:
    """A length forward or back from “1h”, “-90m” or “+1h30m”, never without a unit; UsageError for anything else."""
    match = _SHIFT.fullmatch(text.strip().lower())
    if match is None or not any(match.groups()[1:]):
        raise UsageError(f"“{text}” is no length of time", "write it as 1h, -30m or 1h30m")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] == "-" else length
