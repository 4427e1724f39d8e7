"""A program as `program.yaml`: a file that a person likes to read and edit.

Empty fields are left out, links are written by kind (`- video: https://...`), and a speaker of whom only the name is
known is just that name. Notes are not in it: they are files.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from confnotes.markup.times import time_text
from confnotes.markup.yaml12 import dump
from confnotes.model.program import Deadline, Kind, Person, Program, Resource, Role, Session, Speaker, Talk
from confnotes.model.timetable import zone_named

_TALK_KIND = Kind.TALK
_SESSION_KIND = Kind.OTHER


def render(program: Program, conference: str) -> str:
    """The whole file for a new program; `conference` is the folder's name."""
    zone = zone_named(program.conference.timezone)
    parts = [head(conference, program.conference.timezone), "sessions:\n" if program.sessions else "sessions: []\n"]
    parts += [session_text(session, zone) for session in program.sessions]
    parts.append(tail(program))
    return "".join(parts)


def head(conference: str, timezone: str | None) -> str:
    """The comment on top of the file."""
    where = f"local time, {timezone}" if timezone else "local time at the conference"
    return (
        f"# The program of {' '.join(conference.split())}. Edit it where it is wrong: an import keeps your edits.\n"
        f"# Times are {where} (2019-12-10T10:05) unless they carry an offset. Leave out what is not known.\n"
        "# The dates, zone, venue and page of the conference stand in the note beside this file.\n"
    )


def tail(program: Program) -> str:
    """People, deadlines and links of the conference."""
    rest: dict[str, object] = {}
    if program.people:
        rest["people"] = [_person(person) for person in program.people]
    if program.deadlines:
        rest["deadlines"] = [_deadline(deadline) for deadline in program.deadlines]
    if program.resources:
        rest["links"] = [_link(resource) for resource in program.resources]
    return "".join(f"\n{dump({key: value})}" for key, value in rest.items())


def session_text(session: Session, zone: ZoneInfo | None) -> str:
    """One item of `sessions`."""
    return session_head(session, zone) + "".join(talk_text(talk, zone) for talk in session.talks)


def session_head(session: Session, zone: ZoneInfo | None) -> str:
    """The item up to and with its `talks:` key."""
    fields: dict[str, object] = {
        "title": session.title,
        "id": session.id,
        "kind": str(session.kind) if session.kind != _SESSION_KIND else None,
        "start": time_text(session.start, zone) if session.start else None,
        "end": time_text(session.end, zone) if session.end else None,
        "room": session.room,
        "track": session.track,
        "links": [_link(resource) for resource in session.resources],
    }
    talks = "    talks:\n" if session.talks else ""
    return f"\n{dump([_filled(fields)], '  ')}{talks}"


def talk_text(talk: Talk, zone: ZoneInfo | None) -> str:
    """One item of a session's `talks`."""
    fields: dict[str, object] = {
        "title": talk.title,
        "id": talk.id,
        "kind": str(talk.kind) if talk.kind != _TALK_KIND else None,
        "cancelled": True if talk.cancelled else None,
        "start": time_text(talk.start, zone) if talk.start else None,
        "end": time_text(talk.end, zone) if talk.end else None,
        "room": talk.room,
        "board": talk.board,
        "track": talk.track,
        "language": talk.language,
        "speakers": [_speaker(speaker) for speaker in talk.speakers],
        "links": [_link(resource) for resource in talk.resources],
        "abstract": talk.abstract,
    }
    return dump([_filled(fields)], "      ")


def _filled(fields: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in fields.items() if value}


def _speaker(speaker: Speaker) -> object:
    fields: dict[str, object] = {
        "name": speaker.name,
        "affiliation": speaker.affiliation,
        "url": speaker.url,
        "role": str(speaker.role) if speaker.role != Role.SPEAKER else None,
        "highlighted": True if speaker.highlighted else None,
        "id": speaker.id,
    }
    return _short(_filled(fields), "name")


def _person(person: Person) -> object:
    fields: dict[str, object] = {
        "name": person.name,
        "affiliation": person.affiliation,
        "url": person.url,
        "roles": [str(role) for role in person.roles],
        "id": person.id,
    }
    return _short(_filled(fields), "name")


def _short(fields: dict[str, object], only: str) -> object:
    return fields[only] if len(fields) == 1 and only in fields else fields


def _deadline(deadline: Deadline) -> object:
    return _filled(
        {
            "title": deadline.title,
            "date": deadline.date.isoformat() if deadline.date else None,
            "time": deadline.time.isoformat(timespec="minutes") if deadline.time else None,
            "timezone": deadline.timezone,
        }
    )


def _link(resource: Resource) -> object:
    return _filled({str(resource.kind): resource.url, "title": resource.title})
