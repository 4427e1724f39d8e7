"""Lines of a note that share a timestamp, or have words behind it, and how to fix them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import PurePosixPath
from typing import NamedTuple

from confnotes.markup.code import code_lines
from confnotes.markup.merge_marks import first_mark, may_have_mark
from confnotes.markup.note import parse_note
from confnotes.markup.stamps import STAMP, free_moment, stamp_last, stamp_of
from confnotes.model.note import Note


class DoubleStamp(NamedTuple):
    """A line (from 1) whose timestamp is already used by the line `first`, or if that is 0, is not at its end; `own` is
    its new timestamp.
    """

    path: str
    line: int
    first: int
    stamp: str
    own: str = ""


def double_stamps(note: Note) -> Iterator[DoubleStamp]:
    """Lines of the note with words after their timestamp, and lines that repeat an earlier one.

    None while the note has git's conflict marks: the user decides what stays between them.
    """
    if may_have_mark(note.body) and first_mark(note.body.split("\n")):
        return
    for number, line in _with_words_behind(note.body):
        yield DoubleStamp(str(note.path), note.body_line + number, 0, line.rstrip()[-len("^t000000") :])
    seen: dict[time, int] = {}
    for stamp in note.stamps:
        if stamp.at in seen:
            yield DoubleStamp(str(note.path), stamp.line, seen[stamp.at], stamp.at.strftime("^t%H%M%S"))
        seen.setdefault(stamp.at, stamp.line)


def _with_words_behind(body: str) -> Iterator[tuple[int, str]]:
    """The lines (from 0) whose timestamp is not at the end, as they should be."""
    lines = body.split("\n") if "^t" in body else []
    for number, (line, is_code) in enumerate(zip(lines, code_lines(lines), strict=True)):
        if not is_code and (fixed := stamp_last(line)) != line:
            yield number, fixed


def mend_text(path: str, text: str) -> tuple[str, list[DoubleStamp]]:
    """The note with timestamps at the end of their lines, and the next free second where one repeats; these lines."""
    note = parse_note(PurePosixPath(path), text)
    found = [double._replace(own=double.stamp) for double in double_stamps(note) if not double.first]
    lines = text.split("\n")
    for number, line in _with_words_behind(note.body):
        lines[note.body_line - 1 + number] = line
    for double in double_stamps(parse_note(PurePosixPath(path), "\n".join(lines))):
        line = lines[double.line - 1]
        match = STAMP.search(line)
        if match is None:
            continue
        at = datetime(1, 1, 2, int(match[1]), int(match[2]), int(match[3]))
        own = stamp_of(free_moment("\n".join(lines), at))
        lines[double.line - 1] = line[: match.start()] + own + line[match.start() + len(own) :]
        found.append(double._replace(own=own))
    return "\n".join(lines), found
