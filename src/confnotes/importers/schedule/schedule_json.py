"""schedule.json, as frab, pretalx, the congress hub and the tools of c3voc write it: versions 1 and 2, and flat lists.

The schemas at github.com/voc/schedule are schema.json (v1: days, rooms, events) and schema2.json (v2: one list of
events). Only the names are taken from them: values may be missing, of another type, under an older name, or escaped for
HTML. A list of persons beside the events is no list of speakers; answers to the organisers' questions are left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from confnotes.errors import ConfnotesError
from confnotes.importers.counted import Counted, line_in
from confnotes.importers.importer import Hints
from confnotes.importers.schedule.events import Event, Schedule, program_of
from confnotes.importers.schedule.links import Link
from confnotes.importers.schedule.people import is_code, speaker_of, speakers_named
from confnotes.importers.schedule.times import Day, Slot, date_of
from confnotes.importers.source import Source
from confnotes.model.program import ReadProgram, Speaker

_FORMAT = "schedule-json"
_HEAD = re.compile(
    rb'\s*\{(?:\s*"[$\w]+"\s*:\s*(?:"[^"]*"|\{[^{}]*\})\s*,)*\s*"(?:schedule|conference_events)"\s*:\s*\{'
)
_ESCAPED_TWICE = re.compile(r"&amp;(?=(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});)")
_QUOTE = "&quot;"
_TITLES = ("title", "name")
_DATES = ("date", "start_date", "start_time", "schedule_start")
_STARTS = ("start", "start_time")
_ENDS = ("end", "end_time", "schedule_end", "end_date")
_PEOPLE = ("persons", "participants", "speakers", "moderators", "speaker")
_TIMED = ("start", "duration", *_DATES)
_LISTS = ("events", "talks", "sessions", "items")
_VIDEOS = ("video_download_url", "recording_url", "video_url", "video", "recording")
_MARKS = ("guid", "slug", "code", "id", "title")
_DEEPEST = 12
_OWN_WORDS = ("persons", "participants", "guid", "may_record", "is_from_cfp")
_MOST_EVENTS = 50_000


class ScheduleJson:
    """Reads schedule.json."""

    formats: tuple[str, ...] = (_FORMAT,)

    def sniff(self, source: Source) -> float:
        """Certain where a schedule with a conference, days or events is the file; a flat list may be another's."""
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
        """The program. Raises ConfnotesError for what is no JSON, with the line, and for what is no schedule."""
        file = source.files[0]
        data = file.json
        findings = Counted(line_in(file.text))
        if not isinstance(data, (dict, list)):
            raise ConfnotesError(f"{source.name} is no schedule: it holds a single value", "import another file")
        schedule = _Reading(findings).schedule(data)
        schedule.base_url = schedule.base_url or source.url or ""
        return program_of(schedule, _FORMAT, findings)


def _flat_score(items: list[Any]) -> float:
    """A guess for a flat list; a better one than a table of any talks where the list has words of these formats."""
    if not _is_flat(items):
        return 0.0
    return 0.65 if any(key in each for each in items[:20] if isinstance(each, dict) for key in _OWN_WORDS) else 0.5


def _is_flat(items: list[Any]) -> bool:
    """Whether a list is one of events: titled, timed, and with people or places in the words of these formats."""
    events = [each for each in items[:20] if isinstance(each, dict)]
    return len(events) > 0 and all(
        any(key in each for key in _TITLES)
        and any(key in each for key in _TIMED)
        and any(key in each for key in ("persons", "participants", "room", "venue", "guid", "speaker"))
        for each in events
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _items(value: Any) -> list[Any]:
    """A list as it is, a single value as a list of one, nothing as nothing."""
    return value if isinstance(value, list) else [value] if value else []


class _Reading:
    """One schedule being read: what the names of its tracks and rooms are, and who its people are."""

    def __init__(self, findings: Counted) -> None:
        self._findings = findings
        self._names: dict[str, str] = {}
        self._odd_code = ""
        self._pages: dict[str, str] = {}
        self._events: list[Event] = []

    def schedule(self, data: dict[str, Any] | list[Any]) -> Schedule:
        """The schedule that a whole file holds."""
        if isinstance(data, list):
            self._add_all(data, None, "")
            return Schedule(events=self._events)
        outer = _dict(data.get("schedule")) or _dict(data.get("conference_events")) or data
        conference = _dict(outer.get("conference")) or outer
        for named in (*_list(conference.get("tracks")), *_list(conference.get("rooms")), *_list(outer.get("rooms"))):
            if isinstance(named, dict) and _said(named, "name"):
                for key in ("slug", "guid"):
                    self._names.setdefault(_said(named, key), _said(named, "name"))
        for person in _list(outer.get("persons")):
            if isinstance(person, dict) and _said(person, "guid"):
                self._pages[_said(person, "guid")] = _said(person, "url")
        self._collect(outer, None, "", 0)
        return Schedule(
            title=_said(conference, "title", "name", "acronym"),
            subtitle=_said(conference, "subtitle", "description"),
            venue=_said(conference, "venue"),
            city=_said(conference, "city"),
            start=_said(conference, "start", "start_date"),
            end=_said(conference, "end", "end_date"),
            zone=_said(conference, "time_zone_name", "timezone", "time_zone"),
            day_change=_said(conference, "day_change"),
            url=_said(conference, "url"),
            base_url=_said(outer, "base_url") or _said(conference, "base_url"),
            events=self._events,
        )

    def _collect(self, value: dict[str, Any], day: Day | None, room: str, depth: int) -> None:
        """The events below a schedule, a conference, a day or a room."""
        if depth > _DEEPEST:
            raise ConfnotesError("the schedule is nested too deeply", "import another file")
        if isinstance(value.get("conference"), dict):
            self._collect(value["conference"], day, room, depth + 1)
        days = value.get("days")
        for each in days.values() if isinstance(days, dict) else _list(days):
            if isinstance(each, dict):
                self._collect(each, _day(each), room, depth + 1)
        rooms = value.get("rooms")
        if isinstance(rooms, dict):
            for name, events in rooms.items():
                if isinstance(events, dict):
                    self._collect(events, day, name, depth + 1)
                else:
                    self._add_all(_list(events), day, name)
        for each in _list(rooms):
            if isinstance(each, dict):
                self._collect(each, day, _said(each, "name", "title") or room, depth + 1)
        for key in _LISTS:
            events = value.get(key)
            self._add_all(events.values() if isinstance(events, dict) else _list(events), day, room)

    def _add_all(self, values: Iterable[Any], day: Day | None, room: str) -> None:
        for value in islice(values, _MOST_EVENTS + 1):
            if isinstance(value, dict) and any(key in value for key in (*_TITLES, *_TIMED)):
                self._events.append(self._event(value, day, room))
            else:
                self._findings.tell("{n} {talks|talk} passed over: what stands in their place is no event")
        if len(self._events) > _MOST_EVENTS:
            raise ConfnotesError(f"the schedule has more than {_MOST_EVENTS:,} events", "import that of one conference")

    def _event(self, value: dict[str, Any], day: Day | None, room: str) -> Event:
        mark = next((said for key in _MARKS if (said := _said(value, key))), "")
        language = _said(value, "language", "content_locale")
        return Event(
            title=_said(value, *_TITLES, language=language),
            id=_said(value, "guid") or _said(value, "id") or _said(value, "code") or _said(value, "slug"),
            slot=Slot(_said(value, *_DATES), _said(value, *_STARTS), _said(value, *_ENDS), _duration(value), day),
            subtitle=_said(value, "subtitle", language=language),
            room=self._named(value, "room", "room_name", "venue") or room,
            track=self._named(value, "track", "track_name"),
            type=_said(value, "type", "event_type", "kind"),
            state=_said(value, "state", "status"),
            language=language,
            abstract=_unquoted(_said(value, "abstract", language=language)),
            description=_unquoted(_said(value, "description", language=language)),
            speakers=[speaker for key in _PEOPLE for speaker in self._speakers(value.get(key), key)],
            links=list(_links(value)),
            place=mark or None,
        )

    def _named(self, value: dict[str, Any], *keys: str) -> str:
        """The name of a room or track, given as such, as an object, or by the slug or guid of one."""
        for key in keys:
            inner = value.get(key)
            if isinstance(inner, dict) and not _said(inner, "name"):
                for handle in ("slug", "guid"):
                    if _said(inner, handle) in self._names:
                        return self._names[_said(inner, handle)]
                return _said(inner, "slug") or _localized(inner, "")
            if text := _said(value, key):
                return self._names.get(text, text)
        return ""

    def _speakers(self, value: Any, key: str) -> Iterator[Speaker]:
        for person in _items(value):
            if isinstance(person, str):
                yield from speakers_named(person)
            elif isinstance(person, dict):
                code = _said(person, "code")
                if code and not is_code(code):
                    self._odd_code = self._odd_code or code
                    told = (
                        "{n} {talks|talk} with a speaker's code that the format does not allow, such as "
                        f"“{self._odd_code[:40]}”"
                    )
                    self._findings.tell(told, f'"{self._odd_code}"')
                found = speaker_of(
                    _said(person, "public_name", "full_public_name", "name", "full_name", "display_name"),
                    code=code,
                    guid=_said(person, "guid"),
                    number=_said(person, "id"),
                    role=_said(person, "role") or ("moderator" if key == "moderators" else ""),
                    affiliation=_said(person, "organization", "organisation", "affiliation", "company"),
                    url=_said(person, "url", "website") or self._pages.get(_said(person, "guid"), ""),
                )
                if found is not None:
                    yield found


def _day(value: dict[str, Any]) -> Day:
    begin, end = _said(value, "day_start", "start"), _said(value, "day_end", "end")
    return Day(date_of(_said(value, "date")) or date_of(begin), begin, end)


def _duration(value: dict[str, Any]) -> str:
    return _said(value, "duration", "schedule_duration")


def _links(value: dict[str, Any]) -> Iterator[Link]:
    for key in ("url", "link", "origin_url", "slug"):
        url = _said(value, key)
        if key != "slug" or "://" in url:
            yield Link(url, type="page")
    for key in ("links", "attachments"):
        for each in _list(value.get(key)):
            if isinstance(each, str):
                yield Link(each)
            elif isinstance(each, dict):
                yield Link(_said(each, "url", "href"), _said(each, "title", "name", "text"), _said(each, "type"))
    for key in _VIDEOS:
        for each in _items(value.get(key)):
            if isinstance(each, str):
                yield Link(each, type="video")
            elif isinstance(each, dict):
                yield Link(_said(each, "url", "href", "link"), type="video")


def _said(value: dict[str, Any], *keys: str, language: str = "") -> str:
    """The text of the first of these keys that has any: texts, numbers, and texts by language."""
    for key in keys:
        found = value.get(key)
        if not found:
            continue
        if isinstance(found, str):
            text = found.strip()
        elif isinstance(found, dict):
            text = _localized(found, language)
        elif isinstance(found, (int, float)) and found is not True and math.isfinite(found):
            text = f"{found}"
        else:
            continue
        if text:
            return _ESCAPED_TWICE.sub("&", text) if "&amp;" in text else text
    return ""


def _localized(value: dict[str, Any], language: str) -> str:
    """The text of an object that holds one by language, or under a name."""
    texts = [value.get(key) for key in (language, "name", "en", *value)]
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")


def _unquoted(text: str) -> str:
    """A text without the escaped quotation marks that some exports put around all of it."""
    if text.startswith(_QUOTE) and text.endswith(_QUOTE) and len(text) >= 2 * len(_QUOTE):
        return text[len(_QUOTE) : -len(_QUOTE)]
    return text
