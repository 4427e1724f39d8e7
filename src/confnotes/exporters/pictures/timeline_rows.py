"""The position of each talk on a day's timeline: in the row of its track or room, next to parallel talks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from math import ceil, floor

from confnotes.model.summary import SlotState, SummaryDay, SummarySlot

MOST_LANES = 4
_FEW_ROWS = 4
_SIDE_BY_SIDE = 2
_SHORTEST, _ALL_DAY, _LATEST = 0.25, 9.0, 30.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One talk, or several with the same time and state that do not fit side by side; in hours of its day."""

    start: float
    end: float
    state: SlotState
    slots: tuple[SummarySlot, ...]
    lane: int = 0


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A track or room. `others`: how many without talks in the summary are combined in this row."""

    name: str = ""
    told: tuple[Bar, ...] = ()
    passed: tuple[Bar, ...] = ()
    others: int = 0

    @property
    def lanes(self) -> int:
        """The number of stacked bars."""
        return max((bar.lane for bar in self.told), default=0) + 1


@dataclass(frozen=True, slots=True)
class DayRows:
    """The rows of one day, and the number of its talks by state."""

    day: date
    conference: str
    rows: tuple[TimelineRow, ...]
    counts: Counter[SlotState] = field(default_factory=Counter)


def rows_of(days: Sequence[SummaryDay]) -> list[DayRows]:
    """The days of one conference, with tracks in the same order on each."""
    told = [slot for day in days for slot in day.slots if slot.state is not SlotState.PASSED]
    by_track = sum(1 for slot in told if slot.track) * 2 >= len(told)
    names = list(dict.fromkeys(_name(slot, by_track=by_track) for day in days for slot in day.slots))
    return [_day_rows(day, names, by_track=by_track) for day in days if day.slots]


def hours_of(days: Iterable[DayRows]) -> tuple[int, int]:
    """The first and last hour of a timeline for these days, at least two hours apart."""
    bars = [bar for day in days for row in day.rows for bar in (*row.told, *row.passed)]
    bars = [bar for bar in bars if bar.end - bar.start < _ALL_DAY or bar.state is not SlotState.PASSED] or bars
    first, last = floor(min(bar.start for bar in bars)), ceil(max(bar.end for bar in bars))
    return first, max(last, first + 2)


def _day_rows(day: SummaryDay, names: list[str], *, by_track: bool) -> DayRows:
    found: dict[str, list[Bar]] = {}
    for slot in sorted(day.slots, key=lambda one: (one.start, one.end, one.title)):
        found.setdefault(_name(slot, by_track=by_track), []).append(_bar(slot, day.day))
    rows = [_row(name, found[name]) for name in names if name in found]
    if len(rows) > _FEW_ROWS:
        rest = [row for row in rows if not row.told]
        # From top to bottom, the rows of many rooms follow the user's way through the day.
        rows = sorted((row for row in rows if row.told), key=lambda row: row.told[0].start)
        if rest:
            rows.append(TimelineRow(passed=_joined(bar for row in rest for bar in row.passed), others=len(rest)))
    return DayRows(day.day, day.conference, tuple(rows), Counter(slot.state for slot in day.slots))


def _row(name: str, bars: list[Bar]) -> TimelineRow:
    told = [bar for bar in bars if bar.state is not SlotState.PASSED]
    return TimelineRow(name, _in_lanes(_grouped(told)), tuple(bar for bar in bars if bar.state is SlotState.PASSED))


def _grouped(bars: list[Bar]) -> list[Bar]:
    """The bars, with many of the same time and state, such as posters, combined."""
    found: list[Bar] = []
    for (start, end, state), group in groupby(
        sorted(bars, key=lambda bar: (bar.start, bar.end, bar.state)), key=lambda bar: (bar.start, bar.end, bar.state)
    ):
        same = list(group)
        if len(same) > _SIDE_BY_SIDE:
            found.append(Bar(start, end, state, tuple(slot for bar in same for slot in bar.slots)))
        else:
            found += same
    return found


def _in_lanes(bars: list[Bar]) -> tuple[Bar, ...]:
    """Each bar in the first lane that is free at its start, else in the last one."""
    ends: list[float] = []
    placed = []
    for bar in bars:
        lane = next((number for number, end in enumerate(ends) if end <= bar.start), len(ends))
        lane = min(lane, MOST_LANES - 1)
        ends[lane:] = [bar.end] if lane == len(ends) else [max(ends[lane], bar.end), *ends[lane + 1 :]]
        placed.append(Bar(bar.start, bar.end, bar.state, bar.slots, lane))
    return tuple(placed)


def _joined(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """The time covered by the bars, in as few bars as possible."""
    found: list[Bar] = []
    for bar in sorted(bars, key=lambda one: (one.start, one.end)):
        if found and bar.start <= found[-1].end:
            found[-1] = Bar(found[-1].start, max(found[-1].end, bar.end), SlotState.PASSED, ())
        else:
            found.append(Bar(bar.start, bar.end, SlotState.PASSED, ()))
    return tuple(found)


def _bar(slot: SummarySlot, day: date) -> Bar:
    start, end = _hours(slot.start, day), _hours(slot.end, day)
    start = min(max(start, 0.0), _LATEST - _SHORTEST)
    return Bar(
        start, min(max(end, start + _SHORTEST), _LATEST) if end <= start else min(end, _LATEST), slot.state, (slot,)
    )


def _hours(moment: datetime, day: date) -> float:
    return (moment - datetime.combine(day, time())).total_seconds() / 3600


def _name(slot: SummarySlot, *, by_track: bool) -> str:
    first, second = (slot.track, slot.room) if by_track else (slot.room, slot.track)
    return first or second or ""
