"""A summary: what is handed out of a conference, a day or a search, ready for an exporter to set.

The notes in a summary are Markdown that is fit for its audience: stamps are gone, private lines too where the
audience is not the author, and every `[[wikilink]]` is an inner link `[text](#id)` to an item of this summary or
plain text. Times are naive wall-clock times at the conference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from confnotes.model.note import Question, Task
from confnotes.model.program import Conference, Kind, Resource, Role, Speaker


class Audience(StrEnum):
    """Who will read it: the author (everything), the team (nothing private), the public (no ratings or stars too)."""

    ME = "me"
    TEAM = "team"
    PUBLIC = "public"


class Grouping(StrEnum):
    """What the parts of a summary are."""

    DAY = "day"
    TRACK = "track"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class SummaryLink:
    """A resource as it stands at a talk; `number` is its place in the references, None for pages and forms."""

    resource: Resource
    number: int | None = None


@dataclass(frozen=True, slots=True)
class SummaryMoment:
    """A stamped line as it reads, and its second of the talk's recording; `url` None where no link leads to it."""

    text: str
    seconds: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryItem:
    """A talk of the summary, or a note that is about no talk (`is_talk` False).

    `id` is made of `a-z 0-9 -`, begins with a letter and is unique in the summary. `text` is Markdown, empty for a
    talk that is listed in one line only. `leads`: the page of a day, which stands first in it. `later`: it is to
    be watched later. Lines of `questions` and
    `tasks` count in the note they come from.
    """

    id: str
    title: str
    is_talk: bool = True
    conference: str = ""
    kind: Kind = Kind.TALK
    day: date | None = None
    start: datetime | None = None
    end: datetime | None = None
    room: str | None = None
    track: str | None = None
    language: str | None = None
    speakers: tuple[Speaker, ...] = ()
    links: tuple[SummaryLink, ...] = ()
    rating: int | None = None
    starred: bool = False
    attended: bool = False
    later: bool = False
    cancelled: bool = False
    private: bool = False
    leads: bool = False
    takeaways: tuple[str, ...] = ()
    text: str = ""
    questions: tuple[Question, ...] = ()
    tasks: tuple[Task, ...] = ()
    tags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    moments: tuple[SummaryMoment, ...] = ()

    @property
    def noted(self) -> bool:
        """Whether somebody wrote something that this audience may read."""
        return bool(self.text or self.takeaways)


@dataclass(frozen=True, slots=True)
class SummarySession:
    """The items of one session, in time order; title None where they stand in none."""

    title: str | None = None
    kind: Kind = Kind.OTHER
    start: datetime | None = None
    end: datetime | None = None
    room: str | None = None
    items: tuple[SummaryItem, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryPart:
    """A day, a track or a theme. `title` is None for a day and for what has none; `conference` is set where several
    conferences meet in one summary. `also` names items that belong here too but are set in another part."""

    title: str | None = None
    day: date | None = None
    conference: str | None = None
    sessions: tuple[SummarySession, ...] = ()
    also: tuple[str, ...] = ()

    def items(self) -> Iterator[SummaryItem]:
        """Every item of the part, in order."""
        for session in self.sessions:
            yield from session.items


@dataclass(frozen=True, slots=True)
class SummaryPerson:
    """Somebody who gave a talk of this summary or is named in its notes; `roles` are those at the conference."""

    name: str
    affiliation: str | None = None
    items: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryTag:
    """A tag and the items that carry it."""

    name: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryReference:
    """A numbered paper, recording, slide deck ... and the items that point to it. Each resource stands here once."""

    number: int
    resource: Resource
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What is handed out. `query` is the search that chose the items, None for a whole conference or day.

    `talks` counts the talks of the program that were looked at (breaks left out); `overview` is the conference's own
    note; `highlights` are ids of items, best first.
    """

    title: str
    conferences: tuple[Conference, ...] = ()
    day: date | None = None
    query: str | None = None
    audience: Audience = Audience.ME
    by: Grouping = Grouping.DAY
    talks: int = 0
    overview: str = ""
    highlights: tuple[str, ...] = ()
    parts: tuple[SummaryPart, ...] = ()
    people: tuple[SummaryPerson, ...] = ()
    tags: tuple[SummaryTag, ...] = ()
    references: tuple[SummaryReference, ...] = ()
    by_id: dict[str, SummaryItem] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {item.id: item for item in self.items()})

    def items(self) -> Iterator[SummaryItem]:
        """Every item once, in order."""
        for part in self.parts:
            yield from part.items()

    def noted(self) -> list[SummaryItem]:
        """The items with notes, in order."""
        return [item for item in self.items() if item.noted]
