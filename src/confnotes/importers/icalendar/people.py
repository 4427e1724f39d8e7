"""The people in an event's own properties: ATTENDEE, ORGANIZER (RFC 5545, section 3.8.4), X-SPEAKER.

Conference systems write speakers as attendees; calendar programs write guests so, and as organizer the author of the
entry, or the calendar itself. The organizer of many events is not their speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from confnotes.importers.facts.names import has_name_shape, institution_likeness
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.icalendar.lines import Component, Property, unescape
from confnotes.importers.icalendar.text import people_named
from confnotes.markup.names import fold
from confnotes.model.program import Role, Speaker

_NO_PEOPLE = ("ROOM", "RESOURCE", "GROUP")
_SPEAKER_NAMES = re.compile(r"X-(?:[A-Z0-9]+-)*(?:SPEAKERS?|PRESENTERS?)(?:-NAMES?)?\Z")
_CALENDAR_ADDRESS = re.compile(r"@(?:group|resource)\.calendar\.google\.com", re.IGNORECASE)


def attendees(event: Component) -> list[Speaker]:
    """The attendees of an event that are speakers, not guests of an entry in somebody's calendar."""
    found: list[Speaker] = []
    for each in event.every("ATTENDEE"):
        if "X-NUM-GUESTS" in each.parameters or each.parameters.get("CUTYPE", "").upper() in _NO_PEOPLE:
            continue
        role = Role.CHAIR if each.parameters.get("ROLE", "").upper() == "CHAIR" else Role.SPEAKER
        found += [Speaker(name, role=role) for name in _names(each)]
    if found and all(each.role is Role.CHAIR for each in found):
        return [Speaker(each.name) for each in found]
    return found


def extra_speakers(event: Component) -> list[Speaker]:
    """The people of X-SPEAKER and similar properties."""
    return [
        speaker
        for name, stated in event.properties.items()
        if _SPEAKER_NAMES.match(name)
        for each in stated
        for speaker in people_named(each.parameters.get("CN") or each.text)
    ]


class Organizers:
    """Distinguishes organizers who speak from those who maintain the calendar, by how often each is named."""

    def __init__(self, events: Sequence[Component], calendar: str) -> None:
        named = Counter(name for event in events for each in event.every("ORGANIZER") for name in _names(each))
        most = max(3, len(events) // 5)
        self._speak = {name for name, count in named.items() if count <= most} if len(named) > 1 else set()
        self._calendar = fold(calendar)

    def speakers(self, event: Component) -> list[Speaker]:
        """The organizers of an event that are its speakers."""
        return [
            Speaker(name)
            for each in event.every("ORGANIZER")
            if not _CALENDAR_ADDRESS.search(each.value)
            for name in _names(each)
            if name in self._speak and not self._is_institution(name, each.value)
        ]

    def _is_institution(self, name: str, address: str) -> bool:
        """Whether a name is that of the conference, by its calendar, its address or its words."""
        folded = fold(name)
        domain = fold(address.rpartition("@")[2])
        words = [word for word in re.findall(r"\w{5,}", folded) if "@" in address]
        return folded in self._calendar or institution_likeness(name) >= 0.7 or any(word in domain for word in words)


def _names(stated: Property) -> list[str]:
    """The names of an attendee or organizer; empty if there is only an address."""
    name = unescape(stated.parameters.get("CN", "")).replace("^n", " ").replace("^'", '"').strip(" '\"")
    if not name and "@" not in stated.value and ":" not in stated.value:
        name = stated.text
    name = " ".join(name.split())
    if not name or is_placeholder(name) or ("@" in name and " " not in name and "." in name):
        return []
    parts = [part.strip() for part in re.split(r"[,;&]|\band\b", name)]
    return parts if len(parts) > 1 and all(map(has_name_shape, parts)) else [name]
