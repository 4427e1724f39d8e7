"""A personal schedule as an iCalendar file (RFC 5545) for phones and calendar apps.

Times are UTC if the conference's zone is known, else floating. A talk with only a day is an all-day event; one without
a day is left out. There is no METHOD: the file is a calendar, not an invitation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from confnotes.markup.canonical import is_web
from confnotes.markup.safe import safe_text
from confnotes.model.program import ResourceKind
from confnotes.model.schedule import Schedule, ScheduleItem
from confnotes.model.timetable import zone_named

MOST_OCTETS = 75
_END = "\r\n"


def render(schedule: Schedule, made: datetime) -> bytes:
    """The calendar; `made` is its creation time, naive for local time at the conference."""
    return render_all((schedule,), made)


def render_all(schedules: Sequence[Schedule], made: datetime) -> bytes:
    """One calendar from several schedules, each in its own zone."""
    name = _text(", ".join(one.conference for one in schedules))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//confnotes//confnotes//EN", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{name}", f"X-WR-CALNAME:{name}"]
    zones = {one.timezone for one in schedules}
    if len(zones) == 1 and zone_named(schedules[0].timezone):
        lines.append(f"X-WR-TIMEZONE:{schedules[0].timezone}")
    for schedule in schedules:
        stamp = _utc(made, schedule.timezone).removesuffix("Z") + "Z"
        for item in schedule.items:
            if item.day is not None:
                lines += _event(item, schedule.timezone, stamp)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + _END for line in lines).encode("utf-8", "replace")


def _event(item: ScheduleItem, timezone: str | None, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(item.key)}@confnotes"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART:{_utc(item.start, timezone)}" if item.start else f"DTSTART;VALUE=DATE:{item.day:%Y%m%d}"
    if item.start is not None and item.end is not None and item.end > item.start:
        yield f"DTEND:{_utc(item.end, timezone)}"
    yield f"SUMMARY:{_text(item.title)}"
    if item.room:
        yield f"LOCATION:{_text(item.room)}"
    described = _text("\n".join(_description(item)))
    if described:
        yield f"DESCRIPTION:{described}"
    pages = [one.url for one in item.resources if one.kind is ResourceKind.EVENT_PAGE and is_web(one.url)]
    if pages:
        yield f"URL:{_uri(pages[0])}"
    if item.track:
        yield f"CATEGORIES:{_text(item.track)}"
    yield f"STATUS:{'CANCELLED' if item.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _description(item: ScheduleItem) -> Iterator[str]:
    if item.speakers:
        yield ", ".join(item.speakers)
    if item.session:
        yield item.session
    for resource in item.resources:
        if is_web(resource.url):
            yield f"{resource.kind.value}: {resource.url}"


def _utc(moment: datetime, timezone: str | None) -> str:
    """A time in iCalendar format: in UTC, or floating without a known zone."""
    zone = zone_named(timezone)
    if moment.tzinfo is None and zone is not None:
        moment = moment.replace(tzinfo=zone)
    if moment.tzinfo is None:
        return f"{moment:%Y%m%dT%H%M%S}"
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A TEXT value, escaped so that it cannot end the line or begin another value."""
    clean = safe_text(text).strip().replace("\t", " ")
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _uri(url: str) -> str:
    return "".join(character for character in safe_text(url, lines=False) if not character.isspace())


def _folded(line: str) -> str:
    """A line folded at 75 octets, never within a character."""
    pieces, piece, room = [], "", MOST_OCTETS
    for character in line:
        size = len(character.encode("utf-8", "replace"))
        if size > room:
            pieces.append(piece)
            piece, room = "", MOST_OCTETS - 1
        piece += character
        room -= size
    return f"{_END} ".join([*pieces, piece])
