"""What every program goes through once it is read, whoever read it: nothing unsafe stays, hints are put into effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from confnotes.importers.facts.zones import is_zone as known_zone
from confnotes.importers.importer import Hints
from confnotes.importers.slots import sessions_with_slot_ids
from confnotes.markup.names import fold
from confnotes.markup.safe import is_printable, safe_text
from confnotes.model.program import (
    Conference,
    Deadline,
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
from confnotes.model.timetable import at_wall_clock

_ABOUT_ZONE = (WarningCode.ZONE_ASSUMED, WarningCode.ZONE_UNKNOWN)
YEARS = range(1900, 2200)
_LONGEST_LINE = 5_000
_LONGEST_TEXT = 200_000


def normalize(read: ReadProgram, hints: Hints) -> ReadProgram:
    """The program without control characters, with everybody listed once, and as `hints` say: name, zone, first day."""
    program = read.program
    warnings = list(read.warnings)
    conference = _conference(program.conference, warnings)
    if hints.conference is not None:
        conference = replace(conference, name=hints.conference)
    zone = hints.timezone or conference.timezone
    info = ZoneInfo(zone) if zone else None
    sessions, twice = sessions_with_slot_ids(tuple(_session(session, info) for session in program.sessions))
    if odd := sum(moment.year not in YEARS for moment in _moments(program.sessions)):
        what = "a time is" if odd == 1 else f"{odd} times are"
        warnings.append(SourceWarning(f"{what} in a year that no conference is in, and left out"))
    if twice:
        warnings.append(
            SourceWarning(f"left out: {twice} {'talk' if twice == 1 else 'talks'} said twice with the same id")
        )
    conference = replace(_on_local_days(conference, program.sessions, sessions), timezone=zone)
    people = _everybody([_person(person) for person in program.people], sessions)
    deadlines = tuple(each for each in map(_deadline, program.deadlines) if each.title)
    settled_program = Program(conference, sessions, people, deadlines, _resources(program.resources))
    if hints.starts:
        settled_program, moved = move_to_first_day(settled_program, hints.starts)
        warnings += [moved] if moved else []
    if hints.timezone:
        warnings = [each for each in warnings if each.code is not WarningCode.ZONE_ASSUMED]
    elif not any(each.code in _ABOUT_ZONE for each in warnings) and _has_local_times(sessions):
        warnings.append(
            SourceWarning(
                "no time zone is stated: times are local ones; name it with --timezone",
                code=WarningCode.ZONE_NOT_STATED,
            )
        )
    told = [replace(each, message=_line(each.message) or "") for each in warnings]
    ordered = sorted(dict.fromkeys(told), key=lambda warning: (warning.line is None, warning.line or 0))
    return ReadProgram(read.format, settled_program, tuple(ordered))


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


def _conference(conference: Conference, warnings: list[SourceWarning]) -> Conference:
    zone = _line(conference.timezone)
    if zone and not known_zone(zone):
        told = f"“{zone[:60]}” is no time zone: times are local ones; name it with --timezone"
        warnings.append(SourceWarning(told, code=WarningCode.ZONE_UNKNOWN))
        zone = None
    return Conference(
        name=_line(conference.name),
        edition=_line(conference.edition),
        year=conference.year,
        part_of=_line(conference.part_of),
        venue=_line(conference.venue),
        start_date=_day(conference.start_date),
        end_date=_day(conference.end_date),
        timezone=zone,
        url=_line(conference.url),
        description=_text(conference.description),
    )


def _on_local_days(conference: Conference, before: Iterable[Session], after: Iterable[Session]) -> Conference:
    """The conference with its days in its own zone, where they are those of talks whose times were in another."""
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
    starts = [start for session in sessions for start in (session.start, *(talk.start for talk in session.talks))]
    return {start.date() for start in starts if start and start.year in YEARS}


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
    """Whether `_line` would leave each of them as it is: most do, and looking at them together is quick."""
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


def _moved(moment: datetime | None, zone: ZoneInfo | None) -> datetime | None:
    if moment is None or moment.year not in YEARS:
        return None
    if zone is None or moment.tzinfo is zone:
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
    """The people of the source, then everybody who speaks and is not among them, once each."""
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
    """A person with what one of their talks says; who is a keynote is not listed as a speaker beside that."""
    affiliation, url = person.affiliation or speaker.affiliation, person.url or speaker.url
    role = speaker.role
    implied = role in person.roles or (role is Role.SPEAKER and Role.KEYNOTE in person.roles)
    if implied and affiliation == person.affiliation and url == person.url:
        return person
    return replace(person, affiliation=affiliation, url=url, roles=person.roles if implied else (*person.roles, role))


def _has_local_times(sessions: Iterable[Session]) -> bool:
    return any(moment.tzinfo is None for moment in _moments(sessions))


def _moments(sessions: Iterable[Session]) -> Iterator[datetime]:
    for session in sessions:
        timed: tuple[Session | Talk, ...] = (session, *session.talks)
        for one in timed:
            if one.start is not None:
                yield one.start
            if one.end is not None:
                yield one.end


_EARLIER = timedelta(days=7)


def move_to_first_day(program: Program, day: date) -> tuple[Program, SourceWarning | None]:
    """The program with every time moved so that it begins on that day, and what to say about it; times of day stay.

    It begins on the day that its conference states, where a talk starts within a week of that; else with its first
    talk. Deadlines stay where they are. A time that would lie outside the calendar is dropped.
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
    told = f"the source begins on {first}; all of it was moved by {by.days:+,} days, to begin on {day} as you said"
    return replace(program, conference=conference, sessions=sessions), SourceWarning(told)


def _first_day(program: Program) -> date | None:
    stated = program.conference.start_date
    sessions = [session.start for session in program.sessions if session.start]
    days = [moment.date() for moment in (*sessions, *(talk.start for talk in program.talks() if talk.start))]
    if not days:
        return stated
    earliest = min(days)
    return stated if stated and timedelta() <= earliest - stated <= _EARLIER else earliest


def _begun(conference: Conference, day: date, by: timedelta) -> Conference:
    """The conference on its new days; where its own days are not those of its talks, only their number is kept."""
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


def _later(moment: datetime | None, by: timedelta) -> datetime | None:
    """The same time of day so many days later, whatever the clocks did between."""
    try:
        return moment + by if moment else None
    except OverflowError:
        return None


def _moved_day(day: date, by: timedelta) -> date | None:
    try:
        return day + by
    except OverflowError:
        return None
