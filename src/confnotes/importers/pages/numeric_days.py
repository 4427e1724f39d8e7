"""Numeric days such as 05/06/2031, in May or in June: all days of a page are read alike, as the page shows.

What shows it, the surest first: a weekday beside one of them; a day such as 20/06/2031; the same day in words; days
alone on their lines that follow each other; the language, since only American English puts the month first. If nothing
does, or if two of a kind differ, the days stay unread, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from confnotes.importers.facts.date_order import numeric_day
from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.pages.document import SourceDocument
from confnotes.model.program import SourceWarning, WarningCode

_MOST = 200_000  # characters that are looked at
_LATER = timedelta(days=14)  # the latest day of a conference after the first day that the user states
_BESIDE = 16  # characters: “Wednesday, den ” before or after a day
_ALONE = 12  # letters beside a day: “Day 1”, not “Submission of papers”
_SLASHED = re.compile(r"(?<![\w=/?&%.-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d|(?<=/)\d\d)(?![\d./-]\d|\d)")
"""In no address; of two digits only behind a slash: 10-12-14 is a range or a number more often than a day."""
_OF_TWO = re.compile(
    r"""((?:^|[>|*\#])[ \t]*(?:[^\W\d][\w-]{1,14}\.?,?[ \t]+)?)  # where a cell or line begins; a weekday
    (\d{1,2})/(\d{1,2})
    (?=[ \t]*(?:\([\w-]{2,15}\)[ \t]*)?(?:[<|*]|$))  # a weekday; where it ends
    """,
    re.MULTILINE | re.VERBOSE,
)
_TAG = re.compile(r"<[^<>]*>")
_HTML = r"<html\b[^>]{0,200}?"
_LANGUAGE = re.compile(rf"{_HTML}\blang=[\"']?(?P<language>[a-z]{{2}})(?:[-_](?P<country>[a-z]{{2}}))?", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|for|with|from|this)\b", re.IGNORECASE)
_GERMANIC = "der|die|und|von|mit|het|een|voor|och|för|af|med"
_ROMANCE = "le|les|des|du|et|el|los|del|il|di|della|do|da|dos"
_ABROAD = re.compile(rf"\b(?:{_GERMANIC}|{_ROMANCE}|się|oraz|и|на|по)\b", re.IGNORECASE)
_FEWEST_WORDS = 3
_NEXT = timedelta(days=2)  # between the days of a conference
_BEFORE = timedelta(days=3)  # a day of tutorials, or one that a list of days leaves out


@dataclass(frozen=True, slots=True)
class _NumericDay:
    """A day of which each number may be the month: as read day first and month first, and its line without it."""

    readings: tuple[date, date]
    written: str
    number: int
    before: str
    after: str


_Votes = Iterator[bool]  # whether the day comes first


def with_numeric_days(document: SourceDocument) -> SourceDocument:
    """The document with its ambiguous days as 2031-06-05, or with a warning if nothing shows which these are.

    Only what readers look at is changed: notes are taken from the lines as written.
    """
    document = _with_days_of_the_stated(document)
    days = list(_days_in(document))
    doubtful = next((day for day in days if day.readings[0] != day.readings[1]), None)
    if doubtful is None:
        short = any(re.search(r"/\d\d$", day.written) for day in days)
        return replace(document, visible=_rewritten(document.visible, True), _made_once={}) if short else document
    day_first = _day_first(document, days)
    others = tuple(each for each in document.hidden_warnings if each.code is not WarningCode.DAY_NOT_KNOWN)
    if day_first is None:
        either = " or ".join(f"{each.day} {each:%B}" for each in doubtful.readings)
        told = SourceWarning(
            f"“{doubtful.written}” can be {either}; nothing on the page shows which",
            doubtful.number,
            WarningCode.DAY_NOT_KNOWN,
        )
        return replace(document, hidden_warnings=(*others, told), _made_once={})
    return replace(document, visible=_rewritten(document.visible, day_first), hidden_warnings=others, _made_once={})


def _with_days_of_the_stated(document: SourceDocument) -> SourceDocument:
    """The document with days of two numbers, such as 17/11, alone in their cells or lines, as 2031-11-17.

    They are read so if all of them, in the same order, are days that the page states in full, or next to these.
    """
    text, rest = document.visible[:_MOST], document.visible[_MOST:]
    spans = _stated(document) if len(_OF_TWO.findall(text)) > 1 else []
    read = _days_near(text, spans, day=2, month=3) or _days_near(text, spans, day=3, month=2)
    return replace(document, visible=read + rest, _made_once={}) if read and spans else document


def _days_near(text: str, spans: Sequence[tuple[date, date]], *, day: int, month: int) -> str | None:
    """The text with its days of two numbers, these groups of the pattern, in full; None if one is not near a span."""
    days = [_near(int(match[day]), int(match[month]), spans) for match in _OF_TWO.finditer(text)]
    left = iter(days)
    return None if None in days else _OF_TWO.sub(lambda match: f"{match[1]}{next(left)}", text)


def _near(day: int, month: int, spans: Sequence[tuple[date, date]]) -> date | None:
    """The day that is in one of the spans, or within three days of it."""
    for start, end in spans:
        one = numeric_day(day, month, start.year, month_first=False)
        if one and start - _BEFORE <= one <= end + _BEFORE:
            return one
    return None


def _stated(document: SourceDocument) -> list[tuple[date, date]]:
    """The first and last days that lines of the page state in full."""
    found = [each for line in document.text[:_MOST].split("\n") for each in find_dates(line)]
    return [(start, (each.end and each.end.on(None)) or start) for each in found if (start := each.start.on(None))]


def _days_in(document: SourceDocument) -> Iterator[_NumericDay]:
    for number, line in enumerate(document.visible[:_MOST].split("\n"), document.front.body_line):
        for match in _SLASHED.finditer(line):
            if readings := _readings(match):
                before, after = line[: match.start()], line[match.end() :]
                yield _NumericDay(readings, match.group(0), number, before, after)


def _readings(match: re.Match[str]) -> tuple[date, date] | None:
    """A day as read day first and month first: the same if one of the numbers cannot be a month."""
    first, second, year = int(match.group(1)), int(match.group(3)), int(match.group(4))
    day_first, month_first = (numeric_day(first, second, year, month_first=order) for order in (False, True))
    return (day_first or one, month_first or one) if (one := day_first or month_first) else None


def _day_first(document: SourceDocument, days: Sequence[_NumericDay]) -> bool | None:
    """Whether the day comes first; None if nothing shows it."""
    ways: tuple[Callable[[SourceDocument, Sequence[_NumericDay]], _Votes], ...] = (
        _by_starts,
        _by_weekday,
        _by_others,
        _by_words,
        _by_order,
        _by_language,
    )
    votes = next((found for way in ways if (found := {*way(document, days)})), set())
    return votes.pop() if len(votes) == 1 else None


def _chosen(day: _NumericDay, fits: Callable[[date], bool]) -> _Votes:
    """The order of a day of which one reading fits."""
    day_first, month_first = map(fits, day.readings)
    if day_first != month_first:
        yield day_first


def _by_starts(document: SourceDocument, days: Sequence[_NumericDay]) -> _Votes:
    starts = document.starts
    if starts is not None:
        for day in days:
            yield from _chosen(day, lambda each: starts <= each <= starts + _LATER)


def _by_weekday(_document: SourceDocument, days: Sequence[_NumericDay]) -> _Votes:
    for day in days:
        weekday = find_weekday(_TAG.sub(" ", day.before)[-_BESIDE:])
        weekday = find_weekday(_TAG.sub(" ", day.after)[:_BESIDE]) if weekday is None else weekday
        if weekday is not None:
            yield from _chosen(day, partial(_is_on, weekday))


def _is_on(weekday: int, day: date) -> bool:
    return day.weekday() == weekday


def _by_others(document: SourceDocument, _days: Sequence[_NumericDay]) -> _Votes:
    for match in _SLASHED.finditer(document.visible[:_MOST]):
        first, second = int(match.group(1)), int(match.group(3))
        if 12 < max(first, second) <= 31 and min(first, second) <= 12:
            yield first > second


def _by_words(document: SourceDocument, days: Sequence[_NumericDay]) -> _Votes:
    spans = _stated(document)
    for day in days:
        yield from _chosen(day, lambda each: any(start <= each <= end for start, end in spans))


def _by_order(_document: SourceDocument, days: Sequence[_NumericDay]) -> _Votes:
    beside = (day.before.rpartition(">")[2] + day.after.partition("<")[0] for day in days)
    alone = [day.readings for day, text in zip(days, beside, strict=True) if sum(map(str.isalpha, text)) <= _ALONE]
    ways = [sorted({readings[at] for readings in alone}) for at in (0, 1)]
    follow = [len(way) > 1 and all(b - a <= _NEXT for a, b in pairwise(way)) for way in ways]
    if follow[0] != follow[1]:
        yield follow[0]


def _by_language(document: SourceDocument, _days: Sequence[_NumericDay]) -> _Votes:
    stated = _LANGUAGE.search(document.text[:2000])
    language, country = (part.lower() if part else "" for part in stated.groups()) if stated else ("", "")
    text = _TAG.sub(" ", document.visible[:_MOST])
    abroad = len(_ABROAD.findall(text))
    if language not in ("", "en") or (abroad >= _FEWEST_WORDS and abroad > 2 * len(_ENGLISH.findall(text))):
        yield True
    elif country:
        yield country != "us"


def _rewritten(text: str, day_first: bool) -> str:
    def written(match: re.Match[str]) -> str:
        readings = _readings(match)
        return readings[not day_first].isoformat() if readings else match.group(0)

    return _SLASHED.sub(written, text)
