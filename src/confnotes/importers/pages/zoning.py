"""The zone of the timetable: set if the source names one zone, with a warning if it is abbreviated or there are two."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from confnotes.importers.facts import inline
from confnotes.importers.facts.lengths import LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.zones import AOE, Zone, find_zone
from confnotes.importers.pages.builder import Builder
from confnotes.model.program import WarningCode

_BRACKETED_ZONE = re.compile(
    r"^\s*[(\[]?\s*(?:all\s+times?\s+(?:are\s+)?(?:in\s+)?|times?\s+(?:are\s+)?(?:in\s+|zone\s*:?\s*)?)?", re.IGNORECASE
)


def set_timetable_zone(
    builder: Builder, text: str, line: int | None, day: date | None, *, places: str = ""
) -> Zone | None:
    """Set the timetable's zone from a line; a second, different zone gives a warning, and the first is kept."""
    when = datetime.combine(day, time(12)) if day else None
    zone = find_zone(text, places or builder.conference.venue or "", when)
    if zone is None or zone.iana == AOE:
        return None
    if zone.iana is None:
        told = f"“{zone.label}” can mean several time zones"
        builder.warn(told, line, WarningCode.ZONE_UNKNOWN)
        return zone
    if builder.timetable_zone is None:
        builder.timetable_zone = zone.iana
        builder.conference = replace(builder.conference, timezone=zone.iana)
        if zone.label != zone.iana:
            because = f", because of {zone.settled_by}" if zone.settled_by else ""
            builder.warn(f"“{zone.label}” is read as {zone.iana}{because}", line)
    elif not same_clock(builder.timetable_zone, zone.iana, when):
        builder.warn(f"“{zone.label}” differs from {builder.timetable_zone}, which the timetable uses", line)
    return zone


def take_zone_line(builder: Builder, text: str, line: int, day: date | None) -> bool:
    """Set the zone from a line that only names it: “All times are in CET.”, “(Central Standard Time)”."""
    visible = inline.plain(text)
    zone = find_zone(visible, places=builder.conference.venue or "")
    if zone is None or len(visible) > LONGEST_TITLE:
        return False
    rest = (visible[: zone.begin] + visible[zone.stop :]).strip(" ()[]*.:,")
    says = len(rest) < 3 or re.search(r"\btimes?\b|\btime\s?zone\b|\blocal\b", rest, re.IGNORECASE)
    if not says and not _BRACKETED_ZONE.fullmatch(rest):
        return False
    set_timetable_zone(builder, visible, line, day)
    return len(rest) <= LONGEST_NAME


def same_clock(one: str, other: str, when: datetime | None) -> bool:
    """Whether two zones have the same local time on that day."""
    moment = when or datetime(2024, 1, 15, 12)
    return moment.replace(tzinfo=ZoneInfo(one)).utcoffset() == moment.replace(tzinfo=ZoneInfo(other)).utcoffset()
