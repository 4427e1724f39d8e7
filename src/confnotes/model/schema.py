"""What the declaration of a type says of its fields, read once, and what follows from it.

A dataclass is the one place that says which fields a type has, of which types they are and what they are where nobody
says anything. From it come `program.yaml` (`markup/program_yaml.py`), the rows of the cache (`vault/codec.py`), every
JSON object (`plain`, `columns`), and whether data from elsewhere is of the types that the model says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Union, get_args, get_origin, get_type_hints

from confnotes.model.mark import Mark, flags

if TYPE_CHECKING:
    from confnotes.model.program import Moment

MARKS: Final = "*marks"
"""The marks of a talk as columns: each in one of its own, true or false."""

_SIMPLE = (str, int, float, bool)  # as JSON has them; so are enumerations of texts


Row = dict[str, object]
"""One thing of a list, by its columns, as JSON has it."""


class Attribute(NamedTuple):
    """One field of a type: of which `kind` its value is, or each of its values where it has `many`; and what it is
    where nothing is said of it: its default, else None or empty. Of a `Moment` the kind is `datetime`, its first."""

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
    """The value as JSON has it: objects of fields, lists, ISO 8601; text and numbers as they are."""
    return _way(value.__class__)(value)


@cache
def _way(kind: Any) -> Callable[[Any], Any]:
    """How values of a type become plain."""
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
    """What makes an object of a thing: under each name what its source holds, as its way has it."""
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
    """The object with a field for each mark in place of the one that holds them all."""
    every = list(found.items())
    return dict((*every[:at], *found[MARKS].items(), *every[at + 1 :]))


def _moment(value: Moment) -> str:
    """What is declared as a `datetime` may be a bare time, see `Moment`."""
    return clock_text(value) if isinstance(value, time) else value.isoformat()


def _as_it_is(value: Any) -> Any:
    return value


def _getter(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """What gets the values of several fields at once."""
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


def columns(written: str, **ways: Callable[[Any], object]) -> Callable[[object], dict[str, Any]]:
    """What makes a row of a thing: `columns("path line day=talk.start")` takes its `path`, its `line`, and calls the
    start of its talk `day`; `*marks` is a column for each mark of its `marks`.

    Values are as `plain` has them; those of the columns named in `ways` are what these make of them, None is None.
    """
    names, sources = zip(*(each.split("=") if "=" in each else (each, each) for each in written.split()), strict=True)
    said = {name: ways.get(name, plain) for name in names} | {MARKS: flags}
    return _object(names, [source.removeprefix("*") for source in sources], said)


def each(way: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    """The same for all values of a list or tuple."""
    return lambda values: [way(value) for value in values]


def clock_text(clock: time) -> str:
    """`23:59`, with seconds only where there are any."""
    return clock.isoformat("auto" if clock.second or clock.microsecond else "minutes")


def moment_text(moment: Moment | None) -> str | None:
    """ISO 8601, to the second where a day and an hour are stated; or None."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds")
    return None if moment is None else _moment(moment)


def is_well_typed(value: object, hint: Any) -> bool:
    """Whether a value, and everything in it, is of that type: a class, a union of classes, or a tuple of one type."""
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(is_well_typed(item, get_args(hint)[0]) for item in value)
    return isinstance(value, hint) and all(
        is_well_typed(getattr(value, name), each) for name, each in _hints(value.__class__)
    )


@cache
def _hints(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple(get_type_hints(kind).items()) if is_dataclass(kind) else ()
