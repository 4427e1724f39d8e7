"""Programs as compact JSON values: for the cache, and for what an import last brought.

Fields stand by position. A time is local to the conference with `@` before it where its zone is the conference's, else
ISO 8601 as it is. Fields that were added later stand last and may be missing: files of older versions are read too.
Decoding raises one of `DECODE_ERRORS` on anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from confnotes.model.program import (
    Conference,
    Deadline,
    Kind,
    Person,
    Program,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)
from confnotes.model.timetable import zone_named
from confnotes.model.wall_clock import at_wall_clock

_KINDS: dict[str, Kind] = {kind.value: kind for kind in Kind}
_ROLES: dict[str, Role] = {role.value: role for role in Role}
_RESOURCES: dict[str, ResourceKind] = {kind.value: kind for kind in ResourceKind}


DECODE_ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


def encode(program: Program) -> list[Any]:
    """A program as lists and texts."""
    conference = program.conference
    zone = zone_named(conference.timezone)
    return [
        [
            conference.name,
            conference.edition,
            conference.year,
            conference.part_of,
            conference.venue,
            conference.start_date.isoformat() if conference.start_date else None,
            conference.end_date.isoformat() if conference.end_date else None,
            conference.timezone,
            conference.url,
            conference.description,
        ],
        [_session(session, zone) for session in program.sessions],
        [[person.name, person.affiliation, person.url, list(person.roles), person.id] for person in program.people],
        [
            [
                deadline.title,
                deadline.date.isoformat() if deadline.date else None,
                deadline.time.isoformat() if deadline.time else None,
                deadline.timezone,
            ]
            for deadline in program.deadlines
        ],
        _links(program.resources),
    ]


def decode(value: Any) -> Program:
    """The program that `encode` was given; the value is used up."""
    facts, sessions, people, deadlines, resources = value
    name, edition, year, part_of, venue, start, end, timezone, url, description = facts
    zone = zone_named(timezone)
    return Program(
        Conference(
            name,
            edition,
            year,
            part_of,
            venue,
            date.fromisoformat(start) if start else None,
            date.fromisoformat(end) if end else None,
            timezone,
            url,
            description,
        ),
        tuple([_read_session(session, zone) for session in _taken(sessions)]),
        tuple([Person(n, a, u, tuple(_ROLES[role] for role in roles), *later) for n, a, u, roles, *later in people]),
        tuple(
            [
                Deadline(t, date.fromisoformat(d) if d else None, time.fromisoformat(h) if h else None, z)
                for t, d, h, z in deadlines
            ]
        ),
        _read_links(resources),
    )


def _session(session: Session, zone: ZoneInfo | None) -> list[Any]:
    return [
        session.title,
        session.id,
        session.kind,
        _time(session.start, zone),
        _time(session.end, zone),
        session.room,
        session.track,
        _links(session.resources),
        [_talk(talk, zone) for talk in session.talks],
    ]


def _talk(talk: Talk, zone: ZoneInfo | None) -> list[Any]:
    return [
        talk.title,
        talk.id,
        talk.kind,
        _time(talk.start, zone),
        _time(talk.end, zone),
        talk.room,
        talk.track,
        talk.language,
        talk.abstract,
        [[who.name, who.affiliation, who.url, who.role, who.highlighted, who.id] for who in talk.speakers],
        _links(talk.resources),
        talk.notes,
        talk.cancelled,
        talk.board,
    ]


def _links(resources: tuple[Resource, ...]) -> list[Any]:
    return [[resource.kind, resource.url, resource.title] for resource in resources]


def _time(moment: datetime | None, zone: ZoneInfo | None) -> str | None:
    if moment is None:
        return None
    if zone is not None and moment.tzinfo is zone and not moment.fold:
        return "@" + at_wall_clock(moment, None).isoformat()
    return moment.isoformat()


def _taken(rows: list[Any]) -> Iterator[Any]:
    """One row after the other, and none that was taken stays in memory: there are thousands."""
    rows.reverse()
    while rows:
        yield rows.pop()


def _read_session(value: Any, zone: ZoneInfo | None) -> Session:
    title, own_id, kind, start, end, room, track, resources, talks = value
    return Session(
        title,
        own_id,
        _KINDS[kind],
        _read_time(start, zone),
        _read_time(end, zone),
        room,
        track,
        _read_links(resources),
        tuple([_read_talk(talk, zone) for talk in _taken(talks)]),
    )


def _read_talk(value: Any, zone: ZoneInfo | None) -> Talk:
    title, own_id, kind, start, end, room, track, language, abstract, speakers, resources, *rest = value
    return Talk(
        title,
        own_id,
        _KINDS[kind],
        _read_time(start, zone),
        _read_time(end, zone),
        room,
        track,
        language,
        abstract,
        tuple([Speaker(n, a, u, _ROLES[role], lit, *later) for n, a, u, role, lit, *later in speakers]),
        _read_links(resources),
        *rest,
    )


def _read_links(value: Any) -> tuple[Resource, ...]:
    return tuple([Resource(_RESOURCES[kind], url, title) for kind, url, title in value]) if value else ()


@lru_cache(maxsize=4096)
def _read_time(text: str | None, zone: ZoneInfo | None) -> datetime | None:
    if not text:
        return None
    if text[0] == "@":
        return at_wall_clock(datetime.fromisoformat(text[1:]), zone)
    moment = datetime.fromisoformat(text)
    if zone is not None and moment.tzinfo is not None:
        local = moment.astimezone(zone)
        return local if local.utcoffset() == moment.utcoffset() else moment
    return moment
