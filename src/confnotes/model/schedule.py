"""A personal schedule: the talks somebody chose at one conference, in time order, and what lies between them.

Times are naive wall-clock times at the conference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from confnotes.model.mark import Mark
from confnotes.model.program import Kind, Resource

LEAST_GAP = timedelta(minutes=20)
"""A shorter time between two talks is none to fill."""


@dataclass(frozen=True, slots=True)
class ScheduleItem:
    """One talk of the schedule. `start` and `end` are what the program gives, None where it is silent.

    `bare` is a day of which no hour is stated, or an hour of which no day is. `clashes` are the titles of other chosen
    talks at the same time.
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
        """The day on which it is, with or without a time."""
        return self.start.date() if self.start else self.bare if isinstance(self.bare, date) else None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Talks in time order: of a day those without a time last, then those without a day. `chosen` says whether somebody
    chose them, or it is all."""

    conference: str
    timezone: str | None
    items: tuple[ScheduleItem, ...]
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Between:
    """What lies before a talk: free time (None where it is short or unknown), and a walk to another room."""

    free: timedelta | None = None
    walk_to: str | None = None


def days(schedule: Schedule) -> Iterator[tuple[date | None, list[ScheduleItem]]]:
    """The items of each day; those of no day under None, first those of which an hour is known."""
    for (day, _), items in groupby(
        schedule.items, key=lambda item: (item.day, item.day is None and item.bare is not None)
    ):
        yield day, list(items)


def between(before: Sequence[ScheduleItem], item: ScheduleItem) -> Between:
    """What lies between the talks before and the next one of the same day.

    A walk is told only to somebody who goes straight from one known room to another.
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
