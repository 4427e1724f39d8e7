"""Reading `program.yaml` as people may have edited it.

Unknown keys are passed over; a value of the wrong shape is an error that names the talk, so that nothing is lost by
writing the file again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from confnotes.errors import ConfnotesError
from confnotes.markup.yaml12 import load
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
from confnotes.vault.times import read_time

_HINT = "mend the file in a text editor"


def parse(text: str, conference: Conference) -> Program:
    """The program in the file; raises ConfnotesError."""
    value = load(text)
    fields = _mapping(value if value is not None else {}, "the file")
    zone = zone_named(conference.timezone)
    return Program(
        conference=conference,
        sessions=tuple(_session(item, zone) for item in _list(fields, "sessions", "the file")),
        people=tuple(_person(item) for item in _list(fields, "people", "the file")),
        deadlines=tuple(_deadline(item) for item in _list(fields, "deadlines", "the file")),
        resources=links(fields, "the file"),
    )


def _session(value: object, zone: ZoneInfo | None) -> Session:
    fields = _mapping(value, "a session")
    where = f"the session “{fields.get('title') or fields.get('id') or '?'}”"
    return Session(
        title=_text(fields, "title", where),
        id=_text(fields, "id", where),
        kind=_kind(fields, where, Kind.OTHER),
        start=_time(fields, "start", where, zone),
        end=_time(fields, "end", where, zone),
        room=_text(fields, "room", where),
        track=_text(fields, "track", where),
        resources=links(fields, where),
        talks=tuple(_talk(item, zone) for item in _list(fields, "talks", where)),
    )


def _talk(value: object, zone: ZoneInfo | None) -> Talk:
    if isinstance(value, str):
        return Talk(title=value)
    fields = _mapping(value, "a talk")
    where = f"the talk “{fields.get('title') or fields.get('id') or '?'}”"
    return Talk(
        title=_text(fields, "title", where),
        id=_text(fields, "id", where),
        kind=_kind(fields, where, Kind.TALK),
        start=_time(fields, "start", where, zone),
        end=_time(fields, "end", where, zone),
        room=_text(fields, "room", where),
        track=_text(fields, "track", where),
        language=_text(fields, "language", where),
        abstract=_text(fields, "abstract", where),
        speakers=tuple(_speaker(item, where) for item in _list(fields, "speakers", where)),
        resources=links(fields, where),
        cancelled=fields.get("cancelled") is True,
        board=_text(fields, "board", where),
    )


def _speaker(value: object, where: str) -> Speaker:
    if isinstance(value, str):
        return Speaker(value)
    fields = _mapping(value, f"a speaker of {where}")
    role = _text(fields, "role", where)
    return Speaker(
        name=_text(fields, "name", where) or "",
        affiliation=_text(fields, "affiliation", where),
        url=_text(fields, "url", where),
        role=_role(role, where) if role else Role.SPEAKER,
        highlighted=fields.get("highlighted") is True,
        id=_text(fields, "id", where),
    )


def _person(value: object) -> Person:
    if isinstance(value, str):
        return Person(value)
    fields = _mapping(value, "a person")
    name = _text(fields, "name", "a person") or ""
    where = f"the person “{name}”"
    roles = tuple(_role(role, where) for role in _list(fields, "roles", where))
    affiliation, url, own = (_text(fields, key, where) for key in ("affiliation", "url", "id"))
    return Person(name, affiliation, url, roles, own)


def _deadline(value: object) -> Deadline:
    fields = _mapping(value, "a deadline")
    title = _text(fields, "title", "a deadline") or ""
    where = f"the deadline “{title}”"
    day, hour = _text(fields, "date", where), _text(fields, "time", where)
    try:
        return Deadline(
            title,
            date.fromisoformat(day) if day else None,
            time.fromisoformat(hour) if hour else None,
            _text(fields, "timezone", where),
        )
    except ValueError:
        raise ConfnotesError(f"{where} has no date like 2019-12-10 or time like 23:59", _HINT) from None


def links(fields: Mapping[str, object], where: str) -> tuple[Resource, ...]:
    """The `links` of a mapping, each written `kind: url` with an optional `title`."""
    found = []
    for item in _list(fields, "links", where):
        if isinstance(item, str):
            found.append(Resource(ResourceKind.OTHER, item))
            continue
        link = _mapping(item, f"a link of {where}")
        for key, value in link.items():
            if key in ResourceKind._value2member_map_ and isinstance(value, str):
                found.append(Resource(ResourceKind(key), value, _text(link, "title", where)))
                break
        else:
            raise ConfnotesError(f"a link of {where} has no kind like “video: https://...”", _HINT)
    return tuple(found)


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ConfnotesError(f"{where} is no mapping of fields", _HINT)
    return value


def _list(fields: Mapping[str, object], key: str, where: str) -> Sequence[object]:
    value = fields.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ConfnotesError(f"“{key}” of {where} is no list", _HINT)
    return value


def _text(fields: Mapping[str, object], key: str, where: str) -> str | None:
    value = fields.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, (dict, list)):
        raise ConfnotesError(f"“{key}” of {where} is no text", _HINT)
    return value if isinstance(value, str) else str(value)


def _time(fields: Mapping[str, object], key: str, where: str, zone: ZoneInfo | None) -> datetime | None:
    text = _text(fields, key, where)
    if text is None:
        return None
    try:
        return read_time(text, zone)
    except ValueError:
        raise ConfnotesError(f"“{key}” of {where} is no time like 2019-12-10T10:05", _HINT) from None


def _kind(fields: Mapping[str, object], where: str, otherwise: Kind) -> Kind:
    text = _text(fields, "kind", where)
    if text is None:
        return otherwise
    try:
        return Kind(text)
    except ValueError:
        raise ConfnotesError(f"“{text}” of {where} is no kind", f"one of {', '.join(Kind)}") from None


def _role(text: object, where: str) -> Role:
    try:
        return Role(str(text))
    except ValueError:
        raise ConfnotesError(f"“{text}” of {where} is no role", f"one of {', '.join(Role)}") from None


def with_ids(program: Program, other_talks: Collection[str] = (), other_sessions: Collection[str] = ()) -> Program:
    """The program with an id on every session and talk, unique in the conference; given ids stay where they can.

    `other_talks` and `other_sessions` are ids that must not be made.
    """
    from confnotes.markup.names import slug

    used_talks = _Names(other_talks)
    used_sessions = _Names(other_sessions)
    for session in program.sessions:
        if session.id:
            used_sessions.reserve(session.id)
        for talk in session.talks:
            if talk.id:
                used_talks.reserve(talk.id)
    sessions = []
    for session in program.sessions:
        session_id = used_sessions.give(session.id, slug(session.title) if session.title else "session", session.start)
        talks = []
        for talk in session.talks:
            talk_id = used_talks.give(talk.id, _short(slug(talk.title)) if talk.title else "talk", talk.start)
            talks.append(talk if talk_id == talk.id else replace(talk, id=talk_id))
        changed = session_id != session.id or any(a is not b for a, b in zip(talks, session.talks, strict=True))
        sessions.append(replace(session, id=session_id, talks=tuple(talks)) if changed else session)
    return replace(program, sessions=tuple(sessions))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rpartition("-")[0] or text[:60]


class _Names:
    """Hands out each name once; a given name belongs to the first that has it."""

    def __init__(self, others: Collection[str] = ()) -> None:
        self._given: set[str] = set(others)
        self._taken: set[str] = set()

    def reserve(self, name: str) -> None:
        self._given.add(name)

    def give(self, own: str | None, made: str, start: datetime | None) -> str:
        if own and own not in self._taken:
            self._taken.add(own)
            return own
        base = own or made
        candidates = [base] if not own else []
        if start:
            candidates.append(f"{base}-{start:%m%d-%H%M}")
        number = 2
        name = next((name for name in candidates if self._free(name)), None)
        while name is None:
            if self._free(f"{base}-{number}"):
                name = f"{base}-{number}"
            number += 1
        self._taken.add(name)
        return name

    def _free(self, name: str) -> bool:
        return name not in self._taken and name not in self._given
