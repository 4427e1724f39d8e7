"""Programs as compact JSON values, for the cache and for the last state of each import source.

A type is a row of its fields, as the model declares them. A time is local to the conference and starts with `@` if its
zone is the conference's; otherwise, like dates and times without a date, it is in ISO 8601. Fields that were added
later are last and may be missing, so that files of older versions can be read. Decoding raises one of `DECODE_ERRORS`
for anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from confnotes.model.program import Conference, Moment, Program
from confnotes.model.schema import Attribute, attributes
from confnotes.model.timetable import at_wall_clock, zone_named

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo  # slow to import: it loads sysconfig

DECODE_ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)

_Way = Callable[[Any, "ZoneInfo | None"], Any]


def encode(program: Program) -> list[Any]:
    """A program as lists and strings."""
    rows: list[Any] = _writer(Program)(program, zone_named(program.conference.timezone))
    return rows


def decode(value: Any) -> Program:
    """The program that was encoded; the value is consumed."""
    facts = [each.name for each in attributes(Conference)]
    program: Program = _reader(Program)(value, zone_named(value[0][facts.index("timezone")]))
    return program


@cache
def _writer(kind: Any) -> _Way:
    """A function that turns a value of that type into a row of its fields."""
    declared = attributes(kind)
    get = attrgetter(*(each.name for each in declared))
    ways = [(at, way) for at, each in enumerate(declared) if (way := _writer_of(each))]

    def write(value: Any, zone: ZoneInfo | None) -> Any:
        row = list(get(value))
        for at, way in ways:
            row[at] = way(row[at], zone)
        return row

    return write


def _writer_of(field: Attribute) -> _Way | None:
    """How to write the value of a field; None if it is written unchanged."""
    if field.many:
        if not is_dataclass(field.kind):
            return lambda values, zone: list(values)
        each = _writer(field.kind)
        return lambda values, zone: [each(value, zone) for value in values]
    if field.kind in _ISO:
        return lambda value, zone: value.isoformat() if value else None
    return _moment_text if field.kind is datetime else _writer(field.kind) if is_dataclass(field.kind) else None


def _moment_text(moment: Moment | None, zone: ZoneInfo | None) -> str | None:
    if moment is None:
        return None
    if zone is not None and isinstance(moment, datetime) and moment.tzinfo is zone and not moment.fold:
        return "@" + at_wall_clock(moment, None).isoformat()
    return moment.isoformat()


@cache
def _reader(kind: Any) -> _Way:
    """A function that turns a row of fields into a value of that type; the row is consumed."""
    ways = [(at, way) for at, each in enumerate(attributes(kind)) if (way := _reader_of(each))]

    def read(row: Any, zone: ZoneInfo | None) -> Any:
        known = len(row)
        for at, way in ways:
            if at < known:
                row[at] = way(row[at], zone)
        return kind(*row)

    return read


def _reader_of(field: Attribute) -> _Way | None:
    """How to read the value of a field; None if it is read unchanged."""
    each = _value_reader(field.kind)

    def several(rows: Any, zone: ZoneInfo | None) -> Any:
        assert each is not None
        for at, row in enumerate(rows):  # in place, to release each row that was read: there are thousands
            rows[at] = each(row, zone)
        return tuple(rows)

    return several if each and field.many else each


def _value_reader(kind: type) -> _Way | None:
    if issubclass(kind, StrEnum):
        members = {member.value: member for member in kind}
        return lambda value, zone: members[value]
    if kind in _ISO:
        read = _ISO[kind]
        return lambda value, zone: read(value) if value else None
    return _moment if kind is datetime else _reader(kind) if is_dataclass(kind) else None


_ISO: dict[type, Callable[[str], date | time]] = {date: date.fromisoformat, time: time.fromisoformat}


@lru_cache(maxsize=4096)
def _moment(text: str | None, zone: ZoneInfo | None) -> Moment | None:
    if not text:
        return None
    if text[0] == "@":
        return at_wall_clock(datetime.fromisoformat(text[1:]), zone)
    if "T" not in text:
        return time.fromisoformat(text) if ":" in text else date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if zone is not None and moment.tzinfo is not None:
        local = moment.astimezone(zone)
        return local if local.utcoffset() == moment.utcoffset() else moment
    return moment
