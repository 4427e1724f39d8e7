"""schedule.xml, as Pentabarf, frab, pretalx and wafer write it, and as apps (EventFahrplan, giggity) read it.

The format is described at c3voc.de/wiki/schedule, its schema is schedule.xml.xsd at github.com/voc/schedule. Only the
names are taken from it: every element may be missing, stand in another place or go by an older name. Events
stand in rooms of days, or directly in days. A list of persons beside the days is no list of speakers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from confnotes.errors import ConfnotesError
from confnotes.importers.counted import Counted
from confnotes.importers.importer import Hints
from confnotes.importers.schedule.events import Event, Schedule, program_of
from confnotes.importers.schedule.frab_xml_tree import DEEPEST, line_of, text_of, tree_of
from confnotes.importers.schedule.frab_xml_xcal import XCAL_EVENT, XCAL_ROOT, xcal_schedule
from confnotes.importers.schedule.links import Link
from confnotes.importers.schedule.people import speaker_of, speakers_named
from confnotes.importers.schedule.times import Day, Slot, date_of
from confnotes.importers.source import Source
from confnotes.model.program import ReadProgram, Speaker

_FORMAT = "frab-xml"
_ROOT = re.compile(
    rb"(?:\s|<\?[^?]*(?:\?(?!>)[^?]*)*\?>|<!--[^-]*(?:-(?!->)[^-]*)*-->|<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>)*"
    rb"<(?:[\w.-]+:)?(?:schedule|iCalendar)[\s/>]"
)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+schedule\b")
_HEAD = 1 << 16
_MARKS = re.compile(rb"<(?:[\w.-]+:)?(?:conference\b|event\b|entry\b|vevent\b|day\s[^<>]*\bdate\s*=)")
_EVENTS = frozenset(("event", "entry"))
_WRAPPERS = frozenset(("schedule", "days", "rooms", "events", "program", "room"))
_PEOPLE = frozenset(("persons", "speakers", "participants"))
_LINKS = frozenset(("links", "attachments"))
_VIDEOS = ("video", "video_url", "video_download_url", "recording_url")
_SINGLE_LINKS = {"link": "", "url": "page", **dict.fromkeys(_VIDEOS, "video")}
_NO_TEXTS = frozenset((*_PEOPLE, *_LINKS, *_SINGLE_LINKS, "person", "speaker", "recording"))


class FrabXml:
    """Reads schedule.xml."""

    formats: tuple[str, ...] = (_FORMAT,)

    def sniff(self, source: Source) -> float:
        """Certain where the root is a `schedule` (or an xCal calendar) with a conference, dated days or events."""
        if source.is_folder or b"<" not in source.head[:200]:
            return 0.0
        head = source.files[0].data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
        if _ROOT.match(head):
            return 0.97 if _MARKS.search(head) else 0.3
        return 0.9 if _DOCTYPE.search(head) else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program. Raises ConfnotesError, with the line, where the XML is broken or not safe to read."""
        file = source.files[0]
        names = "|".join((*_EVENTS, XCAL_EVENT))
        findings = Counted(lambda number: line_of(file.data, names, int(number)))
        root = tree_of(file, findings)
        schedule = xcal_schedule(root) if root.tag == XCAL_ROOT else _schedule(root)
        schedule.base_url = schedule.base_url or source.url or ""
        return program_of(schedule, _FORMAT, findings)


def _schedule(root: Element) -> Schedule:
    schedule = Schedule()
    conference = _child(root, "conference")
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
    _collect(root, Day(), "", schedule.events, 0)
    return schedule


def _collect(element: Element, day: Day, room: str, events: list[Event], depth: int) -> None:
    if depth > DEEPEST:
        raise ConfnotesError("the schedule is nested too deeply to be one", "import another file")
    for child in element:
        name = child.tag
        if name in _EVENTS:
            events.append(_event(child, day, room, len(events)))
        elif name == "day":
            _collect(child, _day(child), room, events, depth + 1)
        elif name in _WRAPPERS:
            _collect(child, day, child.get("name", room) if name == "room" else room, events, depth + 1)


def _day(element: Element) -> Day:
    stated = element.get("date", "")
    if not stated and (inside := _child(element, "date")) is not None:
        stated = text_of(inside)
    begin, end = element.get("start", ""), element.get("end", "")
    return Day(date_of(stated) or date_of(begin), begin, end)


def _event(element: Element, day: Day, room: str, number: int) -> Event:
    texts: dict[str, str] = {}
    speakers: list[Speaker] = []
    links: list[Link] = []
    for child in element:
        name = child.tag
        if name not in _NO_TEXTS:
            text = text_of(child) if len(child) else child.text
            if text and name not in texts and (text := text.strip()):
                texts[name] = text
        elif name in _PEOPLE:
            speakers += _listed(child)
        elif name in _LINKS:
            links += map(_link, child)
        elif name == "recording":
            links += [_link(each, "video") for each in child if each.tag in ("url", "link", "video")]
        elif name in _SINGLE_LINKS:
            links.append(_link(child, _SINGLE_LINKS[name]))
        else:
            speakers += _speakers(child)
    said = texts.get
    if "://" in said("slug", ""):
        links.append(Link(texts["slug"], type="page"))
    attributes = element.attrib
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
        place=number,
    )


def _listed(people: Element) -> Sequence[Speaker]:
    """The people in an element for people; where it holds nothing but text, those whom the text names."""
    if len(people) == 0:
        return speakers_named(text_of(people))
    return [each for person in people for each in _speakers(person)]


def _speakers(person: Element) -> Sequence[Speaker]:
    attributes = person.attrib
    if len(person) == 0 and len(attributes) == 1 and "id" in attributes:
        found = speaker_of(person.text or "", number=attributes["id"])
        return (found,) if found else ()
    said = _texts(person).get
    name = said("public_name") or said("full_public_name") or said("name") or attributes.get("name")
    if not name and not attributes:
        return speakers_named(text_of(person))
    found = speaker_of(
        name or text_of(person),
        code=attributes.get("code", ""),
        guid=attributes.get("guid", ""),
        number=attributes.get("id", ""),
        role=attributes.get("role") or said("role") or ("moderator" if person.tag == "moderator" else ""),
        affiliation=said("organization") or said("organisation") or said("affiliation") or said("company", ""),
        url=attributes.get("url") or said("url") or said("profile") or said("website", ""),
    )
    return (found,) if found else ()


def _link(element: Element, type_: str = "") -> Link:
    attributes = element.attrib
    href = attributes.get("href") or attributes.get("url", "")
    text = text_of(element)
    if type_ and not href:
        return Link(text, type=type_)
    return Link(href, text or attributes.get("title", ""), type_ or attributes.get("type", ""))


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if child.tag == name), None)


def _texts(element: Element) -> dict[str, str]:
    """What each kind of element in this one says: the first that says anything."""
    texts: dict[str, str] = {}
    for child in element:
        name = child.tag
        if name not in texts and (text := text_of(child)):
            texts[name] = text
    return texts
