"""Timestamps: the block id `^tHHMMSS` at the end of a line is the local time at which the line was started."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

STAMP = re.compile(r"\^t(?<![^ \t\n]\^t)([01]\d|2[0-3])([0-5]\d)([0-5]\d)[ \t\r]*$", re.ASCII | re.MULTILINE)
_INSIDE = re.compile(r"(?<![^ \t])\^t((?:[01]\d|2[0-3])[0-5]\d[0-5]\d)(?=.*\S)", re.ASCII)
_MARKER_ONLY = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[.\])?|\?|#{1,6}|)[ \t]*\Z")


def stamp_of(moment: datetime) -> str:
    """The timestamp of a moment, as `^t100712`."""
    return moment.strftime("^t%H%M%S")


def free_moment(text: str, moment: datetime) -> datetime:
    """The moment, or the next second whose timestamp no line of the text has: timestamps identify lines of a note."""
    taken = {time_of(match) for match in STAMP.finditer(text)} if stamp_of(moment) in text else ()
    while moment.time().replace(microsecond=0) in taken:
        moment += timedelta(seconds=1)
    return moment


def find(line: str) -> time | None:
    """The time of a line's timestamp; None without one."""
    if "^t" not in line:
        return None
    match = STAMP.search(line)
    return time_of(match) if match else None


def time_of(match: re.Match[str]) -> time:
    """The time in a match of STAMP."""
    return time(int(match[1]), int(match[2]), int(match[3]))


def with_stamp(line: str, moment: datetime) -> str:
    """The line with a timestamp at its end; unchanged if it has one, or has no text yet."""
    text = line.rstrip()
    if not text or _MARKER_ONLY.match(text) or find(line) is not None:
        return line
    line_end = line[len(line.rstrip("\r\n")) :]
    return f"{text} {stamp_of(moment)}{line_end}"


def without_stamp(line: str) -> str:
    """The line without its timestamp and the blanks before it."""
    match = STAMP.search(line) if "^t" in line else None
    return line[: match.start()].rstrip(" \t") if match else line


def stamp_last(line: str) -> str:
    """The line with its timestamp at the end, if another editor appended words behind it."""
    found = _INSIDE.search(line) if "^t" in line and find(line) is None else None
    if found is None:
        return line
    before, behind = line[: found.start()], line[found.end() :]
    text = before + behind.lstrip(" \t") if _MARKER_ONLY.match(before) else before[:-1] + behind
    return f"{text.rstrip()} {found[0]}{text[len(text.rstrip()) :]}"
