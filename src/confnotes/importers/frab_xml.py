"""schedule.xml, as Pentabarf, frab, pretalx and wafer write it, and as apps (EventFahrplan, giggity) read it.

The format is described at c3voc.de/wiki/schedule, its schema is schedule.xml.xsd at github.com/voc/schedule. Only the
names are taken from it: every element may be missing, stand in another place or go by an older name. Events
stand in rooms of days, or directly in days. A list of persons beside the days is no list of speakers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from confnotes.importers.frab_xml_tree import Element, tree_of
from confnotes.importers.importer import Hints
from confnotes.importers.schedule_events import Event, Schedule, program_of
from confnotes.importers.schedule_links import Link
from confnotes.importers.schedule_people import speaker_of, speakers_named
from confnotes.importers.schedule_times import Day, Slot, date_of
from confnotes.importers.schedule_warnings import Findings
from confnotes.importers.source import Source
from confnotes.model.program import ReadProgram, Speaker

_FORMAT = "frab-xml"
_ROOT = re.compile(
    rb"(?>\s*(?:<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->|<!DOCTYPE[^<>\[]*+(?:\[[^\]]*+\]\s*)?>))*+"
    rb"\s*<(?:[\w.-]+:)?schedule[\s/>]"
)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+schedule\b")
_MARKS = re.compile(rb"<(?:[\w.-]+:)?(?:conference\b|event\b|entry\b|day\s[^<>]*\bdate\s*=)")
_EVENTS = frozenset(("event", "entry"))
_WRAPPERS = frozenset(("schedule", "days", "rooms", "events", "program", "room"))
_PEOPLE = frozenset(("persons", "speakers", "participants"))
_LINKS = frozenset(("links", "attachments"))
_VIDEOS = ("video", "video_url", "video_download_url", "recording_url")
_SINGLE_LINKS = {"link": "", "url": "page", **dict.fromkeys(_VIDEOS, "video")}


class FrabXml:
    """Reads schedule.xml."""

    formats: tuple[str, ...] = (_FORMAT,)

    def sniff(self, source: Source) -> float:
        """Certain where the root is a `schedule` with a conference, dated days or events."""
        head = source.head.replace(b"\0", b"")
        if b"<" not in head[:200]:
            return 0.0
        head = head.lstrip(b"\xef\xbb\xbf\xff\xfe")
        if _ROOT.match(head):
            return 0.97 if _MARKS.search(head) else 0.3
        return 0.9 if _DOCTYPE.search(head) else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program. Raises ConfnotesError, with the line, where the XML is broken or not safe to read."""
        findings = Findings()
        schedule = _schedule(tree_of(source.files[0], _EVENTS, findings))
        schedule.base_url = schedule.base_url or source.url or ""
        return program_of(schedule, _FORMAT, findings)


def _schedule(root: Element) -> Schedule:
    schedule = Schedule()
    conference = root.child("conference")
    if conference is not None:
        said = _texts(conference).get
        schedule = Schedule(
            title=said("title") or said("name") or said("acronym", ""),
            subtitle=said("subtitle", ""),
            venue=said("venue", ""),
            city=said("city", ""),
            start=said("start", ""),
            end=said("end", ""),
            zone=said("time_zone_name") or said("timezone") or said("time_zone", ""),
            day_change=said("day_change", ""),
            url=said("url", ""),
            base_url=said("base_url", ""),
        )
    _collect(root, Day(), "", schedule.events)
    return schedule


def _collect(element: Element, day: Day, room: str, events: list[Event]) -> None:
    for child in element.children():
        if child.name in _EVENTS:
            events.append(_event(child, day, room))
        elif child.name == "day":
            _collect(child, _day(child), room, events)
        elif child.name in _WRAPPERS:
            _collect(child, day, child.attributes.get("name", room) if child.name == "room" else room, events)


def _day(element: Element) -> Day:
    stated = element.attributes.get("date", "")
    if not stated and (inside := element.child("date")) is not None:
        stated = inside.text()
    attributes = element.attributes
    begin, end = attributes.get("start", ""), attributes.get("end", "")
    return Day(date_of(stated) or date_of(begin), begin, end)


def _event(element: Element, day: Day, room: str) -> Event:
    texts: dict[str, str] = {}
    speakers: list[Speaker] = []
    links: list[Link] = []
    for child in element.children():
        name = child.name
        if name in _PEOPLE:
            speakers += _listed(child)
        elif name in _LINKS:
            links += map(_link, child.children())
        elif name == "recording":
            links += [_link(each, "video") for each in child.children() if each.name in ("url", "link", "video")]
        elif child.content or child.attributes:
            if name in ("person", "speaker"):
                speakers += _speakers(child)
            elif name in _SINGLE_LINKS:
                links.append(_link(child, _SINGLE_LINKS[name]))
            elif name not in texts and (text := child.text()):
                texts[name] = text
                if name == "slug" and "://" in text:
                    links.append(Link(text, type="page"))
    said = texts.get
    attributes = element.attributes
    return Event(
        title=said("title", ""),
        id=(
            attributes.get("guid")
            or said("guid")
            or attributes.get("id")
            or attributes.get("code")
            or said("id")
            or said("event-id")
            or said("code")
            or said("slug")
            or said("tag", "")
        ),
        slot=Slot(said("date", ""), said("start", ""), said("end", ""), said("duration", ""), day),
        subtitle=said("subtitle", ""),
        room=said("room") or room,
        track=said("track", ""),
        type=said("type") or said("category") or said("event_type", ""),
        state=said("status") or said("state") or attributes.get("status", ""),
        language=said("language", ""),
        abstract=said("abstract", ""),
        description=said("description", ""),
        speakers=speakers,
        links=links,
        line=element.line,
    )


def _listed(people: Element) -> Sequence[Speaker]:
    """The people in an element for people; where it holds nothing but text, those whom the text names."""
    persons = people.children()
    return [each for person in persons for each in _speakers(person)] if persons else speakers_named(people.text())


def _speakers(person: Element) -> Sequence[Speaker]:
    attributes = person.attributes
    if len(person.content) == 1 and len(attributes) == 1 and "id" in attributes:
        found = speaker_of(person.text(), number=attributes["id"])
        return (found,) if found else ()
    said = _texts(person).get
    name = said("public_name") or said("full_public_name") or said("name") or attributes.get("name")
    if not name and not attributes:
        return speakers_named(person.text())
    found = speaker_of(
        name or person.text(),
        code=attributes.get("code", ""),
        guid=attributes.get("guid", ""),
        number=attributes.get("id", ""),
        role=attributes.get("role") or said("role") or ("moderator" if person.name == "moderator" else ""),
        affiliation=said("organization") or said("organisation") or said("affiliation") or said("company", ""),
        url=attributes.get("url") or said("url") or said("profile") or said("website", ""),
    )
    return (found,) if found else ()


def _link(element: Element, type_: str = "") -> Link:
    attributes = element.attributes
    href = attributes.get("href") or attributes.get("url", "")
    text = element.text()
    if type_ and not href:
        return Link(text, type=type_)
    return Link(href, text or attributes.get("title", ""), type_ or attributes.get("type", ""))


def _texts(element: Element) -> dict[str, str]:
    """What each kind of element in this one says: the first that says anything."""
    texts: dict[str, str] = {}
    for child in element.children():
        if child.content and child.name not in texts and (text := child.text()):
            texts[child.name] = text
    return texts
