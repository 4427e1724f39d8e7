"""A program from the plain values of a file that people may have edited: `program.yaml`, or a program as JSON.

Unknown keys are passed over. A value of the wrong shape is an error that names the talk, so that nothing is lost by
writing the file again; who only shows the program passes over such values, and tells them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from confnotes.errors import ConfnotesError
from confnotes.markup.times import read_time
from confnotes.markup.yaml12 import LinedFields, load
from confnotes.model.damage import Damage, Fault, Salvaged
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
Part = TypeVar("Part")


def program_of_yaml(text: str, conference: Conference) -> Program:
    """The program in a `program.yaml`; raises ConfnotesError."""
    value = load(text)
    return _Reader(conference, links).program(value if value is not None else {})


def salvaged_program(text: str, conference: Conference) -> Salvaged[Program]:
    """The program in a `program.yaml`, as far as it can be read."""
    with suppress(ConfnotesError):
        return Salvaged(program_of_yaml(text, conference))
    from confnotes.markup.salvage import lined_values

    found = lined_values(text)
    odd: list[Damage] = []
    program = _Reader(conference, links, odd=odd).program(found.value if found.value is not None else {})
    return Salvaged(program, tuple(sorted((*found.damage, *odd), key=lambda each: each.line)))


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
            raise _OddValueError(f"a link of {where} has no kind like “video: https://...”", _HINT, fields, "links")
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

    `resources` reads the links of a mapping as the file writes them; `has_notes`: notes stand beside their talks. With
    `odd` a value of the wrong shape is passed over and told there.
    """

    conference: Conference
    resources: Callable[[Fields, str], tuple[Resource, ...]]
    has_notes: bool = False
    odd: list[Damage] | None = None

    @property
    def _zone(self) -> ZoneInfo | None:
        return zone_named(self.conference.timezone)

    def program(self, value: object) -> Program:
        """The whole program."""
        return next(self._readable([value], 1, self._program), None) or Program(self.conference)

    def _program(self, value: object) -> Program:
        where = "the file"
        fields = _mapping(value, where)
        return Program(
            conference=self.conference,
            sessions=self._all(fields, "sessions", where, self._session),
            people=self._all(fields, "people", where, _person),
            deadlines=self._all(fields, "deadlines", where, _deadline),
            resources=self.resources(fields, where),
        )

    def _all(self, fields: Fields, key: str, where: str, read: Callable[[object], Part]) -> tuple[Part, ...]:
        """The items of a list, each as `read` makes it."""
        line = fields.lines.get(key, 1) if isinstance(fields, LinedFields) else 1
        return tuple(self._readable(_list(fields, key, where), line, read))

    def _readable(self, items: Iterable[object], line: int, read: Callable[[object], Part]) -> Iterator[Part]:
        """What the items say; of one with a value of the wrong shape the rest of it, where that is to be told."""
        for item in items:
            while True:
                try:
                    yield read(item)
                    break
                except _OddValueError as error:
                    if self.odd is None:
                        raise
                    self.odd.append(Damage(Fault.VALUE, error.line or line, about=error.message))
                    if error.holder is None:
                        break
                    error.holder.pop(error.key, None)

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
            talks=self._all(fields, "talks", where, self._talk),
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
            speakers=self._all(fields, "speakers", where, lambda item: _speaker(item, where)),
            resources=self.resources(fields, where),
            notes=_text(fields, "notes", where) if self.has_notes else None,
            cancelled=fields.get("cancelled") is True,
            board=_text(fields, "board", where),
        )


class _OddValueError(ConfnotesError):
    """A value of another shape than is meant. `holder` is the mapping that has it under `key`, None where it is an item
    of a list."""

    def __init__(self, message: str, hint: str = _HINT, holder: object = None, key: str = "") -> None:
        super().__init__(message, hint)
        self.holder = holder if isinstance(holder, LinedFields) else None
        self.key = key
        self.line = self.holder.lines.get(key, 0) if self.holder is not None else 0


def _conference(value: object) -> Conference:
    where = "the conference"
    fields = _mapping(value if value is not None else {}, where)
    year = fields.get("year")
    if year is not None and (not isinstance(year, int) or isinstance(year, bool)):
        raise _OddValueError(f"“year” of {where} is no number", _HINT, fields, "year")
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
        role=_role(fields, "role", role, where) if role else Role.SPEAKER,
        highlighted=fields.get("highlighted") is True,
        id=_text(fields, "id", where),
    )


def _person(value: object) -> Person:
    if isinstance(value, str):
        return Person(value)
    fields = _mapping(value, "a person")
    name = _text(fields, "name", "a person") or ""
    where = f"the person “{name}”"
    roles = tuple(_role(fields, "roles", role, where) for role in _list(fields, "roles", where))
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
        raise _OddValueError(f"“time” of {where} is no time like 23:59", _HINT, fields, "time") from None
    return Deadline(title, _date(fields, "date", where), clock, _text(fields, "timezone", where))


def _mapping(value: object, where: str) -> Fields:
    if not isinstance(value, Mapping):
        raise _OddValueError(f"{where} is no mapping of fields")
    return value


def _list(fields: Fields, key: str, where: str) -> Sequence[object]:
    value = fields.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise _OddValueError(f"“{key}” of {where} is no list", _HINT, fields, key)
    return value


def _text(fields: Fields, key: str, where: str) -> str | None:
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, (dict, list)):
        raise _OddValueError(f"“{key}” of {where} is no text", _HINT, fields, key)
    return str(value)


def _date(fields: Fields, key: str, where: str) -> date | None:
    text = _text(fields, key, where)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _OddValueError(f"“{key}” of {where} is no date like 2019-12-10", _HINT, fields, key) from None


def _time(fields: Fields, key: str, where: str, zone: ZoneInfo | None) -> datetime | None:
    text = _text(fields, key, where)
    if text is None:
        return None
    try:
        return read_time(text, zone)
    except ValueError:
        raise _OddValueError(f"“{key}” of {where} is no time like 2019-12-10T10:05", _HINT, fields, key) from None


def _kind(fields: Fields, where: str, otherwise: Kind) -> Kind:
    text = _text(fields, "kind", where)
    if text is None:
        return otherwise
    kind = _KINDS.get(text)
    if kind is None:
        raise _OddValueError(f"“{text}” of {where} is no kind", f"one of {', '.join(Kind)}", fields, "kind")
    return kind


def _resource_kind(fields: Fields, where: str) -> ResourceKind:
    text = _text(fields, "kind", where)
    if text is None:
        return ResourceKind.OTHER
    kind = _RESOURCE_KINDS.get(text)
    if kind is None:
        raise _OddValueError(
            f"“{text}” of {where} is no kind of link", f"one of {', '.join(ResourceKind)}", fields, "kind"
        )
    return kind


def _role(fields: Fields, key: str, text: object, where: str) -> Role:
    role = _ROLES.get(str(text))
    if role is None:
        raise _OddValueError(f"“{text}” of {where} is no role", f"one of {', '.join(Role)}", fields, key)
    return role
