"""A summary of a conference, a day or a search, ready for exporters.

Texts are Markdown for the summary's audience: without timestamps, and without private lines unless the audience is the
author. Every `[[wikilink]]` becomes an internal link `[text](#id)` to an item of the summary, or plain text. A picture
is `![words](photo:id)`. A line that takeaways or questions link to ends with ` ^id`. Times are naive local times at the
conference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from datetime import date, datetime, time
from enum import StrEnum

from confnotes.model.content import FULL, SummaryContent
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import Mark, Marked, SummaryViewer
from confnotes.model.note import Task
from confnotes.model.program import Conference, Kind, Resource, Role, Speaker

LOOKING_BACK = "Looking back"
"""The title of a day page that is titled by its date only; exporters translate it."""


class Audience(StrEnum):
    """The readers: the author (everything), the team (nothing private), the public (no ratings and stars either)."""

    ME = "me"
    TEAM = "team"
    PUBLIC = "public"


class Own(StrEnum):
    """What notes have for their author; the public gets it only on request."""

    TASKS = "tasks"
    OPINIONS = "opinions"


class Grouping(StrEnum):
    """How a summary is divided into parts."""

    DAY = "day"
    TRACK = "track"
    THEME = "theme"
    PERSON = "person"


@fast_dataclass(frozen=True, slots=True)
class SummaryLink:
    """A talk's resource; `number` is its number in the references, None for pages and forms."""

    resource: Resource
    number: int | None = None


@fast_dataclass(frozen=True, slots=True)
class SummaryMoment:
    """A timestamped line and its position in the talk's recording in seconds; `url` is None without a link to it."""

    text: str
    seconds: int
    url: str | None = None


@fast_dataclass(frozen=True, slots=True)
class SummaryTakeaway:
    """A takeaway: one line of Markdown.

    `in_text`: its line is also in the note's text, where it ends with ` ^id`; else it is only in the list of takeaways.
    """

    id: str
    text: str
    in_text: bool = False


@fast_dataclass(frozen=True, slots=True)
class SummaryQuestion:
    """A question at a talk and its answer, in Markdown; `answer` is None while open, one line per answer otherwise."""

    id: str
    text: str
    answer: str | None = None
    asked_by: str | None = None


@fast_dataclass(frozen=True, slots=True)
class SummaryNote:
    """One person's notes on an item. `author` is set if notes of several people are combined.

    `claim`: the talk's point in a line or two. `text`: the content. `view`: the author's opinion.
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
        """Whether there is any text."""
        return bool(self.text or self.view or self.claim or self.takeaways or self.questions)


@fast_dataclass(frozen=True, slots=True)
class SummaryItem(Marked):
    """A talk of the summary, or a free note (`is_talk` False).

    `id` consists of `a-z 0-9 -`, begins with a letter and is unique in the summary. `leads`: a day page, which comes
    first. `start` and `end` are bare times if their day is unknown. `later`: marked as watch later. `missed`: starred
    and over, but neither attended nor noted. `number` is a board number. `seen_by`: of several people.
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
    seen_by: tuple[SummaryViewer, ...] = ()

    @property
    def noted(self) -> bool:
        """Whether it has notes that this audience may read."""
        return any(note.written for note in self.notes)

    @property
    def claim(self) -> str:
        """The first claim, or ""."""
        return next((note.claim for note in self.notes if note.claim), "")

    @property
    def takeaways(self) -> tuple[SummaryTakeaway, ...]:
        """The takeaways of all authors."""
        return tuple(one for note in self.notes for one in note.takeaways)

    @property
    def questions(self) -> tuple[SummaryQuestion, ...]:
        """The questions of all authors."""
        return tuple(one for note in self.notes for one in note.questions)

    @property
    def line_ids(self) -> list[str]:
        """The ids of its lines that links may target."""
        return [*(one.id for one in self.takeaways), *(one.id for one in self.questions)]


@fast_dataclass(frozen=True, slots=True)
class SummarySession:
    """The items of a session in time order; title None without a session."""

    title: str | None = None
    kind: Kind = Kind.OTHER
    start: datetime | None = None
    end: datetime | None = None
    room: str | None = None
    items: tuple[SummaryItem, ...] = ()


@fast_dataclass(frozen=True, slots=True)
class SummaryPart:
    """A day, track, theme or person.

    `title` is None for days and for the remaining items; `conference` is set if a summary covers several conferences.
    `also` lists items that belong here too but are in another part.
    """

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
    """Why an item is a highlight."""

    TAKEAWAYS = "takeaways"
    RATING = "rating"
    KEYNOTE = "keynote"
    STARRED = "starred"
    LINKED = "linked"
    DRAFT = "draft"


@fast_dataclass(frozen=True, slots=True)
class SummaryHighlight:
    """A highlight, its reasons (strongest first), and the takeaways shown with it.

    `text`: what the author wrote for page one, one line of Markdown. Only such a highlight may have "" for its `item`.
    """

    item: str
    why: tuple[Why, ...]
    takeaways: tuple[SummaryTakeaway, ...] = ()
    text: str = ""


@fast_dataclass(frozen=True, slots=True)
class SummaryPoint:
    """A line of Markdown in a theme or the digest; `place` is the id of its takeaway, question or item. In the digest,
    `more` are further lines of the item for forms with room.
    """

    text: str
    item: str
    place: str
    more: tuple[str, ...] = ()


@fast_dataclass(frozen=True, slots=True)
class SummaryTheme:
    """A topic shared by several talks, and the notes about it."""

    title: str
    items: tuple[str, ...]
    points: tuple[SummaryPoint, ...] = ()


class ActionKind(StrEnum):
    """The kind of a next step."""

    DO = "do"
    READ = "read"
    WRITE = "write"
    ASK = "ask"


@fast_dataclass(frozen=True, slots=True)
class SummaryAction:
    """A next step: a task, a paper to read, a person to contact, or an open question; `text` is one line of Markdown.

    `reference` is the number of the paper to read, `person` whom to contact.
    """

    kind: ActionKind
    text: str
    item: str | None = None
    done: bool = False
    person: str | None = None
    reference: int | None = None


@fast_dataclass(frozen=True, slots=True)
class SummaryCoverage:
    """How much of the program the summary covers: attended talks and posters out of all, and missed ones."""

    talks: int = 0
    of_talks: int = 0
    posters: int = 0
    of_posters: int = 0
    missed: int = 0
    later: int = 0


class SlotState(StrEnum):
    """A talk's state: seen (attended or noted), starred and upcoming, missed, or passed."""

    SEEN = "seen"
    STARRED = "starred"
    MISSED = "missed"
    PASSED = "passed"


@fast_dataclass(frozen=True, slots=True)
class SummarySlot:
    """A talk, or a session of passed talks, on a day's timeline; `item` if the summary contains it."""

    start: datetime
    end: datetime
    title: str
    state: SlotState
    track: str | None = None
    room: str | None = None
    item: str | None = None


@fast_dataclass(frozen=True, slots=True)
class SummaryDay:
    """A day of the timeline, its slots sorted by start."""

    day: date
    conference: str
    slots: tuple[SummarySlot, ...] = ()


@fast_dataclass(frozen=True, slots=True)
class SummaryTrack:
    """The number of talks in a track, by state."""

    name: str
    talks: int
    seen: int = 0
    starred: int = 0
    missed: int = 0
    conference: str = ""


@fast_dataclass(frozen=True, slots=True)
class SummaryTopic:
    """A tag or a characteristic term, and the items that contain it."""

    name: str
    items: tuple[str, ...]
    is_tag: bool = False


@fast_dataclass(frozen=True, slots=True)
class SummaryPerson:
    """A speaker of this summary's talks or a person mentioned in its notes; `roles` are those at the conference."""

    name: str
    affiliation: str | None = None
    items: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


@fast_dataclass(frozen=True, slots=True)
class SummaryTag:
    """A tag and its items."""

    name: str
    items: tuple[str, ...] = ()


@fast_dataclass(frozen=True, slots=True)
class SummaryReference:
    """A numbered paper, recording, slide deck and so on, listed once, and the items that refer to it."""

    number: int
    resource: Resource
    items: tuple[str, ...] = ()


@fast_dataclass(frozen=True, slots=True)
class SummaryPhoto:
    """A photo in a note, shown by `![words](photo:id)`.

    `path` is its path in the vault of `author`; in data for others only its file name.
    """

    id: str
    name: str
    path: str
    author: str | None = None


@fast_dataclass(frozen=True, slots=True)
class Summary:
    """A summary to export. `query` is the search that selected the items, None for whole conferences or a day.

    `lead` is what its author put first, `subjects` what several talks are about, `overview` the conference's note,
    `digest` a line of each talk, `authors` those of the notes, `team` the items by who saw them. The items of `parts`
    are rendered in full or as one line; `others` are only in lists (`posters`, `missed`, `later`), or referred to.
    """

    title: str
    conferences: tuple[Conference, ...] = ()
    day: date | None = None
    query: str | None = None
    audience: Audience = Audience.ME
    by: Grouping = Grouping.DAY
    authors: tuple[str, ...] = ()
    coverage: SummaryCoverage = SummaryCoverage()
    lead: str = ""
    subjects: tuple[SummaryTopic, ...] = ()
    overview: str = ""
    highlights: tuple[SummaryHighlight, ...] = ()
    digest: tuple[SummaryPoint, ...] = ()
    team: tuple[SummaryTheme, ...] = ()
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
        """The day of a day summary, else the first day of its conferences."""
        days = [one.start_date or one.end_date for one in self.conferences]
        return self.day or min((day for day in days if day), default=None)

    @property
    def last_day(self) -> date | None:
        """The day of a day summary, else the last day of its conferences."""
        days = [one.end_date or one.start_date for one in self.conferences]
        return self.day or max((day for day in days if day), default=None)

    def items(self) -> Iterator[SummaryItem]:
        """Every item of the parts once, in order."""
        for part in self.parts:
            yield from part.items()

    @property
    def listed(self) -> frozenset[str]:
        """The ids of items that lists show."""
        return frozenset((*self.posters, *self.missed, *self.later))

    def noted(self) -> list[SummaryItem]:
        """The items with notes, in order; those of the lists last."""
        return [item for item in self.by_id.values() if item.noted]

    def line_ids(self) -> frozenset[str]:
        """The ids of lines that links may target."""
        return frozenset(line for item in self.by_id.values() for line in item.line_ids)

    def as_data(self) -> Summary:
        """The summary as exported data: items that are only referred to without their notes, and for others than the
        author photos without their folders.
        """
        others = tuple(
            one if one.id in self.listed else replace(one, notes=(), tasks=(), mentions=()) for one in self.others
        )
        is_own = self.audience is Audience.ME
        photos = tuple(photo if is_own else replace(photo, path=photo.name) for photo in self.photos)
        return replace(self, others=others, photos=photos)


def belongs_to(reference: SummaryReference, item: SummaryItem) -> bool:
    """Whether it is one of the item's own links, rather than one that its notes mention."""
    return any(link.number == reference.number for link in item.links)


@fast_dataclass(frozen=True, slots=True)
class SummaryOrder:
    """The scope, audience and options of a summary.

    `target` is a conference's name, several separated by commas, a year, a day such as 2019-12-10, else a search;
    `conference` disambiguates or limits a search. `short_names`: name people who asked questions by initials. `others`
    are other people's vault folders by name. `include`: what the public gets on request.
    `contents` are its parts. `everything`: papers and calendar cover the whole program, not only noted or marked talks.
    """

    target: str
    conference: str | None = None
    audience: Audience = Audience.ME
    by: Grouping = Grouping.DAY
    short_names: bool = False
    author: str | None = None
    others: tuple[tuple[str, str], ...] = ()
    include: frozenset[Own] = frozenset()
    contents: frozenset[SummaryContent] = FULL
    everything: bool = False

    @property
    def withheld(self) -> frozenset[Own]:
        """What the audience does not get of the notes that it may read."""
        return frozenset(Own) - self.include if self.audience is Audience.PUBLIC else frozenset()


@fast_dataclass(frozen=True, slots=True)
class LeftOut:
    """What a summary leaves out, for its author: words after the number, number, names, and how many `more`."""

    why: str
    number: int
    names: tuple[str, ...] = ()
    more: int = 0
