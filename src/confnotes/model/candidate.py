"""What can be completed while one types, and how near it is to the note that is being written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from confnotes.model.fast_dataclass import fast_dataclass


class Trigger(StrEnum):
    """What begins a completion."""

    LINK = "[["
    PERSON = "@"
    PERSON_LINK = "@[["
    TAG = "#"
    PAPER = "@@"


class CandidateKind(StrEnum):
    """What a candidate is."""

    TALK = "talk"
    NOTE = "note"
    PERSON = "person"
    PAPER = "paper"
    TAG = "tag"


class Nearness(IntEnum):
    """Where a candidate belongs, seen from a note; less is nearer."""

    TALK = 0
    SESSION = 1
    TRACK_TODAY = 2
    TODAY = 3
    TRACK = 4
    CONFERENCE = 5
    ELSEWHERE = 6


@fast_dataclass(frozen=True, slots=True)
class Place:
    """Where in the programs something stands, or a note is written: None for what is not known.

    `talk` is a talk's key, `session` is unique over all conferences, `day` is the day at the conference.
    """

    conference: str | None = None
    day: date | None = None
    session: str | None = None
    track: str | None = None
    talk: str | None = None

    def nearness(self, here: Place) -> Nearness:
        """How near it is to `here`."""
        if self.conference is None or self.conference != here.conference:
            return Nearness.ELSEWHERE
        if self.talk is not None and self.talk == here.talk:
            return Nearness.TALK
        if self.session is not None and self.session == here.session:
            return Nearness.SESSION
        same_track = self.track is not None and self.track == here.track
        if self.day is not None and self.day == here.day:
            return Nearness.TRACK_TODAY if same_track else Nearness.TODAY
        return Nearness.TRACK if same_track else Nearness.CONFERENCE


@fast_dataclass(frozen=True, slots=True)
class Candidate:
    """Something that can be named in a note.

    `target` is what a link to it says: the stem of its note (for a talk without a note the stem that it will have), a
    person's name, a tag, a paper's address. `path` is its note, None when there is none; `talk` the key of a talk.
    `others` are further names that it is found by, `uses` counts how often notes name it.
    """

    kind: CandidateKind
    name: str
    target: str
    path: str | None = None
    talk: str | None = None
    others: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    uses: int = 0

    @property
    def newest(self) -> date:
        """The last day that it belongs to; the first of all days when none is known."""
        return max((place.day for place in self.places if place.day), default=date.min)

    def nearest(self, here: Place) -> tuple[Nearness, Place | None]:
        """How near it is to `here`, and which of its places makes it so: of equally near ones the newest."""
        best: tuple[Nearness, Place | None] = (Nearness.ELSEWHERE, None)
        for place in self.places:
            near = place.nearness(here)
            known = best[1]
            newer = known is None or (place.day or date.min) > (known.day or date.min)
            if near < best[0] or (near == best[0] and newer):
                best = (near, place)
        return best


@dataclass(frozen=True, slots=True)
class CandidateMatch:
    """A candidate that fits what was typed. `near` says how near it is, `by` where it belongs.

    `sure`: what was typed begins its words or is their initials, so that it is hardly meant otherwise.
    """

    candidate: Candidate
    near: Nearness
    by: Place | None
    sure: bool
