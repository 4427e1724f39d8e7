"""The calendar twin of schedule.xml (`schedule.xcal`), as Pentabarf and frab write it.

It follows draft-royer-calsch-xcal: events are `vevent`s of a `vcalendar`, with fields of Pentabarf's own (`event-id`,
`title`, `subtitle`) beside those of iCalendar. Moments are those of iCalendar.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from confnotes.importers.schedule.events import Event, Schedule
from confnotes.importers.schedule.frab_xml_tree import text_of
from confnotes.importers.schedule.links import Link
from confnotes.importers.schedule.people import speakers_named
from confnotes.importers.schedule.times import Slot

XCAL_ROOT = "iCalendar"
XCAL_EVENT = "vevent"
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(Z?)")


def xcal_schedule(root: Element) -> Schedule:
    """The schedule that an xCal document holds."""
    calendar = next((child for child in root if child.tag == "vcalendar"), root)
    said = {child.tag: text_of(child) for child in calendar if child.tag != XCAL_EVENT}
    return Schedule(
        title=said.get("x-wr-calname") or said.get("x-wr-caldesc", ""),
        zone=said.get("x-wr-timezone", ""),
        events=[_event(child, number) for number, child in enumerate(calendar.iter(XCAL_EVENT))],
    )


def _event(element: Element, number: int) -> Event:
    texts: dict[str, str] = {}
    for child in element:
        if child.tag not in texts and (text := text_of(child)):
            texts[child.tag] = text
    said = texts.get
    return Event(
        title=said("title") or said("summary", ""),
        id=said("event-id") or said("uid", ""),
        slot=Slot(_moment(said("dtstart", "")), end=_moment(said("dtend", "")), duration=said("duration", "")),
        subtitle=said("subtitle", ""),
        room=said("location", ""),
        track=said("category") or said("categories", ""),
        state=said("status", ""),
        language=said("language-code") or said("language", ""),
        description=said("description", ""),
        speakers=[
            speaker for child in element if child.tag == "attendee" for speaker in speakers_named(text_of(child))
        ],
        links=[Link(text_of(child), type="page") for child in element if child.tag == "url"],
        place=number,
    )


def _moment(text: str) -> str:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return text
    year, month, day, hour, minute, second, utc = match.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{utc}"
