"""The day of a timetable: `2025-01-31`, `Sunday April 27`, `Day 2`, `talks_day1`, a weekday alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.sites.records import words_of

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "first": 1, "second": 2, "third": 3}
_DAY_NUMBER = r"\b(?:day|tag|jour|d[ií]a)\s*#?\s*(\d{1,2}|one|two|three|four|five|six)\b"
_ORDINAL = re.compile(rf"{_DAY_NUMBER}|\b(first|second|third|\d(?=st|nd|rd|th))\w{{0,2}} day\b")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?!\d)")
_OUTINGS = frozenset(("outing", "hike", "boat ride", "boat", "tour", "walk"))
_MOST_DAYS = 31


@dataclass(slots=True)
class ConferenceDays:
    """The days of a conference; `named` are those with a name in its settings, `talks` the first of those with talks.

    `month_first` says how to read 4/11/2024; None if that is unknown.
    """

    year: int | None = None
    first: date | None = None
    last: date | None = None
    talks: date | None = None
    named: list[tuple[str, date]] = field(default_factory=list)
    month_first: bool | None = None

    def of(self, text: str) -> date | None:
        """The day of a date, heading or key."""
        found = find_dates(text)
        if found:
            return found[0].start.on(found[0].start.year or self.year)
        if match := _SLASHED.search(text):
            return self._slashed(match)
        if text.isdecimal() and self.first is not None and len(text) < 3:
            return self._numbered(int(text))
        named = (day for name, day in self.named if words_of(name) == words_of(text))
        return self._counted(text) or self._weekday(text) or next(named, None)

    def _numbered(self, number: int) -> date | None:
        """The day of the month if the conference has one with that number, else its nth day."""
        assert self.first is not None
        days = [self.first + timedelta(days=each) for each in range(((self.last or self.first) - self.first).days + 1)]
        of_month = [day for day in days[:_MOST_DAYS] if day.day == number]
        return of_month[0] if of_month else days[number - 1] if 0 < number <= len(days) else None

    def called(self, key: str) -> date | None:
        """The day that the settings give to a timetable's name: `writing_day` if they name “Writing Day”."""
        words = words_of(key)
        ordinal = _ORDINAL.search(words)
        for name, day in self.named:
            theirs = words_of(name)
            if words == theirs or words.endswith(f" {theirs}") or (words in _OUTINGS and theirs in _OUTINGS):
                return day
        if ordinal is not None:
            number = _number(ordinal)
            for name, day in self.named:
                match = _ORDINAL.search(words_of(name))
                if match is not None and _number(match) == number and not words_of(name).startswith("day "):
                    return day
        return self.of(key.replace("_", "-")) or (self.of(words) if len(words) > 2 else None)

    def _counted(self, text: str) -> date | None:
        match = _ORDINAL.search(text.lower())
        start = self.talks or self.first
        if match is None or start is None:
            return None
        number = _number(match)
        day = start + timedelta(days=number - 1) if 0 < number <= _MOST_DAYS else None
        return day if day is not None and (self.last is None or day <= self.last) else None

    def _weekday(self, text: str) -> date | None:
        weekday = find_weekday(text) if len(text) < 60 else None
        if weekday is None or self.first is None:
            return None
        last = self.last or self.first
        fitting = [self.first + timedelta(days=number) for number in range(min((last - self.first).days + 1, 8))]
        same = [day for day in fitting if day.weekday() == weekday]
        return same[0] if len(same) == 1 else None

    def _slashed(self, match: re.Match[str]) -> date | None:
        first, second, year = (int(each) for each in match.groups())
        month_first = self.month_first if first <= 12 and second <= 12 else second > 12
        if month_first is None and first != second:
            return None
        month, day = (first, second) if month_first else (second, first)
        try:
            return date(year + 2000 if year < 100 else year, month, day)
        except ValueError:
            return None


def _number(match: re.Match[str]) -> int:
    said = match[1] or match[2]
    return _NUMBERS.get(said) or int(said)
