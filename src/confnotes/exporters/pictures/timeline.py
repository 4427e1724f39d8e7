"""The days as timelines with a common time axis: attended, starred, missed and passed talks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from datetime import date, datetime, time
from itertools import groupby
from math import ceil, floor

from confnotes.exporters.pictures.canvas import (
    LEGEND,
    LETTERS,
    Canvas,
    DrawnPicture,
    distinct_labels,
    draw_legend,
    draw_state,
    format_states,
    width_of,
)
from confnotes.exporters.theme import Colours
from confnotes.exporters.wording import Wording, hours
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import SlotState, Summary, SummaryDay, SummarySlot

HIGHEST = 520
"""Maximum height: a drawing is split between days so that it fits a page."""
_AXIS, _HEADING, _LANE, _BAR, _BETWEEN = 18.0, 20.0, 15.0, 12.0, 5.0
_HOUR_LABEL = 44
_NUMBER = 10
_MOST_TITLES = 8


@fast_dataclass(frozen=True, slots=True)
class _Axis:
    """The hours of a day as horizontal positions."""

    left: float
    right: float
    first: int
    last: int

    def at(self, hour: float) -> float:
        """The position of an hour, clipped to the axis."""
        part = (hour - self.first) / (self.last - self.first)
        return self.left + min(max(part, 0.0), 1.0) * (self.right - self.left)

    def ticks(self) -> list[int]:
        """The labeled hours, few enough not to overlap."""
        unit = (self.right - self.left) / (self.last - self.first)
        step = next((step for step in (1, 2, 3, 4, 6) if step * unit >= _HOUR_LABEL), 12)
        return [hour for hour in range(self.first, self.last + 1) if hour % step == 0]


def timelines(
    summary: Summary,
    words: Wording,
    colours: Colours | None,
    width: int,
    href: Callable[[str], str | None],
    highest: int = HIGHEST,
    most: int | None = None,
) -> list[DrawnPicture]:
    """A drawing per conference, or several for many days; empty without talks in the summary.

    `most` is the maximum number of drawings; what is then too high for a landscape sheet is drawn wider.
    """
    drawn: list[DrawnPicture] = []
    several = len({day.conference for day in summary.timeline}) > 1
    for conference, group in groupby(summary.timeline, key=lambda day: day.conference):
        days = rows_of(list(group))
        if not any(row.told for day in days for row in day.rows):
            continue
        title = words.terms.days_as_timeline
        title = f"{conference} · {title}" if several else title
        pieces = _pieces(days, highest, most)
        for piece in pieces:
            span = words.days_words(piece[0].day, piece[-1].day)
            name = f"{title}, {span}" if len(pieces) > 1 else title
            number = len(drawn) + 1
            identifier = f"days-{number}" if number > 1 else "days"
            own = max(width, round(width * _whole_height(piece) / highest)) if most and width > highest else width
            axis = _axis(days, words, own)
            drawn.append(_Timeline(Canvas(own, colours), axis, words, href, piece).picture(identifier, name))
    return drawn


class _Timeline:
    """A drawing in progress."""

    def __init__(
        self,
        canvas: Canvas,
        axis: _Axis,
        words: Wording,
        href: Callable[[str], str | None],
        days: Sequence[DayRows],
    ) -> None:
        self._canvas = canvas
        self._axis = axis
        self._words = words
        self._href = href
        self._days = days

    def picture(self, identifier: str, title: str) -> DrawnPicture:
        """The days, the hours above them and the legend below."""
        y = _AXIS
        tops = []
        for day in self._days:
            tops.append(y)
            y += _height(day)
        self._hours(y)
        for day, top in zip(self._days, tops, strict=True):
            self._day(day, top)
        states = {state for day in self._days for state, number in day.counts.items() if number}
        y += draw_legend(self._canvas, states, self._words, y + 4) + 4
        return self._canvas.picture(identifier, title, self._description(), y)

    def _hours(self, bottom: float) -> None:
        canvas, axis = self._canvas, self._axis
        for hour in axis.ticks():
            x = axis.at(hour)
            canvas.line(x, _AXIS - 4, x, bottom, stroke=canvas.paints.line, width=0.7)
            canvas.words(x, 10, f"{hour % 24:02}:00", _HOUR_LABEL, anchor="middle", fill=canvas.paints.soft)

    def _day(self, day: DayRows, y: float) -> None:
        canvas, words = self._canvas, self._words
        if _is_one_row(day):
            canvas.words(0, y + _LANE - 2, words.short_day(day.day), self._axis.left - 8, bold=True)
            self._row(day.rows[0], y)
            return
        canvas.words(0, y + 15, words.short_day(day.day), canvas.width, bold=True)
        y += _HEADING
        names = distinct_labels((row.name for row in day.rows), LETTERS, self._axis.left - 8)
        for row in day.rows:
            name = words.counted(row.others, words.terms.others) if row.others else names[row.name]
            fill = canvas.paints.soft if row.others or not row.told else canvas.paints.ink
            canvas.words(0, y + _LANE - 4, name, self._axis.left - 8, fill=fill)
            self._row(row, y)
            y += _row_height(row)

    def _row(self, row: TimelineRow, y: float) -> None:
        for bar in row.passed:
            if bar.slots:
                with self._canvas.told(self._title(bar)):
                    self._bar(bar, y)
            else:
                self._bar(bar, y)
        for bar in row.told:
            with self._canvas.told(self._title(bar), self._address(bar)):
                self._bar(bar, y)

    def _bar(self, bar: Bar, y: float) -> None:
        canvas = self._canvas
        x, end = self._axis.at(bar.start), self._axis.at(bar.end)
        wide = max(end - x - 0.8, 9 if bar.state is SlotState.STARRED else 2.4)
        top = y + 1 + bar.lane * _LANE
        draw_state(canvas, bar.state, x, top, wide, _BAR)
        if len(bar.slots) > 1:
            self._number(bar, x + wide / 2, top, wide)

    def _number(self, bar: Bar, middle: float, top: float, wide: float) -> None:
        """The number of talks in a bar, on a light background unless the bar is filled; nothing if it is too narrow."""
        canvas, number = self._canvas, str(len(bar.slots))
        needed = width_of(number, _NUMBER) + 4
        if needed > wide:
            return
        full = bar.state is SlotState.SEEN
        if not full:
            canvas.rect(middle - needed / 2, top + 1, needed, _BAR - 2, fill=canvas.paints.paper)
        fill = canvas.paints.paper if full else canvas.paints.ink
        canvas.words(middle, top + 9.6, number, wide, anchor="middle", fill=fill, size=_NUMBER)

    def _title(self, bar: Bar) -> str:
        first = bar.slots[0]
        state = self._words.terms.states[bar.state]
        when = hours(first.start, first.end)
        if len(bar.slots) == 1:
            return f"{when} {first.title} ({state})"
        titles = "; ".join(slot.title for slot in bar.slots[:_MOST_TITLES])
        more = "; …" if len(bar.slots) > _MOST_TITLES else ""
        return f"{when} {format_states({bar.state: len(bar.slots)}, self._words)}: {titles}{more}"

    def _address(self, bar: Bar) -> str | None:
        items = (slot.item for slot in bar.slots if slot.item)
        return next((address for address in map(self._href, items) if address), None)

    def _description(self) -> str:
        told = []
        for day in self._days:
            figures = format_states({**day.counts, SlotState.PASSED: 0}, self._words)
            if figures:
                told.append(f"{self._words.short_day(day.day)}: {figures}")
        return "; ".join(told) + "." if told else ""


def _axis(days: Sequence[DayRows], words: Wording, width: int) -> _Axis:
    """The hours, to the right of all row names."""
    names = [words.short_day(day.day) for day in days if _is_one_row(day)]
    rows = [row for day in days if not _is_one_row(day) for row in day.rows]
    names += [words.counted(row.others, words.terms.others) if row.others else row.name for row in rows]
    left = min(max(width_of(name, LETTERS * 1.06) for name in names) + 12, width * 0.32)
    return _Axis(left, width - _HOUR_LABEL * 0.4, *hours_of(days))


def _pieces(days: Sequence[DayRows], highest: int, most: int | None) -> list[list[DayRows]]:
    """The days split over several drawings of similar height."""
    total = sum(map(_height, days))
    number = total // (highest - _AXIS) + 1
    wanted = total / min(number, most or number)
    pieces: list[list[DayRows]] = [[]]
    height = 0.0
    for day in days:
        if pieces[-1] and height + _height(day) / 2 > wanted:
            pieces.append([])
            height = 0.0
        pieces[-1].append(day)
        height += _height(day)
    return pieces


def _is_one_row(day: DayRows) -> bool:
    return len(day.rows) == 1 and not day.rows[0].others


def _whole_height(days: Sequence[DayRows]) -> float:
    return _AXIS + sum(map(_height, days)) + LEGEND + 8


def _height(day: DayRows) -> float:
    rows = sum(map(_row_height, day.rows))
    return rows + 4 if _is_one_row(day) else rows + _HEADING + 4


def _row_height(row: TimelineRow) -> float:
    return row.lanes * _LANE + _BETWEEN


MOST_LANES = 4
_FEW_ROWS = 4
_SIDE_BY_SIDE = 2
_SHORTEST, _ALL_DAY, _LATEST = 0.25, 9.0, 30.0


@fast_dataclass(frozen=True, slots=True)
class Bar:
    """One talk, or several with the same time and state that do not fit side by side; in hours of its day."""

    start: float
    end: float
    state: SlotState
    slots: tuple[SummarySlot, ...]
    lane: int = 0


@fast_dataclass(frozen=True, slots=True)
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


@fast_dataclass(frozen=True, slots=True)
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
