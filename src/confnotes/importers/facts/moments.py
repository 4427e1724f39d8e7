"""Timestamps as programs write them: ISO 8601 and RFC 3339, with common deviations."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from confnotes.model.program import Moment
from confnotes.model.timetable import at_wall_clock

_DAY = r"(\d{4})-(\d\d)-(\d\d)"
_TIME = r"(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
_MOMENT = re.compile(rf"\s*{_DAY}[T ]{_TIME}\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?\s*", re.IGNORECASE)
_LOOSE_DAY = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_SEPARATORS = ("--T::", "--T::+:", "--T::-:")  # the separators of 2024-02-03T09:00:00 and 2024-02-03T09:00:00+01:00


def moment_of(text: str, zone: tzinfo | None = None) -> datetime | None:
    """A date and time, to the second; None for anything else, including a date alone.

    With an offset in the text the result is aware: in `zone` if that zone has this offset then, else with the offset.
    Without an offset it is in `zone`, or naive if that is None.
    """
    try:
        stated = _stated(text)
        if stated is None or zone is None:
            return stated
        first = at_wall_clock(stated, zone)
        if stated.tzinfo is None or first.utcoffset() == stated.utcoffset():
            return first
        second = first.replace(fold=1)  # the hour that is repeated when clocks go back
        return second if second.utcoffset() == stated.utcoffset() else stated
    except (ValueError, OverflowError):
        return None


def _stated(text: str) -> datetime | None:
    """The timestamp as stated, naive without an offset; raises ValueError for an invalid time or date."""
    if len(text) in (19, 25) and f"{text[4]}{text[7:11:3]}{text[13:20:3]}{text[22:23]}" in _SEPARATORS:
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
    return moment if offset is None else moment.replace(tzinfo=_fixed(offset))


@lru_cache(maxsize=64)
def _fixed(offset: str) -> timezone:
    if offset.upper() in ("Z", "UTC"):
        return UTC
    digits = offset[1:].replace(":", "")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-delta if offset[0] == "-" else delta)


def day_of(text: str | None) -> date | None:
    """The day at the start of a date, or of a date and time; None for anything else."""
    match = _LOOSE_DAY.match(text) if text is not None else None
    try:
        return date(*map(int, match.groups())) if match is not None else date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def stated_day(moment: Moment | None) -> date | None:
    """The day of a moment in its own time zone; None for an hour without one."""
    return moment.date() if isinstance(moment, datetime) else moment if isinstance(moment, date) else None
