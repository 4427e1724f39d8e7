"""An outline of a note as stored in the index: a line of JSON for each kind of item."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any

from confnotes.model.damage import Broken
from confnotes.model.note import Heading, Link, Mention, Outline, PaperWords, Question, Reference, Tag, Task
from confnotes.model.program import Resource, ResourceKind
from confnotes.search.sections import DamagedIndexError

_KEPT = ("path", "fields", "body_line", "tasks")
_decoded = json.JSONDecoder().raw_decode
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def write_outline(outline: Outline) -> bytes:
    """The outline without its path, which the index stores anyway."""
    parts = [kept(getattr(outline, name)) for name, (_, kept, _) in _PARTS.items()]
    return "\n".join(["[]" if part == [] else _encoded(part) for part in parts]).encode("utf-8", "replace")


def read_outline(path: str, data: bytes) -> Outline:
    """The outline of the note at `path`. Accessing an unreadable part raises DamagedIndexError."""
    return _Unread(path, data)


class _Unread(Outline):
    """An outline whose parts are parsed on access, since loops over all notes need only one or two.

    Only small, frequently used parts are cached, because lists of all notes live for a while.
    """

    __slots__ = ("_at", "_data")
    _at: str
    _data: bytes

    def __init__(self, path: str, data: bytes) -> None:
        object.__setattr__(self, "_at", path)
        object.__setattr__(self, "_data", data)

    def __getattr__(self, name: str) -> Any:
        """Parse a part that is not cached."""
        value = PurePosixPath(self._at) if name == "path" else self._part(name)
        if name in _KEPT:
            object.__setattr__(self, name, value)
        return value

    def _part(self, name: str) -> Any:
        if name not in _PARTS:
            raise AttributeError(name)
        number, _, read = _PARTS[name]
        try:
            line = self._data.split(b"\n", number + 1)[number]
            return () if line == b"[]" else read(_decoded(line.decode())[0])
        except (ValueError, TypeError, IndexError) as error:
            raise DamagedIndexError("the outline of a note cannot be read") from error

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _Unread):
            return self._at == other._at and self._data == other._data
        return NotImplemented


_Way = Callable[[Any], Any]


def _as_it_is(value: Any) -> Any:
    return value


def _rows(kind: type) -> tuple[_Way, _Way]:
    """Functions that convert items of a type to rows of their fields, and back."""
    row = attrgetter(*(one.name for one in fields(kind)))
    return lambda several: list(map(row, several)), lambda rows: tuple(kind(*row) for row in rows)


def _broken(row: list[Any] | None) -> Broken | None:
    return Broken(*row) if row else None


def _reference_rows(references: Iterable[Reference]) -> list[tuple[object, ...]]:
    return [(one.resource.kind, one.resource.url, one.resource.title, one.line, one.own) for one in references]


def _references(rows: list[list[Any]]) -> tuple[Reference, ...]:
    return tuple(Reference(Resource(ResourceKind(row[0]), *row[1:3]), *row[3:]) for row in rows)


_PARTS: dict[str, tuple[int, _Way, _Way]] = {
    name: (number, *ways)
    for number, (name, ways) in enumerate(
        {
            "fields": (_as_it_is, _as_it_is),
            "body_line": (_as_it_is, _as_it_is),
            "broken": (_as_it_is, _broken),
            "headings": _rows(Heading),
            "links": _rows(Link),
            "tags": _rows(Tag),
            "tasks": _rows(Task),
            "questions": _rows(Question),
            "mentions": _rows(Mention),
            "references": (_reference_rows, _references),
            "paper_words": _rows(PaperWords),
            "lead": (_as_it_is, _as_it_is),
        }.items()
    )
}
"""The line of each part, and how it is written and read."""
