"""Current and next talks and clashes, in local time at the conference.

A `Slot` is a talk and its time. Times that the program does not state are assumed here, for display only; they are
never saved:

- A talk without a start, in a session with one, follows the previous talk of that session (the first one starts with
the session). Talks in a session without a start, and those with only a day or only a time, have no slot.

- A talk without an end lasts until the next start in its room that day, else until its session's end, else
`ASSUMED_LENGTH`; `end_is_assumed` is set then. No assumed end is later than `LONGEST_ASSUMED` after the start.

Cancelled talks have no slot.

When daylight saving time ends, an hour repeats. Local times in the repeated hour have `fold=1`, as in `datetime`, and
`is_before` orders them after the first hour.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, cmp_to_key
from typing import TYPE_CHECKING, TypeVar

from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.program import Moment, Program, ProgramItem, Session, Talk

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


_Item = TypeVar("_Item", Session, Talk)
ASSUMED_LENGTH = timedelta(minutes=60)
LONGEST_ASSUMED = timedelta(hours=3)
EVENING, EARLY_MORNING = 18, 5  # hours: an evening continues until five


@fast_dataclass(frozen=True, slots=True)
class Slot:
    """A talk and its time, as naive local times at the conference.

    `start_is_assumed`: the talk states no start; it follows from its session's start.
    """

    talk: Talk
    session: Session
    start: datetime
    end: datetime | None
    end_is_assumed: bool = False
    start_is_assumed: bool = False
    timezone: str | None = None

    @property
    def room(self) -> str:
        """The room, or "" if unknown."""
        return self.talk.room or self.session.room or ""

    def is_over(self, wall: datetime) -> bool:
        """Whether the talk is over at that local time; False without an end."""
        return self.end is not None and not is_before(wall, self.end, self.timezone)

    def has_begun(self, wall: datetime) -> bool:
        """Whether the talk has started at that local time."""
        return not is_before(wall, self.start, self.timezone)


def wall_time(moment: datetime, timezone: str | None) -> datetime:
    """The naive local time at the conference at `moment`, with `fold=1` in a repeated hour.

    A naive moment is returned as it is. Without a known zone, an aware moment keeps its own local time.
    """
    if moment.tzinfo is None:
        return moment
    zone = zone_named(timezone)
    if zone is not None and moment.tzinfo is not zone:
        moment = moment.astimezone(zone)
    return at_wall_clock(moment, None)


def wall_moment(moment: Moment | None, timezone: str | None) -> Moment | None:
    """The local time of a moment as programs state it: bare days and times are unchanged."""
    return wall_time(moment, timezone) if isinstance(moment, datetime) else moment


def start_of(item: ProgramItem, timezone: str | None) -> datetime | None:
    """Its start in local time at the conference, or None."""
    return wall_time(item.starts_at, timezone) if item.starts_at else None


def end_of(item: ProgramItem, timezone: str | None) -> datetime | None:
    """Its end in local time at the conference, or None."""
    return wall_time(item.ends_at, timezone) if item.ends_at else None


def local_day(item: ProgramItem, timezone: str | None) -> date | None:
    """The local day on which it starts, or None."""
    return wall_time(item.starts_at, timezone).date() if item.starts_at else item.day


def time_order(item: ProgramItem, timezone: str | None) -> tuple[int, date, bool, time]:
    """Sort key by time: within a day, items without a time last; then items with only a time, then those without
    either.
    """
    if item.starts_at is not None:
        wall = wall_time(item.starts_at, timezone)
        return 0, wall.date(), False, wall.time()
    if item.day is not None:
        return 0, item.day, True, time.min
    return (1, date.max, False, item.clock) if item.clock else (2, date.max, False, time.min)


def with_day(item: _Item, day: date | None, zone: tzinfo | None) -> _Item:
    """A talk or session with bare times set to that day; an end uses the start's day, or the next day if it is earlier
    than the start.
    """
    start, end = item.start, item.end
    if isinstance(start, time) and day is not None:
        start = at_wall_clock(datetime.combine(day, start), zone)
    if isinstance(end, time) and isinstance(start, date):
        began = start if isinstance(start, datetime) else None
        zone = began.tzinfo if began else zone
        end = at_wall_clock(datetime.combine(began.date() if began else start, end), zone)
        end = end + timedelta(days=1) if began and end < began else end
    return item if start is item.start and end is item.end else replace(item, start=start, end=end)


def with_days(session: Session, zone: tzinfo | None) -> Session:
    """The session with bare times of its talks set to its day; unchanged without a day."""
    session = with_day(session, None, zone)
    if not any(isinstance(moment, time) for talk in session.talks for moment in (talk.start, talk.end)):
        return session
    zone = session.starts_at.tzinfo if session.starts_at else zone
    return replace(session, talks=tuple(with_day(talk, session.day, zone) for talk in session.talks))


def moment_words(moment: Moment, form: str) -> str:
    """A time formatted with `strftime`; “2016-04-28, no time” for a bare day and “09:00 (no day)” for a bare time."""
    if isinstance(moment, datetime):
        return f"{moment:{form}}"
    return f"{moment}, no time" if isinstance(moment, date) else f"{moment:%H:%M} (no day)"


def time_between(one: datetime, other: datetime, timezone: str | None) -> timedelta:
    """Elapsed time between two naive local times in that zone; negative if `other` is earlier."""
    zone = zone_named(timezone) if one.fold != other.fold else None
    if zone is None:
        return other - one
    # Python subtracts times in the same zone by wall clock, ignoring fold.
    return other.replace(tzinfo=zone).astimezone(UTC) - one.replace(tzinfo=zone).astimezone(UTC)


def is_before(one: datetime, other: datetime, timezone: str | None) -> bool:
    """Whether one naive local time in that zone is earlier than the other."""
    return time_between(one, other, timezone) > timedelta()


def slots(program: Program) -> list[Slot]:
    """The talks that have a start, or whose session has one, in time order."""
    timezone = program.conference.timezone
    found: list[Slot] = []
    for session in program.sessions:
        found.extend(_session_slots(session, timezone))
    starts = _starts_by_room(found)
    placed = [_with_end(slot, starts, timezone) for slot in found]
    return _in_time_order(placed)


def is_on(slot: Slot, wall: datetime) -> bool:
    """Whether the talk is on at that local time; a talk of zero length is on at its start."""
    if slot.end is None or not is_before(slot.start, slot.end, slot.timezone):
        return (slot.start, slot.start.fold) == (wall, wall.fold)
    return slot.has_begun(wall) and not slot.is_over(wall)


def same_night(start: datetime, wall: datetime) -> bool:
    """Whether something starting then belongs to the day of `wall`: an evening continues into the early morning."""
    late = wall.hour >= EVENING and start.hour < EARLY_MORNING
    return start.date() == wall.date() or (late and start.date() == wall.date() + timedelta(days=1))


def next_of(ordered: Iterable[Slot], wall: datetime) -> list[Slot]:
    """From slots in time order: per room, the talks at the next start on that day or the following night."""
    first: dict[str, tuple[datetime, int]] = {}
    found = []
    for slot in ordered:
        if slot.has_begun(wall) or not same_night(slot.start, wall):
            continue
        start = slot.start, slot.start.fold
        if first.setdefault(slot.room, start) == start:
            found.append(slot)
    return found


def clashes(slots: Iterable[Slot]) -> list[tuple[Slot, Slot]]:
    """Pairs of slots that overlap, the earlier one first."""
    ordered = _in_time_order(slots)
    pairs = []
    for index, one in enumerate(ordered):
        if one.end is None:
            continue
        for other in ordered[index + 1 :]:
            if one.is_over(other.start):
                break
            if other.end is not None and is_before(other.start, other.end, other.timezone):
                pairs.append((one, other))
    return pairs


@cache
def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone with that IANA name, or None."""
    if not name:
        return None
    from zoneinfo import ZoneInfo  # slow to import: it loads sysconfig

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _in_time_order(slots: Iterable[Slot]) -> list[Slot]:
    def compare(one: Slot, other: Slot) -> int:
        if is_before(one.start, other.start, one.timezone):
            return -1
        return int(is_before(other.start, one.start, one.timezone))

    ordered = sorted(slots, key=lambda slot: slot.start)
    return sorted(ordered, key=cmp_to_key(compare)) if any(slot.start.fold for slot in ordered) else ordered


def _session_slots(session: Session, timezone: str | None) -> list[Slot]:
    """The session's talks that have a start or an assumed one; ends only as stated."""
    found = []
    before = start_of(session, timezone)
    for talk in session.talks:
        stated_end = end_of(talk, timezone)
        start = start_of(talk, timezone) if talk.start else before
        if start is None:
            continue
        if before is not None:
            before = stated_end if stated_end and is_before(start, stated_end, timezone) else start
        if not talk.cancelled:
            found.append(Slot(talk, session, start, stated_end, False, talk.start is None, timezone))
    return found


def _starts_by_room(found: Iterable[Slot]) -> dict[str, list[datetime]]:
    starts: dict[str, set[datetime]] = defaultdict(set)
    for slot in found:
        starts[slot.room].add(slot.start)
    return {room: sorted(times) for room, times in starts.items()}


def _with_end(slot: Slot, starts: dict[str, list[datetime]], timezone: str | None) -> Slot:
    if slot.end is not None and not is_before(slot.end, slot.start, timezone):
        return slot
    in_room = starts[slot.room]
    later = bisect_right(in_room, slot.start)
    session_end = end_of(slot.session, timezone)
    if later < len(in_room) and in_room[later].date() == slot.start.date():
        end = in_room[later]
    elif session_end and session_end > slot.start:
        end = session_end
    else:
        end = slot.start + ASSUMED_LENGTH
    return replace(slot, end=min(end, slot.start + LONGEST_ASSUMED), end_is_assumed=True)


def at_wall_clock(moment: datetime, zone: tzinfo | None) -> datetime:
    """The same local time (and fold) in another zone or none: ten times as fast as `replace(tzinfo=zone)`."""
    return datetime.combine(moment.date(), moment.time(), zone)


def wall_time_of(value: object) -> datetime | None:
    """The naive local time in a front matter value, or None."""
    try:
        return datetime.fromisoformat(value.strip()).replace(tzinfo=None) if isinstance(value, str) else None
    except ValueError:
        return None
