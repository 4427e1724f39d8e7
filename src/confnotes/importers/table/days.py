"""The days in cells, read the same way throughout a file.

Whether `4/6/2024` is in April or in June is decided once, by all days of the file: a number over 12, a stated weekday,
the days of the conference, days that form one conference only in one order, the zone or the language of the file. If
nothing decides it, such days are ignored with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from confnotes.importers.facts.date_order import numeric_day
from confnotes.importers.facts.dates import WEEKDAY_NAMES, PartialDate, find_dates, find_weekday
from confnotes.importers.facts.lengths import LONGEST_LABEL
from confnotes.importers.warning_collector import WarningCollector

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\d.:/-])(\d{1,2})\s?([/.-])\s?(\d{1,2})(?:\s?\2\s?((?:19|20)?\d\d)(?![\d:])|(?![\d./:-]))\.?"
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_SERIAL = re.compile(r"([2-6]\d{4})(?:[.,](\d+))?")
_ORDINAL = re.compile(
    r"(?:(?:conference )?day|tag|jour(?:née)?|d[ií]a|giorno|d)?\s*#?(\d{1,2})(?:\s?[:–-]\s?)?", re.IGNORECASE
)
_EAST_ASIAN = re.compile(r"(?:((?:19|20)\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_YEAR_FIRST = r"(?P<y1>(?:19|20)\d\d)[-/ ](?P<m1>[^\W\d_]{3,10})\.?[-/ ](?P<d1>\d{1,2})"
_DAY_FIRST = r"(?P<d2>\d{1,2})[-/](?P<m2>[^\W\d_]{3,10})\.?(?:[-/](?P<y2>(?:19|20)?\d\d))?"
_HYPHENATED = re.compile(rf"(?<![\w-])(?:{_YEAR_FIRST}|{_DAY_FIRST})(?![\w-])")
_DAY_WORDS = ("day", "tag", "jour", "día", "dia", "giorno")
_EXCEL_EPOCH = date(1899, 12, 30)
_LONGEST_CONFERENCE = timedelta(days=14)
_MONTH_FIRST_ZONES = frozenset(
    f"America/{city}"
    for city in ("New_York", "Chicago", "Denver", "Los_Angeles", "Phoenix", "Anchorage", "Detroit", "Boise")
) | {"Pacific/Honolulu", "Asia/Manila"}
_DAY_FIRST_ZONES = ("Europe/", "Africa/", "Australia/", "CET", "WET", "EET", "Pacific/Auckland", "Asia/Kolkata")


class DateOrder(Enum):
    """Which of two numbers is the month."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


@dataclass(frozen=True, slots=True)
class DayMention:
    """The day in a cell: a date, two numbers of which one is the month, or less. `rest` is the other text."""

    rest: str = ""
    day: date | None = None
    numbers: tuple[int, int] | None = None
    said: str = ""
    month_day: PartialDate | None = None
    year: int | None = None
    weekday: int | None = None
    ordinal: int | None = None

    @property
    def is_any(self) -> bool:
        """Whether it contains any part of a day."""
        return bool(self.day or self.numbers or self.month_day or self.ordinal) or self.weekday is not None


@lru_cache(maxsize=16_384)
def mention_of(cell: str, *, is_day: bool = True) -> DayMention:
    """The day in a cell; `is_day`: its column is for days, so that plain numbers are days."""
    text = cell[:200]
    digits = any(character.isdigit() for character in text)
    if not digits:
        return (
            DayMention(text, weekday=find_weekday(text)) if len(text) <= LONGEST_LABEL or is_day else DayMention(text)
        )
    if match := _ISO.search(text) or _COMPACT.search(text):
        year, month, number = (int(group) for group in match.groups() if group.isdigit())
        if found := PartialDate(month, number).on(year):
            return DayMention(_without(text, match), found)
    if is_day and (match := _SERIAL.fullmatch(text)):
        return DayMention(f"0.{match[2]}" if match[2] else "", _EXCEL_EPOCH + timedelta(days=int(match[1])))
    if match := _EAST_ASIAN.search(text):
        stated = int(match[1]) if match[1] else None
        return _named(_without(text, match), int(match[2]), int(match[3]), stated, None)
    if (match := _NUMERIC.search(text)) and (mention := _numeric(text, match, is_day=is_day)) is not None:
        return mention
    if match := _HYPHENATED.search(text):
        text = f"{text[: match.start()]}{_spaced(match)}{text[match.end() :]}"
    for each in find_dates(text):
        start = each.start
        rest = f"{text[: each.begin]} {text[each.stop :]}".strip(" ,;-–")
        weekday = start.weekday if start.weekday is not None else find_weekday(text)
        return _named(rest, start.month, start.day, start.year, weekday)
    weekday = find_weekday(text)
    if is_day and weekday is None and (match := _ORDINAL.fullmatch(text)) and 1 <= int(match[1]) <= 31:
        return DayMention("", ordinal=int(match[1]))
    return DayMention(text, weekday=weekday)


def _spaced(match: re.Match[str]) -> str:
    """`2027-Jun-03` and `3-Jun-27` as `3 Jun 2027`."""
    stated = match["y1"] or match["y2"]
    parts = (
        match["d1"] or match["d2"],
        match["m1"] or match["m2"],
        f"20{stated}" if stated and len(stated) == 2 else stated,
    )
    return " ".join(part for part in parts if part)


def _numeric(text: str, match: re.Match[str], *, is_day: bool) -> DayMention | None:
    first, second = int(match[1]), int(match[3])
    if match[4] is None and not is_day and match[2] != "/":
        return None
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return None
    year = int(match[4]) if match[4] else None
    if year is not None and year < 100:
        year += 2000
    rest, weekday = _without(text, match), find_weekday(text)
    if match[2] == "." and second <= 12:
        return _named(rest, second, first, year, weekday)
    return DayMention(rest, numbers=(first, second), said=match[0].strip(), year=year, weekday=weekday)


def _named(rest: str, month: int, number: int, year: int | None, weekday: int | None) -> DayMention:
    stated = PartialDate(month, number)
    if stated.on(year or 2024) is None:
        return DayMention(rest)
    if year is not None:
        return DayMention(rest, stated.on(year), year=year, weekday=weekday)
    return DayMention(rest, month_day=stated, weekday=weekday)


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;-–T")


@dataclass(slots=True)
class KnownDays:
    """Facts about the days from before cells are read: the conference's first and last day, its year, its zone."""

    first: date | None = None
    last: date | None = None
    year: int | None = None
    zone: str | None = None
    foreign_language: bool = False


@dataclass(slots=True)
class TableDays:
    """The days of a file: `day_of` reads cells, after `decide` has seen all of them."""

    known: KnownDays
    order: DateOrder | None = None
    told: WarningCollector = field(default_factory=WarningCollector)
    _days: dict[tuple[str, bool], date | None] = field(default_factory=dict)
    _mixed: bool = False

    def decide(self, stated: Iterable[tuple[DayMention, int | None, int]]) -> None:
        """Decide the order from every day of the file, given as mention, stated weekday and line."""
        numeric = [(m, m.weekday if m.weekday is not None else beside, line) for m, beside, line in stated if m.numbers]
        if not numeric:
            return
        first_days = [(m, line) for m, _, line in numeric if m.numbers and m.numbers[0] > 12]
        first_months = [(m, line) for m, _, line in numeric if m.numbers and m.numbers[1] > 12]
        if first_days and first_months:
            self._mixed = True
            self.told.tell(
                "some days are written day first and others month first: ambiguous ones are left out",
                line=first_months[0][1],
            )
        elif first_days or first_months:
            self.order = DateOrder.DAY_FIRST if first_days else DateOrder.MONTH_FIRST
            mention, line = (first_days or first_months)[0]
            self.told.tell(f"days are written {self.order.value}, such as “{mention.said}”", line=line)
        elif any(m.numbers and m.numbers[0] != m.numbers[1] for m, _, _ in numeric):
            self._decide_by_facts(numeric)

    def _decide_by_facts(self, numeric: list[tuple[DayMention, int | None, int]]) -> None:
        sample, _, line = next(each for each in numeric if each[0].numbers and each[0].numbers[0] != each[0].numbers[1])
        for fits, why in (
            (self._fits_weekdays(numeric), "the weekdays confirm it"),
            (self._fits_conference(numeric), "the days of the conference confirm it"),
            (_fits_together(numeric, self.known.year), "otherwise they would be too far apart"),
            (self._fits_place(), "this is the usual order there"),
        ):
            if fits:
                self.order = fits
                self.told.tell(f"days such as “{sample.said}” are read {fits.value}: {why}", line=line)
                return
        message = (
            f"days such as “{sample.said}” are ambiguous (month first or day first) and left out; "
            "write them as 2024-12-31"
        )
        self.told.tell(message, line=line)

    def _fits_weekdays(self, numeric: list[tuple[DayMention, int | None, int]]) -> DateOrder | None:
        told = [(m, weekday) for m, weekday, _ in numeric if weekday is not None and (m.year or self.known.year)]
        fitting = [
            order
            for order in DateOrder
            if told and all((d := _read(m, order, self.known.year)) and d.weekday() == w for m, w in told)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _fits_conference(self, numeric: list[tuple[DayMention, int | None, int]]) -> DateOrder | None:
        first = self.known.first
        if first is None:
            return None
        last = self.known.last or first + _LONGEST_CONFERENCE
        fitting = [
            order
            for order in DateOrder
            if all((d := _read(m, order, first.year)) and first <= d <= last for m, _, _ in numeric)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _fits_place(self) -> DateOrder | None:
        zone = self.known.zone or ""
        if zone in _MONTH_FIRST_ZONES:
            return DateOrder.MONTH_FIRST
        if zone.startswith(_DAY_FIRST_ZONES) or self.known.foreign_language:
            return DateOrder.DAY_FIRST
        return None

    def day_of(self, cell: str, line: int, *, is_day: bool = True) -> date | None:
        """The day of a cell; None if it names none, or not enough of one."""
        key = (cell, is_day)
        if key in self._days:
            found = self._days[key]
        else:
            mention = mention_of(cell, is_day=is_day)
            found = self._days[key] = self._settled(mention, line)
        if found is None and cell:
            self._count(cell, mention_of(cell, is_day=is_day), line)
        return found

    def of_sheet(self, name: str | None, above: Sequence[str]) -> date | None:
        """The day in the name of a sheet, or above its header, for all of it."""
        if name and name.lower().startswith(_DAY_WORDS) and (found := self.day_of(name, 1)):
            return found
        for text in (name or "", *reversed(above)):
            text = text[:200]
            if any(each.end for each in find_dates(text)) or not mention_of(text, is_day=False).is_any:
                continue
            if found := self.day_of(text, 1, is_day=False):
                return found
        return None

    def _settled(self, mention: DayMention, line: int) -> date | None:
        if mention.day is not None:
            found: date | None = mention.day
        elif mention.month_day is not None:
            found = mention.month_day.on(self.known.year)
        elif mention.numbers is not None:
            found = self._of_numbers(mention)
        else:
            return self._counted_from_first(mention, line)
        if found and mention.weekday is not None and found.weekday() != mention.weekday:
            names = f"{WEEKDAY_NAMES[found.weekday()]}, not a {WEEKDAY_NAMES[mention.weekday]} as stated"
            self.told.tell(f"{found.isoformat()} is a {names}", line=line, kind="weekday")
        return found

    def _of_numbers(self, mention: DayMention) -> date | None:
        first, second = mention.numbers or (0, 0)
        order = self.order
        if order is None and (self._mixed or first == second):
            order = (
                DateOrder.DAY_FIRST if first > 12 else DateOrder.MONTH_FIRST if second > 12 or first == second else None
            )
        return _read(mention, order, self.known.year) if order else None

    def _counted_from_first(self, mention: DayMention, line: int) -> date | None:
        first = self.known.first
        if first is None:
            return None
        if mention.ordinal is not None:
            return first + timedelta(days=mention.ordinal - 1) if mention.ordinal <= 21 else None
        if mention.weekday is None:
            return None
        found = first + timedelta(days=(mention.weekday - first.weekday()) % 7)
        return found if self.known.last is None or found <= self.known.last else None

    def _count(self, cell: str, mention: DayMention, line: int) -> None:
        if mention.numbers and self.order is None:
            return
        if mention.month_day or mention.numbers:
            reason = "have no year, and the file states none"
        elif mention.is_any:
            reason = "count the days of the conference, and the file does not state the first day"
        else:
            reason = "cannot be read"
        self.told.tell(f"days such as “{cell[:40]}” ({{n}} in all) {reason}: left out", line=line, kind=reason)


def _fits_together(numeric: list[tuple[DayMention, int | None, int]], year: int | None) -> DateOrder | None:
    """The order in which these are days of one conference, if the other order does not fit."""
    lengths = {}
    for order in DateOrder:
        days = [_read(m, order, year or 2024) for m, _, _ in numeric]
        known = [day for day in days if day]
        if len(known) < len(days):
            continue
        lengths[order] = max(known) - min(known)
    short = [order for order, length in lengths.items() if length <= _LONGEST_CONFERENCE]
    return short[0] if len(short) == 1 and len(lengths) == 2 else None


def _read(mention: DayMention, order: DateOrder, year: int | None) -> date | None:
    first, second = mention.numbers or (0, 0)
    chosen = mention.year or year
    return numeric_day(first, second, chosen, month_first=order is DateOrder.MONTH_FIRST) if chosen else None
