"""An outline of a note as the index keeps it: a line of JSON for each kind of thing that a note names."""

from __future__ import annotations

import json
from collections.abc import Callable
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any

from confnotes.model.note import Broken, Heading, Link, Mention, Outline, PaperWords, Question, Reference, Tag, Task
from confnotes.model.program import Resource, ResourceKind
from confnotes.search.sections import DamagedIndexError

_HEADING = attrgetter("text", "level", "line")
_LINK = attrgetter("target", "line", "heading", "block", "alias", "embed")
_TAG = attrgetter("name", "line")
_TASK = attrgetter("text", "done", "line")
_QUESTION = attrgetter("text", "line", "answer", "asked_by")
_MENTION = attrgetter("name", "line")
_PAPER_WORDS = attrgetter("words", "line")
_KEPT = ("path", "fields", "body_line", "tasks")
_decoded = json.JSONDecoder().raw_decode
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def write_outline(outline: Outline) -> bytes:
    """The outline without its path, which the index has anyway."""
    parts = (
        outline.fields,
        outline.body_line,
        outline.broken,
        list(map(_HEADING, outline.headings)),
        list(map(_LINK, outline.links)),
        list(map(_TAG, outline.tags)),
        list(map(_TASK, outline.tasks)),
        list(map(_QUESTION, outline.questions)),
        list(map(_MENTION, outline.mentions)),
        [(one.resource.kind, one.resource.url, one.resource.title, one.line, one.own) for one in outline.references],
        list(map(_PAPER_WORDS, outline.paper_words)),
        outline.lead,
    )
    return "\n".join(["[]" if part == [] else _encoded(part) for part in parts]).encode("utf-8", "replace")


def read_outline(path: str, data: bytes) -> Outline:
    """The outline of the note at `path`. Asking it for what cannot be read raises DamagedIndexError."""
    return _Unread(path, data)


class _Unread(Outline):
    """Reads each of its parts when that is asked for: who looks through all notes asks for one or two.

    Only the small ones that are asked for again and again are kept, since lists of all notes live for a while.
    """

    __slots__ = ("_at", "_data")
    _at: str
    _data: bytes

    def __init__(self, path: str, data: bytes) -> None:
        object.__setattr__(self, "_at", path)
        object.__setattr__(self, "_data", data)

    def __getattr__(self, name: str) -> Any:
        """What is not set: a part that nobody asked for, or that is not kept."""
        value = PurePosixPath(self._at) if name == "path" else self._part(name)
        if name in _KEPT:
            object.__setattr__(self, name, value)
        return value

    def _part(self, name: str) -> Any:
        if name not in _PARTS:
            raise AttributeError(name)
        number, read = _PARTS[name]
        try:
            line = self._data.split(b"\n", number + 1)[number]
            return () if line == b"[]" else read(_decoded(line.decode())[0])
        except (ValueError, TypeError, IndexError) as error:
            raise DamagedIndexError("the outline of a note cannot be read") from error

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _Unread):
            return self._at == other._at and self._data == other._data
        return NotImplemented


def _rows(make: Callable[..., object]) -> Callable[[list[list[Any]]], tuple[object, ...]]:
    return lambda rows: tuple(make(*row) for row in rows)


def _as_it_is(value: object) -> object:
    return value


def _broken(row: list[Any] | None) -> Broken | None:
    return Broken(*row) if row else None


def _reference(kind: str, url: str, title: str | None, line: int, own: bool) -> Reference:
    return Reference(Resource(ResourceKind(kind), url, title), line, own)


_PARTS: dict[str, tuple[int, Callable[[Any], object]]] = {
    name: (number, read)
    for number, (name, read) in enumerate(
        {
            "fields": _as_it_is,
            "body_line": _as_it_is,
            "broken": _broken,
            "headings": _rows(Heading),
            "links": _rows(Link),
            "tags": _rows(Tag),
            "tasks": _rows(Task),
            "questions": _rows(Question),
            "mentions": _rows(Mention),
            "references": _rows(_reference),
            "paper_words": _rows(PaperWords),
            "lead": _as_it_is,
        }.items()
    )
}
"""In which line each part stands, and how it is read."""
