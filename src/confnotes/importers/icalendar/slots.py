"""When the events of a calendar take place: times, days and recurrences (RFC 5545, sections 3.3.4, 3.6.1, 3.8.5).

All-day events have days and no invented time. A recurrence without an end is followed to the last otherwise known day
of the calendar, for at most a year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from confnotes.importers.icalendar.lines import Component, Property
from confnotes.importers.icalendar.rules import MOST, Rule, occurrences, rule_of
from confnotes.importers.icalendar.zones import Zones
from confnotes.importers.warning_collector import counted
from confnotes.markup.durations import duration_of
from confnotes.model.program import SourceWarning

_DATE = r"(\d{4})-?(\d\d)-?(\d\d)"
_TIME = r"(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?"
_MOMENT = re.compile(rf"\s*{_DATE}(?:[T ]{_TIME}\s*(Z|[+-]\d\d:?\d\d)?)?\s*", re.IGNORECASE)
_WEEKS = re.compile(r"\s*\+?P(\d{1,2})W\s*")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100  # of events; other years are mistakes
_YEAR = timedelta(days=366)
_MOST_SLOTS = 20_000  # of a calendar, occurrences included
_MOST_RULES = 1_000  # that are followed: each may have 1,000 occurrences


@dataclass(frozen=True, slots=True)
class EventSlot:
    """A time at which an event takes place; `days` are the first and last of an all-day event."""

    event: Component
    start: datetime | None = None
    end: datetime | None = None
    days: tuple[date, date] | None = None


class Slots:
    """Reads when events take place, and collects problems."""

    def __init__(self, zones: Zones) -> None:
        self.warnings: list[SourceWarning] = []
        self._zones = zones
        self._rules = 0
        self._undated: list[int] = []
        self._backwards: list[int] = []

    def of(self, events: list[Component]) -> list[EventSlot]:
        """Every slot of these events, in the order of the events."""
        single = [self._single(event) for event in events]
        latest = self._latest(single)
        overridden = self._overridden(single)
        found: list[EventSlot] = []
        for slot in single:
            if len(found) >= _MOST_SLOTS:
                self.warnings.append(SourceWarning(f"more than {_MOST_SLOTS} events: the rest was left out"))
                break
            found += self._repeated(slot, latest, overridden[slot.event.text("UID") or ""])
        self.warnings += counted("{# events have|an event has} no readable date", self._undated)
        backwards = "{# events have|an event has} an end before the start, which was left out"
        self.warnings += counted(backwards, self._backwards)
        return found

    def _single(self, event: Component) -> EventSlot:
        """The first time of an event, without its recurrences."""
        begun, ended = event.first("DTSTART"), event.first("DTEND")
        start = self._moment(begun, event) if begun else None
        end = self._moment(ended, event) if ended else None
        length = _length(event)
        if start is None:
            self._undated.append(event.line)
            return EventSlot(event)
        if isinstance(start, datetime):
            if end is None and length is not None:
                end = start + length
            if not isinstance(end, datetime) or (end.tzinfo is None) != (start.tzinfo is None):
                return EventSlot(event, start)
            elapsed = _instant(end) - _instant(start)
            if _is_whole_days(start, elapsed):
                return EventSlot(event, days=(start.date(), (end - timedelta(days=1)).date()))
            if elapsed < timedelta(0):
                self._backwards.append(event.line)
            return EventSlot(event, start, end if elapsed > timedelta(0) else None)
        last = end.date() if isinstance(end, datetime) else end
        if last is None and length is not None:
            last = start + length
        return EventSlot(event, days=(start, last - timedelta(days=1) if last and last > start else start))

    def _repeated(self, slot: EventSlot, latest: datetime | None, overridden: set[date]) -> Iterator[EventSlot]:
        """A slot and those of its RRULE and RDATE, without its exceptions."""
        event = slot.event
        first = slot.start or (datetime.combine(slot.days[0], time()) if slot.days else None)
        stated = event.first("RRULE")
        rule = rule_of(stated.value) if stated else None
        if stated and rule is None:
            told = f"the recurrence “{stated.value[:60]}” is not supported: only the first event was read"
            self.warnings.append(SourceWarning(told, stated.line))
        if first is None or event.first("RECURRENCE-ID") or not (rule or event.first("RDATE")):
            yield slot
            return
        self._rules += 1
        if self._rules > _MOST_RULES:
            if self._rules == _MOST_RULES + 1:
                told = f"more than {_MOST_RULES} events recur: only the first event of the others was read"
                self.warnings.append(SourceWarning(told, event.line))
            yield slot
            return
        begun = event.first("DTSTART")
        tzid = (begun.parameters.get("TZID") if begun else None) or event.text("TZID") if first.tzinfo else None
        excluded = overridden | self._moments(event, "EXDATE")
        wall = first.replace(tzinfo=None)
        starts = list(occurrences(rule, wall, self._until(rule, first, latest, stated))) if rule else [wall]
        added = [_wall_at(each, first) for each in self._listed(event, "RDATE")]
        if len(starts) >= MOST:
            told = f"a recurrence was cut after {MOST} times"
            self.warnings.append(SourceWarning(told, event.line))
        for start in sorted({*starts, *added})[:MOST]:
            placed = self._zones.placed(start, tzid, event.line) if tzid else start.replace(tzinfo=first.tzinfo)
            if not {_comparable(placed), start, start.date()} & excluded:
                yield _moved(slot, placed)

    def _until(self, rule: Rule, first: datetime, latest: datetime | None, stated: Property | None) -> datetime:
        """The latest local time for a rule."""
        wall = first.replace(tzinfo=None)
        if rule.until is not None:
            until = self._read(rule.until, None, 0)
            if isinstance(until, datetime):
                return _wall_at(until, first)
            if until is not None:
                return datetime.combine(until, time.max)
        if rule.count is not None:
            return datetime(_LAST_YEAR, 12, 31)
        bound = wall + _YEAR
        if latest is not None and latest >= wall:
            bound = min(bound, latest)
        told = f"a recurrence has no end: it was read up to {bound.date().isoformat()}"
        self.warnings.append(SourceWarning(told, stated.line if stated else None))
        return bound

    def _latest(self, slots: list[EventSlot]) -> datetime | None:
        """The end of the last day of events that end or do not recur."""
        days: list[date] = []
        for slot in slots:
            stated = slot.event.first("RRULE")
            rule = rule_of(stated.value) if stated else None
            if rule is not None and rule.until is not None:
                until = self._read(rule.until, None, 0)
                days += [until.date() if isinstance(until, datetime) else until] if until else []
            elif rule is None:
                days += [slot.start.date()] if slot.start else []
                days += [slot.days[1]] if slot.days else []
        return datetime.combine(max(days), time.max) if days else None

    def _overridden(self, slots: Iterable[EventSlot]) -> defaultdict[str, set[date]]:
        """By UID, the times that an event with RECURRENCE-ID replaces."""
        found: defaultdict[str, set[date]] = defaultdict(set)
        for slot in slots:
            if slot.event.first("RECURRENCE-ID"):
                found[slot.event.text("UID") or ""] |= self._moments(slot.event, "RECURRENCE-ID")
        return found

    def _moments(self, event: Component, name: str) -> set[date]:
        """The times of a property: in UTC, local if they have no zone, or whole days."""
        return {_comparable(each) for each in self._listed(event, name)}

    def _listed(self, event: Component, name: str) -> Iterator[date]:
        for found in event.every(name):
            for text in found.value.split(",")[:MOST]:
                moment = self._read(text.partition("/")[0], found.parameters.get("TZID"), found.line)
                if moment is not None:
                    yield moment

    def _moment(self, found: Property, event: Component) -> datetime | date | None:
        return self._read(found.value, found.parameters.get("TZID") or event.text("TZID"), found.line)

    def _read(self, text: str, tzid: str | None, line: int) -> datetime | date | None:
        """A date, or a date and time, aware if its zone or offset is stated; None for other text."""
        match = _MOMENT.fullmatch(text)
        if match is None:
            return None
        year, month, day, hour, minute, second, offset = match.groups()
        if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
            return None
        try:
            if hour is None:
                return date(int(year), int(month), int(day))
            moment = datetime(int(year), int(month), int(day)) + timedelta(
                hours=int(hour), minutes=int(minute), seconds=min(59, int(second or 0))
            )
        except ValueError:
            return None
        if offset:
            return moment.replace(tzinfo=_fixed(offset))
        return self._zones.placed(moment, tzid, line) if tzid else moment


def _fixed(offset: str) -> tzinfo:
    if offset in "Zz":
        return UTC
    delta = timedelta(hours=min(23, int(offset[1:3])), minutes=min(59, int(offset[-2:])))
    return timezone(-delta if offset[0] == "-" else delta)


def _length(event: Component) -> timedelta | None:
    stated = event.text("DURATION")
    weeks = _WEEKS.fullmatch(stated) if stated else None
    if weeks:
        return timedelta(weeks=int(weeks[1]))
    return duration_of(stated.removeprefix("+")) if stated else None


def _instant(moment: datetime) -> datetime:
    """UTC without a zone; a local time is unchanged."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def _comparable(moment: date) -> date:
    """A value for comparison in sets: in UTC if it has a zone, otherwise unchanged."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) and moment.tzinfo is not None else moment


def _wall_at(moment: date, other: datetime) -> datetime:
    """The local time in the zone of `other`; midnight for a day."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    if moment.tzinfo is None or other.tzinfo is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(other.tzinfo).replace(tzinfo=None)


def _is_whole_days(start: datetime, elapsed: timedelta) -> bool:
    return (
        start.time() == time()
        and start.tzinfo is not UTC
        and elapsed > timedelta(0)
        and not elapsed % timedelta(days=1)
    )


def _moved(slot: EventSlot, start: datetime) -> EventSlot:
    if slot.days:
        return EventSlot(slot.event, days=(start.date(), start.date() + (slot.days[1] - slot.days[0])))
    end = start + (slot.end.replace(tzinfo=None) - slot.start.replace(tzinfo=None)) if slot.start and slot.end else None
    return EventSlot(slot.event, start, end)
