"""schedule.json, as frab, pretalx, the congress hub and the tools of c3voc write it: versions 1 and 2, and flat lists.

The schemas at github.com/voc/schedule are schema.json (v1: days, rooms, events) and schema2.json (v2: one list of
events). A list of persons next to the events does not mean speakers; answers to the organisers' questions are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints
from confnotes.importers.schedule.events import (
    DATES,
    TITLES,
    EventSchedule,
    ScheduledEvent,
    program_of,
    schedule_day,
    text_at,
)
from confnotes.importers.schedule.times import ScheduleDay
from confnotes.importers.source import Source
from confnotes.importers.warning_collector import WarningCollector, line_in
from confnotes.model.program import ReadProgram

_FORMAT = "schedule-json"
_HEAD = re.compile(
    rb'\s*\{(?:\s*"[$\w]+"\s*:\s*(?:"[^"]*"|\{[^{}]*\})\s*,)*\s*"(?:schedule|conference_events)"\s*:\s*\{'
)
_TIMED = ("start", "duration", *DATES)
_LISTS = ("events", "talks", "sessions", "items")
_MARKS = ("guid", "slug", "code", "id", "title")
_DEEPEST = 12  # lists in each other
_OWN_WORDS = ("persons", "participants", "guid", "may_record", "is_from_cfp")
_MOST_EVENTS = 50_000  # of a schedule; more would take minutes


class ScheduleJson:
    """Reads schedule.json."""

    formats: tuple[str, ...] = (_FORMAT,)

    def sniff(self, source: Source) -> float:
        """Certain if the file is a schedule with a conference, days or events; a flat list may have another format."""
        if source.is_folder or source.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
            return 0.0
        try:
            data = source.files[0].json
        except ConfnotesError:
            return 0.9 if _HEAD.match(source.head.lstrip(b"\xef\xbb\xbf")) else 0.0
        if isinstance(data, list):
            return _flat_score(data)
        inner = _dict(data.get("schedule")) or _dict(data.get("conference_events"))
        if "conference" in inner or isinstance(inner.get("days"), list) or isinstance(inner.get("events"), list):
            return 0.97
        days = _list(data.get("days")) or _list(_dict(data.get("conference")).get("days"))
        if any("rooms" in day for day in days if isinstance(day, dict)):
            return 0.85
        return _flat_score(_list(data.get("events"))) if "conference" in data else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program. Raises ConfnotesError for invalid JSON, with the line, and for other contents."""
        file = source.files[0]
        data = file.json
        findings = WarningCollector(line_in(file.text))
        if not isinstance(data, (dict, list)):
            raise ConfnotesError(f"{source.name} is not a schedule: it has a single value", "Import another file.")
        return program_of(_Reading(findings).schedule(data, source.url or ""), _FORMAT, findings)


def _flat_score(items: list[Any]) -> float:
    """The certainty for a flat list; higher than that of a table of talks if it has words of these formats."""
    if not _is_flat(items):
        return 0.0
    return 0.65 if any(key in each for each in items[:20] if isinstance(each, dict) for key in _OWN_WORDS) else 0.5


def _is_flat(items: list[Any]) -> bool:
    """Whether a list has events: titled, timed, and with people or places in the words of these formats."""
    events = [each for each in items[:20] if isinstance(each, dict)]
    return len(events) > 0 and all(
        any(key in each for key in TITLES)
        and any(key in each for key in _TIMED)
        and any(key in each for key in ("persons", "participants", "room", "venue", "guid", "speaker"))
        for each in events
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


class _Reading:
    """A schedule being read."""

    def __init__(self, findings: WarningCollector) -> None:
        self._findings = findings
        self._events: list[ScheduledEvent] = []

    def schedule(self, data: dict[str, Any] | list[Any], url: str) -> EventSchedule:
        """The schedule in a whole file; relative links start at `url` unless it states a base."""
        if isinstance(data, list):
            self._add_all(data, None, "")
            return EventSchedule(events=self._events, base_url=url)
        outer = _dict(data.get("schedule")) or _dict(data.get("conference_events")) or data
        conference = _dict(outer.get("conference")) or outer
        names: dict[str, str] = {}
        for each in (*_list(conference.get("tracks")), *_list(conference.get("rooms")), *_list(outer.get("rooms"))):
            if isinstance(each, dict) and (name := text_at(each, "name")):
                for key in ("slug", "guid"):
                    names.setdefault(text_at(each, key), name)
        people = [each for each in _list(outer.get("persons")) if isinstance(each, dict)]
        pages = {guid: text_at(each, "url") for each in people if (guid := text_at(each, "guid"))}
        self._collect(outer, None, "", 0)
        base = text_at(outer, "base_url") or text_at(conference, "base_url")
        return EventSchedule(conference, self._events, base or url, names, pages)

    def _collect(self, value: dict[str, Any], day: ScheduleDay | None, room: str, depth: int) -> None:
        """The events below a schedule, a conference, a day or a room."""
        if depth > _DEEPEST:
            raise ConfnotesError("the schedule is nested too deeply", "Import another file.")
        if isinstance(value.get("conference"), dict):
            self._collect(value["conference"], day, room, depth + 1)
        days = value.get("days")
        for each in days.values() if isinstance(days, dict) else _list(days):
            if isinstance(each, dict):
                self._collect(each, schedule_day(each), room, depth + 1)
        rooms = value.get("rooms")
        if isinstance(rooms, dict):
            for name, events in rooms.items():
                if isinstance(events, dict):
                    self._collect(events, day, name, depth + 1)
                else:
                    self._add_all(_list(events), day, name)
        for each in _list(rooms):
            if isinstance(each, dict):
                self._collect(each, day, text_at(each, "name", "title") or room, depth + 1)
        for key in _LISTS:
            events = value.get(key)
            self._add_all(events.values() if isinstance(events, dict) else _list(events), day, room)

    def _add_all(self, values: Iterable[Any], day: ScheduleDay | None, room: str) -> None:
        for value in islice(values, _MOST_EVENTS + 1):
            if isinstance(value, dict) and any(key in value for key in (*TITLES, *_TIMED)):
                mark = next((own for key in _MARKS if (own := text_at(value, key))), None)
                self._events.append(ScheduledEvent(value, day, room, mark))
            else:
                self._findings.tell("{n} {talks|talk} skipped: not an event")
        if len(self._events) > _MOST_EVENTS:
            raise ConfnotesError(
                f"the schedule has more than {_MOST_EVENTS:,} events", "Import one conference at a time."
            )
