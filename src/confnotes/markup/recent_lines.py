"""Lines of a note by the time they were typed, in blocks that belong together, and moving blocks between notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from confnotes.markup import stamps
from confnotes.markup.code import blank_code
from confnotes.markup.nested_lines import joins

_DAY, _AHEAD = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class StampedBlock:
    """A line at the margin with a timestamp, and all lines up to the next such line.

    `start` and `end` count from 0.
    """

    at: time
    start: int
    end: int


def blocks(body: str) -> list[StampedBlock]:
    """The blocks of a note's body, without the lines before the first timestamp."""
    lines = body.split("\n")
    starts: list[tuple[int, time]] = []
    for number, line in enumerate(blank_code(body).split("\n")):
        at = stamps.find(line)
        if at is not None and (not starts or not line[:1].isspace()):
            starts.append((number, at))
    ends = [*(number for number, _ in starts), len(lines)][1:]
    return [StampedBlock(at, start, end) for (start, at), end in zip(starts, ends, strict=False)]


def all_lines(body: str) -> list[str]:
    """The lines of the whole body, without line ends and without blank lines at both ends."""
    return [line.removesuffix("\r") for line in body.strip("\r\n").split("\n")] if body.strip() else []


def lines_of(body: str, chosen: Iterable[StampedBlock]) -> list[str]:
    """The lines of these blocks, without line ends and without blank lines at the end."""
    lines = body.split("\n")
    found = [line.removesuffix("\r") for block in chosen for line in lines[block.start : block.end]]
    while found and not found[-1].strip():
        found.pop()
    return found


def age(at: time, now: datetime) -> timedelta:
    """The time since a clock last showed `at`: less than a day, also across midnight.

    A time slightly ahead, as by a phone's clock, counts as now, not as yesterday.
    """
    shown = now.replace(hour=at.hour, minute=at.minute, second=at.second, microsecond=0)
    return (now.replace(microsecond=0) - shown + _AHEAD) % _DAY - _AHEAD


def recent_lines(body: str, span: timedelta, now: datetime) -> list[StampedBlock]:
    """The blocks typed within `span` before `now`, in the order of the text."""
    return [block for block in blocks(body) if age(block.at, now) <= span]


def without_blocks(body: str, gone: Iterable[StampedBlock]) -> str:
    """The body without these blocks."""
    lines = body.split("\n")
    for block in sorted(gone, key=lambda block: block.start, reverse=True):
        lines[block.start : block.end] = [""] if block.end == len(lines) and block.start else []
    return "\n".join(lines)


def with_lines(body: str, moved: Sequence[str], now: datetime) -> str:
    """The body with lines of another note, at its end but before newer blocks.

    Lines go to the end if the first has no timestamp. A blank line separates plain lines from a list above.
    """
    first = stamps.find(moved[0])
    end = "\r\n" if "\n" in body and body.count("\r\n") == body.count("\n") else "\n"
    lines = body.split("\n")
    place = len(lines) if lines[-1] else len(lines) - 1
    for block in reversed(blocks(body)):
        if first is None or age(block.at, now) >= age(first, now):
            break
        place = block.start
    before = "\n".join(lines[:place])
    after = "\n".join(lines[place:])
    if place and not before.endswith("\r") and end == "\r\n":
        before += "\r"
    above = end if joins(lines[:place], moved[0]) else ""
    below = end if joins(moved, lines[place] if place < len(lines) else "") else ""
    return before + ("\n" if place else "") + above + end.join(moved) + end + below + after


def without_run(body: str, run: Sequence[str]) -> str | None:
    """The body without these consecutive lines; None if they do not occur."""
    lines = body.split("\n")
    bare = [line.removesuffix("\r") for line in lines]
    for start in range(len(bare) - len(run), -1, -1):
        if bare[start : start + len(run)] == list(run):
            return "\n".join([*lines[:start], *lines[start + len(run) :]])
    return None
