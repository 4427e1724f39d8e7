"""The days of a timetable's lines, by a date, “Day 2” or a weekday; and their times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import FoundDate, ambiguous_date, find_dates, find_weekday
from confnotes.importers.facts.lengths import LONGEST_LABEL, LONGEST_NAME
from confnotes.importers.facts.numbered_days import NUMBERED_DAY, day_number
from confnotes.importers.facts.zones import find_zone
from confnotes.markup.clock_times import TimeRange, find_times, leading_time

AFTER_TIME = " \t:.,;|)]*_–—-~\n\\"


@dataclass(frozen=True, slots=True)
class EventDays:
    """The event's first and last day and its year, as far as the page states them."""

    first: date | None
    last: date | None
    year: int | None

    def opened_by(self, text: str, *, with_items: bool = False) -> tuple[date | None, str, TimeRange | None]:
        """The day that a line begins, its other text, and its time if it has one.

        `with_items`: lines of this list are a date and an item, which may be longer than the heading of a day.
        """
        visible = inline.plain(text)
        longest, longest_rest = (_LONGEST_ITEM, _LONGEST_ITEM) if with_items else (160, 80)
        if len(visible) > longest:
            return None, visible, None
        found = find_dates(visible)
        if found and len(visible[: found[0].begin].strip(" \t:,–—-(*#")) <= LONGEST_LABEL:
            day = self.dated(found[0])
            rest = (visible[: found[0].begin] + " " + visible[found[0].stop :]).strip(AFTER_TIME + "([")
            times = find_times(visible[found[0].stop :])
            if times:
                tail = visible[found[0].stop :]
                return day, tail[times[0].begin :], leading_time(tail[times[0].begin :])
            if (day is not None or with_items) and len(rest) < longest_rest:
                return day, rest, None
            return None, visible, None
        counted = NUMBERED_DAY.search(visible)
        if counted and len(visible) <= LONGEST_NAME and self.first is not None:
            day = self.first + timedelta(days=day_number(counted) - 1)
            if self.last is not None and day <= self.last:
                return day, (visible[: counted.start()] + visible[counted.end() :]).strip(AFTER_TIME), None
        weekday = find_weekday(visible)
        if weekday is not None and len(visible) <= LONGEST_LABEL and self.first and self.last:
            days = [self.first + timedelta(days=offset) for offset in range((self.last - self.first).days + 1)]
            fitting = [day for day in days if day.weekday() == weekday]
            if len(fitting) == 1:
                return fitting[0], "", None
        return None, visible, None

    def dated(self, found: FoundDate) -> date | None:
        """The date with the year of the page."""
        year = found.start.year or (self.first.year if self.first else self.year)
        return found.start.on(year)


def names_day(text: str) -> bool:
    """Whether a line is the heading of a day, even without a full date: “Monday”, “Day 2”, “Nov. 8 (afternoon)”,
    “05/06/2031”.
    """
    visible = inline.plain(text).strip(AFTER_TIME + "([#")
    if len(visible) > LONGEST_NAME or leading_time(visible) is not None:
        return False
    found = find_dates(inline.plain(text))  # with its trailing point: 20.8.
    if found:
        return found[0].begin <= _LEADING and found[0].start.year is None
    if (ambiguous := ambiguous_date(visible)) and visible.index(ambiguous) <= _LEADING:
        return True
    counted = NUMBERED_DAY.match(visible)
    return counted is not None or (len(visible) <= LONGEST_LABEL and find_weekday(visible[:_LEADING]) is not None)


def states_day(text: str) -> bool:
    """Whether a header or cell states a day: a date, with or without a year, a weekday, or “Day 2” alone."""
    visible = inline.plain(text)
    if len(visible) >= _SHORT:
        return False
    return (
        bool(find_dates(visible))
        or find_weekday(visible) is not None
        or NUMBERED_DAY.fullmatch(visible.strip(AFTER_TIME)) is not None
    )


_LONGEST_ITEM = 400  # characters of a line with a date, a title and people
_SHORT, _LEADING = 60, 16  # characters: “Wednesday, the ” may precede a date, a sentence may not


_HOUR_WORDS = "uhr|hrs?|hs|hours|heures|from|to|until|at|am|pm|bis|von|h|open end|open|end|ende|late"
_MINUTES = r"min|mins|minut(?:e[ns]?|os|i|[aoy])?|минут[аы]?|мин|分钟?|分鐘|分間|분"
_NO_WORDS = re.compile(rf"[\W\d_]*(?:(?:{_HOUR_WORDS}|{_MINUTES})\b[\W\d_]*)*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def times_alone(text: str) -> TimeRange | None:
    """The time or range that makes up a cell, perhaps with a zone and a second line; None for other cells."""
    visible = inline.plain(text)
    if len(visible) > LONGEST_NAME:
        return None
    found = find_times(visible)
    if not found:
        return None
    rest = visible
    for times in reversed(found):
        rest = rest[: times.begin] + " " + rest[times.stop :]
    zone = find_zone(rest)
    if zone is not None:
        rest = rest[: zone.begin] + " " + rest[zone.stop :]
    if _NO_WORDS.fullmatch(rest) is None:
        return None
    first = found[0]
    if first.end is None and len(found) == 2:
        return TimeRange(first.start, found[1].start, first.begin, found[1].stop)
    return first


LEADS_ON = re.compile(r"\b(?:from|at|by|to|till|until|between|um|von|ab|bis|vers|dalle|desde|das)$", re.IGNORECASE)


def hours_apart(title: str, stated: TimeRange | None) -> tuple[str | None, TimeRange | None]:
    """A title without hours at its end or in brackets, “Pause 11:00 - 11:30”, “Lunch (12:30)”, and its hours: these,
    unless those of its row are `stated` and do not contain them.
    """
    for times in find_times(title):
        before, behind = title[: times.begin].rstrip(), title[times.stop :].lstrip()
        is_bracketed = before.endswith(("(", "[")) and behind.startswith((")", "]"))
        ends = times.end is not None and not behind.strip(" .)]") and not LEADS_ON.search(before)
        first, last = (stated.start, stated.end or times.start) if stated else (times.start, times.start)
        if (is_bracketed or ends) and first.time <= times.start.time <= last.time:
            rest = f"{before.rstrip(' ([,:;|@·–—-')} {behind.lstrip(' )].')}".strip()
            if not states_day(rest):  # of another day
                return rest or None, times if stated is None or times.end is not None else stated
    return title, stated
