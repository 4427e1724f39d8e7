"""The days and times of a timetable's rows: stated times, durations that add up, and am or pm by order.

Times with am or pm, on a 24-hour clock or with a leading zero are kept. A bare `1:30` is read as afternoon if it
follows a later time, or begins a day before seven, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from confnotes.importers.facts.date_order import numeric_day
from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.moments import moment_of
from confnotes.importers.facts.numbered_days import NUMBERED_DAY, day_number
from confnotes.importers.sites.records import AliasedRecord, is_known_key, maps_in, text_of, words_of
from confnotes.importers.warning_collector import Place, WarningCollector
from confnotes.markup.clock_times import ClockTime, TimeRange, find_times, leading_time, minutes
from confnotes.markup.durations import duration_of
from confnotes.model.program import Moment, WarningCode

_NUMBERED_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?!\d)")
_OUTINGS = frozenset(("outing", "hike", "boat ride", "boat", "tour", "walk"))
_MOST_DAYS = 31  # of a conference


@dataclass(slots=True)
class ConferenceDays:
    """The days of a conference; `named` are those with a name in its settings, `talks` the first of those with talks.

    `rest` is the day of rows that name none: that of a conference of one day, or the first as stated by the user.
    `month_first` says how to read 4/11/2024; None if that is unknown.
    """

    year: int | None = None
    first: date | None = None
    last: date | None = None
    talks: date | None = None
    rest: date | None = None
    named: list[tuple[str, date]] = field(default_factory=list)
    month_first: bool | None = None

    def of(self, text: str) -> date | None:
        """The day of a date, heading or key."""
        found = find_dates(text)
        if found:
            return found[0].start.on(found[0].start.year or self.year)
        if match := _NUMBERED_DATE.search(text):
            return self._slashed(match, find_weekday(text))
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
        for name, day in self.named:
            theirs = words_of(name)
            if words == theirs or words.endswith(f" {theirs}") or (words in _OUTINGS and theirs in _OUTINGS):
                return day
        return self.of(key.replace("_", "-")) or (self.of(words) if len(words) > 2 else None)

    def _counted(self, text: str) -> date | None:
        counted, start = NUMBERED_DAY.search(text), self.talks or self.first
        if counted is None or start is None:
            return None
        day = start + timedelta(days=number - 1) if 0 < (number := day_number(counted)) <= _MOST_DAYS else None
        return day if day is not None and (self.last is None or day <= self.last) else None

    def _weekday(self, text: str) -> date | None:
        weekday = find_weekday(text) if len(text) <= LONGEST_NAME else None
        if weekday is None or self.first is None:
            return None
        last = self.last or self.first
        fitting = [self.first + timedelta(days=number) for number in range(min((last - self.first).days + 1, 8))]
        same = [day for day in fitting if day.weekday() == weekday]
        return same[0] if len(same) == 1 else None

    def _slashed(self, match: re.Match[str], weekday: int | None) -> date | None:
        """The day of numbers, whose order is known, or shown by the weekday beside them."""
        first, second, year = (int(each) for each in match.groups())
        month_first = self.month_first if first <= 12 and second <= 12 else second > 12
        orders = (True, False) if month_first is None else (month_first,)
        read = {day for order in orders if (day := numeric_day(first, second, year, month_first=order)) is not None}
        days = read if len(read) == 1 else {day for day in read if day.weekday() == weekday}
        return days.pop() if len(days) == 1 else None


NAMED = ("title", "speaker", "strong_ref")
_HALF_DAY = 12 * 60  # minutes
_FIRST_HOUR = 7 * 60  # minutes after midnight: a day’s first talk without am or pm is not earlier
_LATE, _EARLY = 18 * 60, 6 * 60  # minutes: after the one, before the other, it is the next day
_EARLIEST = 5 * 60  # keys that count from 10 or 100 are row numbers
_LONGEST = timedelta(hours=24)
_NO_DAY = date(2000, 1, 1)
_FOUR_DIGITS = re.compile(r"(?:[01]\d|2[0-3])[0-5][05]")
_PLAIN_HOUR = re.compile(r"\A([01]?\d|2[0-3])([0-5][05])\Z")  # `start: 930`
_LAST_DAY = date.max - timedelta(days=1)
_NUMBER = re.compile(r"\d{0,3}(?:\.\d+)?")
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")
_LOOSE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2})(:\d\d.*)")


@dataclass(slots=True)
class Timed:
    """The time of a row as stated, and the result: `begins` and `ends`, set by `settle`."""

    day: date | None = None
    start: ClockTime | None = None
    end: ClockTime | None = None
    moment: datetime | None = None
    end_moment: datetime | None = None
    length: timedelta | None = None
    line: Place = None
    begins: Moment | None = None
    ends: Moment | None = None

    @property
    def states_a_time(self) -> bool:
        """Whether the row states anything about its time."""
        return self.start is not None or self.moment is not None or self.end is not None or self.length is not None


def read_time(record: AliasedRecord, day: date | None, *, in_hours: bool = False) -> Timed:
    """The time in the fields of a row; `in_hours`: bare durations are hours, not minutes."""
    row = Timed(day)
    for meaning in ("start", "time"):
        text = record.text(meaning)
        if text is None or row.states_a_time:
            continue
        row.moment = _moment(text)
        if row.moment is None and (found := _range(text)) is not None:
            row.start, row.end = found.start, found.end
    if closing := record.text("end"):
        row.end_moment = _moment(closing)
        if row.end_moment is None and row.end is None and (found := _range(closing)) is not None:
            row.end = found.start
    if not row.states_a_time and (text := record.text("day")) is not None:
        row.moment = _moment_of_day(text)
        if row.moment is None and (found := _range_beside_date(text)) is not None:
            row.start, row.end = found.start, found.end
    row.length = _length(record.text("duration"), in_hours=in_hours)
    return row


def rows_of(value: object) -> list[Mapping[str, object]]:
    """The rows of a list of lines (`9:00 Registration`) or of a map from times to items; else empty."""
    if isinstance(value, list):
        return [row for each in value if isinstance(each, str) and (row := row_of_line(each)) is not None]
    if not isinstance(value, dict):
        return []
    keys = {str(key): each for key, each in value.items()}
    if keys and all(map(_FOUR_DIGITS.fullmatch, keys)):
        keys = {f"{key[:2]}:{key[2:]}": each for key, each in keys.items()}
    elif _are_minutes_of_day(keys):
        keys = {f"{int(key) // 60:02}:{int(key) % 60:02}": each for key, each in keys.items()}
    if sum(leading_time(key) is not None for key in keys) * 2 <= len(keys):
        return []
    return [{"time": key, **row} for key, each in keys.items() for row in _parallel(each)]


def _parallel(value: object) -> list[Mapping[str, object]]:
    """The items at a time: one, or one per room (`{"Red": "t1", "Blue": "t2"}`)."""
    if not isinstance(value, dict):
        return [{"title": value}]
    if value and not any(is_known_key(str(key)) for key in value) and all(map(text_of, value.values())):
        return [{"room": str(room), "session": what} for room, what in value.items()]
    return [value]


def _are_minutes_of_day(keys: Mapping[str, object]) -> bool:
    """Whether keys are minutes since midnight: ascending multiples of five, none before dawn.

    A single key may be any number: then the value must state a duration.
    """
    if not keys or not all(key.isdecimal() and len(key) <= 4 for key in keys):
        return False
    if len(keys) == 1 and not any(AliasedRecord(each).has("duration") for each in maps_in(keys)):
        return False
    counted = [int(key) for key in keys]
    in_order = counted == sorted(counted) and not any(each % 5 for each in counted)
    return in_order and _EARLIEST <= counted[0] <= counted[-1] < 2 * _HALF_DAY


def row_of_line(text: str) -> Mapping[str, object] | None:
    """A row on one line: `9:00 Registration`."""
    found = leading_time(text)
    if found is None:
        return None
    return {"time": text[: found.stop], "talk_title": text[found.stop :].strip(" -–—:|\t")}


def says_when(record: AliasedRecord) -> bool:
    """Whether the fields of a map have a time of day or a timestamp."""
    when = read_time(record, None)
    return any((when.start, when.moment, when.end, when.end_moment))


def says_a_time(record: AliasedRecord) -> bool:
    """Whether the fields of a map have a time of day, a timestamp or a duration."""
    return says_when(record) or _length(record.text("duration"), in_hours=False) is not None


def is_row(record: AliasedRecord) -> bool:
    """Whether a map can be a row of a timetable: it has a title or people, or a time."""
    return record.has(*NAMED) or says_a_time(record)


def counts_in_hours(lengths: Iterable[str | None]) -> bool:
    """Whether the bare numbers of a column of durations are hours: some are fractions, none exceeds twelve."""
    numbers = [float(each) for each in lengths if each and _NUMBER.fullmatch(each) and each != "."]
    return any(number % 1 for number in numbers) and max(numbers) <= 12


def _length(text: str | None, *, in_hours: bool) -> timedelta | None:
    """A duration of at most a day."""
    found = duration_of(text, "hours" if in_hours else "minutes") if text is not None else None
    return found if found is not None and found <= _LONGEST else None


def settle(
    rows: Sequence[Timed], *, whole_clock: bool, findings: WarningCollector, where: str, since: Moment | None = None
) -> None:
    """Set the timestamps of all rows of one room's day, in the order of the source; `where` begins the warnings.

    `since` is the start of the session with these rows. A row without a start that has an end or a duration begins when
    the preceding row ends. If the day is unknown, rows have only times of day.
    """
    before = datetime.combine(_NO_DAY, since) if isinstance(since, time) else since
    now = last = before if isinstance(before, datetime) else None
    for row in rows:
        if row.begins is not None:
            continue
        day = row.day or _NO_DAY
        stated = _stated(row, day, last, whole_clock=whole_clock, findings=findings, where=where)
        begins = stated
        if begins is None and now is not None and (row.length is not None or row.end is not None):
            begins = now
            findings.tell(f"{where}{{n}} {{starts are|start is}} calculated from the durations before", row.line)
        if begins is None:
            continue
        last = begins
        try:
            ends = _ends(row, begins, whole_clock=whole_clock)
        except OverflowError:
            ends = None
        now = ends or (begins if row.length is not None else None)
        if row.day is None and row.moment is None:
            findings.tell(
                f"{where}{{n}} {{items have|item has}} a time but no day",
                row.line,
                code=WarningCode.DAY_NOT_KNOWN,
            )
            row.begins, row.ends = begins.time(), ends.time() if ends is not None and ends != begins else None
            continue
        row.begins, row.ends = begins, ends if ends != begins else None


def uses_24_hours(rows: Iterable[Timed]) -> bool:
    """Whether some time of a timetable is an afternoon one on a 24-hour clock, or has a leading zero."""
    clocks = [clock for row in rows for clock in (row.start, row.end) if clock is not None]
    return any(clock.half is None and (clock.padded or (clock.sure and clock.time != time(0))) for clock in clocks)


def in_zone(moment: Moment | None, zone: str | None) -> Moment | None:
    """A local time in the zone of the conference, if known."""
    if zone is None or not isinstance(moment, datetime) or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=ZoneInfo(zone))


def _stated(
    row: Timed, day: date, last: datetime | None, *, whole_clock: bool, findings: WarningCollector, where: str
) -> datetime | None:
    if row.moment is not None:
        return row.moment
    if row.start is None:
        return None
    clock = row.start
    at = minutes(clock.time)
    earlier = minutes(last.time()) if last is not None and last.tzinfo is None and last.date() == day else None
    if not clock.sure and not clock.padded and not whole_clock and at < _HALF_DAY:
        follows = earlier is not None and at < earlier <= at + _HALF_DAY
        if follows or (last is None and at < _FIRST_HOUR):
            findings.tell(
                f"{where}{{n}} {{times lack|time lacks}} am or pm; read as afternoon because of {{their|its}} place",
                row.line,
            )
            return datetime.combine(day, clock.later().time)
    if earlier is not None and earlier >= _LATE and at < _EARLY and row.day is not None:
        findings.tell(f"{where}{{n}} {{times|time}} after midnight {{are|is}} read as the following night", row.line)
        return datetime.combine(min(day, _LAST_DAY) + timedelta(days=1), clock.time)
    return datetime.combine(day, clock.time)


def _ends(row: Timed, begins: datetime, *, whole_clock: bool) -> datetime | None:
    if row.end_moment is not None:
        comparable = (row.end_moment.tzinfo is None) == (begins.tzinfo is None)
        return row.end_moment if comparable and row.end_moment >= begins else None
    if row.end is None:
        return begins + row.length if row.length is not None else None
    clock = row.end.time
    ends = datetime.combine(begins.date(), clock, tzinfo=begins.tzinfo)
    if ends < begins and not row.end.sure and not row.end.padded and not whole_clock and clock.hour < 12:
        ends += timedelta(hours=12)
    if ends < begins and (begins.hour >= 12 and clock.hour < 12):
        ends += timedelta(days=1)
    return ends if ends >= begins else None


def _range(text: str) -> TimeRange | None:
    text = _PLAIN_HOUR.sub(r"\1:\2", text)
    return leading_time(text) or next(iter(find_times(text)), None)


def _moment_of_day(text: str) -> datetime | None:
    """A timestamp in a field for the day; programs write a day alone as midnight."""
    found = _moment(text)
    return found if found is not None and found.time() != time(0) else None


def _range_beside_date(text: str) -> TimeRange | None:
    """The times after a date: `4/11/2024, 3:00 PM - 4:00 PM`."""
    if ":" not in text and not re.search(r"[ap]\.?m", text, re.IGNORECASE):
        return None
    for found in reversed(find_dates(text)):
        text = text[: found.begin] + " " + text[found.stop :]
    return next(iter(find_times(_SLASHED.sub(" ", text))), None)


_NAMED_ZONE = re.compile(r"(?<=\d)\s+(?!UTC)[A-Z]{2,4}T$")


def _moment(text: str) -> datetime | None:
    text = _NAMED_ZONE.sub("", text)  # `2013-02-02 11:00 CET`: the time is local
    found = moment_of(text)
    if found is None and (loose := _LOOSE.fullmatch(text.strip())):
        year, month, day, hour, rest = loose.groups()
        found = moment_of(f"{year}-{month:0>2}-{day:0>2} {hour:0>2}{rest}")
    return found
