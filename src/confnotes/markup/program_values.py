"""A program from the plain values of a file that people may have edited: `program.yaml`, or a program as JSON.

Unknown keys are passed over; a value of the wrong shape is an error that names the talk, so that nothing is lost by
writing the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from confnotes.errors import ConfnotesError
from confnotes.markup.times import read_time
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

_HINT = "mend the file in a text editor"
_KINDS = {kind.value: kind for kind in Kind}
_RESOURCE_KINDS = {kind.value: kind for kind in ResourceKind}
_ROLES = {role.value: role for role in Role}

Fields = Mapping[str, object]


def program_of_yaml(text: str, conference: Conference) -> Program:
    """The program in a `program.yaml`; raises ConfnotesError."""
    value = load(text)
    return _Reader(conference, links).program(value if value is not None else {})


def program_of_json(value: object) -> Program:
    """The program in an object of schema `confnotes.program/1`; raises ConfnotesError."""
    fields = _mapping(value, "the file")
    return _Reader(_conference(fields.get("conference")), _resources, has_notes=True).program(fields)


def links(fields: Fields, where: str) -> tuple[Resource, ...]:
    """The `links` of a mapping, each written `kind: url` with an optional `title`."""
    found = []
    for item in _list(fields, "links", where):
        if isinstance(item, str):
            found.append(Resource(ResourceKind.OTHER, item))
            continue
        link = _mapping(item, f"a link of {where}")
        for key, value in link.items():
            if key in _RESOURCE_KINDS and isinstance(value, str):
                found.append(Resource(_RESOURCE_KINDS[key], value, _text(link, "title", where)))
                break
        else:
            raise ConfnotesError(f"a link of {where} has no kind like “video: https://...”", _HINT)
    return tuple(found)


def _resources(fields: Fields, where: str) -> tuple[Resource, ...]:
    """The `resources` of a mapping, each with its `kind`, `url` and `title`."""
    found = []
    for item in _list(fields, "resources", where):
        link = _mapping(item, f"a resource of {where}")
        url = _text(link, "url", where)
        if url is not None:
            found.append(Resource(_resource_kind(link, where), url, _text(link, "title", where)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the values of one conference.

    `resources` reads the links of a mapping as the file writes them; `has_notes`: notes stand beside their talks.
    """

    conference: Conference
    resources: Callable[[Fields, str], tuple[Resource, ...]]
    has_notes: bool = False

    @property
    def _zone(self) -> ZoneInfo | None:
        return zone_named(self.conference.timezone)

    def program(self, value: object) -> Program:
        """The whole program."""
        where = "the file"
        fields = _mapping(value, where)
        return Program(
            conference=self.conference,
            sessions=tuple(self._session(item) for item in _list(fields, "sessions", where)),
            people=tuple(_person(item) for item in _list(fields, "people", where)),
            deadlines=tuple(_deadline(item) for item in _list(fields, "deadlines", where)),
            resources=self.resources(fields, where),
        )

    def _session(self, value: object) -> Session:
        fields = _mapping(value, "a session")
        where = f"the session “{fields.get('title') or fields.get('id') or '?'}”"
        return Session(
            title=_text(fields, "title", where),
            id=_text(fields, "id", where),
            kind=_kind(fields, where, Kind.OTHER),
            start=_time(fields, "start", where, self._zone),
            end=_time(fields, "end", where, self._zone),
            room=_text(fields, "room", where),
            track=_text(fields, "track", where),
            resources=self.resources(fields, where),
            talks=tuple(self._talk(item) for item in _list(fields, "talks", where)),
        )

    def _talk(self, value: object) -> Talk:
        if isinstance(value, str):
            return Talk(title=value)
        fields = _mapping(value, "a talk")
        where = f"the talk “{fields.get('title') or fields.get('id') or '?'}”"
        return Talk(
            title=_text(fields, "title", where),
            id=_text(fields, "id", where),
            kind=_kind(fields, where, Kind.TALK),
            start=_time(fields, "start", where, self._zone),
            end=_time(fields, "end", where, self._zone),
            room=_text(fields, "room", where),
            track=_text(fields, "track", where),
            language=_text(fields, "language", where),
            abstract=_text(fields, "abstract", where),
            speakers=tuple(_speaker(item, where) for item in _list(fields, "speakers", where)),
            resources=self.resources(fields, where),
            notes=_text(fields, "notes", where) if self.has_notes else None,
            cancelled=fields.get("cancelled") is True,
            board=_text(fields, "board", where),
        )


def _conference(value: object) -> Conference:
    where = "the conference"
    fields = _mapping(value if value is not None else {}, where)
    year = fields.get("year")
    if year is not None and (not isinstance(year, int) or isinstance(year, bool)):
        raise ConfnotesError(f"“year” of {where} is no number", _HINT)
    return Conference(
        name=_text(fields, "name", where),
        edition=_text(fields, "edition", where),
        year=year,
        part_of=_text(fields, "part_of", where),
        venue=_text(fields, "venue", where),
        start_date=_date(fields, "start_date", where),
        end_date=_date(fields, "end_date", where),
        timezone=_text(fields, "timezone", where),
        url=_text(fields, "url", where),
        description=_text(fields, "description", where),
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
    hour = _text(fields, "time", where)
    try:
        clock = time.fromisoformat(hour) if hour else None
    except ValueError:
        raise ConfnotesError(f"“time” of {where} is no time like 23:59", _HINT) from None
    return Deadline(title, _date(fields, "date", where), clock, _text(fields, "timezone", where))


def _mapping(value: object, where: str) -> Fields:
    if not isinstance(value, Mapping):
        raise ConfnotesError(f"{where} is no mapping of fields", _HINT)
    return value


def _list(fields: Fields, key: str, where: str) -> Sequence[object]:
    value = fields.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ConfnotesError(f"“{key}” of {where} is no list", _HINT)
    return value


def _text(fields: Fields, key: str, where: str) -> str | None:
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, (dict, list)):
        raise ConfnotesError(f"“{key}” of {where} is no text", _HINT)
    return str(value)


def _date(fields: Fields, key: str, where: str) -> date | None:
    text = _text(fields, key, where)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfnotesError(f"“{key}” of {where} is no date like 2019-12-10", _HINT) from None


def _time(fields: Fields, key: str, where: str, zone: ZoneInfo | None) -> datetime | None:
    text = _text(fields, key, where)
    if text is None:
        return None
    try:
        return read_time(text, zone)
    except ValueError:
        raise ConfnotesError(f"“{key}” of {where} is no time like 2019-12-10T10:05", _HINT) from None


def _kind(fields: Fields, where: str, otherwise: Kind) -> Kind:
    text = _text(fields, "kind", where)
    if text is None:
        return otherwise
    kind = _KINDS.get(text)
    if kind is None:
        raise ConfnotesError(f"“{text}” of {where} is no kind", f"one of {', '.join(Kind)}")
    return kind


def _resource_kind(fields: Fields, where: str) -> ResourceKind:
    text = _text(fields, "kind", where)
    if text is None:
        return ResourceKind.OTHER
    kind = _RESOURCE_KINDS.get(text)
    if kind is None:
        raise ConfnotesError(f"“{text}” of {where} is no kind of link", f"one of {', '.join(ResourceKind)}")
    return kind


def _role(text: object, where: str) -> Role:
    role = _ROLES.get(str(text))
    if role is None:
        raise ConfnotesError(f"“{text}” of {where} is no role", f"one of {', '.join(Role)}")
    return role
