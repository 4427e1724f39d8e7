"""Lines of a note that share a timestamp, and timestamps of their own for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import PurePosixPath
from typing import NamedTuple

from confnotes.markup.note import parse_note
from confnotes.markup.stamps import STAMP, free_moment, stamp_of
from confnotes.model.note import Note


class DoubleStamp(NamedTuple):
    """A line (from 1) whose timestamp is already used by the line `first`; `own` is its new timestamp."""

    path: str
    line: int
    first: int
    stamp: str
    own: str = ""


def double_stamps(note: Note) -> Iterator[DoubleStamp]:
    """Lines of the note that repeat an earlier timestamp."""
    seen: dict[time, int] = {}
    for stamp in note.stamps:
        if stamp.at in seen:
            yield DoubleStamp(str(note.path), stamp.line, seen[stamp.at], stamp.at.strftime("^t%H%M%S"))
        seen.setdefault(stamp.at, stamp.line)


def mend_text(path: str, text: str) -> tuple[str, list[DoubleStamp]]:
    """The note with the next free second on lines that repeat a timestamp, and these lines."""
    found: list[DoubleStamp] = []
    lines = text.split("\n")
    for double in double_stamps(parse_note(PurePosixPath(path), text)):
        line = lines[double.line - 1]
        match = STAMP.search(line)
        if match is None:
            continue
        at = datetime(1, 1, 2, int(match[1]), int(match[2]), int(match[3]))
        own = stamp_of(free_moment("\n".join(lines), at))
        lines[double.line - 1] = line[: match.start()] + own + line[match.start() + len(own) :]
        found.append(double._replace(own=own))
    return "\n".join(lines), found
