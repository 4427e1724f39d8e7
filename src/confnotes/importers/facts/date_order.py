"""Which number of a numeric date is the month: decided once for all dates of a source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from confnotes.importers.facts.dates import PartialDate

_NUMERIC = re.compile(r"(?<![\d./-])(?P<first>\d{1,2})([/-])(?P<second>\d{1,2})\2(?P<year>(?:19|20)?\d\d)(?![./-]?\d)")
_DOTTED = re.compile(_NUMERIC.pattern.replace("([/-])", "([./-])"))
_SEVERAL = 3
"""The least number of dates that show by their distances that they belong to one event."""
_APART = 2
"""The maximum average distance of an event's days: there may be a day of rest."""


def month_comes_first(texts: Iterable[str]) -> bool | None:
    """Whether numeric dates of a source put the month first; None if that is unclear.

    A number above 12 decides for all; otherwise the order that makes the dates days of one event.
    """
    written = {
        (int(match["first"]), int(match["second"]), int(match["year"]))
        for text in texts
        for match in _NUMERIC.finditer(text)
    }
    month_first, day_first = any(second > 12 for _, second, _ in written), any(first > 12 for first, _, _ in written)
    if month_first or day_first:
        return None if month_first and day_first else month_first
    near = [order for order in (True, False) if _are_of_one_event(written, month_first=order)]
    return near[0] if len(near) == 1 else None


def with_days_of_one_event(heads: Sequence[str]) -> list[str]:
    """The first lines of files, one for each day of an event, with days as `2024-05-06` where the month is first.

    `05.06.2024` is the 5 June, unless only the other order puts the days side by side.
    """
    found = [_DOTTED.search(head) for head in heads]
    written = [(int(day["first"]), int(day["second"]), int(day["year"])) if day else None for day in found]
    several = {each for each in written if each is not None}
    day_first, month_first = (_are_of_one_event(several, month_first=order, fewest=2) for order in (False, True))
    if day_first or not month_first:
        return list(heads)
    days = [numeric_day(*each, month_first=True) if each else None for each in written]
    return [
        head.replace(match[0], day.isoformat()) if match and day else head
        for head, match, day in zip(heads, found, days, strict=True)
    ]


def _are_of_one_event(written: set[tuple[int, int, int]], *, month_first: bool, fewest: int = _SEVERAL) -> bool:
    days = {numeric_day(*each, month_first=month_first) for each in written}
    stated = [day for day in days if day is not None]
    return len(stated) == len(days) >= fewest and (max(stated) - min(stated)).days <= len(days) * _APART


def numeric_day(first: int, second: int, year: int, *, month_first: bool) -> date | None:
    """The day of two numbers and a year, which may have two digits; None for an invalid date."""
    month, day = (first, second) if month_first else (second, first)
    return PartialDate(month, day).on(year + 2000 if year < 100 else year)
