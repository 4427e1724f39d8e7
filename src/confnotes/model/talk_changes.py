"""Describe what changed in a talk, by kind and in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from confnotes.model.program import Moment, Talk
from confnotes.model.timetable import moment_words

_OTHER_FIELDS = (
    ("kind", "kind"), ("track", "track"), ("language", "language"), ("speakers", "speakers"),
    ("resources", "links"), ("abstract", "abstract"),
)  # fmt: skip


class ChangeKind(StrEnum):
    """The kind of change of a talk."""

    ADDED = "added"
    MOVED = "moved"
    RENAMED = "renamed"
    CANCELLED = "cancelled"
    CAME_BACK = "came back"
    CHANGED = "changed"


def changes_of(before: Talk, after: Talk) -> tuple[ChangeKind, ...]:
    """The kinds of change of an existing talk; empty if it is equal."""
    return tuple(_changes(before, after))


def _changes(before: Talk, after: Talk) -> Iterator[ChangeKind]:
    if before.cancelled != after.cancelled:
        yield ChangeKind.CANCELLED if after.cancelled else ChangeKind.CAME_BACK
    if any(getattr(before, name) != getattr(after, name) for name in ("start", "end", "room", "board")):
        yield ChangeKind.MOVED
    if before.title != after.title:
        yield ChangeKind.RENAMED
    if any(getattr(before, name) != getattr(after, name) for name, _ in _OTHER_FIELDS):
        yield ChangeKind.CHANGED


def shift_of(before: Talk, after: Talk) -> timedelta | None:
    """The time shift of a talk if nothing else changed, else None."""
    if before.starts_at is None or after.starts_at is None or changes_of(before, after) != (ChangeKind.MOVED,):
        return None
    is_there = (before.room, before.board) == (after.room, after.board)
    return after.starts_at.replace(tzinfo=None) - before.starts_at.replace(tzinfo=None) if is_there else None


def shift_in_words(talks: str, shift: timedelta) -> str:
    """One message for talks that moved by the same amount: “all 130 talks move by +1 h 30 min”."""
    if not shift:
        return f"{talks} keep their times in another time zone"
    minutes = abs(shift) // timedelta(minutes=1)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [f"{number} {unit}" for number, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if number]
    return f"{talks} move by {'−' if shift < timedelta() else '+'}{' '.join(parts) or 'less than a minute'}"


def in_words(before: Talk, after: Talk) -> str:
    """The changes on one line; empty if there are no changes."""
    parts = []
    if before.cancelled != after.cancelled:
        parts.append("cancelled" if after.cancelled else "no longer cancelled")
    if before.title != after.title:
        parts.append(f"renamed from “{before.title or 'Untitled talk'}”")
    if before.start != after.start:
        parts.append(_moved(before.start, after.start))
    elif before.end != after.end:
        parts.append(f"ends at {moment_words(after.end, '%H:%M')}" if after.end else "has no end now")
    if before.room != after.room:
        parts.append(f"now in {after.room}" if after.room else "has no room now")
    if before.board != after.board:
        parts.append(f"now at board {after.board}" if after.board else "has no board now")
    parts += [f"new {word}" for name, word in _OTHER_FIELDS if getattr(before, name) != getattr(after, name)]
    return ", ".join(parts)


def _moved(before: Moment | None, after: Moment | None) -> str:
    if isinstance(after, datetime) and when(before) == when(after):
        return f"{when(after)} is {after.tzinfo} time now" if after.tzinfo else f"{when(after)} has no time zone now"
    return f"moved from {when(before)} to {when(after)}"


def when(start: Moment | None) -> str:
    """A start in words."""
    return moment_words(start, "%Y-%m-%d %H:%M") if start is not None else "no time"
