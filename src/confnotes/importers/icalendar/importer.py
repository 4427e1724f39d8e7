"""Calendars: iCalendar (RFC 5545), as conference systems, seminars and calendar programs write it.

An event is a talk; a recurring one is a talk for each occurrence. All-day events have no time: those as long as the
conference give its days, the others become talks with a day but no start. Tasks, journals and free-busy times are
ignored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.kinds import PREFIX, item_kind, label_kind
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.people import in_role
from confnotes.importers.facts.prose import plain_title
from confnotes.importers.icalendar.lines import Component, read_components
from confnotes.importers.icalendar.slots import EventSlot, Slots
from confnotes.importers.icalendar.text import (
    Description,
    Organizers,
    Places,
    TitleParts,
    attendees,
    extra_speakers,
    habit_of,
    people_named,
    read_description,
    read_summary,
)
from confnotes.importers.icalendar.zones import Zones, zone_named
from confnotes.importers.importer import Hints
from confnotes.importers.slots import add_days
from confnotes.importers.source import Source
from confnotes.importers.warning_collector import counted
from confnotes.model.program import (
    Conference,
    Kind,
    Program,
    ReadProgram,
    Resource,
    Role,
    Session,
    SourceWarning,
    Speaker,
    Talk,
    WarningCode,
)
from confnotes.model.repeated_talks import slot_id

_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--\s*)?BEGIN\s*:\s*(?:VCALENDAR|VEVENT)\b", re.IGNORECASE)
_WIDE_BEGIN = re.compile(rb"(?:\xff\xfe|\xfe\xff)?\x00?B\x00E\x00G\x00I\x00N\x00:\x00V", re.IGNORECASE)
_MOST_EVENTS = 50_000  # of a calendar; more would take minutes
_CANCELLED = re.compile(r"\W*(?:cancell?ed|abgesagt|annulée?|cancelad[oa])\b", re.IGNORECASE)
_MADE_UP_UID = re.compile(r"\d{8}T\d{6}Z-\d{1,6}@")
_LINKS = ("ATTACH", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-GOOGLE-HANGOUT")
_OF_WRITING = ("DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE")
_OF_PROGRAM = re.compile(r"[\s:–-]+(?:full )?(?:schedule|program(?:me)?|agenda|calendar|timetable)\Z", re.IGNORECASE)
_NAMELESS = re.compile(
    r"(?:calendar|schedule|events?|program(?:me)?|agenda|kalender|untitled.*|.*@.*)\Z", re.IGNORECASE
)


class ICalendar:
    """Reads calendars, one file each."""

    formats: tuple[str, ...] = ("icalendar",)

    def sniff(self, source: Source) -> float:
        """Certain for a file that begins a calendar."""
        head = source.head
        return 1.0 if _BEGIN.match(head) or _WIDE_BEGIN.match(head) else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The talks of the calendar ordered by time; raises ConfnotesError without events."""
        file = source.files[0]
        text = file.text
        if file.data.count(b"BEGIN:VEVENT") > _MOST_EVENTS:
            raise ConfnotesError(
                f"{source.name} has more than {_MOST_EVENTS:,} events", "Import the calendar of one event."
            )
        top, warnings = read_components(text.encode() if b"\x00" in file.head else file.data)
        events = list(top.named("VEVENT"))
        if not events:
            raise ConfnotesError(f"{source.name} has no events", "Check that the download is complete.")
        program, told = _Calendar(top, events).read()
        return ReadProgram(self.formats[0], program, (*warnings, *told))


class _Calendar:
    """A file being read: what its events share, then each event."""

    def __init__(self, top: Component, events: list[Component]) -> None:
        self._events = events
        self._calendars = [top, *top.named("VCALENDAR")]
        self._zones = Zones(top)
        self._slots = Slots(self._zones)
        self._warnings: list[SourceWarning] = []
        summaries = [event.text("SUMMARY") or "" for event in events]
        self._habit = habit_of(summaries, always="pretalx" in (self._stated("PRODID") or "").lower())
        self._organizers = Organizers(events, self._stated("X-WR-CALNAME", "NAME") or "")
        self._places = Places([event.text("LOCATION") or "" for event in events])
        self._common_tags = _shared(
            [tag for event in events for tag in {each.lower() for each in _tags(event)}], events
        )
        self._common_urls = _shared([event.text("URL") or "" for event in events], events)
        self._guests = _shared([each.name for event in events for each in attendees(event)], events)

    def read(self) -> tuple[Program, list[SourceWarning]]:
        """The program, and warnings."""
        slots = self._slots.of(self._events)
        zone = self._zone(slots)
        info = ZoneInfo(zone) if zone else None
        slots = [replace(slot, start=_seen_in(slot.start, info), end=_seen_in(slot.end, info)) for slot in slots]
        conference, slots = self._conference(slots, zone)
        kept = {_key(slot): slot for slot in slots}
        self._look_at(len(slots) - len(kept), kept.values())
        slots = sorted(kept.values(), key=_order)
        ids = self._ids(slots)
        talks = [self._talk(slot, own_id) for slot, own_id in zip(slots, ids, strict=True)]
        sessions = (Session(talks=tuple(talks)),) if talks else ()
        conference = add_days(conference, sessions)
        return Program(conference, sessions), [*self._slots.warnings, *self._warnings]

    def _stated(self, *names: str) -> str | None:
        return next((text for each in self._calendars if (text := each.text(*names))), None)

    def _zone(self, slots: Sequence[EventSlot]) -> str | None:
        """The IANA zone of the calendar: as stated, else that of all its times."""
        stated = self._stated("X-WR-TIMEZONE", "TIMEZONE-ID", "VTIMEZONE")
        if stated:
            name = zone_named(stated)
            if name:
                return name
            told = f"“{stated[:60]}” is not a known time zone"
            self._warnings.append(SourceWarning(told, code=WarningCode.ZONE_UNKNOWN))
        used = list(self._zones.used)
        if len(used) > 1:
            self._warnings.append(SourceWarning(f"times are in several time zones: {', '.join(sorted(used)[:5])}"))
            return None
        defined = self._zones.defined
        zone = used[0] if used else defined[0] if len(defined) == 1 else None
        if zone is None and any(slot.start is not None and slot.start.tzinfo is UTC for slot in slots):
            told = "no time zone stated: times are UTC"
            self._warnings.append(SourceWarning(told, code=WarningCode.ZONE_ASSUMED))
        return zone

    def _name_and_about(self) -> tuple[str | None, str | None]:
        """The name of the calendar, or its short description instead, and a description."""
        name = plain_title(self._stated("X-WR-CALNAME", "NAME"))
        about = plain_title(self._stated("X-WR-CALDESC"))
        if name is not None:
            name = None if _NAMELESS.match(name) else _OF_PROGRAM.sub("", name)
        return (about, None) if name is None and about and len(about) <= LONGEST_NAME else (name, about)

    def _conference(self, slots: Sequence[EventSlot], zone: str | None) -> tuple[Conference, list[EventSlot]]:
        """The conference, and the slots without those that only state when it takes place."""
        name, about = self._name_and_about()
        timed = {slot.start.date() for slot in slots if slot.start}
        spanning: list[EventSlot] = []
        rest: list[EventSlot] = []
        span = (min(timed), max(timed)) if len(timed) > 1 else None
        for slot in slots:
            (spanning if _spans(slot, span, name) else rest).append(slot)
        if name is None and len(spanning) == 1:
            name = plain_title(spanning[0].event.text("SUMMARY"))
        whole = [day for slot in spanning or ([] if timed else rest) for day in slot.days or ()]
        days = whole or timed
        conference = Conference(
            name=name,
            venue=self._places.venue,
            start_date=min(days, default=None),
            end_date=max(days, default=None),
            timezone=zone,
            url=self._stated("URL") or next(iter(self._common_urls), None),
            description=about if about != name else None,
        )
        return conference, rest

    def _ids(self, slots: Sequence[EventSlot]) -> list[str | None]:
        """The UID of each event, with its start if it takes place several times; None for meaningless ones."""
        made_up = "PYVOBJECT" in (self._stated("PRODID") or "")
        titles: dict[str, set[str]] = {}
        counts: Counter[str] = Counter()
        for slot in slots:
            uid = slot.event.text("UID") or ""
            titles.setdefault(uid, set()).add(slot.event.text("SUMMARY") or "")
            counts[uid] += 1
        overridden = {event.text("UID") for event in self._events if event.first("RECURRENCE-ID", "RRULE", "RDATE")}
        found: list[str | None] = []
        taken: set[str] = set()
        for slot in slots:
            uid = slot.event.text("UID") or ""
            several = counts[uid] > 1 or uid in overridden
            if not uid or (made_up and _MADE_UP_UID.match(uid)) or (len(titles[uid]) > 1 and uid not in overridden):
                found.append(None)
                continue
            day = f"{uid}@{slot.days[0] if slot.days else 'undated'}"
            own = (slot_id(uid, slot.start) if slot.start else day) if several else uid
            found.append(own if own not in taken else None)
            taken.add(own)
        return found

    def _talk(self, slot: EventSlot, own_id: str | None) -> Talk:
        event = slot.event
        whole, url = plain_title(event.text("SUMMARY")) or "", event.text("URL")
        description = read_description(event.text("DESCRIPTION", "X-ALT-DESC", "COMMENT"), whole, url)
        summary = read_summary(whole, self._habit, attendees(event) or description.speakers)
        if description.title:
            people = summary.speakers or (() if description.title in whole else people_named(whole))
            summary = TitleParts(description.title, people, summary.kind)
        track, kind = self._track_and_kind(event, summary, description)
        speakers = self._people(event, summary, description)
        if kind is Kind.KEYNOTE:
            speakers = tuple(in_role(speakers, Role.KEYNOTE))
        abstract = description.abstract
        if slot.days:
            first, last = (day.isoformat() for day in slot.days)
            when = f"*{first}*" if first == last else f"*{first} – {last}*"
            abstract = f"{when}\n\n{abstract}" if abstract else when
        return Talk(
            title=summary.text or None,
            id=own_id,
            kind=kind,
            start=slot.start,
            end=slot.end,
            room=self._places.room_of(event.text("LOCATION") or "") or description.room,
            track=track,
            language=stated.parameters.get("LANGUAGE") if (stated := event.first("SUMMARY")) else None,
            abstract=abstract,
            speakers=speakers,
            resources=self._resources(event, url, description),
            cancelled=self._is_cancelled(event),
        )

    def _people(self, event: Component, summary: TitleParts, description: Description) -> tuple[Speaker, ...]:
        """The speakers, from the most reliable place that names them, and chairs in the description."""
        named = [each for each in attendees(event) if each.name not in self._guests]
        stated = named or extra_speakers(event)
        speaking = [each for each in description.speakers if each.role in (Role.SPEAKER, Role.PANELIST, Role.AUTHOR)]
        if not stated:
            stated = [*speaking] or [*summary.speakers] or self._organizers.speakers(event)
        others = [each for each in description.speakers if each.role is Role.CHAIR]
        by_name = {each.name: each for each in reversed([*stated, *others])}
        known = {each.name: each for each in speaking}
        return tuple(
            replace(each, affiliation=known[each.name].affiliation)
            if each.affiliation is None and each.name in known
            else each
            for each in reversed(by_name.values())
        )

    def _track_and_kind(
        self, event: Component, summary: TitleParts, description: Description
    ) -> tuple[str | None, Kind]:
        tags = [tag for tag in _tags(event) if tag.lower() not in self._common_tags]
        kinds = [label_kind(tag) or item_kind(tag) for tag in tags]
        typed = label_kind(description.type) if description.type else None
        track = next((tag for tag, kind in zip(tags, kinds, strict=True) if kind is None), None)
        prefix = PREFIX.match(summary.text)
        said = label_kind(prefix["label"]) if prefix else None
        stated = (summary.kind, said, item_kind(summary.text), *kinds, typed)
        kind = next((each for each in stated if each is not None and each is not Kind.TALK), Kind.TALK)
        return track or description.track, kind

    def _resources(self, event: Component, url: str | None, description: Description) -> tuple[Resource, ...]:
        found: dict[str, Resource] = {}
        if url and url not in self._common_urls and url.startswith(("http://", "https://")):
            found[url] = resource(url, None, own_page=True)
        for each in (stated for name in _LINKS for stated in event.every(name)):
            address, said = each.value.strip(), each.parameters
            if address.startswith(("http://", "https://")) and not said.get("FMTTYPE", "").startswith("image/"):
                label = said.get("FILENAME") or said.get("LABEL") or said.get("X-LABEL")
                found.setdefault(address, resource(address, label))
        for made in description.resources:
            if made.url not in self._common_urls:
                found.setdefault(made.url, made)
        return tuple(found.values())

    def _is_cancelled(self, event: Component) -> bool:
        called_off = (event.text("STATUS") or "").upper() == "CANCELLED" or self._stated("METHOD") == "CANCEL"
        return called_off or _CANCELLED.match(event.text("SUMMARY") or "") is not None

    def _look_at(self, twice: int, slots: Iterable[EventSlot]) -> None:
        """Warn of unknown zones, events without title or time, and duplicates."""
        for name, line in self._zones.unknown.items():
            told = f"the time zone “{name[:60]}” is not known: its times are kept as local time"
            self._warnings.append(SourceWarning(told, line, WarningCode.ZONE_UNKNOWN))
        untitled = sorted(slot.event.line for slot in slots if not slot.event.text("SUMMARY"))
        whole = sorted(slot.event.line for slot in slots if slot.days)
        self._warnings += counted("{# events have|an event has} no title", untitled)
        self._warnings += counted("{# events have|an event has} no time of day: the day is in the abstract", whole)
        told = "{# events are listed twice and were|an event is listed twice and was} read once"
        self._warnings += counted(told, [None] * twice)


def _spans(slot: EventSlot, timed: tuple[date, date] | None, name: str | None) -> bool:
    """Whether an all-day event is the conference: by its name, or because all timed events fall into it."""
    if slot.days is None:
        return False
    title = plain_title(slot.event.text("SUMMARY"))
    if title and name and title.lower() == name.lower():
        return True
    first, last = slot.days
    return timed is not None and first <= timed[0] and timed[1] <= last and not attendees(slot.event)


def _tags(event: Component) -> list[str]:
    return [text for each in event.every("CATEGORIES") for text in each.texts]


def _shared(values: Sequence[str], events: Sequence[Component]) -> frozenset[str]:
    """Values that (nearly) all events of a calendar have, and which therefore describe none of them."""
    if len(events) < 4:
        return frozenset()
    return frozenset(value for value, count in Counter(values).items() if value and count * 10 >= len(events) * 9)


def _seen_in(moment: datetime | None, zone: tzinfo | None) -> datetime | None:
    if moment is None or zone is None or moment.tzinfo is zone:
        return moment
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _key(slot: EventSlot) -> tuple[object, ...]:
    """The identity of an event: everything except when it was written."""
    said = (
        (name, each.value)
        for name, stated in slot.event.properties.items()
        if name not in _OF_WRITING
        for each in stated
    )
    return (slot.start, slot.days, *said)


def _order(slot: EventSlot) -> tuple[bool, datetime]:
    """A sort key by time, with untimed events last."""
    moment = slot.start
    if moment is None:
        return True, datetime.min
    return False, moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
