"""The common processing of all imported programs: removes unsafe characters and applies hints."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from confnotes.importers.facts.place_zones import zones_of_place
from confnotes.importers.facts.zones import is_zone as known_zone
from confnotes.importers.importer import Hints
from confnotes.importers.slots import sessions_with_slot_ids
from confnotes.markup.names import fold
from confnotes.markup.safe import is_printable, safe_text
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
_LONGEST_LINE = 5_000
_OF_THE_SOFTWARE = re.compile(r"(?:my )?(?:mini ?conf|conference|event|schedule|program|calendar)(?: 20\d\d)?")
"""Names of conferences that are the defaults of website software."""
_LONGEST_TEXT = 200_000


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
        tuple(with_days(_session(session, info), info) for session in program.sessions)
    )
    if odd := sum(moment.year not in YEARS for moment in _dated(program.sessions)):
        what = "a time is" if odd == 1 else f"{odd} times are"
        warnings.append(SourceWarning(f"{what} in an implausible year and left out"))
    if twice:
        warnings.append(
            SourceWarning(f"left out: {twice} {'talk' if twice == 1 else 'talks'} listed twice with the same id")
        )
    conference = replace(_on_local_days(conference, program.sessions, sessions), timezone=zone)
    people = _everybody([_person(person) for person in program.people], sessions)
    deadlines = tuple(each for each in map(_deadline, program.deadlines) if each.title)
    settled_program = Program(conference, sessions, people, deadlines, _resources(program.resources))
    if hints.starts:
        settled_program, moved = move_to_first_day(settled_program, hints.starts)
        warnings += [moved] if moved else []
        settled_program = replace(settled_program, sessions=_dated_hours(settled_program.sessions, hints.starts, info))
    warnings += [
        *_undated_hours(settled_program, warnings),
        *_unused_corrections(hints.corrections or (), read.applied),
    ]
    if hints.timezone:
        warnings = [each for each in warnings if each.code is not WarningCode.ZONE_ASSUMED]
    elif not any(each.code in _ABOUT_ZONE for each in warnings) and _has_local_times(sessions):
        warnings.append(SourceWarning(_no_zone(conference.venue or ""), code=WarningCode.ZONE_NOT_STATED))
    told = [replace(each, message=_line(each.message) or "") for each in warnings]
    ordered = sorted(dict.fromkeys(told), key=lambda warning: (warning.line is None, warning.line or 0))
    return replace(read, program=settled_program, warnings=tuple(ordered))


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


def _line(text: str | None) -> str | None:
    """One safe line; None for an empty one."""
    if text is None:
        return None
    if not text.isprintable():
        text = safe_text(text, lines=False)
    text = text.strip()
    return text[:_LONGEST_LINE] or None


def _text(text: str | None) -> str | None:
    """Safe text of several lines; None for an empty one."""
    if text is None:
        return None
    return safe_text(text).strip()[:_LONGEST_TEXT] or None


def _name(stated: str | None) -> str | None:
    """The stated name, without one that only the website's software gave."""
    name = _line(stated)
    return None if name and _OF_THE_SOFTWARE.fullmatch(fold(name).replace("-", " ")) else name


def _description(conference: Conference) -> str | None:
    """The stated description, without one that names the website's software as the stated name does."""
    given, name = _text(conference.description), _line(conference.name)
    if given and name and _name(name) is None and fold(given).startswith(fold(name)):
        return None
    return given


def _conference(conference: Conference, warnings: list[SourceWarning]) -> Conference:
    zone = _line(conference.timezone)
    if zone and not known_zone(zone):
        told = f"“{zone[:60]}” is not a time zone: times are kept as local time"
        warnings.append(SourceWarning(told, code=WarningCode.ZONE_UNKNOWN))
        zone = None
    return Conference(
        name=_name(conference.name),
        edition=_line(conference.edition),
        year=conference.year,
        part_of=_line(conference.part_of),
        venue=_line(conference.venue),
        start_date=_day(conference.start_date),
        end_date=_day(conference.end_date),
        timezone=zone,
        url=_line(conference.url),
        description=_description(conference),
    )


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


def _days(sessions: Iterable[Session]) -> set[date]:
    """The days on which sessions and talks start."""
    return {
        each.day for session in sessions for each in (session, *session.talks) if each.day and each.day.year in YEARS
    }


def _session(session: Session, zone: ZoneInfo | None) -> Session:
    return Session(
        title=_line(session.title),
        id=_line(session.id),
        kind=session.kind,
        start=_moved(session.start, zone),
        end=_moved(session.end, zone),
        room=_line(session.room),
        track=_line(session.track),
        resources=_resources(session.resources),
        talks=tuple([_talk(talk, zone) for talk in session.talks]),
    )


def _talk(talk: Talk, zone: ZoneInfo | None) -> Talk:
    lines = [talk.title, talk.id, talk.room, talk.track, talk.language, talk.board]
    for speaker in talk.speakers:
        lines += (speaker.name, speaker.affiliation, speaker.url, speaker.id)
    for resource in talk.resources:
        lines += (resource.url, resource.title)
    if not _are_safe_lines([line for line in lines if line is not None]):
        talk = _with_safe_lines(talk)
    return Talk(
        talk.title,
        talk.id,
        talk.kind,
        _moved(talk.start, zone),
        _moved(talk.end, zone),
        talk.room,
        talk.track,
        talk.language,
        _text(talk.abstract),
        talk.speakers,
        talk.resources,
        (safe_text(talk.notes) or None) if talk.notes else None,
        talk.cancelled,
        talk.board,
    )


def _are_safe_lines(lines: list[str]) -> bool:
    """Whether `_line` would leave all of them unchanged, which is common, and faster to check together."""
    together = "\n".join(["", *lines, ""])
    return (
        is_printable(together)
        and together.count("\n") == len(lines) + 1
        and not any(blank in together for blank in ("\n\n", "\n ", " \n"))
        and len(together) <= _LONGEST_LINE
    )


def _with_safe_lines(talk: Talk) -> Talk:
    return replace(
        talk,
        title=_line(talk.title),
        id=_line(talk.id),
        room=_line(talk.room),
        track=_line(talk.track),
        language=_line(talk.language),
        speakers=tuple([found for speaker in talk.speakers if (found := _speaker(speaker))]),
        resources=_resources(talk.resources),
        board=_line(talk.board),
    )


def _day(day: date | None) -> date | None:
    return day if day is not None and day.year in YEARS else None


def _moved(moment: Moment | None, zone: ZoneInfo | None) -> Moment | None:
    if moment is None or isinstance(moment, time):
        return moment.replace(tzinfo=None) if moment is not None else None
    if moment.year not in YEARS:
        return None
    if zone is None or not isinstance(moment, datetime) or moment.tzinfo is zone:
        return moment
    return at_wall_clock(moment, zone) if moment.tzinfo is None else moment.astimezone(zone)


def _speaker(speaker: Speaker) -> Speaker | None:
    name, affiliation, url, own_id = (
        _line(speaker.name),
        _line(speaker.affiliation),
        _line(speaker.url),
        _line(speaker.id),
    )
    if name is None:
        return None
    if name is speaker.name and affiliation is speaker.affiliation and url is speaker.url and own_id is speaker.id:
        return speaker
    return Speaker(name, affiliation, url, speaker.role, speaker.highlighted, own_id)


def _person(person: Person) -> Person:
    return Person(
        _line(person.name) or "", _line(person.affiliation), _line(person.url), person.roles, _line(person.id)
    )


def _deadline(deadline: Deadline) -> Deadline:
    return Deadline(_line(deadline.title) or "", _day(deadline.date), deadline.time, _line(deadline.timezone))


def _resources(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    return tuple([found for each in resources if (found := _resource(each))])


def _resource(resource: Resource) -> Resource | None:
    url, title = _line(resource.url), _line(resource.title)
    if url is None:
        return None
    return resource if url is resource.url and title is resource.title else Resource(resource.kind, url, title)


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


def _has_local_times(sessions: Iterable[Session]) -> bool:
    return any(isinstance(moment, datetime) and moment.tzinfo is None for moment in _dated(sessions))


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
    told = f"the source begins on {first}; everything was moved by {by.days:+,} days, to begin on {day} as you asked"
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
