"""Values of the search language other than words: marks, days, date ranges, ratings."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from confnotes.markup.day_words import day_from, place_of, weekday_of
from confnotes.model.mark import FLAGS, Mark
from confnotes.model.query import Dated, Rated

BEST = 5
"""Ratings go from 1 to this; 0 is not rated."""

_ALIKE = 0.75
"""How alike a name must be to another to be taken for a mistake."""

_OTHER_NAMES = {
    "unanswered": "open",
    "recording": "video",
    "todo": "task",
    **dict.fromkeys(("by", "people", "presenter", "who"), "speaker"),
    **dict.fromkeys(("label", "topic", "keyword"), "tag"),
    **dict.fromkeys(("event", "where"), "conf"),
    **dict.fromkeys(("when", "year"), "date"),
    **dict.fromkeys(("location", "place", "hall"), "room"),
    **dict.fromkeys(("name", "subject"), "title"),
    **dict.fromkeys(("score", "stars"), "rating"),
    **dict.fromkeys(("state", "status"), "is"),
}
"""Words that people use, which differ from the right ones in more than spelling."""

_DATE = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_FIRST = re.compile(r"([a-z]+)[- ]?(\d{4})?")
_DAYS_OF = {"day": 1, "week": 7, "month": 31, "year": 366}
"""The longest duration of each, in days."""

_SIGNS = re.compile(r"(>=|<=|>|<)?(.*)", re.DOTALL)
_MEANING = {">=": "from", "<=": "until", ">": "after", "<": "before", None: "date"}
_LATELY = re.compile(r"(this|last|next)[- ]?(week|month|year)")
_RATING = re.compile(r"(>=|<=|=|>|<)?(\d)(\+)?")
_RATINGS = re.compile(r"(\d)?\.\.(\d)?")


class PointState(NamedTuple):
    """A value of `is:`: its description, the kind of task or question with it, and the mark of a talk."""

    told: str
    point: str = ""
    mark: Mark | None = None


def _marked(mark: Mark) -> PointState:
    return PointState(f"is {mark.told}", mark=mark)


STATES = {
    Mark.STAR.value: _marked(Mark.STAR),
    "todo": PointState("has an open task", "task"),
    "question": PointState("has a question", "question"),
    "open": PointState("has an open question", "question"),
    "answered": PointState("has an answered question", "question"),
    **{mark.value: _marked(mark) for mark in FLAGS if mark is not Mark.STAR},
    "done": PointState("has a completed task", "task"),
    "orphan": PointState("is linked with no other note"),
    "broken": PointState("has an unresolved link"),
}
"""In the order of suggestions."""


class UnreadableError(Exception):
    """A text, or a part of it, is not in the language; the message says why. `begun`: it may be the beginning of a
    valid text.
    """

    def __init__(self, message: str, *, begun: bool = True) -> None:
        super().__init__(message)
        self.begun = begun


def like(given: str, names: Collection[str]) -> str:
    """The name that an unknown one may stand for, "" for none."""
    from difflib import get_close_matches

    other = _OTHER_NAMES.get(given, "")
    return other if other in names else next(iter(get_close_matches(given, names, 1, _ALIKE)), "")


def suggest_value(given: str, names: Sequence[str]) -> str:
    """What to say about an unknown name: the most similar one, otherwise all names."""
    near = like(given, names)
    return f"did you mean {near}?" if near else f"use {', '.join(names)}"


def read_dates(kind: str, text: str, today: date) -> Dated:
    """The value of `date:`, `after:`, `before:`, `since:` ("from") or `until:`. Raises UnreadableError for a bad date.

    `date:` takes a day, month or year, in figures or words (yesterday, tuesday, dec2019, "last week": the latest that
    began), and ranges: `2019..2021`, `2019-12..`, `>=2019`. `after:2019` begins when 2019 is over, `before:2019` ends
    when it begins; `since:2019` begins with 2019, `until:2019` ends when it is over.
    """
    try:
        return _dates(kind, text, today)
    except (ValueError, OverflowError):
        raise UnreadableError(f"“{text}” is not a date", begun=len(text) < len("2019-12-09")) from None


def _dates(kind: str, text: str, today: date) -> Dated:
    if kind == "date":
        sign, text = _SIGNS.fullmatch(text).groups()  # type: ignore[union-attr]
        kind = _MEANING[sign]
    first, dots, last = text.partition("..") if kind == "date" else (text, "", "")
    if dots and (first or last):
        return Dated(_span(first, today)[0] if first else None, _span(last, today)[1] if last else None)
    begin, end = _span(text, today)
    match kind:
        case "after":
            return Dated(end, None)
        case "before":
            return Dated(None, begin)
        case "from":
            return Dated(begin, None)
        case "until":
            return Dated(None, end)
    return Dated(begin, end)


def _span(text: str, today: date) -> tuple[datetime, datetime]:
    """Beginning and end of a day, month or year; ValueError for an invalid date."""
    if match := _DATE.fullmatch(text) or _DAY_FIRST.fullmatch(text):
        year, month, day = match["year"], match["month"], match["day"]
        first, unit = date(int(year), int(month or 1), int(day or 1)), "day" if day else "month" if month else "year"
    else:
        first, unit = _said(text.lower().strip(), today)
    end = first + timedelta(days=_DAYS_OF[unit])
    return _midnight(first), _midnight(end.replace(day=1) if unit in ("month", "year") else end)


def _said(text: str, today: date) -> tuple[date, str]:
    """Beginning and unit of a day, week, month or year in words; ValueError for other words."""
    if (day := day_from(text, today)) is not None:
        return day, "day"
    if (weekday := weekday_of(text)) is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7), "day"
    if lately := _LATELY.fullmatch(text):
        first, unit = _begin(today, lately[2]), lately[2]
        other = {"last": -timedelta(days=1), "next": timedelta(days=_DAYS_OF[unit])}.get(lately[1], timedelta())
        return _begin(first + other, unit), unit
    match = _MONTH_FIRST.fullmatch(text)
    if match and (month := place_of(match[1], _MONTHS)) is not None:
        year = int(match[2]) if match[2] else today.year - (month >= today.month)
        return date(year, month + 1, 1), "month"
    raise ValueError(text)


def _begin(day: date, unit: str) -> date:
    """When the week, month or year of the day began."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def read_rating(text: str) -> Rated:
    """The value of `rating:`: `4`, `>=4`, `4+`, `<3`, `2..4`. Raises UnreadableError for an invalid rating."""
    span = _RATINGS.fullmatch(text)
    if span and text != "..":
        return Rated(int(span[1] or 1), int(span[2] or BEST))
    match = _RATING.fullmatch(text)
    if not match:
        raise UnreadableError(f"“{text}” is not a rating")
    sign, number = ">=" if match[3] else match[1], int(match[2])
    spans = {">=": (number, BEST), ">": (number + 1, BEST), "<": (1, number - 1), "<=": (1, number)}
    return Rated(*spans.get(sign, (number, number)))
