"""Stamps: the block id `^tHHMMSS` at the end of a line says at which wall-clock time the line was begun."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

STAMP = re.compile(r"\^t(?<![^ \t\n]\^t)([01]\d|2[0-3])([0-5]\d)([0-5]\d)[ \t\r]*$", re.ASCII | re.MULTILINE)
_MARKER_ONLY = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[.\])?|\?|#{1,6}|)[ \t]*\Z")


def stamp_of(moment: datetime) -> str:
    """The stamp of a moment, as `^t100712`."""
    return moment.strftime("^t%H%M%S")


def free_moment(text: str, moment: datetime) -> datetime:
    """The moment, or the next second whose stamp no line of the text has: a stamp names one line of a note."""
    taken = {time_of(match) for match in STAMP.finditer(text)} if stamp_of(moment) in text else ()
    while moment.time().replace(microsecond=0) in taken:
        moment += timedelta(seconds=1)
    return moment


def find(line: str) -> time | None:
    """The time that a line's stamp says, None when it has none."""
    if "^t" not in line:
        return None
    match = STAMP.search(line)
    return time_of(match) if match else None


def time_of(match: re.Match[str]) -> time:
    """The time in a match of STAMP."""
    return time(int(match[1]), int(match[2]), int(match[3]))


def with_stamp(line: str, moment: datetime) -> str:
    """The line with a stamp at its end; a line that has one, or that says nothing yet, stays as it is."""
    text = line.rstrip()
    if not text or _MARKER_ONLY.match(text) or find(line) is not None:
        return line
    line_end = line[len(line.rstrip("\r\n")) :]
    return f"{text} {stamp_of(moment)}{line_end}"


def without_stamp(line: str) -> str:
    """The line without its stamp and the blanks before it; a line without a stamp stays as it is."""
    match = STAMP.search(line) if "^t" in line else None
    return line[: match.start()].rstrip(" \t") if match else line
