"""Whether the file of an earlier export may be regenerated: for the same readers, and about the same talks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from confnotes.errors import ConflictError
from confnotes.merge.regenerate import MadePart, is_made
from confnotes.model.summary import Audience

_MOST_PRIVATE_FIRST = tuple(Audience)
_MADE_FOR = re.compile(r"^(?:<!-- confnotes )?made-for-(me|team|public)\b", re.MULTILINE)
_ITEM = re.compile(r"^<!-- confnotes ((?:talk|note)-[a-z0-9-]+) -->", re.MULTILINE)
_ONE_IN = 10
_READERS = {Audience.ME: "yourself", Audience.TEAM: "the team", Audience.PUBLIC: "the public"}


def refuse_more_readers(path: Path, audience: Audience) -> None:
    """Raise ConflictError if the file at `path` was exported for a smaller audience than `audience`."""
    text = _text(path)
    made_for = [Audience(one) for one in _MADE_FOR.findall(text)]
    if is_made(text) and not made_for:
        made_for = [Audience.ME]  # its header comment was removed
    before = min(made_for, key=_MOST_PRIVATE_FIRST.index, default=audience)
    if _MOST_PRIVATE_FIRST.index(before) < _MOST_PRIVATE_FIRST.index(audience):
        raise ConflictError(
            f"{path} was exported for {_READERS[before]}; your edits may be too private for {_READERS[audience]}",
            "Choose another name, or overwrite it with --force.",
        )


def refuse_another_summary(path: Path, parts: Iterable[MadePart]) -> None:
    """Raise ConflictError if the file at `path` is a summary of other talks and notes than `parts`.

    A regenerated summary keeps most of its parts; less than one in ten means that it is about something else.
    """
    there = set(_ITEM.findall(_text(path)))
    if len(there) > 1 and len(there & {part.name for part in parts}) * _ONE_IN < len(there):
        raise ConflictError(
            f"{path} is a summary of something else",
            "Choose another name, or overwrite it with --force.",
        )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return ""
