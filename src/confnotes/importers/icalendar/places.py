"""Rooms and the venue from the LOCATIONs of a calendar: the common part is the venue."""

from __future__ import annotations

import re
from collections.abc import Sequence

from confnotes.importers.facts.places import CITIES
from confnotes.importers.facts.prose import plain_title
from confnotes.importers.facts.rooms import is_unknown
from confnotes.markup.names import fold

_POSTAL = re.compile(r"\b\d{4,6}\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
_ROOM = re.compile(
    r"\b(?:room|hall|auditorium|theatre|raum|hörsaal|saal|salle|amphithéâtre|aula|sala)\b", re.IGNORECASE
)
_HELD_IN = re.compile(r"\s*Lecture held in\s+", re.IGNORECASE)
_SERVICE = "microsoft teams|zoom|webex|google meet|skype"
_CALL = "besprechung|meeting|vergadering|møde|möte|link|online"
_MEETING = re.compile(rf"(?:réunion |reunión de |riunione di )?(?:{_SERVICE})(?:[ -](?:{_CALL}))?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.")


class Places:
    """The venue that the locations share, and the rest of each, its room."""

    def __init__(self, locations: Sequence[str]) -> None:
        stated = [plain_title(location) or "" for location in locations if location.strip()]
        self.venue: str | None = None
        self._shared: list[str] = []
        parts = [_parts(location) for location in dict.fromkeys(stated)]
        if len(parts) == 1 and _is_address(parts[0]) and (len(stated) > 1 or _POSTAL.search(stated[0])):
            self._shared = parts[0] if not _ROOM.search(stated[0]) else []
        elif len(parts) > 1:
            several = [each for each in parts if len(each) > 1]
            if several and len(several) * 5 >= len(parts) * 4:
                shared = _shared_end(several)
                self._shared = shared if _is_address(shared) else []
        if self._shared:
            self.venue = ", ".join(self._shared)

    def room_of(self, location: str) -> str | None:
        """The room of a location; None if it is only the venue."""
        room = _without_meeting(plain_title(_HELD_IN.sub("", location)))
        if room is None or is_unknown(room):
            return None
        if not self._shared:
            return room
        parts = _parts(room)
        if parts[-len(self._shared) :] == self._shared:
            return ", ".join(parts[: -len(self._shared)]) or None
        return room


def _without_meeting(location: str | None) -> str | None:
    """A location without a web meeting next to the room."""
    if location is None or not _MEETING.search(location):
        return location
    parts = [part.strip() for part in re.split(r"[;/|]|,(?=\s)", location)]
    kept = [part for part in parts if part and not _MEETING.fullmatch(part)]
    return ", ".join(kept) if kept and len(kept) < len(parts) else location


def _parts(location: str) -> list[str]:
    return [part.strip() for part in location.split(",") if part.strip()] or [location]


def _shared_end(places: Sequence[list[str]]) -> list[str]:
    """The common last parts of all places that leave at least one differing part in each."""
    shared: list[str] = []
    for column in zip(*(reversed(each) for each in places), strict=False):
        if len(set(column)) > 1:
            break
        shared.insert(0, column[0])
    return shared


def _is_address(parts: Sequence[str]) -> bool:
    """Whether these are parts of a postal address: a street with its number and a town, a postal code, a city."""
    whole = ", ".join(parts)
    if _ADDRESS.search(whole):
        return False
    return (
        (len(parts) > 1 and bool(_POSTAL.search(whole)))
        or len(parts) > 2
        or any(fold(part) in CITIES for part in parts)
    )
