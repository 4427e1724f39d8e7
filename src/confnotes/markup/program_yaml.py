"""Programs as `program.yaml`, a file that people can read and edit; parsed from YAML or from a JSON object.

Empty fields are left out, links are written by kind (`- video: https://...`), and a speaker with only a name is just
that name. Notes are not included: they are files. Unknown keys are ignored. A value of the wrong type is an error that
names the talk, so that nothing is lost by rewriting the file; code that only shows the program skips and reports such
values.

Times are local to the conference, with an offset only if needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, is_dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from confnotes.errors import ConfnotesError
from confnotes.markup.yaml12 import LinedFields, load
from confnotes.markup.yamlwrite import dump
from confnotes.model.damage import Damage, Fault, Salvaged
from confnotes.model.program import (
    Conference,
    Deadline,
    Kind,
    Moment,
    Person,
    Program,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)
from confnotes.model.schema import Attribute, attributes, clock_text
from confnotes.model.timetable import at_wall_clock, with_days, zone_named

Fields = Mapping[str, object]
Part = TypeVar("Part")

_KEYS = {
    Session: "title id kind start end room track links",
    Talk: "title id kind cancelled start end room board track language speakers links abstract",
    Speaker: "name affiliation url role highlighted id",
    Person: "name affiliation url roles id",
    Deadline: "title date time timezone",
}
"""The keys of each mapping of the file, in the order of writing."""
_NAMED: dict[object, tuple[str, tuple[str, ...]]] = {
    Session: ("session", ("title", "id")),
    Talk: ("talk", ("title", "id")),
    Person: ("person", ("name",)),
    Deadline: ("deadline", ("title",)),
}
"""The name of a list item in errors, and the fields that identify it."""
_SHORT = (Talk, Speaker, Person)
"""Types whose title or name may stand alone as text."""
_MEMBERS: dict[type, str] = {Kind: "kind", ResourceKind: "kind of link", Role: "role"}
_HINT = "Correct the file in a text editor."


def render(program: Program, conference: str) -> str:
    """The whole file for a new program; `conference` is the folder's name."""
    zone = zone_named(program.conference.timezone)
    parts = [head(conference, program.conference.timezone), "sessions:\n" if program.sessions else "sessions: []\n"]
    parts += [
        session_head(each, zone) + "".join(talk_text(talk, zone) for talk in each.talks) for each in program.sessions
    ]
    return "".join([*parts, tail(program)])


def head(conference: str, timezone: str | None) -> str:
    """The comment at the top of the file."""
    where = f"local time, {timezone}" if timezone else "local time at the conference"
    return (
        f"# The program of {' '.join(conference.split())}. Edit it where it is wrong: an import keeps your edits.\n"
        f"# Times are {where} (2019-12-10T10:05) unless they carry an offset. Leave out what you do not know.\n"
        "# The dates, zone, venue and page of the conference are in the note beside this file.\n"
    )


def session_head(session: Session, zone: ZoneInfo | None) -> str:
    """An item of `sessions` up to and including its `talks:` key."""
    talks = "    talks:\n" if session.talks else ""
    return f"\n{dump([_written(session, zone)], '  ')}{talks}"


def talk_text(talk: Talk, zone: ZoneInfo | None) -> str:
    """One item of a session's `talks`."""
    return dump([_written(talk, zone)], "      ")


def tail(program: Program) -> str:
    """People, deadlines and links of the conference."""
    rest = {"people": program.people, "deadlines": program.deadlines, "links": program.resources}
    return "".join(f"\n{dump({key: _written(items, None)})}" for key, items in rest.items() if items)


def _written(value: Any, zone: ZoneInfo | None) -> Any:
    """The value for YAML; mappings without fields that have their default values."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return [_written(each, zone) for each in value]
    if isinstance(value, Resource):
        return {str(value.kind): value.url, **({"title": value.title} if value.title else {})}
    if isinstance(value, datetime):
        return time_text(value, zone)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return clock_text(value)
    if not is_dataclass(value):
        return value
    said: dict[str, Any] = {}
    for key, name, silent in _keys(value.__class__):
        each = getattr(value, name)
        if each and each != silent:
            said[key] = each if each.__class__ is str else _written(each, zone)
    return said["name"] if said.keys() == {"name"} else said


@cache
def _keys(kind: type) -> list[tuple[str, str, object]]:
    """Each key, its field, and the default when the key is left out."""
    silent = {each.name: each.silent for each in attributes(kind)}
    names = [(key, "resources" if key == "links" else key) for key in _KEYS[kind].split()]
    return [(key, name, silent[name]) for key, name in names]


def program_of_yaml(text: str, conference: Conference) -> Program:
    """The program in a `program.yaml`; raises ConfnotesError."""
    value = load(text)
    return _Reader(conference, _links).program(value if value is not None else {})


def salvage_program(text: str, conference: Conference) -> Salvaged[Program]:
    """The program in a `program.yaml`, as far as it can be read."""
    with suppress(ConfnotesError):
        return Salvaged(program_of_yaml(text, conference))
    from confnotes.markup.salvage import values_with_lines

    found = values_with_lines(text)
    odd: list[Damage] = []
    program = _Reader(conference, _links, odd=odd).program(found.value if found.value is not None else {})
    return Salvaged(program, tuple(sorted((*found.damage, *odd), key=lambda each: each.line)))


def program_of_json(value: object) -> Program:
    """The program in an object with the schema `confnotes.program/1`; raises ConfnotesError."""
    fields = _mapping(value, "the file")
    stated = fields.get("conference")
    nowhere = _Reader(Conference(), _resources, has_notes=True)
    conference = nowhere.thing(Conference, stated if stated is not None else {})
    return _Reader(conference, _resources, has_notes=True).program(fields)


def _links(fields: Fields, where: str) -> tuple[Resource, ...]:
    """The `links` of a mapping, each written `kind: url` with an optional `title`."""
    found = []
    for item in _list(fields, "links", where):
        if isinstance(item, str):
            found.append(Resource(ResourceKind.OTHER, item))
            continue
        link = _mapping(item, f"a link of {where}")
        for key, value in link.items():
            if key in _members(ResourceKind) and isinstance(value, str):
                found.append(Resource(ResourceKind(key), value, _text(link, "title", where)))
                break
        else:
            raise _OddValueError(f"a link of {where} has no kind like “video: https://...”", _HINT, fields, "links")
    return tuple(found)


def _resources(fields: Fields, where: str) -> tuple[Resource, ...]:
    """The `resources` of a mapping, each with its `kind`, `url` and `title`."""
    found = []
    for item in _list(fields, "resources", where):
        link = _mapping(item, f"a resource of {where}")
        url, kind = _text(link, "url", where), _text(link, "kind", where)
        if url is not None:
            named = _member(ResourceKind, kind, link, "kind", where) if kind else ResourceKind.OTHER
            found.append(Resource(named, url, _text(link, "title", where)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the values of one conference.

    `resources` reads the links of a mapping in the format of the file; `has_notes`: talks include their notes. With
    `odd`, values of the wrong type are skipped and added there.
    """

    conference: Conference
    resources: Callable[[Fields, str], tuple[Resource, ...]]
    has_notes: bool = False
    odd: list[Damage] | None = None

    def program(self, value: object) -> Program:
        """The whole program, with sessions whose days follow from their talks."""
        read = self._readable([value], 1, lambda item: self.thing(Program, item))
        program = next(read, None) or Program(self.conference)
        zone = zone_named(self.conference.timezone)
        return replace(program, sessions=tuple([with_days(each, zone) for each in program.sessions]))

    def thing(self, kind: Callable[..., Part], value: object, within: str = "the conference") -> Part:
        """A value of that type, which errors describe as part of `within`."""
        if isinstance(value, str) and kind in _SHORT:
            return kind(value)
        if kind in _NAMED:
            what, names = _NAMED[kind]
            fields = _mapping(value, f"a {what}")
            where = f"the {what} “{next((name for key in names if (name := fields.get(key))), '?')}”"
        else:
            where = "the file" if kind is Program else within
            fields = _mapping(value, f"a speaker of {where}" if kind is Speaker else where)
        return kind(*[read(self, fields, where) for read in _readers(kind)])

    def things(self, kind: Callable[..., Part], fields: Fields, key: str, where: str) -> tuple[Part, ...]:
        """The items of a list."""
        line = fields.lines.get(key, 1) if isinstance(fields, LinedFields) else 1
        items = _list(fields, key, where)
        return tuple(self._readable(items, line, lambda item: self.thing(kind, item, where))) if items else ()

    def _readable(self, items: Iterable[object], line: int, read: Callable[[object], Part]) -> Iterator[Part]:
        """The readable items; with `odd`, items with a wrong value lack only that value."""
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


class _OddValueError(ConfnotesError):
    """A value of the wrong type. `holder` is the mapping that has it under `key`, None for an item of a list."""

    def __init__(self, message: str, hint: str = _HINT, holder: object = None, key: str = "") -> None:
        super().__init__(message, hint)
        self.holder = holder if isinstance(holder, LinedFields) else None
        self.key = key
        self.line = self.holder.lines.get(key, 0) if self.holder is not None else 0


_Read = Callable[[_Reader, Fields, str], Any]


@cache
def _readers(kind: Any) -> tuple[_Read, ...]:
    """The functions that read the fields of a type."""
    return tuple(map(_reader_of, attributes(kind)))


def _reader_of(field: Attribute) -> _Read:
    key, kind = field.name, field.kind
    if kind is Conference:
        return lambda reader, fields, where: reader.conference
    if kind is Resource:
        return lambda reader, fields, where: reader.resources(fields, where)
    if field.many and is_dataclass(kind):
        return lambda reader, fields, where: reader.things(kind, fields, key, where)
    if field.many:
        return lambda reader, fields, where: tuple(
            _member(kind, item, fields, key, where) for item in _list(fields, key, where)
        )
    if kind is bool:
        return lambda reader, fields, where: fields.get(key) is True
    if kind is int:
        return lambda reader, fields, where: _number(fields, key, where)
    if key == "notes":
        return lambda reader, fields, where: _text(fields, key, where) if reader.has_notes else None
    if kind is str and field.silent is None:
        return lambda reader, fields, where: _text(fields, key, where)
    return lambda reader, fields, where: _said(field, fields, where, reader.conference.timezone)


def _said(field: Attribute, fields: Fields, where: str, timezone: str | None) -> Any:
    """The value of a text: itself, a member of an enumeration, a day or a time."""
    kind, key = field.kind, field.name
    text = _text(fields, key, where)
    if text is None or kind is str:
        return field.silent if text is None else text
    if kind in _MEMBERS:
        return _member(kind, text, fields, key, where)
    try:
        if kind is datetime:
            return read_moment(text, zone_named(timezone))
        return date.fromisoformat(text) if kind is date else time.fromisoformat(text)
    except ValueError:
        raise _OddValueError(f"“{key}” of {where} must be a {_LIKE[kind]}", _HINT, fields, key) from None


_LIKE: dict[type, str] = {date: "date like 2019-12-10", time: "time like 23:59", datetime: "time like 2019-12-10T10:05"}


def _mapping(value: object, where: str) -> Fields:
    if not isinstance(value, Mapping):
        raise _OddValueError(f"{where} must be a mapping of fields")
    return value


def _list(fields: Fields, key: str, where: str) -> Sequence[object]:
    value = fields.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise _OddValueError(f"“{key}” of {where} must be a list", _HINT, fields, key)
    return value


def _text(fields: Fields, key: str, where: str) -> str | None:
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, (dict, list)):
        raise _OddValueError(f"“{key}” of {where} must be text", _HINT, fields, key)
    return str(value)


def _number(fields: Fields, key: str, where: str) -> int | None:
    value = fields.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise _OddValueError(f"“{key}” of {where} must be a number", _HINT, fields, key)
    return value


def _member(kind: Any, text: object, fields: Fields, key: str, where: str) -> Any:
    """The member of an enumeration with this value."""
    member = _members(kind).get(str(text))
    if member is None:
        raise _OddValueError(f"“{text}” of {where} is not a {_MEMBERS[kind]}", f"one of {', '.join(kind)}", fields, key)
    return member


@cache
def _members(kind: type[StrEnum]) -> dict[str, StrEnum]:
    return {member.value: member for member in kind}


_CLOCK: Final = re.compile(r"[0-2]?\d:[0-5]\d(?::[0-5]\d)?", re.ASCII)


def in_zone(moment: datetime | None, zone: ZoneInfo | None) -> datetime | None:
    """The same time with the conference's zone: a naive time is local to it, an equal offset becomes the zone."""
    if moment is None or zone is None or moment.tzinfo is zone:
        return moment
    if moment.tzinfo is None:
        return at_wall_clock(moment, zone)
    local = moment.astimezone(zone)
    return local if local.utcoffset() == moment.utcoffset() else moment


def time_text(moment: datetime, zone: ZoneInfo | None) -> str:
    """`2019-12-10T10:05` local to the zone if that is unambiguous, else with the offset."""
    spec = "minutes" if not moment.second and not moment.microsecond else "auto"
    if moment.tzinfo is None:
        return moment.isoformat(timespec=spec)
    naive = at_wall_clock(moment.replace(fold=0) if moment.fold else moment, None)
    is_there = moment.tzinfo is zone and not moment.fold
    if is_there or (zone is not None and at_wall_clock(naive, zone).utcoffset() == moment.utcoffset()):
        return naive.isoformat(timespec=spec)
    return moment.isoformat(timespec=spec)


def read_moment(text: str, zone: ZoneInfo | None) -> Moment:
    """A time, date (`2016-04-28`) or time of day (`09:00`) in a file; raises ValueError for anything else.

    Refuses the first and last year of Python's range: another zone, or the end of a talk, could be outside it.
    """
    text = text.strip()
    if _CLOCK.fullmatch(text):
        return time.fromisoformat(text.zfill(len("09:00:00" if text.count(":") > 1 else "09:00")))
    moment = _day(text) or datetime.fromisoformat(text)
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError(f"not a conference time: {text}")
    return in_zone(moment, zone) or moment if isinstance(moment, datetime) else moment


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
