"""Completion candidates while typing, and how close they are to the current note."""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum

from confnotes.model.fast_dataclass import fast_dataclass


class Trigger(StrEnum):
    """The characters that start a completion."""

    LINK = "[["
    PERSON = "@"
    PERSON_LINK = "@[["
    TAG = "#"
    PAPER = "@@"


class CandidateKind(StrEnum):
    """The type of a candidate."""

    TALK = "talk"
    NOTE = "note"
    PERSON = "person"
    PAPER = "paper"
    TAG = "tag"


class Nearness(IntEnum):
    """How close a candidate is to a note; smaller is closer."""

    TALK = 0
    SESSION = 1
    TRACK_TODAY = 2
    TODAY = 3
    TRACK = 4
    CONFERENCE = 5
    ELSEWHERE = 6


@fast_dataclass(frozen=True, slots=True)
class Place:
    """A position in the programs, of an item or a note; None for unknown parts.

    `talk` is a talk's key, `session` is unique across conferences, `day` is the local day at the conference.
    """

    conference: str | None = None
    day: date | None = None
    session: str | None = None
    track: str | None = None
    talk: str | None = None

    def nearness(self, here: Place) -> Nearness:
        """How close it is to `here`."""
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
    """Something that a note can refer to.

    `target` is the text of a link to it: a note's stem (for a talk without a note, its future stem), a person's name, a
    tag, or a paper's address. `path` is its note or None; `talk` is a talk's key. `others` are alternative names,
    `uses` counts references in notes.
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
        """Its last known day, else `date.min`."""
        return max((place.day for place in self.places if place.day), default=date.min)

    def nearest(self, here: Place) -> tuple[Nearness, Place | None]:
        """The distance to `here` and its closest place; the newest if several are equally close."""
        best: tuple[Nearness, Place | None] = (Nearness.ELSEWHERE, None)
        for place in self.places:
            near = place.nearness(here)
            known = best[1]
            newer = known is None or (place.day or date.min) > (known.day or date.min)
            if near < best[0] or (near == best[0] and newer):
                best = (near, place)
        return best


@fast_dataclass(frozen=True, slots=True)
class CandidateMatch:
    """A candidate that matches the typed text. `near` is its distance, `by` its place.

    `sure`: the typed text starts its words or is its initials, so another meaning is unlikely.
    """

    candidate: Candidate
    near: Nearness
    by: Place | None
    sure: bool
