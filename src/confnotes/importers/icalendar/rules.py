"""Recurrence rules of iCalendar (RFC 5545, section 3.3.10) as local times.

Only what a conference may need: rules by day, week, month and year, and by hours. A rule is followed until its end,
until `latest`, or for MOST occurrences, whichever comes first; a rule without occurrences ends at the same limits.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

MOST = 1000  # occurrences: a rule may have no end
_LONGEST_SEARCH = 366 * 24  # periods: a year of hours, so that a rule without occurrences ends
_HOUR = timedelta(hours=1)
_PERIODS = {"HOURLY": 1, "DAILY": 24, "WEEKLY": 7 * 24, "MONTHLY": 28 * 24, "YEARLY": 365 * 24}
"""The least number of hours of a period."""
_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)\Z")


@dataclass(frozen=True, slots=True)
class Rule:
    """A supported rule; `days` are (number, weekday), 0 for every such day. `until` is the raw text."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str | None = None
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


def rule_of(text: str) -> Rule | None:
    """The rule of an RRULE; None if it is invalid or not supported."""
    parts = dict(part.strip().upper().split("=", 1) for part in text.split(";") if "=" in part)
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYHOUR", "BYMINUTE", "BYSETPOS"}
    if parts.get("FREQ") not in _PERIODS or not set(parts) <= known | {"WKST", "BYSECOND"}:
        return None
    days = [_BY_DAY.match(each.strip()) for each in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    numbers = {key: _numbers(parts.get(key)) for key in known - {"FREQ", "UNTIL", "BYDAY"}}
    if any(each is None for each in (*days, *numbers.values())):
        return None
    interval, count = (numbers["INTERVAL"] or (1,))[0], (numbers["COUNT"] or (None,))[0]
    if interval < 1 or (count is not None and count < 1):
        return None
    return Rule(
        parts["FREQ"],
        interval,
        count,
        parts.get("UNTIL"),
        tuple((int(each[1] or 0), _WEEKDAYS[each[2]]) for each in days if each),
        numbers["BYMONTHDAY"] or (),
        numbers["BYMONTH"] or (),
        numbers["BYHOUR"] or (),
        numbers["BYMINUTE"] or (),
        numbers["BYSETPOS"] or (),
        _WEEKDAYS.get(parts.get("WKST", ""), 0),
    )


def _numbers(text: str | None) -> tuple[int, ...] | None:
    """A list of whole numbers, empty for no text; None if it is invalid."""
    if text is None:
        return ()
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 400 or not all(re.fullmatch(r"[+-]?\d{1,5}", part) for part in parts):
        return None
    return tuple(int(part) for part in parts)


def occurrences(rule: Rule, start: datetime, latest: datetime) -> Iterator[datetime]:
    """The occurrences, starting with `start`, up to `latest`; all are naive local times."""
    for moment in islice(_moments(rule, start, latest), min(rule.count or MOST, MOST)):
        if moment > latest:
            return
        yield moment


def _moments(rule: Rule, start: datetime, latest: datetime) -> Iterator[datetime]:
    yield start
    periods = (latest - start) // (_PERIODS[rule.frequency] * rule.interval * _HOUR) + 2
    for period in range(min(periods, _LONGEST_SEARCH)):
        try:
            moments = _period(rule, start, period * rule.interval)
        except (OverflowError, ValueError):
            return
        if rule.positions:
            moments = sorted(
                {
                    moments[at - (at > 0)]
                    for at in rule.positions
                    if at and -len(moments) <= at - (at > 0) < len(moments)
                }
            )
        yield from (moment for moment in moments if moment > start)


def _period(rule: Rule, start: datetime, steps: int) -> list[datetime]:
    """The occurrences in the hour, day, week, month or year that is `steps` periods after that of `start`."""
    if rule.frequency == "HOURLY":
        hour = start + steps * _HOUR
        fits = _fits(rule, hour.date()) and (not rule.hours or hour.hour in rule.hours)
        minutes = (sorted(rule.minutes) or (start.minute,)) if fits else ()
        return [hour.replace(minute=minute) for minute in minutes if 0 <= minute < 60]
    days = sorted(_days(rule, start.date(), steps))
    return [moment for day in days for moment in _times(rule, day, start)]


def _times(rule: Rule, day: date, start: datetime) -> Iterator[datetime]:
    for hour in sorted(rule.hours) or (start.hour,):
        for minute in sorted(rule.minutes) or (start.minute,):
            if 0 <= hour < 24 and 0 <= minute < 60:
                yield datetime.combine(day, time(hour, minute, start.second))


def _days(rule: Rule, first: date, steps: int) -> set[date]:
    """The days in the period that is `steps` days, weeks, months or years after that of `first`."""
    if rule.frequency == "DAILY":
        day = first + timedelta(days=steps)
        return {day} if _fits(rule, day) else set()
    if rule.frequency == "WEEKLY":
        monday = first - timedelta(days=(first.weekday() - rule.week_start) % 7) + timedelta(weeks=steps)
        weekdays = {weekday for _, weekday in rule.days} or {first.weekday()}
        days = {monday + timedelta(days=(weekday - rule.week_start) % 7) for weekday in weekdays}
        return {day for day in days if not rule.months or day.month in rule.months}
    if rule.frequency == "MONTHLY":
        months = first.year * 12 + first.month - 1 + steps
        year, month = months // 12, months % 12 + 1
        return _days_of_month(rule, year, month, first.day) if not rule.months or month in rule.months else set()
    return _days_of_year(rule, first.year + steps, first)


def _days_of_year(rule: Rule, year: int, first: date) -> set[date]:
    if not (rule.months or rule.month_days or rule.days):
        return _day_of(year, first.month, first.day)
    if not rule.months and any(number for number, _ in rule.days):
        return _numbered(date(year, 1, 1), date(year, 12, 31), rule)
    months = [month for month in rule.months or range(1, 13) if 1 <= month <= 12]
    return {day for month in months for day in _days_of_month(rule, year, month, first.day)}


def _fits(rule: Rule, day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.days or day.weekday() in {weekday for _, weekday in rule.days})
        and (not rule.month_days or day.day in rule.month_days or day.day - length - 1 in rule.month_days)
    )


def _days_of_month(rule: Rule, year: int, month: int, default: int) -> set[date]:
    length = monthrange(year, month)[1]
    if rule.month_days:
        numbers = {number if number > 0 else length + 1 + number for number in rule.month_days}
        days = {date(year, month, number) for number in numbers if 1 <= number <= length}
        weekdays = {weekday for _, weekday in rule.days}
        return {day for day in days if not weekdays or day.weekday() in weekdays}
    if rule.days:
        return _numbered(date(year, month, 1), date(year, month, length), rule)
    return _day_of(year, month, default)


def _numbered(first: date, last: date, rule: Rule) -> set[date]:
    """The second Tuesday, the last Friday, every Monday between two days."""
    found: set[date] = set()
    for number, weekday in rule.days:
        begun = first + timedelta(days=(weekday - first.weekday()) % 7)
        count = (last - begun).days // 7 + 1
        if number == 0:
            found.update(begun + timedelta(weeks=at) for at in range(count))
        elif 1 <= abs(number) <= count:
            found.add(begun + timedelta(weeks=number - 1 if number > 0 else count + number))
    return found


def _day_of(year: int, month: int, day: int) -> set[date]:
    return {date(year, month, day)} if day <= monthrange(year, month)[1] else set()
