"""What is on, what is next and what clashes, on the wall-clock at the conference.

A `Slot` is a talk with the time it takes. A time that the program does not state is worked out here, for the screen
only; it is never written to disk:

- a talk without a start, in a session that has one, follows the talk before it in that session (the first one begins
  with the session); talks of a session without a start have no slot, nor have those of which only the day or only the
  hour is stated;
- a talk without an end lasts until the next later start in its room that day, else until its session's end, else
  `ASSUMED_LENGTH`; such an end is marked `end_is_assumed`. No assumed end is later than `LONGEST_ASSUMED` after the
  start.

Cancelled talks have no slot.

When clocks are put back, an hour comes twice. Wall-clock times of its second pass have `fold=1`, as `datetime` has it,
and `is_before` puts them behind the whole first pass.
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
EVENING, EARLY_MORNING = 18, 5


@fast_dataclass(frozen=True, slots=True)
class Slot:
    """A talk and the time it takes, as naive wall-clock times at the conference.

    `start_is_assumed`: the talk has no start of its own; it is ordered after its session's start.
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
        """Where it is; "" where the program does not say."""
        return self.talk.room or self.session.room or ""

    def is_over(self, wall: datetime) -> bool:
        """Whether the talk has ended at that wall-clock time; one without an end never has."""
        return self.end is not None and not is_before(wall, self.end, self.timezone)

    def has_begun(self, wall: datetime) -> bool:
        """Whether the talk began at that wall-clock time or before it."""
        return not is_before(wall, self.start, self.timezone)


def wall_time(moment: datetime, timezone: str | None) -> datetime:
    """The naive wall-clock time at the conference at `moment`, with `fold=1` in the second pass of a doubled hour.

    A naive moment is that time already. Without a (known) zone an aware moment keeps its own wall-clock.
    """
    if moment.tzinfo is None:
        return moment
    zone = zone_named(timezone)
    if zone is not None and moment.tzinfo is not zone:
        moment = moment.astimezone(zone)
    return at_wall_clock(moment, None)


def wall_moment(moment: Moment | None, timezone: str | None) -> Moment | None:
    """The same of a moment as a program states it: bare days and hours stay."""
    return wall_time(moment, timezone) if isinstance(moment, datetime) else moment


def start_of(item: ProgramItem, timezone: str | None) -> datetime | None:
    """The wall-clock time at the conference at which it starts; None where none is stated."""
    return wall_time(item.starts_at, timezone) if item.starts_at else None


def end_of(item: ProgramItem, timezone: str | None) -> datetime | None:
    """The wall-clock time at which it ends; None where none is stated."""
    return wall_time(item.ends_at, timezone) if item.ends_at else None


def local_day(item: ProgramItem, timezone: str | None) -> date | None:
    """The day at the conference on which it starts; None where no day is stated."""
    return wall_time(item.starts_at, timezone).date() if item.starts_at else item.day


def time_order(item: ProgramItem, timezone: str | None) -> tuple[int, date, bool, time]:
    """What puts talks in time order: within a day those without an hour last; after all days those of which only the
    hour is stated, by the clock, then those of which nothing is."""
    if item.starts_at is not None:
        wall = wall_time(item.starts_at, timezone)
        return 0, wall.date(), False, wall.time()
    if item.day is not None:
        return 0, item.day, True, time.min
    return (1, date.max, False, item.clock) if item.clock else (2, date.max, False, time.min)


def with_day(item: _Item, day: date | None, zone: tzinfo | None) -> _Item:
    """A talk or session whose bare hours are those of that day: an end is that of the start's own day where it has
    one, and of the next where it comes before it."""
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
    """The session with its own day at the bare hours of its talks; where it states none they stay."""
    session = with_day(session, None, zone)
    if not any(isinstance(moment, time) for talk in session.talks for moment in (talk.start, talk.end)):
        return session
    zone = session.starts_at.tzinfo if session.starts_at else zone
    return replace(session, talks=tuple(with_day(talk, session.day, zone) for talk in session.talks))


def moment_words(moment: Moment, form: str) -> str:
    """A time in that form of `strftime`; “2016-04-28, no time” of a bare day and “09:00 (no day)” of a bare hour."""
    if isinstance(moment, datetime):
        return f"{moment:{form}}"
    return f"{moment}, no time" if isinstance(moment, date) else f"{moment:%H:%M} (no day)"


def time_between(one: datetime, other: datetime, timezone: str | None) -> timedelta:
    """How much time passes from one naive wall-clock time in that zone to the other; negative where it is earlier."""
    zone = zone_named(timezone) if one.fold != other.fold else None
    if zone is None:
        return other - one
    # Between two times in one zone Python counts what their wall clocks differ by and forgets the fold.
    return other.replace(tzinfo=zone).astimezone(UTC) - one.replace(tzinfo=zone).astimezone(UTC)


def is_before(one: datetime, other: datetime, timezone: str | None) -> bool:
    """Whether one naive wall-clock time in that zone comes before the other."""
    return time_between(one, other, timezone) > timedelta()


def slots(program: Program) -> list[Slot]:
    """Every talk that has a start or whose session has one, in time order."""
    timezone = program.conference.timezone
    found: list[Slot] = []
    for session in program.sessions:
        found.extend(_session_slots(session, timezone))
    starts = _starts_by_room(found)
    placed = [_with_end(slot, starts, timezone) for slot in found]
    return _in_time_order(placed)


def is_on(slot: Slot, wall: datetime) -> bool:
    """Whether the talk is on at that wall-clock time; one that ends when it starts is on at that instant."""
    if slot.end is None or not is_before(slot.start, slot.end, slot.timezone):
        return (slot.start, slot.start.fold) == (wall, wall.fold)
    return slot.has_begun(wall) and not slot.is_over(wall)


def same_night(start: datetime, wall: datetime) -> bool:
    """Whether something that starts then is of the day it is at `wall`: an evening goes on until the early morning."""
    late = wall.hour >= EVENING and start.hour < EARLY_MORNING
    return start.date() == wall.date() or (late and start.date() == wall.date() + timedelta(days=1))


def next_of(ordered: Iterable[Slot], wall: datetime) -> list[Slot]:
    """Of slots in time order: per room, the talks of the next start of that day, or of the night that follows it."""
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
    """The pairs that are on at the same time for more than an instant, earlier one first."""
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
    """The zone of that IANA name, None when there is none."""
    if not name:
        return None
    from zoneinfo import ZoneInfo  # which reads all that Python was configured with

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
    """The session's talks with a start, an assumed one where the talk has none; ends still as stated."""
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
    """The same wall-clock time (and fold) in another zone or in none: `replace(tzinfo=zone)` in a tenth of its time."""
    return datetime.combine(moment.date(), moment.time(), zone)


def wall_time_of(value: object) -> datetime | None:
    """The naive wall-clock time that a value of front matter says; None where it says none."""
    try:
        return datetime.fromisoformat(value.strip()).replace(tzinfo=None) if isinstance(value, str) else None
    except ValueError:
        return None
