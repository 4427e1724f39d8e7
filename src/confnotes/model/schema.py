"""Type declarations, read once, and everything derived from them.

A dataclass alone declares the fields of a type, their types and defaults. `program.yaml` (`markup/program_yaml.py`),
cache rows (`vault/codec.py`), JSON objects (`plain`, `columns`) and the validation of external data are derived from
it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from confnotes.model.mark import Mark, flags

if TYPE_CHECKING:
    from confnotes.model.program import Moment

Read = TypeVar("Read")
MARKS: Final = "*marks"
"""Placeholder for a talk's marks: one boolean column each."""

_SIMPLE = (str, int, float, bool)  # as in JSON; string enums too


Row = dict[str, object]
"""One item of a list as JSON, by column."""


class Attribute(NamedTuple):
    """A field of a type: the `kind` of its value (of each value if `many`), and its default, else None or empty.

    For a `Moment`, the kind is its first member, `datetime`.
    """

    name: str
    kind: type
    many: bool
    silent: object


@cache
def attributes(kind: type) -> tuple[Attribute, ...]:
    """The fields of a dataclass, in order."""
    hints = get_type_hints(kind)
    return tuple(_attribute(each, hints[each.name]) for each in fields(kind) if each.init)


def _attribute(field: Field[Any], hint: Any) -> Attribute:
    many = get_origin(hint) in (tuple, frozenset)
    alternatives = get_args(hint) if many or get_origin(hint) in (Union, UnionType) else (hint,)
    kind = next(each for each in alternatives if each is not NoneType)
    silent = field.default if field.default is not MISSING else () if many else "" if hint is str else None
    return Attribute(field.name, kind, many, silent)


def plain(value: Any) -> Any:
    """The value as JSON data: objects of fields, lists, ISO 8601 strings; strings and numbers unchanged."""
    return _way(value.__class__)(value)


@cache
def _way(kind: Any) -> Callable[[Any], Any]:
    """The function that converts values of a type to JSON data."""
    if is_dataclass(kind):
        return _object_of(kind)
    if issubclass(kind, Mapping):
        return lambda value: {key: plain(one) for key, one in value.items()}
    if issubclass(kind, (tuple, list)):
        return lambda value: [plain(one) for one in value]
    if issubclass(kind, time):
        return clock_text
    if issubclass(kind, date):
        return _moment
    return _as_it_is if issubclass(kind, (*_SIMPLE, NoneType)) else str


def _object_of(kind: Any) -> Callable[[Any], Any]:
    declared = attributes(kind)
    ways = {
        one.name: each(way) if one.many else way
        for one in declared
        if (way := _way(one.kind)) is not _as_it_is or one.many
    }
    sources = [one.name for one in declared]
    names = [MARKS if one.kind is Mark else one.name for one in declared]
    return _object(names, sources, {**ways, MARKS: flags})


def _object(
    names: Sequence[str], sources: Sequence[str], ways: Mapping[str, Callable[[Any], object]]
) -> Callable[[object], dict[str, Any]]:
    """A function that builds an object: each name gets its source's value, converted."""
    get = _getter(sources)
    others = [(name, ways[name]) for name in names if name in ways]

    def made(thing: object) -> dict[str, Any]:
        found = dict(zip(names, get(thing), strict=True))
        for name, way in others:
            if found[name] is not None:
                found[name] = way(found[name])
        return found

    if MARKS not in names:
        return made
    at = names.index(MARKS)
    return lambda thing: _spread(made(thing), at)


def _spread(found: dict[str, Any], at: int) -> dict[str, Any]:
    """The object with one field per mark instead of the field with all of them."""
    every = list(found.items())
    return dict((*every[:at], *found[MARKS].items(), *every[at + 1 :]))


def _moment(value: Moment) -> str:
    """A field declared as `datetime` may hold a bare date or time, see `Moment`."""
    return clock_text(value) if isinstance(value, time) else value.isoformat()


def _as_it_is(value: Any) -> Any:
    return value


def _getter(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """A function that reads several fields at once."""
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


def columns(written: str, **ways: Callable[[Any], object]) -> Callable[[object], dict[str, Any]]:
    """A function that builds a row: `columns("path line day=talk.start")` reads `path` and `line`, and the start of its
    talk as `day`; `*marks` adds a column for each mark.

    Values are as in `plain`, or converted by the function in `ways` for their column; None stays None.
    """
    names, sources = zip(*(each.split("=") if "=" in each else (each, each) for each in written.split()), strict=True)
    said = {name: ways.get(name, plain) for name in names} | {MARKS: flags}
    return _object(names, [source.removeprefix("*") for source in sources], said)


def each(way: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    """The conversion `way` applied to every item of a list or tuple."""
    return lambda values: [way(value) for value in values]


def clock_text(clock: time) -> str:
    """`23:59`, with seconds unless they are 0."""
    return clock.isoformat("auto" if clock.second or clock.microsecond else "minutes")


def moment_text(moment: Moment | None) -> str | None:
    """ISO 8601, to the second if day and time are known; or None."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds")
    return None if moment is None else _moment(moment)


def read_plain(kind: Callable[..., Read], said: object) -> Read | None:
    """The value of a dataclass that `plain` wrote, or that is in JSON as a row of its fields.

    None if a field is missing or has a value of another type; fields of newer versions are left out.
    """
    declared = attributes(kind)
    if isinstance(said, list):
        said = dict(zip((one.name for one in declared), said, strict=False))
    if not isinstance(said, Mapping):
        return None
    try:
        made = kind(**{one.name: _value(one, said[one.name]) for one in declared if one.name in said})
    except (TypeError, ValueError):
        return None
    return made if is_well_typed(made, kind) else None


def _value(field: Attribute, said: Any) -> Any:
    member: Callable[[Any], Any] = field.kind if issubclass(field.kind, StrEnum) else _as_it_is
    return tuple(map(member, said)) if field.many and isinstance(said, list) else member(said)


def is_well_typed(value: object, hint: Any) -> bool:
    """Whether a value, including nested ones, matches the type: a class, a union of classes, or a tuple of one type."""
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(is_well_typed(item, get_args(hint)[0]) for item in value)
    return isinstance(value, hint) and all(
        is_well_typed(getattr(value, name), each) for name, each in _hints(value.__class__)
    )


@cache
def _hints(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple(get_type_hints(kind).items()) if is_dataclass(kind) else ()
