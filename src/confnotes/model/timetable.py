"""What is on, what is next and what clashes, on the wall-clock at the conference.

A `Slot` is a talk with the time it takes. A time that the program does not state is worked out here, for the screen
only; it is never written to disk:

- a talk without a start, in a session that has one, follows the talk before it in that session (the first one begins
  with the session); talks of a session without a start have no slot;
- a talk without an end lasts until the next later start in its room that day, else until its session's end, else
  `ASSUMED_LENGTH`; such an end is marked `end_is_assumed`. No assumed end is later than `LONGEST_ASSUMED` after the
  start.

Cancelled talks have no slot.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from confnotes.model.program import Program, Session, Talk
from confnotes.model.record import record
from confnotes.model.wall_clock import at_wall_clock

ASSUMED_LENGTH = timedelta(minutes=60)
LONGEST_ASSUMED = timedelta(hours=3)
EVENING, EARLY_MORNING = 18, 5


@record(frozen=True, slots=True)
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


def wall_time(moment: datetime, timezone: str | None) -> datetime:
    """The naive wall-clock time at the conference at `moment`.

    A naive moment is that time already. Without a (known) zone an aware moment keeps its own wall-clock.
    """
    if moment.tzinfo is None:
        return moment
    zone = zone_named(timezone)
    if zone is not None and moment.tzinfo is not zone:
        moment = moment.astimezone(zone)
    return at_wall_clock(moment.replace(fold=0) if moment.fold else moment, None)


def slots(program: Program) -> list[Slot]:
    """Every talk that has a start or whose session has one, in time order."""
    timezone = program.conference.timezone
    found: list[Slot] = []
    for session in program.sessions:
        found.extend(_session_slots(session, timezone))
    starts = _starts_by_room(found)
    placed = [_with_end(slot, starts, timezone) for slot in found]
    placed.sort(key=lambda slot: slot.start)
    return placed


def is_on(slot: Slot, wall: datetime) -> bool:
    """Whether the talk is on at that wall-clock time; one that ends when it starts is on at that instant."""
    if slot.end is None or slot.end <= slot.start:
        return slot.start == wall
    return slot.start <= wall < slot.end


def same_night(start: datetime, wall: datetime) -> bool:
    """Whether something that starts then is of the day it is at `wall`: an evening goes on until the early morning."""
    late = wall.hour >= EVENING and start.hour < EARLY_MORNING
    return start.date() == wall.date() or (late and start.date() == wall.date() + timedelta(days=1))


def next_of(ordered: Iterable[Slot], wall: datetime) -> list[Slot]:
    """Of slots in time order: per room, the talks of the next start of that day, or of the night that follows it."""
    first: dict[str, datetime] = {}
    found = []
    for slot in ordered:
        if slot.start <= wall or not same_night(slot.start, wall):
            continue
        room = _room(slot)
        if first.setdefault(room, slot.start) == slot.start:
            found.append(slot)
    return found


def clashes(slots: Iterable[Slot]) -> list[tuple[Slot, Slot]]:
    """The pairs that are on at the same time for more than an instant, earlier one first."""
    ordered = sorted(slots, key=lambda slot: slot.start)
    pairs = []
    for index, one in enumerate(ordered):
        if one.end is None:
            continue
        for other in ordered[index + 1 :]:
            if other.start >= one.end:
                break
            if other.end is not None and other.end > other.start:
                pairs.append((one, other))
    return pairs


@cache
def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone of that IANA name, None when there is none."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _room(slot: Slot) -> str:
    return slot.talk.room or slot.session.room or ""


def _session_slots(session: Session, timezone: str | None) -> list[Slot]:
    """The session's talks with a start, an assumed one where the talk has none; ends still as stated."""
    found = []
    before = wall_time(session.start, timezone) if session.start else None
    for talk in session.talks:
        stated_end = wall_time(talk.end, timezone) if talk.end else None
        start = wall_time(talk.start, timezone) if talk.start else before
        if start is None:
            continue
        if before is not None:
            before = max(start, stated_end) if stated_end else start
        if not talk.cancelled:
            found.append(Slot(talk, session, start, stated_end, False, talk.start is None))
    return found


def _starts_by_room(found: Iterable[Slot]) -> dict[str, list[datetime]]:
    starts: dict[str, set[datetime]] = defaultdict(set)
    for slot in found:
        starts[_room(slot)].add(slot.start)
    return {room: sorted(times) for room, times in starts.items()}


def _with_end(slot: Slot, starts: dict[str, list[datetime]], timezone: str | None) -> Slot:
    if slot.end is not None and slot.end >= slot.start:
        return slot
    in_room = starts[_room(slot)]
    later = bisect_right(in_room, slot.start)
    session_end = wall_time(slot.session.end, timezone) if slot.session.end else None
    if later < len(in_room) and in_room[later].date() == slot.start.date():
        end = in_room[later]
    elif session_end and session_end > slot.start:
        end = session_end
    else:
        end = slot.start + ASSUMED_LENGTH
    return replace(slot, end=min(end, slot.start + LONGEST_ASSUMED), end_is_assumed=True)
