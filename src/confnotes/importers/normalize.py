"""The common processing of all imported programs: removes unsafe characters and applies hints."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from operator import attrgetter, is_
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from confnotes.importers.facts.place_zones import zones_of_place
from confnotes.importers.facts.zones import is_zone as known_zone
from confnotes.importers.importer import Hints
from confnotes.importers.slots import LONGEST_CONFERENCE, sessions_with_slot_ids
from confnotes.importers.warning_collector import counted
from confnotes.markup.names import fold
from confnotes.markup.safe import safe_text
from confnotes.model.correction import Correction
from confnotes.model.program import (
    Conference,
    Deadline,
    Moment,
    Person,
    Program,
    ReadProgram,
    Resource,
    Role,
    Session,
    SourceWarning,
    Speaker,
    Talk,
    WarningCode,
)
from confnotes.model.timetable import at_wall_clock, with_day, with_days

_ABOUT_ZONE = (WarningCode.ZONE_ASSUMED, WarningCode.ZONE_UNKNOWN)
_Item = TypeVar("_Item", Session, Talk)
YEARS = range(1900, 2200)
_LONGEST_LINE = 5_000  # characters of a title or name
_OF_THE_SOFTWARE = re.compile(r"(?:my )?(?:mini ?conf|conference|event|schedule|program|calendar)(?: 20\d\d)?")
"""Names of conferences that are the defaults of website software."""
_LONGEST_TEXT = 200_000  # characters of an abstract


def normalize(read: ReadProgram, hints: Hints) -> ReadProgram:
    """The program without control characters, with every person once, and with name, zone and first day of `hints`."""
    program = read.program
    warnings = list(read.warnings)
    conference = _conference(program.conference, warnings)
    if hints.conference is not None:
        conference = replace(conference, name=hints.conference)
    zone = hints.timezone or conference.timezone
    info = ZoneInfo(zone) if zone else None
    sessions, twice = sessions_with_slot_ids(
        tuple(with_days(session, info) for session in _cleaned(program.sessions, info))
    )
    odd = sum(moment.year not in YEARS for moment in _dated(program.sessions))
    warnings += counted("{# times are|a time is} in an implausible year and left out", [None] * odd)
    warnings += counted("left out: {n} {talks|talk} listed twice with the same id", [None] * twice)
    conference = _to_last_day(_on_local_days(conference, program.sessions, sessions), sessions)
    conference = replace(conference, timezone=zone)
    listed = _cleaned((program.people, program.deadlines, program.resources), None)
    settled_program = Program(conference, sessions, _everybody(listed[0], sessions), *listed[1:])
    rows = read.rows
    if hints.starts:
        first = _first_day(settled_program)
        by = hints.starts - first if first else timedelta()
        rows = tuple(replace(row, day=row.day and _moved_day(row.day, by)) for row in rows)
        settled_program, moved = move_to_first_day(settled_program, hints.starts)
        warnings += [moved] if moved else []
        settled_program = replace(settled_program, sessions=_dated_hours(settled_program.sessions, hints.starts, info))
    warnings += [
        *_undated_hours(settled_program, warnings),
        *_unused_corrections(hints.corrections or (), read.applied),
    ]
    if hints.timezone:
        warnings = [each for each in warnings if each.code is not WarningCode.ZONE_ASSUMED]
    elif any(isinstance(moment, datetime) and moment.tzinfo is None for moment in _dated(sessions)) and not any(
        each.code in _ABOUT_ZONE for each in warnings
    ):
        warnings.append(SourceWarning(_no_zone(conference.venue or ""), code=WarningCode.ZONE_NOT_STATED))
    told = [replace(each, message=_line(each.message) or "") for each in warnings]
    ordered = sorted(dict.fromkeys(told), key=lambda warning: (warning.line is None, warning.line or 0))
    return replace(read, program=settled_program, warnings=tuple(ordered), rows=rows)


def _no_zone(venue: str) -> str:
    place, zones = zones_of_place(venue)
    if zones:
        return f"no time zone stated: {place} suggests {' or '.join(zones)}"
    return "no time zone stated: times are kept as local time"


def _unused_corrections(corrections: Iterable[Correction], applied: Collection[Correction]) -> Iterator[SourceWarning]:
    """A warning about corrections that match nothing in this version of the source."""
    unused = [each for each in corrections if each not in applied]
    if unused:
        named = ", ".join(dict.fromkeys(f"“{(each.part if each.column else each.row)[:60]}”" for each in unused[:3]))
        more = f" and {len(unused) - 3} more" if len(unused) > 3 else ""
        what = "1 correction no longer matches" if len(unused) == 1 else f"{len(unused)} corrections no longer match"
        yield SourceWarning(f"{what} this version: {named}{more}", code=WarningCode.CORRECTION_UNUSED)


def _line(text: str) -> str | None:
    """One safe line; None for an empty one."""
    if not text.isprintable():
        text = safe_text(text, lines=False)
    text = text.strip()
    return text[:_LONGEST_LINE] or None


def _text(text: str) -> str | None:
    """Safe text of several lines; None for an empty one."""
    return safe_text(text).strip()[:_LONGEST_TEXT] or None


_TEXTS: Mapping[str, Callable[[str], str | None]] = {
    "abstract": _text,
    "description": _text,
    "notes": lambda text: safe_text(text) or None,
}
_RECORDS = (Conference, Session, Talk, Speaker, Person, Resource, Deadline)
_FIELDS = {record: tuple(field.name for field in fields(record)) for record in _RECORDS}
_VALUES = {record: attrgetter(*names) for record, names in _FIELDS.items()}
_CLEANED = frozenset((str, tuple, datetime, date, time, *_RECORDS))
_REQUIRED = {Speaker: 0, Person: 0, Deadline: 0, Resource: 1}
"""The position of the field without which a record is left out."""


def _conference(read: Conference, warnings: list[SourceWarning]) -> Conference:
    """The conference without a zone that is none, and without a name that only the website's software gave."""
    conference: Conference = _cleaned(read, None)
    zone, name, description = conference.timezone, conference.name, conference.description
    if zone and not known_zone(zone):
        told = f"“{zone[:60]}” is not a time zone: times are kept as local time"
        warnings.append(SourceWarning(told, code=WarningCode.ZONE_UNKNOWN))
        zone = None
    if name and _OF_THE_SOFTWARE.fullmatch(fold(name).replace("-", " ")):
        said_again = description is not None and fold(description).startswith(fold(name))
        name, description = None, None if said_again else description
    return replace(conference, name=name, timezone=zone, description=description)


def _on_local_days(conference: Conference, before: Iterable[Session], after: Iterable[Session]) -> Conference:
    """The conference with its days in its own zone, if they come from talks whose times were in another."""
    was, now = _days(before), _days(after)
    if was == now or not now:
        return conference
    start, end, year = conference.start_date, conference.end_date, conference.year
    if start == min(was):
        start = min(now)
        year = start.year if year == min(was).year else year
    return replace(conference, start_date=start, end_date=max(now) if end == max(was) else end, year=year)


def _to_last_day(conference: Conference, sessions: Iterable[Session]) -> Conference:
    """The conference until the day of its last talk, if the only day that was read for it is that of its first.

    A page with a heading for each day often states no other date.
    """
    start, days = conference.start_date, _days(sessions)
    if start is None or start != conference.end_date or not days or min(days) != start:
        return conference
    return replace(conference, end_date=max(days)) if max(days) - start <= LONGEST_CONFERENCE else conference


def _days(sessions: Iterable[Session]) -> set[date]:
    """The days on which sessions and talks start."""
    return {
        each.day for session in sessions for each in (session, *session.talks) if each.day and each.day.year in YEARS
    }


def _cleaned(value: Any, zone: ZoneInfo | None, name: str = "") -> Any:
    """A value without unsafe characters and implausible dates, its times in `zone`; `name` is its field in a record.

    None for a person without a name, a link without an address and a deadline without a title.
    """
    made = type(value)
    if made is str:
        return _TEXTS.get(name, _line)(value)
    if made is tuple:
        return tuple([found for each in value if (found := _cleaned(each, zone, name)) is not None])
    if made in _FIELDS:
        was = _VALUES[made](value)
        now = [
            _cleaned(each, zone, field) if type(each) in _CLEANED else each
            for field, each in zip(_FIELDS[made], was, strict=True)
        ]
        if made in _REQUIRED and now[_REQUIRED[made]] is None:
            return None
        return value if all(map(is_, now, was)) else made(*now)
    return _moved(value, zone) if isinstance(value, date | time) else value


def _moved(moment: Moment, zone: ZoneInfo | None) -> Moment | None:
    if isinstance(moment, time):
        return moment.replace(tzinfo=None)
    if moment.year not in YEARS:
        return None
    if zone is None or not isinstance(moment, datetime) or moment.tzinfo is zone:
        return moment
    return at_wall_clock(moment, zone) if moment.tzinfo is None else moment.astimezone(zone)


def _everybody(listed: list[Person], sessions: Iterable[Session]) -> tuple[Person, ...]:
    """The people of the source, then all other speakers, once each."""
    found: dict[str, Person] = {}
    keys: dict[str, str] = {}

    def key_of(name: str, own_id: str | None) -> str:
        if own_id is not None:
            return own_id
        if name not in keys:
            keys[name] = fold(name)
        return keys[name]

    for person in listed:
        if person.name:
            found.setdefault(key_of(person.name, person.id), person)
    known_names = {key_of(person.name, None) for person in found.values()}
    for session in sessions:
        for talk in session.talks:
            for speaker in talk.speakers:
                key = key_of(speaker.name, speaker.id)
                known = found.get(key)
                if known is None and (speaker.id is not None or key not in known_names):
                    found[key] = Person(speaker.name, speaker.affiliation, speaker.url, (speaker.role,), speaker.id)
                elif known is not None:
                    found[key] = _joined(known, speaker)
    return tuple(found.values())


def _joined(person: Person, speaker: Speaker) -> Person:
    """A person with facts from one of their talks; keynote speakers are not speakers as well."""
    affiliation, url = person.affiliation or speaker.affiliation, person.url or speaker.url
    role = speaker.role
    implied = role in person.roles or (role is Role.SPEAKER and Role.KEYNOTE in person.roles)
    if implied and affiliation == person.affiliation and url == person.url:
        return person
    return replace(person, affiliation=affiliation, url=url, roles=person.roles if implied else (*person.roles, role))


def _dated(sessions: Iterable[Session]) -> Iterator[date]:
    """Every start and end with a day."""
    for session in sessions:
        for one in (session, *session.talks):
            for moment in (one.start, one.end):
                if isinstance(moment, date):
                    yield moment


_EARLIER = timedelta(days=7)


def move_to_first_day(program: Program, day: date) -> tuple[Program, SourceWarning | None]:
    """The program with all times moved so that it begins on that day, and a warning; times of day stay.

    The program begins on the stated day of its conference if a talk starts within a week of it; else with its first
    talk. Deadlines are not moved. Times that would leave the calendar are dropped.
    """
    first = _first_day(program)
    by = day - first if first else timedelta()
    conference = _begun(program.conference, day, by)
    if not by:
        return replace(program, conference=conference), None
    sessions = tuple(
        replace(
            session,
            start=_later(session.start, by),
            end=_later(session.end, by),
            talks=tuple(
                replace(talk, start=_later(talk.start, by), end=_later(talk.end, by)) for talk in session.talks
            ),
        )
        for session in program.sessions
    )
    days = f"{by.days:+,} day{'' if abs(by.days) == 1 else 's'}"
    told = f"the source begins on {first}; everything was moved by {days}, to begin on {day} as you asked"
    return replace(program, conference=conference, sessions=sessions), SourceWarning(told)


def _dated_hours(sessions: Iterable[Session], first: date, zone: ZoneInfo | None) -> tuple[Session, ...]:
    """The sessions with days for times of unknown days, in order, starting with the first day.

    An item that states a day sets it. A new day begins when a time is earlier than the preceding one in the same room
    and track; in other rooms it is parallel.
    """
    today = first
    latest: dict[tuple[str | None, str | None], tuple[date, time]] = {}

    def dated(one: _Item, room: str | None, track: str | None) -> _Item:
        nonlocal today
        if one.clock is not None:
            day, clock = latest.get((room, track), (today, time.min))
            today = max(today, (_moved_day(day, timedelta(days=1)) or day) if one.clock < clock else day)
            latest[room, track] = today, one.clock
        elif one.day is not None:
            today = one.day
        return with_day(one, today, zone)

    found = []
    for each in sessions:
        session = dated(each, each.room, each.track)
        talks = [dated(talk, talk.room or each.room, talk.track or each.track) for talk in each.talks]
        found.append(replace(session, talks=tuple(talks)))
    return tuple(found)


def _undated_hours(program: Program, warnings: Iterable[SourceWarning]) -> Iterator[SourceWarning]:
    """Warnings about times of unknown days, unless the importer has given them."""
    hours = sum(talk.clock is not None for talk in program.talks())
    if hours and not any(each.code is WarningCode.DAY_NOT_KNOWN for each in warnings):
        have = "1 talk has" if hours == 1 else f"{hours:,} talks have"
        yield SourceWarning(f"{have} a time but no day", code=WarningCode.DAY_NOT_KNOWN)


def _first_day(program: Program) -> date | None:
    stated = program.conference.start_date
    days = [each.day for session in program.sessions for each in (session, *session.talks) if each.day]
    if not days:
        return stated
    earliest = min(days)
    return stated if stated and timedelta() <= earliest - stated <= _EARLIER else earliest


def _begun(conference: Conference, day: date, by: timedelta) -> Conference:
    """The conference on its new days; if its own days differ from those of its talks, only their number is kept."""
    start, end = conference.start_date, conference.end_date
    last = None
    if start and end and end >= start:
        last = _moved_day(day, end - start)
    elif end:
        last = _moved_day(end, by)
    year = conference.year
    if year is None or start is None or year == start.year:
        year = day.year
    return replace(conference, start_date=day, end_date=last if last is None or last >= day else day, year=year)


def _later(moment: Moment | None, by: timedelta) -> Moment | None:
    """The same local time of day `by` days later; times without a day stay."""
    try:
        return moment + by if isinstance(moment, date) else moment
    except OverflowError:
        return None


def _moved_day(day: date, by: timedelta) -> date | None:
    try:
        return day + by
    except OverflowError:
        return None
