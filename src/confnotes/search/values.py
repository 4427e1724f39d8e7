"""Values of the search language that are no words: days, spans of days, ratings."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from confnotes.model.query import Dated, Rated

BEST = 5
"""Ratings go from 1 to this; 0 is not rated."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_RATING = re.compile(r"(>=|<=|=|>|<)?(\d)(\+)?")
_RATINGS = re.compile(r"(\d)?\.\.(\d)?")


def read_dates(kind: str, text: str, today: date) -> Dated | None:
    """What `date:`, `after:` or `before:` asks for.

    `date:` takes a day, month or year, today or yesterday, and spans of them: `2019..2021`, `2019-12..`, `>=2019`.
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
    named = {"today": 0, "yesterday": 1}.get(text.lower())
    if named is not None:
        day = today - timedelta(days=named)
        return _midnight(day), _midnight(day + timedelta(days=1))
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, number = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, number or 1)
        if number is not None:
            following = first + timedelta(days=1)
        elif month is not None:
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        else:
            following = date(first.year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
    return _midnight(first), _midnight(following)


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
