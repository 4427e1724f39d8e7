"""A conference's program: who presents what, where and when.

A start or an end is a `Moment`: a `datetime`, aware where the zone is known and else the naive wall-clock time at the
conference; a bare `date` where no hour is stated; a bare, naive `time` where no day is. A `datetime` is a `date`, too:
rather than ask by `isinstance`, take `starts_at`, `ends_at`, `day` and `clock` of a talk or a session.
A field that the source does not state is None or empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from confnotes.model.correction import Correction, SourceRow
from confnotes.model.fast_dataclass import fast_dataclass

Moment = datetime | date | time


class ProgramItem:
    """What starts and ends, as far as is stated: a talk or a session."""

    __slots__ = ()
    start: Moment | None
    end: Moment | None

    @property
    def starts_at(self) -> datetime | None:
        """The start where both its day and its hour are stated."""
        return self.start if isinstance(self.start, datetime) else None

    @property
    def ends_at(self) -> datetime | None:
        """The end where both its day and its hour are stated."""
        return self.end if isinstance(self.end, datetime) else None

    @property
    def day(self) -> date | None:
        """The day of the start, by the clock of its own zone; None where no day is stated."""
        start = self.start
        return start.date() if isinstance(start, datetime) else start if isinstance(start, date) else None

    @property
    def clock(self) -> time | None:
        """The hour of a start of which no day is stated; None for every other start."""
        return self.start if isinstance(self.start, time) else None


class Kind(StrEnum):
    """What kind of thing a session or a talk is."""

    KEYNOTE = "keynote"
    TALK = "talk"
    ORAL = "oral"
    SPOTLIGHT = "spotlight"
    POSTER = "poster"
    TUTORIAL = "tutorial"
    WORKSHOP = "workshop"
    PANEL = "panel"
    DEMO = "demo"
    LIGHTNING = "lightning"
    SEMINAR = "seminar"
    SOCIAL = "social"
    BREAK = "break"
    REMARKS = "remarks"
    OTHER = "other"


class Role(StrEnum):
    """What a person does at a conference or on a talk."""

    SPEAKER = "speaker"
    AUTHOR = "author"
    PRESENTER = "presenter"
    KEYNOTE = "keynote"
    PANELIST = "panelist"
    CHAIR = "chair"
    ORGANIZER = "organizer"


class ResourceKind(StrEnum):
    """What a link leads to."""

    PAPER = "paper"
    SLIDES = "slides"
    VIDEO = "video"
    POSTER = "poster"
    CODE = "code"
    EVENT_PAGE = "event-page"
    REGISTRATION = "registration"
    CALENDAR = "calendar"
    FORM = "form"
    VIRTUAL_VENUE = "virtual-venue"
    EMAIL = "email"
    OTHER = "other"


OF_A_TALK: Final = (
    ResourceKind.PAPER,
    ResourceKind.SLIDES,
    ResourceKind.VIDEO,
    ResourceKind.POSTER,
    ResourceKind.CODE,
    ResourceKind.EVENT_PAGE,
)
"""The kinds of links that have a name of their own in templates and a column of their own in tables."""


@fast_dataclass(frozen=True, slots=True)
class Resource:
    """A paper, slides, video, poster, code or page that belongs to a talk, session or conference."""

    kind: ResourceKind
    url: str
    title: str | None = None


@fast_dataclass(frozen=True, slots=True)
class Speaker:
    """A person's part in one talk; `id` as at `Person`."""

    name: str
    affiliation: str | None = None
    url: str | None = None
    role: Role = Role.SPEAKER
    highlighted: bool = False
    id: str | None = None


@fast_dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the conference, once, with every role they have there.

    `id` is `scheme:value` as a source gives it. `orcid:` and `openreview:` name a person everywhere; every other scheme
    (`frab:`, `pretalx:`, `sessionize:` ...) only within the conference.
    """

    name: str
    affiliation: str | None = None
    url: str | None = None
    roles: tuple[Role, ...] = ()
    id: str | None = None


@fast_dataclass(frozen=True, slots=True)
class Talk(ProgramItem):
    """One item of the program that a note can be about; breaks and remarks included.

    `id` is the source's own identifier, or one made by the vault; unique within the conference once in a vault.
    `notes` are notes that the imported source held for this talk, verbatim Markdown.
    `cancelled`: the source says so, or once had this talk and no longer does. `board` is where a poster hangs, as the
    source writes it (“#312”, “A12”).
    """

    title: str | None
    id: str | None = None
    kind: Kind = Kind.TALK
    start: Moment | None = None
    end: Moment | None = None
    room: str | None = None
    track: str | None = None
    language: str | None = None
    abstract: str | None = None
    speakers: tuple[Speaker, ...] = ()
    resources: tuple[Resource, ...] = ()
    notes: str | None = None
    cancelled: bool = False
    board: str | None = None


@fast_dataclass(frozen=True, slots=True)
class Session(ProgramItem):
    """Talks that stand together in the program; title None where the source has no sessions."""

    title: str | None = None
    id: str | None = None
    kind: Kind = Kind.OTHER
    start: Moment | None = None
    end: Moment | None = None
    room: str | None = None
    track: str | None = None
    resources: tuple[Resource, ...] = ()
    talks: tuple[Talk, ...] = ()


@fast_dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which something is due; `timezone` as the source names it (an IANA name, or "AoE")."""

    title: str
    date: date | None = None
    time: time | None = None
    timezone: str | None = None


@fast_dataclass(frozen=True, slots=True)
class Conference:
    """A conference, workshop or seminar. `timezone` is an IANA name; `description` is Markdown."""

    name: str | None = None
    edition: str | None = None
    year: int | None = None
    part_of: str | None = None
    venue: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    timezone: str | None = None
    url: str | None = None
    description: str | None = None


@fast_dataclass(frozen=True, slots=True)
class Program:
    """Everything that is known of one conference."""

    conference: Conference = field(default_factory=Conference)
    sessions: tuple[Session, ...] = ()
    people: tuple[Person, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    resources: tuple[Resource, ...] = ()

    def talks(self) -> Iterator[Talk]:
        """Every talk in program order."""
        for session in self.sessions:
            yield from session.talks

    def sessions_and_talks(self) -> Iterator[tuple[Session, Talk]]:
        """Every talk with its session, in program order."""
        return ((session, talk) for session in self.sessions for talk in session.talks)


class WarningCode(StrEnum):
    """What a warning is about, where something depends on it."""

    ZONE_NOT_STATED = "zone-not-stated"
    ZONE_ASSUMED = "zone-assumed"
    ZONE_UNKNOWN = "zone-unknown"
    CONFERENCE_NOT_NAMED = "conference-not-named"
    DAY_NOT_KNOWN = "day-not-known"
    CORRECTION_UNUSED = "correction-unused"


@fast_dataclass(frozen=True, slots=True)
class SourceWarning:
    """Something in a source that a person should look at; `line` counts from 1, None for the whole source.

    The message is for people only: what depends on a warning asks for its `code`.
    """

    message: str
    line: int | None = None
    code: WarningCode | None = None


@fast_dataclass(frozen=True, slots=True)
class ReadProgram:
    """What an importer understood: the name of the format, the program, and what to look at.

    `rows` are those of the source, where the reader tells them, and `applied` the user's corrections that it found rows
    or columns for.
    """

    format: str
    program: Program
    warnings: tuple[SourceWarning, ...] = ()
    rows: tuple[SourceRow, ...] = ()
    applied: tuple[Correction, ...] = ()
