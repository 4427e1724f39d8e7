"""The time of an event, from its front matter: a timestamp, a day with times, a duration."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from confnotes.importers.facts.dates import ambiguous_date, find_dates
from confnotes.importers.facts.moments import stated_day
from confnotes.importers.facts.zones import is_zone as known_zone
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.event_fields import Fields
from confnotes.importers.pages.zoning import set_timetable_zone
from confnotes.markup.clock_times import ClockTime, find_times
from confnotes.model.program import Moment

_ANY_DAY = date(2000, 1, 1)  # of times without one, to compare them
_FIRST_HOUR = 7  # at which events begin
_OFFSET = r"[+-]\d\d:?\d\d"
_WITH_T = r"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
_WITH_SECONDS = r"\s\d\d:\d\d:\d\d(?:\.\d+)?"
_TO_THE_MINUTE = rf"\s\d\d:\d\d(?:\s?Z|\s{_OFFSET}|[+-]\d{{4}})?"
_ISO = re.compile(rf"\d{{4}}-\d\d-\d\d(?:(?:{_WITH_T}|{_WITH_SECONDS})\s?(?:Z|{_OFFSET})?|{_TO_THE_MINUTE})?")
_CJK_DATE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_HOURS = r"(?P<hours>\d{1,2}(?:\.\d)?)\s*(?:h|hrs?|hours?|stunden?|heures?)"
_MINUTES = r"(?P<minutes>\d{1,3})\s*(?:m|min|mins|minutes?|minuten|')?"
_LENGTH = re.compile(rf"(?:PT)?(?:{_HOURS}\s*)?(?:{_MINUTES})?\.?", re.IGNORECASE)


class EventTimes:
    """Reads start and end of an event; its zone goes to the builder."""

    def __init__(self, document: SourceDocument, fields: Fields, builder: Builder) -> None:
        self.document = document
        self.fields = fields
        self.builder = builder

    def read(self) -> tuple[Moment | None, Moment | None]:
        """Start and end; dates if no time is stated, times if no day is."""
        key, value = self.fields.entry("start")
        text = _joined(self.fields, value, "date", "time")
        start = self.moment(text, key)
        end_key, end_value = self.fields.entry("end")
        undated = [] if start or find_dates(text) or ambiguous_date(text) else find_times(text)
        self.take_zone(text, key, start)
        if undated:
            start = datetime.combine(_ANY_DAY, _by_day(undated[0].start))
        end = self.end(start, text, str(end_value or "").strip(), end_key)
        start, end = self.zoned(start), self.zoned(end)
        if isinstance(start, datetime):
            if end is None and (length := self.length()) is not None:
                end = start + length
            same_kind = isinstance(end, datetime) and (start.tzinfo is None) == (end.tzinfo is None)
            if isinstance(end, datetime) and same_kind and end < start:
                self.builder.warn(
                    "the event ends before it starts; its end is left out", self.document.front.line(end_key)
                )
                end = None
            if undated:
                return start.time(), end.time() if isinstance(end, datetime) else None
        self.compare_name(start)
        return start, end

    def end(self, start: datetime | date | None, began: str, text: str, key: str | None) -> datetime | date | None:
        """The end in its field, or the second time of a range at the start."""
        if not text:
            ranges = find_times(_without_dates(began)) if not _ISO.fullmatch(began) else []
            last = ranges[0].end if ranges else None
            if last is None or not isinstance(start, datetime):
                return None
            return datetime.combine(start, _by_day(last, start.time()), start.tzinfo)
        end = self.moment(text, key) if find_dates(text) or _ISO.fullmatch(text) else None
        if end is None and start is not None and (clock := find_times(text)):
            return datetime.combine(
                start, _by_day(clock[0].start, start.time() if isinstance(start, datetime) else None)
            )
        return end

    def take_zone(self, text: str, key: str | None, start: datetime | date | None) -> None:
        """Read the zone from its own field, or next to the time."""
        zone = self.fields.text("timezone")
        if zone and known_zone(zone):
            self.builder.timetable_zone = zone
        elif zone or text:
            set_timetable_zone(self.builder, zone or text, self.document.front.line(key), stated_day(start))

    def length(self) -> timedelta | None:
        """The duration in a field: minutes, `45 min`, `1h`, `PT45M`."""
        text = self.fields.text("duration")
        if text is None:
            return None
        match = _LENGTH.fullmatch(text)
        if match is None or not match.group(0):
            return None
        found = timedelta(hours=float(match.group("hours") or 0), minutes=int(match.group("minutes") or 0))
        return found if timedelta(0) < found <= timedelta(hours=24) else None

    def zoned(self, moment: datetime | date | None) -> datetime | date | None:
        zone = self.builder.timetable_zone
        if isinstance(moment, datetime) and moment.tzinfo is None and zone:
            return moment.replace(tzinfo=ZoneInfo(zone))
        return moment

    def moment(self, text: str, key: str | None) -> datetime | date | None:
        """A date, or a timestamp if the text has a time, too."""
        if not text:
            return None
        text = _CJK_DATE.sub(lambda found: "-".join(found.groups()), text)
        if _ISO.fullmatch(text):
            try:
                if len(text) > 10:
                    return datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-"))
                return date.fromisoformat(text)
            except ValueError:
                pass
        text = re.sub(r"(?<=\d)T(?=\d)", " ", text)
        dates = find_dates(text)
        day = dates[0].start.on(None) if dates else None
        if day is None:
            if ambiguous := ambiguous_date(text):
                self.builder.warn(f"“{ambiguous}” can be two different days; left out", self.document.front.line(key))
            elif dates:
                self.builder.warn("the date is given without a year; it is left out", self.document.front.line(key))
            return None
        clocks = find_times(text[: dates[0].begin] + " " + text[dates[0].stop :])
        return datetime.combine(day, _by_day(clocks[0].start)) if clocks else day

    def compare_name(self, start: datetime | date | None) -> None:
        """Warn if the date in the file's name is not the event's."""
        match = re.match(r"^(\d{4})-(\d{2})-(\d{2})\b", self.document.name.rsplit("/", 1)[-1])
        if match is not None and (day := stated_day(start)) is not None and match.group(0) != day.isoformat():
            self.builder.warn(
                f"the file is named after {match.group(0)}, the event is on {day.isoformat()}",
                self.document.front.line(self.fields.entry("start")[0]),
            )


def _by_day(clock: ClockTime, since: time | None = None) -> time:
    """A time; one without am or pm and a leading zero before seven, or before the start, is in the afternoon."""
    is_early = clock.time < since if since is not None else 0 < clock.time.hour < _FIRST_HOUR
    return (clock.later() if is_early and not (clock.sure or clock.padded) else clock).time


def _without_dates(text: str) -> str:
    for found in reversed(find_dates(text)):
        text = text[: found.begin] + " " + text[found.stop :]
    return text


def _joined(fields: Fields, value: object, *others: str) -> str:
    text = str(value).strip() if value is not None and not isinstance(value, dict | list) else ""
    for other in others:
        extra = fields.first(other)
        if extra is not None and not isinstance(extra, dict | list) and str(extra).strip() not in text:
            day_first = find_dates(str(extra)) and not find_dates(text)
            text = f"{extra} {text}".strip() if day_first else f"{text} {str(extra).strip()}".strip()
    return text
