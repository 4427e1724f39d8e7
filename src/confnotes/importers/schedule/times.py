"""The times of a schedule's events: their own date, else their day and time, in the zone that the schedule names.

- A date with an offset has priority. A zone that contradicts most dates is ignored.
- A day and a time (`h:mm`, `hh:mm:ss`, `0930`, `25:30`) count from midnight, and a day later for times before the day
change: as stated (`day_change`), else if the day's own end is after midnight. A day that states neither continues past
midnight if a time before dawn is listed after an evening one.
- A length is `h:mm`, ISO 8601 or whole minutes; without one, or with 0, the end is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from confnotes.importers.facts.moments import day_of, moment_of
from confnotes.importers.facts.places import CITIES
from confnotes.importers.facts.zones import find_zone, is_zone
from confnotes.importers.warning_collector import Place, WarningCollector
from confnotes.markup.clock_times import minutes_of_day
from confnotes.markup.durations import duration_of
from confnotes.model.program import WarningCode

_DAY = 24 * 60  # minutes
_DAWN, _EVENING = 6 * 60, 18 * 60  # minutes: before the one, after the other, it may be one night


@dataclass(slots=True)
class ScheduleDay:
    """A day of a schedule: its date, and the start and end of its program."""

    date: date | None = None
    start: str = ""
    end: str = ""


@dataclass(slots=True)
class TimeSlot:
    """The time of an event as in the source; `date` is its own date or timestamp, `day` the day that lists it."""

    date: str = ""
    start: str = ""
    end: str = ""
    duration: str = ""
    day: ScheduleDay | None = None


def day_in(text: str, zone: ZoneInfo | None) -> date | None:
    """The day of a date or timestamp, in `zone` if given."""
    moment = moment_of(text, zone)
    if moment is None:
        return day_of(text)
    return _moved(moment, zone).date() if zone and moment.tzinfo else moment.date()


def stated_zone(name: str, findings: WarningCollector) -> ZoneInfo | None:
    """The zone that a schedule names: an IANA name, a city as in Rails, or an unambiguous name."""
    if not name:
        return None
    iana = name if is_zone(name) else CITIES.get(name.lower()) or _zone_of_city(name)
    if iana is None:
        found = find_zone(name)
        iana = found.iana if found else None
    if iana is None or not is_zone(iana):
        findings.tell(
            f"“{name[:60]}” is not a time zone: times without an offset are kept as local time",
            code=WarningCode.ZONE_UNKNOWN,
        )
        return None
    if iana != name:
        findings.tell(f"the time zone “{name[:60]}” is read as {iana}")
    return ZoneInfo(iana)


def _zone_of_city(name: str) -> str | None:
    """The only zone named after this city."""
    city = name.replace(" ", "_").lower()
    zones = [zone for zone in available_timezones() if zone.lower().endswith(f"/{city}")]
    return zones[0] if len(zones) == 1 else None


class Clocks:
    """Reads the slots of one schedule."""

    def __init__(self, day_change: str, findings: WarningCollector) -> None:
        self._day_change = minutes_of_day(day_change)
        self._findings = findings
        self._before: tuple[ScheduleDay | None, int] = (None, 0)

    def starts(
        self, slots: Sequence[tuple[TimeSlot, Place]], zone: ZoneInfo | None
    ) -> tuple[list[datetime | None], ZoneInfo | None]:
        """The start of each slot (given with its place), and the zone unless the dates contradict it."""
        moments = [_stated(slot, zone) for slot, _ in slots]
        placed = ((moment, place) for moment, (_, place) in zip(moments, slots, strict=True) if moment is not None)
        others = [place for moment, place in placed if moment.tzinfo is not None and moment.tzinfo is not zone]
        if zone is not None and others:
            dated = sum(moment is not None for moment in moments)
            if len(others) * 2 > dated:
                self._findings.tell(
                    f"the time zone {zone.key} differs from the dates; using their offsets",
                    others[0],
                    code=WarningCode.ZONE_UNKNOWN,
                )
                zone = None
                moments = [_stated(slot, None) for slot, _ in slots]
            else:
                for place in others:
                    self._findings.tell(
                        "{n} {talks|talk} with an offset that the time zone does not have then; it is taken", place
                    )
        return [
            self._start(slot, moment, zone, place) for moment, (slot, place) in zip(moments, slots, strict=True)
        ], zone

    def _start(self, slot: TimeSlot, moment: datetime | None, zone: ZoneInfo | None, place: Place) -> datetime | None:
        minutes = minutes_of_day(slot.start)
        if moment is not None:
            return self._checked(moment, minutes, slot, place)
        own = day_of(slot.date)
        day = own or (slot.day.date if slot.day else None)
        if day is None or minutes is None:
            self._findings.tell("{n} {talks|talk} without a " + ("day" if day is None else "readable time"), place)
            return None
        if own is None and (minutes < self._change(slot.day) or self._runs_on(slot.day, minutes)):
            minutes += _DAY
            self._findings.tell("{n} {talks|talk} before the day change, taken for the night after the day", place)
        self._before = (slot.day, minutes)
        try:
            return datetime.combine(day, time(), zone) + timedelta(minutes=minutes)
        except OverflowError:
            return None

    def _checked(self, moment: datetime, minutes: int | None, slot: TimeSlot, place: Place) -> datetime:
        """The timestamp of a date, compared with the stated time and day."""
        if minutes is not None:
            ahead = (minutes - moment.hour * 60 - moment.minute) % _DAY
            if ahead and moment.tzinfo is UTC and ahead % 15 == 0:
                offset = timedelta(minutes=ahead if ahead <= 14 * 60 else ahead - _DAY)
                moment = _moved(moment, timezone(offset))
            elif ahead:
                self._findings.tell(
                    "{n} {talks|talk} whose date and start are not the same hour; the date is taken", place
                )
        day = slot.day.date if slot.day else None
        if day is not None and not 0 <= (moment.date() - day).days <= 1:
            self._findings.tell(
                "{n} {talks|talk} with another date than its day in the schedule; its own date is used", place
            )
        return moment

    def _change(self, day: ScheduleDay | None) -> int:
        """The minutes after midnight at which a day begins."""
        if self._day_change is not None or day is None or day.date is None:
            return self._day_change or 0
        begin, end = moment_of(day.start), moment_of(day.end)
        if begin is None or end is None or end.date() <= day.date:
            return 0
        return min(begin.hour * 60 + begin.minute, end.hour * 60 + end.minute + 1)

    def _runs_on(self, day: ScheduleDay | None, minutes: int) -> bool:
        """Whether a time before dawn is listed after an evening one, on a day without a stated end."""
        if day is None or day.end or self._day_change is not None or minutes >= _DAWN:
            return False
        before, hour = self._before
        return before is day and hour >= _EVENING

    def end(self, slot: TimeSlot, start: datetime | None, place: Place) -> datetime | None:
        """The end of a slot that begins at `start`; None if the source does not state it."""
        if start is None:
            return None
        end = _end(slot.end, start) if slot.end else None
        if end is not None and end > start:
            return end
        if not slot.duration:
            return None
        length = duration_of(slot.duration, "minutes")
        if length is None:
            self._findings.tell("{n} {talks|talk} with a length that cannot be read", place)
        if not length:
            return None
        try:
            if isinstance(start.tzinfo, ZoneInfo):
                return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
            return start + length
        except OverflowError:
            return None


def _stated(slot: TimeSlot, zone: ZoneInfo | None) -> datetime | None:
    """The timestamp of a slot, in `zone` if it is given in UTC."""
    moment = moment_of(slot.date, zone) if slot.date else None
    if moment is None and len(slot.start) > 10:
        moment = moment_of(slot.start, zone)
    return _moved(moment, zone) if moment is not None and zone is not None and moment.tzinfo is UTC else moment


def _end(text: str, start: datetime) -> datetime | None:
    """An end as a timestamp or a time of the same day; None if it cannot be compared with `start`."""
    end = moment_of(text, start.tzinfo)
    if end is None:
        minutes = minutes_of_day(text)
        if minutes is None or minutes >= _DAY:
            return None
        return start.replace(hour=minutes // 60, minute=minutes % 60, second=0)
    if (end.tzinfo is None) != (start.tzinfo is None):
        return None
    return _moved(end, start.tzinfo) if start.tzinfo else end


def _moved(moment: datetime, zone: tzinfo) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment
