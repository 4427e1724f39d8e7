"""Durations as people and programs write them: of a talk, of a time span, of a clock's error."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

from confnotes.errors import UsageError

_LONGEST = timedelta(days=7)
_CLOCK = re.compile(r"\s*(\d{1,3}):(\d{1,2})(?::(\d\d))?\s*")
_PERIOD = re.compile(  # ISO 8601
    r"\s*P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,7})(?:\.\d+)?S)?)?\s*", re.IGNORECASE
)
_SPOKEN = re.compile(
    r"""\s*
    (?:(?P<hours>\d{1,4}(?:[.,]\d+)?)\s*(?:h(?:(?:ou)?rs?|eures?|oras?)?|std|stunden?)\.?)?\s*
    (?:(?P<number>\d{0,4}(?:[.,]\d+)?)\s*(?P<unit>m(?:in(?:ute)?s?)?|minuten|['′’])?\.?)?
    \s*""",
    re.IGNORECASE | re.VERBOSE,
)
_SHIFT = re.compile(r"([+-]?)(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m(?:in)?)?(?:(\d{1,6})s)?", re.ASCII)


def duration_of(text: str, unit: Literal["minutes", "hours"] | None = None) -> timedelta | None:
    """A duration: `45 min`, `1h30`, `1.5 h`, `01:30`, `1:30:00`, `PT1H30M`; a bare number is in `unit`.

    None for anything else and for more than a week.
    """
    if (clock := _CLOCK.fullmatch(text)) is not None:
        days, hours, minutes, seconds = "0", *clock.groups()
    elif (period := _PERIOD.fullmatch(text)) is not None and any(period.groups()):
        days, hours, minutes, seconds = period.groups()
    else:
        return _spoken(text, unit)
    found = timedelta(days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0))
    return found if found <= _LONGEST else None


def _spoken(text: str, unit: str | None) -> timedelta | None:
    match = _SPOKEN.fullmatch(text)
    if match is None or not (match["hours"] or match["number"]):
        return None
    number, hours = (float((match[name] or "0").replace(",", ".")) for name in ("number", "hours"))
    if not (match["hours"] or match["unit"]):
        if unit is None:
            return None
        number *= 60 if unit == "hours" else 1
    found = timedelta(hours=hours, minutes=number)
    return found if found <= _LONGEST else None


def read_length(text: str) -> timedelta:
    """A duration from `10m`, `10` (minutes), `1h` or `1h30m`; UsageError for anything else."""
    length = duration_of(text, "minutes")
    if length is None:
        raise UsageError(f"“{text}” is not a duration", "Write it as 10m, 10 or 1h.")
    return length


def read_shift(text: str) -> timedelta:
    """A positive or negative duration, with a unit: “1h”, “-90m” or “+1h30m”; UsageError for anything else."""
    match = _SHIFT.fullmatch(text.strip().lower())
    if match is None or not any(match.groups()[1:]):
        raise UsageError(f"“{text}” is not a duration", "Write it as 1h, -30m or 1h30m.")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] == "-" else length
