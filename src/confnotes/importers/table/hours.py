"""The times of day in cells, and durations.

Cells of spreadsheets may be fractions of a day. Times without am or pm are on a 12-hour clock if the file has none
after 12:59 and they continue with 1:00 after the morning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from confnotes.importers.facts.lengths import LONGEST_TITLE
from confnotes.markup.clock_times import ClockTime, find_times, minutes
from confnotes.markup.durations import duration_of

_PLAIN = re.compile(r"(\d{1,2})[:.hH](\d\d)(?::\d\d(?:\.\d+)?)?(?:\s?([AaPp])\.?\s?[Mm]\.?)?")
_BARE_HOUR = re.compile(r"(\d{1,2})\s?(?:[hH]|Uhr)?")
_DIGITS = re.compile(r"([01]?\d|2[0-4])([0-5]\d)")
_DAY_FRACTION = re.compile(r"0?[.,]\d+|0|1")
_BELOW_ONE = re.compile(r"0?[.,]\d+")
_AFTER_MIDNIGHT = re.compile(r"(2[4-9]):([0-5]\d)(?::00)?")
_DAY = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class HourSlot:
    """The start and perhaps the end in minutes since midnight; `open`: am or pm is undecided.

    A time after the midnight that ends the day, as in `25:30`, counts on from it.
    """

    start: int
    end: int | None = None
    open: bool = False
    open_end: bool = False


@dataclass(slots=True)
class Hours:
    """The times of a file, each cell parsed once."""

    afternoon: bool = False
    _slots: dict[str, HourSlot | None] = field(default_factory=dict)

    def slot(self, cell: str) -> HourSlot | None:
        """The time or range of times of a cell, as written."""
        try:
            return self._slots[cell]
        except KeyError:
            found = self._slots[cell] = _slot(cell)
            return found

    def decide(self, rows: Iterable[tuple[date | None, HourSlot | None]]) -> int | None:
        """Decide whether 1:30 is in the afternoon, from the times of all rows in order; returns the decisive row."""
        last: dict[date | None, int] = {}
        shown: int | None = None
        for number, (day, slot) in enumerate(rows):
            if slot is None:
                continue
            if not slot.open or (slot.end is not None and not slot.open_end and slot.end >= 13 * 60):
                return None
            if 60 <= slot.start < 8 * 60 and last.get(day, 0) >= 8 * 60 and shown is None:
                shown = number
            last[day] = slot.start
        self.afternoon = shown is not None
        return shown

    def settled(self, slot: HourSlot) -> HourSlot:
        """A slot with 1:30 in the afternoon, if so decided, and an end that is not before its start."""
        start, end = slot.start, slot.end
        if self.afternoon and slot.open and 60 <= start < 8 * 60:
            start += _DAY // 2
        if end is not None and end < start:
            half = end + _DAY // 2
            end = half if slot.open_end and end < _DAY // 2 and half > start else end + _DAY
        return HourSlot(start, end, slot.open, slot.open_end)


def _slot(cell: str) -> HourSlot | None:
    text = cell.strip()
    if not text or len(text) > LONGEST_TITLE:
        return None
    if match := _AFTER_MIDNIGHT.fullmatch(text):
        return HourSlot(int(match[1]) * 60 + int(match[2]))
    if match := _PLAIN.fullmatch(text):
        return _plain(int(match[1]), int(match[2]), match[3])
    if _DAY_FRACTION.fullmatch(text):
        value = round(float(text.replace(",", ".")) * _DAY)
        return HourSlot(value) if value < _DAY else None
    if match := _DIGITS.fullmatch(text):
        return _plain(int(match[1]), int(match[2]), None)
    found = find_times(text)
    if not found:
        match = _BARE_HOUR.fullmatch(text)
        return _plain(int(match[1]), 0, None) if match and 6 <= int(match[1]) <= 23 else None
    first = found[0]
    end = first.end or (found[1].start if len(found) == 2 and found[1].end is None else None)
    return HourSlot(
        minutes(first.start.time),
        minutes(end.time) if end else None,
        _is_open(first.start),
        end is not None and _is_open(end),
    )


def _is_open(clock: ClockTime) -> bool:
    return not clock.sure and 1 <= clock.time.hour <= 12


def _plain(hour: int, minute: int, half: str | None) -> HourSlot | None:
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    if half and 1 <= hour <= 12:
        return HourSlot((hour % 12 + (12 if half in "pP" else 0)) * 60 + minute)
    return HourSlot(hour % 24 * 60 + minute, open=1 <= hour <= 12 and not half)


@lru_cache(maxsize=1024)
def minutes_of(cell: str, *, in_hours: bool = False) -> int | None:
    """A duration in minutes; None for other text and for zero. Numbers below one are fractions of a day."""
    text = cell.strip()
    if _BELOW_ONE.fullmatch(text):
        return round(float(text.replace(",", ".")) * _DAY)
    length = duration_of(text, "hours" if in_hours else "minutes")
    return round(length.total_seconds() / 60) or None if length else None
