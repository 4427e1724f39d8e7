"""A personal schedule: chosen talks of one conference in time order, and the gaps between them.

Times are naive local times at the conference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from confnotes.model.mark import Mark
from confnotes.model.program import Kind, Resource

LEAST_GAP = timedelta(minutes=20)
"""Shorter gaps between two talks are not shown as free."""


@dataclass(frozen=True, slots=True)
class ScheduleItem:
    """A talk in the schedule. `start` and `end` are as in the program, or None.

    `bare` is a day without a time, or a time without a day. `clashes` are the titles of overlapping chosen talks.
    """

    key: str
    title: str
    kind: Kind = Kind.TALK
    start: datetime | None = None
    end: datetime | None = None
    room: str | None = None
    session: str | None = None
    track: str | None = None
    speakers: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    marks: frozenset[Mark] = frozenset()
    rating: int | None = None
    cancelled: bool = False
    clashes: tuple[str, ...] = ()
    bare: date | time | None = None

    @property
    def day(self) -> date | None:
        """The talk's day, with or without a time."""
        return self.start.date() if self.start else self.bare if isinstance(self.bare, date) else None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Talks in time order: within a day, those without a time last; then those without a day.

    `chosen`: only talks that the user chose, else all.
    """

    conference: str
    timezone: str | None
    items: tuple[ScheduleItem, ...]
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Between:
    """What precedes a talk: free time (None if short or unknown), and a walk to another room."""

    free: timedelta | None = None
    walk_to: str | None = None


def days(schedule: Schedule) -> Iterator[tuple[date | None, list[ScheduleItem]]]:
    """The items by day; those without a day under None, with known times first."""
    for (day, _), items in groupby(
        schedule.items, key=lambda item: (item.day, item.day is None and item.bare is not None)
    ):
        yield day, list(items)


def between(before: Sequence[ScheduleItem], item: ScheduleItem) -> Between:
    """What lies between `before` and the next talk of the same day.

    A walk is reported only between two known rooms without a break.
    """
    taking_place = [one for one in before if not one.cancelled]
    if not taking_place or item.start is None or item.cancelled:
        return Between()
    ends = [one.end for one in taking_place if one.end is not None]
    if not ends or any(one.end is None for one in taking_place[-1:]):
        return Between()
    gap = item.start - max(ends)
    if gap >= LEAST_GAP:
        return Between(free=gap)
    room = taking_place[-1].room
    walk = item.room if gap >= timedelta() and room and item.room and room != item.room else None
    return Between(walk_to=walk)
