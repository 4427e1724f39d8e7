"""The days as timelines with a common time axis: attended, starred, missed and passed talks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from confnotes.exporters.pictures.canvas import LETTERS, Canvas, DrawnPicture
from confnotes.exporters.pictures.lettering import distinct_labels, width_of
from confnotes.exporters.pictures.states import draw_legend, draw_state, format_states
from confnotes.exporters.pictures.timeline_rows import Bar, DayRows, TimelineRow, hours_of, rows_of
from confnotes.exporters.theme import Colours
from confnotes.exporters.wording import Wording, hours
from confnotes.model.summary import SlotState, Summary

HIGHEST = 520
"""Maximum height: a drawing is split between days so that it fits a page."""
_AXIS, _HEADING, _LANE, _BAR, _BETWEEN = 18.0, 20.0, 15.0, 12.0, 5.0
_HOUR_LABEL = 44
_NUMBER = 10
_MOST_TITLES = 8


@dataclass(frozen=True, slots=True)
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
    summary: Summary, words: Wording, colours: Colours | None, width: int, href: Callable[[str], str | None]
) -> list[DrawnPicture]:
    """A drawing per conference, or several for many days; empty without talks in the summary."""
    drawn: list[DrawnPicture] = []
    several = len({day.conference for day in summary.timeline}) > 1
    for conference, group in groupby(summary.timeline, key=lambda day: day.conference):
        days = rows_of(list(group))
        if not any(row.told for day in days for row in day.rows):
            continue
        title = words.terms.days_as_timeline
        title = f"{conference} · {title}" if several else title
        pieces = _pieces(days)
        axis = _axis(days, words, width)
        for piece in pieces:
            span = words.days_words(piece[0].day, piece[-1].day)
            name = f"{title}, {span}" if len(pieces) > 1 else title
            number = len(drawn) + 1
            identifier = f"days-{number}" if number > 1 else "days"
            drawn.append(_Timeline(Canvas(width, colours), axis, words, href, piece).picture(identifier, name))
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


def _pieces(days: Sequence[DayRows]) -> list[list[DayRows]]:
    """The days split over several drawings of similar height."""
    total = sum(map(_height, days))
    most = total / (total // (HIGHEST - _AXIS) + 1)
    pieces: list[list[DayRows]] = [[]]
    height = 0.0
    for day in days:
        if pieces[-1] and height + _height(day) / 2 > most:
            pieces.append([])
            height = 0.0
        pieces[-1].append(day)
        height += _height(day)
    return pieces


def _is_one_row(day: DayRows) -> bool:
    return len(day.rows) == 1 and not day.rows[0].others


def _height(day: DayRows) -> float:
    rows = sum(map(_row_height, day.rows))
    return rows + 4 if _is_one_row(day) else rows + _HEADING + 4


def _row_height(row: TimelineRow) -> float:
    return row.lanes * _LANE + _BETWEEN
