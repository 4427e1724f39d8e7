"""Times as the vault's files write them: local to the conference, with an offset only where it is needed."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from confnotes.model.program import Moment
from confnotes.model.timetable import at_wall_clock

_CLOCK: Final = re.compile(r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?", re.ASCII)


def in_zone(moment: datetime | None, zone: ZoneInfo | None) -> datetime | None:
    """The same time carrying the conference's zone: a naive time is local to it, an equal offset becomes the zone."""
    if moment is None or zone is None or moment.tzinfo is zone:
        return moment
    if moment.tzinfo is None:
        return at_wall_clock(moment, zone)
    local = moment.astimezone(zone)
    return local if local.utcoffset() == moment.utcoffset() else moment


def time_text(moment: datetime, zone: ZoneInfo | None) -> str:
    """`2019-12-10T10:05` local to the zone where that says it all, else with the offset."""
    spec = "minutes" if not moment.second and not moment.microsecond else "auto"
    if moment.tzinfo is None:
        return moment.isoformat(timespec=spec)
    naive = at_wall_clock(moment.replace(fold=0) if moment.fold else moment, None)
    is_there = moment.tzinfo is zone and not moment.fold
    if is_there or (zone is not None and at_wall_clock(naive, zone).utcoffset() == moment.utcoffset()):
        return naive.isoformat(timespec=spec)
    return moment.isoformat(timespec=spec)


def read_moment(text: str, zone: ZoneInfo | None) -> Moment:
    """The time, bare day (`2016-04-28`) or bare hour (`09:00`) that a file states; raises ValueError when it is none.

    The first and the last year that Python knows are none either: another zone, or the end of a talk, may lie beyond.
    """
    text = text.strip()
    if _CLOCK.fullmatch(text):
        return time.fromisoformat(text.zfill(len("09:00:00" if text.count(":") > 1 else "09:00")))
    moment = _day(text) or datetime.fromisoformat(text)
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError(f"no time of a conference: {text}")
    return in_zone(moment, zone) or moment if isinstance(moment, datetime) else moment


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
