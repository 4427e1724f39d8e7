"""Times as the vault's files write them: local to the conference, with an offset only where it is needed."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, datetime
from zoneinfo import ZoneInfo

from confnotes.model.timetable import at_wall_clock


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


def read_time(text: str, zone: ZoneInfo | None) -> datetime:
    """The time a file states; raises ValueError when it is none.

    The first and the last year that Python knows are none either: another zone, or the end of a talk, may lie beyond.
    """
    moment = datetime.fromisoformat(text.strip())
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError(f"no time of a conference: {text}")
    return in_zone(moment, zone) or moment
