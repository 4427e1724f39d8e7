"""Values of the search language that are no words: days, spans of days, ratings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from confnotes.model.query import Dated, Rated

BEST = 5
"""Ratings go from 1 to this; 0 is not rated."""

_ALIKE = 0.75
"""How alike a name must be to another to be taken for a mistake."""

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_FIRST = re.compile(r"([a-z]+)[- ]?(\d{4})?")
_LATELY = re.compile(r"(this|last)[- ]?(week|month|year)")
_RATING = re.compile(r"(>=|<=|=|>|<)?(\d)(\+)?")
_RATINGS = re.compile(r"(\d)?\.\.(\d)?")


def meant(given: str, names: Sequence[str]) -> str:
    """What to say of a name that there is not: the nearest, else all that there are."""
    from difflib import get_close_matches

    near = get_close_matches(given, names, 1, _ALIKE)
    return f"did you mean {near[0]}?" if near else f"there is {', '.join(names)}"


def read_dates(kind: str, text: str, today: date) -> Dated | None:
    """What `date:`, `after:` or `before:` asks for.

    `date:` takes a day, month or year, in figures or as they are said (yesterday, tuesday, dec2019, "last week": the
    latest that began), and spans of them: `2019..2021`, `2019-12..`, `>=2019`.
    `after:2019` begins when 2019 is over, `before:2019` ends when it begins. None when it is no date.
    """
    if kind == "date":
        for sign, meaning in ((">=", "from"), ("<=", "until"), (">", "after"), ("<", "before")):
            if text.startswith(sign):
                return read_dates(meaning, text[len(sign) :], today)
        first_text, dots, last_text = text.partition("..")
        if dots:
            first = _span(first_text, today) if first_text else (None, None)
            last = _span(last_text, today) if last_text else (None, None)
            return Dated(first[0], last[1]) if first and last and (first_text or last_text) else None
    span = _span(text, today)
    if span is None:
        return None
    first_moment, end = span
    match kind:
        case "after":
            return Dated(end, None)
        case "before":
            return Dated(None, first_moment)
        case "from":
            return Dated(first_moment, None)
        case "until":
            return Dated(None, end)
    return Dated(first_moment, end)


def _span(text: str, today: date) -> tuple[datetime, datetime] | None:
    """When a day, month or year begins and when it is over."""
    try:
        match = _DATE.fullmatch(text)
        first, unit = _dated(*match.groups()) if match else _said(text.lower().strip(), today)
        return _midnight(first), _midnight(_following(first, unit))
    except (ValueError, OverflowError):
        return None


def _dated(year: str, month: str | None, day: str | None) -> tuple[date, str]:
    """When it begins, and whether it is a day, month or year; ValueError when there is no such date."""
    return date(int(year), int(month or 1), int(day or 1)), "day" if day else "month" if month else "year"


def _said(text: str, today: date) -> tuple[date, str]:
    """The same for a date as people say it; ValueError when it is none."""
    named = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(text)
    if named is not None:
        return today + timedelta(days=named), "day"
    if (weekday := _place(text, _DAYS)) is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7), "day"
    if lately := _LATELY.fullmatch(text):
        return _begin(today, lately[2], back=lately[1] == "last"), lately[2]
    match = _MONTH_FIRST.fullmatch(text)
    if match and (month := _place(match[1], _MONTHS)) is not None:
        year = int(match[2]) if match[2] else today.year - (month >= today.month)
        return date(year, month + 1, 1), "month"
    raise ValueError(text)


def _place(text: str, names: tuple[str, ...]) -> int | None:
    """Which of the names it is, cut after three letters or more."""
    return next((at for at, name in enumerate(names) if len(text) > 2 and name.startswith(text)), None)


def _begin(today: date, unit: str, *, back: bool) -> date:
    """When this week, month or year began; or the one before it."""
    match unit:
        case "week":
            return today - timedelta(days=today.weekday() + 7 * back)
        case "month":
            return date(today.year - (back and today.month == 1), (today.month - 1 - back) % 12 + 1, 1)
    return date(today.year - back, 1, 1)


def _following(first: date, unit: str) -> date:
    match unit:
        case "day":
            return first + timedelta(days=1)
        case "week":
            return first + timedelta(days=7)
        case "month":
            return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date(first.year + 1, 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def read_rating(text: str) -> Rated | None:
    """What `rating:` asks for: `4`, `>=4`, `4+`, `<3`, `2..4`. None when it is no rating."""
    span = _RATINGS.fullmatch(text)
    if span and text != "..":
        low, high = span.groups()
        return Rated(int(low or 1), int(high or BEST))
    match = _RATING.fullmatch(text)
    if not match:
        return None
    sign, number, more = match.group(1), int(match.group(2)), match.group(3)
    if more or sign == ">=":
        return Rated(number, BEST)
    match sign:
        case ">":
            return Rated(number + 1, BEST)
        case "<":
            return Rated(1, number - 1)
        case "<=":
            return Rated(1, number)
    return Rated(number, number)
