"""A summary: what is handed out of a conference, a day or a search, ready for an exporter to set.

Texts are Markdown that is fit for the summary's audience: stamps are gone, private lines too where the audience is not
the author. Every `[[wikilink]]` is an inner link `[text](#id)` to an item of the summary, or plain text. A picture is
`![words](photo:id)`. A line that a takeaway or a question leads to ends with ` ^id`. Times are naive wall-clock times
at the conference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from confnotes.model.mark import Mark, Marked
from confnotes.model.note import Task
from confnotes.model.program import Conference, Kind, Resource, Role, Speaker

LOOKING_BACK: Final = "Looking back"
"""The title of a day's page that has none but its day; forms say it in their language."""


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
    PERSON = "person"


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
class SummaryTakeaway:
    """One line of Markdown to take home. `in_text`: its line stands in the note's text and ends with ` ^id` there;
    else it stands among the takeaways of its item only."""

    id: str
    text: str
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class SummaryQuestion:
    """What was asked and answered at a talk, Markdown; `answer` None while it is open, of several lines one each."""

    id: str
    text: str
    answer: str | None = None
    asked_by: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryNote:
    """What one person wrote about an item. `author` is named where several people's notes meet.

    `claim`: the point of the talk in a line or two. `text`: what was said. `view`: what the author thinks of it.
    """

    text: str = ""
    view: str = ""
    claim: str = ""
    author: str | None = None
    takeaways: tuple[SummaryTakeaway, ...] = ()
    questions: tuple[SummaryQuestion, ...] = ()
    moments: tuple[SummaryMoment, ...] = ()

    @property
    def written(self) -> bool:
        """Whether anything is there to read."""
        return bool(self.text or self.view or self.claim or self.takeaways or self.questions)


@dataclass(frozen=True, slots=True)
class SummaryItem(Marked):
    """A talk of the summary, or a note that is about no talk (`is_talk` False).

    `id` is made of `a-z 0-9 -`, begins with a letter and is unique in the summary. `leads`: the page of a day, which
    stands first in it. `start` and `end` are bare hours where their day is not known. `later`: it is to be watched
    later. `missed`: it was starred, is over, and was neither attended nor noted. `number` is what stands on a poster's
    board.
    """

    id: str
    title: str
    is_talk: bool = True
    conference: str = ""
    kind: Kind = Kind.TALK
    day: date | None = None
    start: datetime | time | None = None
    end: datetime | time | None = None
    room: str | None = None
    track: str | None = None
    number: str | None = None
    session: str | None = None
    language: str | None = None
    speakers: tuple[Speaker, ...] = ()
    links: tuple[SummaryLink, ...] = ()
    rating: int | None = None
    marks: frozenset[Mark] = frozenset()
    missed: bool = False
    cancelled: bool = False
    private: bool = False
    leads: bool = False
    notes: tuple[SummaryNote, ...] = ()
    tasks: tuple[Task, ...] = ()
    tags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()

    @property
    def noted(self) -> bool:
        """Whether somebody wrote something that this audience may read."""
        return any(note.written for note in self.notes)

    @property
    def claim(self) -> str:
        """The first claim that was noted, empty without one."""
        return next((note.claim for note in self.notes if note.claim), "")

    @property
    def takeaways(self) -> tuple[SummaryTakeaway, ...]:
        """Everybody's takeaways."""
        return tuple(one for note in self.notes for one in note.takeaways)

    @property
    def questions(self) -> tuple[SummaryQuestion, ...]:
        """Everybody's questions."""
        return tuple(one for note in self.notes for one in note.questions)

    @property
    def line_ids(self) -> list[str]:
        """The ids of its lines that links may lead to."""
        return [*(one.id for one in self.takeaways), *(one.id for one in self.questions)]


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
    """A day, a track, a theme or a person. `title` is None for a day and for what has none; `conference` is set where
    several conferences meet in one summary. `also` names items that belong here too but are set in another part."""

    title: str | None = None
    day: date | None = None
    conference: str | None = None
    sessions: tuple[SummarySession, ...] = ()
    also: tuple[str, ...] = ()

    def items(self) -> Iterator[SummaryItem]:
        """Every item of the part, in order."""
        for session in self.sessions:
            yield from session.items


class Why(StrEnum):
    """Why an item is among the highlights."""

    TAKEAWAYS = "takeaways"
    RATING = "rating"
    KEYNOTE = "keynote"
    STARRED = "starred"
    LINKED = "linked"


@dataclass(frozen=True, slots=True)
class SummaryHighlight:
    """An item that stands out, why, the strongest reason first, and the takeaways that are told of it."""

    item: str
    why: tuple[Why, ...]
    takeaways: tuple[SummaryTakeaway, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryPoint:
    """A line of Markdown that backs a theme; `place` is the id of the takeaway, question or item where it stands."""

    text: str
    item: str
    place: str


@dataclass(frozen=True, slots=True)
class SummaryTheme:
    """What several talks had in common, and the notes behind it."""

    title: str
    items: tuple[str, ...]
    points: tuple[SummaryPoint, ...] = ()


class ActionKind(StrEnum):
    """What is to be done."""

    DO = "do"
    READ = "read"
    WRITE = "write"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class SummaryAction:
    """Something to do, to read, somebody to write to, or a question that is still open; `text` is one line of Markdown.

    `reference` is the number of what is to be read, `person` whom to write to.
    """

    kind: ActionKind
    text: str
    item: str | None = None
    done: bool = False
    person: str | None = None
    reference: int | None = None


@dataclass(frozen=True, slots=True)
class SummaryCoverage:
    """How much of the program it tells: talks and posters that were seen, of how many, and those that were missed."""

    talks: int = 0
    of_talks: int = 0
    posters: int = 0
    of_posters: int = 0
    missed: int = 0
    later: int = 0


class SlotState(StrEnum):
    """What became of a talk: seen (attended or noted), starred and still to come, missed, or let pass."""

    SEEN = "seen"
    STARRED = "starred"
    MISSED = "missed"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class SummarySlot:
    """A talk, or a session of talks that were let pass, on the timeline of its day; `item` where it is told."""

    start: datetime
    end: datetime
    title: str
    state: SlotState
    track: str | None = None
    room: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryDay:
    """A day on the timeline, its slots by start."""

    day: date
    conference: str
    slots: tuple[SummarySlot, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryTrack:
    """How many talks a track had (or a room, where there are no tracks), and what became of each of them."""

    name: str
    talks: int
    seen: int = 0
    starred: int = 0
    missed: int = 0
    conference: str = ""


@dataclass(frozen=True, slots=True)
class SummaryTopic:
    """A tag, or a term that is typical of what was told here, and the items that it stands in."""

    name: str
    items: tuple[str, ...]
    is_tag: bool = False


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
class SummaryPhoto:
    """A picture in a note: `![words](photo:id)` shows it. `path` is that of its file in the vault of `author`; as data
    for others than the author of the summary it is the name alone."""

    id: str
    name: str
    path: str
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What is handed out. `query` is the search that chose the items, None for whole conferences or a day.

    `overview` is the conference's own note. The items of `parts` are told in full or in one line; `others` are items
    that stand only in a list: in the table of `posters`, among the `missed` or to be watched `later`. `authors` names
    whose notes they are.
    """

    title: str
    conferences: tuple[Conference, ...] = ()
    day: date | None = None
    query: str | None = None
    audience: Audience = Audience.ME
    by: Grouping = Grouping.DAY
    authors: tuple[str, ...] = ()
    coverage: SummaryCoverage = SummaryCoverage()
    overview: str = ""
    highlights: tuple[SummaryHighlight, ...] = ()
    themes: tuple[SummaryTheme, ...] = ()
    actions: tuple[SummaryAction, ...] = ()
    parts: tuple[SummaryPart, ...] = ()
    others: tuple[SummaryItem, ...] = ()
    posters: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    references: tuple[SummaryReference, ...] = ()
    people: tuple[SummaryPerson, ...] = ()
    tags: tuple[SummaryTag, ...] = ()
    tracks: tuple[SummaryTrack, ...] = ()
    timeline: tuple[SummaryDay, ...] = ()
    topics: tuple[SummaryTopic, ...] = ()
    photos: tuple[SummaryPhoto, ...] = ()
    by_id: dict[str, SummaryItem] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {item.id: item for item in (*self.items(), *self.others)})

    @property
    def first_day(self) -> date | None:
        """The day of a day's summary, else the first of its conferences."""
        days = [one.start_date or one.end_date for one in self.conferences]
        return self.day or min((day for day in days if day), default=None)

    @property
    def last_day(self) -> date | None:
        """The day of a day's summary, else the last of its conferences."""
        days = [one.end_date or one.start_date for one in self.conferences]
        return self.day or max((day for day in days if day), default=None)

    def items(self) -> Iterator[SummaryItem]:
        """Every item of the parts once, in order."""
        for part in self.parts:
            yield from part.items()

    def noted(self) -> list[SummaryItem]:
        """The items with notes, in order, those of the lists last."""
        return [item for item in self.by_id.values() if item.noted]

    def line_ids(self) -> frozenset[str]:
        """The ids of the lines that links may lead to."""
        return frozenset(line for item in self.by_id.values() for line in item.line_ids)

    def untold(self) -> list[SummaryTrack]:
        """The tracks of which nothing was seen."""
        return [track for track in self.tracks if track.talks and not track.seen]

    def as_data(self) -> Summary:
        """The summary as its audience may know every field: in which folder a photo lies is its author's business."""
        if self.audience is Audience.ME:
            return self
        return replace(self, photos=tuple(replace(photo, path=photo.name) for photo in self.photos))


def belongs_to(reference: SummaryReference, item: SummaryItem) -> bool:
    """Whether it is one of the item's own links; what its notes only mention is not."""
    return any(link.number == reference.number for link in item.links)


@dataclass(frozen=True, slots=True)
class SummaryOrder:
    """What a summary is of, and for whom.

    `target` is a conference's name, several of them with commas between, a year, a day as 2019-12-10, else a search;
    `conference` says which one where several could be meant, or limits a search. `short_names`: those who asked
    questions are named by their initials. `others` are the folders of other people's vaults, by their names.
    `everything`: papers and calendar are of the whole program, not only of what was noted or marked.
    """

    target: str
    conference: str | None = None
    audience: Audience = Audience.ME
    by: Grouping = Grouping.DAY
    short_names: bool = False
    author: str | None = None
    others: tuple[tuple[str, str], ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """So many things that are not in a summary, and why, in words that follow the number; some of them by name, and how
    many names `more` there are. For its author only."""

    why: str
    number: int
    names: tuple[str, ...] = ()
    more: int = 0
