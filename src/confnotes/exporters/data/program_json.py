"""A program as the object that `confnotes import --json` prints: schema `confnotes.program/1`.

Nothing of a program is left out, so that what is printed can be imported again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from confnotes.model.program import (
    Conference,
    Deadline,
    Person,
    ReadProgram,
    Resource,
    Session,
    SourceWarning,
    Speaker,
    Talk,
)

SCHEMA = "confnotes.program/1"


def program_object(read: ReadProgram) -> dict[str, object]:
    """The whole object, ready for `json.dumps`; what the source does not say is None or an empty list."""
    program = read.program
    return {
        "schema": SCHEMA,
        "format": read.format,
        "conference": conference_object(program.conference),
        "sessions": [session_object(session) for session in program.sessions],
        "people": [person_object(person) for person in program.people],
        "deadlines": [deadline_object(deadline) for deadline in program.deadlines],
        "resources": resource_objects(program.resources),
        "warnings": [warning_object(warning) for warning in read.warnings],
    }


def conference_object(conference: Conference) -> dict[str, object]:
    """Name, dates, place and zone of a conference."""
    return {
        "name": conference.name,
        "edition": conference.edition,
        "year": conference.year,
        "part_of": conference.part_of,
        "venue": conference.venue,
        "start_date": _iso(conference.start_date),
        "end_date": _iso(conference.end_date),
        "timezone": conference.timezone,
        "url": conference.url,
        "description": conference.description,
    }


def session_object(session: Session) -> dict[str, object]:
    """A session with its talks."""
    return {
        "id": session.id,
        "title": session.title,
        "kind": session.kind.value,
        "start": _iso(session.start),
        "end": _iso(session.end),
        "room": session.room,
        "track": session.track,
        "resources": resource_objects(session.resources),
        "talks": [talk_object(talk) for talk in session.talks],
    }


def talk_object(talk: Talk) -> dict[str, object]:
    """One talk with its speakers, links and the notes that the source holds."""
    return {
        "id": talk.id,
        "title": talk.title,
        "kind": talk.kind.value,
        "start": _iso(talk.start),
        "end": _iso(talk.end),
        "room": talk.room,
        "track": talk.track,
        "language": talk.language,
        "abstract": talk.abstract,
        "speakers": [speaker_object(speaker) for speaker in talk.speakers],
        "resources": resource_objects(talk.resources),
        "notes": talk.notes,
        "cancelled": talk.cancelled,
        "board": talk.board,
    }


def speaker_object(speaker: Speaker) -> dict[str, object]:
    """A person's part in a talk."""
    return {
        "name": speaker.name,
        "affiliation": speaker.affiliation,
        "url": speaker.url,
        "role": speaker.role.value,
        "highlighted": speaker.highlighted,
        "id": speaker.id,
    }


def person_object(person: Person) -> dict[str, object]:
    """Somebody of the source, with every role."""
    return {
        "name": person.name,
        "affiliation": person.affiliation,
        "url": person.url,
        "roles": [role.value for role in person.roles],
        "id": person.id,
    }


def deadline_object(deadline: Deadline) -> dict[str, object]:
    """A date by which something is due."""
    return {
        "title": deadline.title,
        "date": _iso(deadline.date),
        "time": _clock(deadline.time),
        "timezone": deadline.timezone,
    }


def resource_objects(resources: Sequence[Resource]) -> list[dict[str, object]]:
    """Links in order."""
    return [{"kind": each.kind.value, "url": each.url, "title": each.title} for each in resources]


def warning_object(warning: SourceWarning) -> dict[str, object]:
    """What a person should look at, and where."""
    return {"line": warning.line, "message": warning.message}


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _clock(moment: time | None) -> str | None:
    """`23:59`, with seconds only where there are any."""
    if moment is None:
        return None
    return moment.isoformat("auto" if moment.second or moment.microsecond else "minutes")
