"""The result that readers build: sessions and items with times as written, people once each, warnings with lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from confnotes.importers.pages.blocks import Block
from confnotes.importers.pages.columns import Columns
from confnotes.importers.pages.table_grid import TableGrid
from confnotes.markup.clock_times import TimeRange
from confnotes.markup.names import fold
from confnotes.model.correction import Correction
from confnotes.model.program import (
    Conference,
    Deadline,
    Kind,
    Person,
    Resource,
    ResourceKind,
    Role,
    SourceWarning,
    Speaker,
    WarningCode,
)


@dataclass(slots=True)
class TalkDraft:
    """A talk being read; `label` is its type (“Keynote”) until a title or speakers are found.

    `day_label` is the heading of its day if that has no date: “Monday”, “Day 2”, “Nov. 8”. `block` is where it begins
    in a timetable.
    """

    line: int
    title: str | None = None
    label: str | None = None
    id: str | None = None
    kind: Kind | None = None
    times: TimeRange | None = None
    day: date | None = None
    day_label: str | None = None
    room: str | None = None
    track: str | None = None
    language: str | None = None
    abstract: list[str] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    notes: str | None = None
    cancelled: bool = False
    depth: int = 0
    block: Block | None = None

    def describe(self, text: str, gap: bool) -> None:
        """Add a line to the abstract, as a new paragraph after a `gap`."""
        self.abstract.append(("\n" if gap and self.abstract else "") + text)


@dataclass(slots=True)
class SessionDraft:
    """A session being read; `times` if the source gives the session its own."""

    line: int
    title: str | None = None
    id: str | None = None
    kind: Kind | None = None
    times: TimeRange | None = None
    day: date | None = None
    day_label: str | None = None
    room: str | None = None
    track: str | None = None
    resources: list[Resource] = field(default_factory=list)
    items: list[TalkDraft] = field(default_factory=list)


@dataclass(slots=True)
class Builder:
    """A program being read; `starts` is its first day as stated by the user, for a source without days.

    `year` is that of days without one; `by_date`: the talks are a list of days without times. `corrections` are the
    user's, `applied` those with a matching row or column. `tables` are the timetable's tables, with the meanings of
    their columns.
    """

    conference: Conference = field(default_factory=Conference)
    sessions: list[SessionDraft] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    deadlines: list[Deadline] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    warnings: list[SourceWarning] = field(default_factory=list)
    timetable_zone: str | None = None
    starts: date | None = None
    year: int | None = None
    by_date: bool = False
    corrections: tuple[Correction, ...] = ()
    applied: set[Correction] = field(default_factory=set)
    tables: list[tuple[TableGrid, Columns]] = field(default_factory=list)
    _said: set[SourceWarning] = field(default_factory=set)
    _linked: set[tuple[ResourceKind, str]] = field(default_factory=set)

    def warn(self, message: str, line: int | None = None, code: WarningCode | None = None, words: str = "") -> None:
        """Add a warning once."""
        warning = SourceWarning(message, line, code, words)
        if warning not in self._said:
            self._said.add(warning)
            self.warnings.append(warning)

    def add_person(self, person: Speaker) -> None:
        """Add a person of the source, merged with a known person of that name."""
        self.add_listed(person, () if person.role is None else (person.role,))

    def add_listed(self, person: Speaker, roles: tuple[Role, ...]) -> None:
        """Add a person from a list of people, with the roles of that list, possibly none."""
        key = fold(person.name)
        known = self.people.get(key) or Person(person.name, person.affiliation, person.url, ())
        merged = known.roles + tuple(each for each in roles if each not in known.roles)
        self.people[key] = Person(known.name, known.affiliation or person.affiliation, known.url or person.url, merged)

    def add_resource(self, resource: Resource) -> None:
        """Add a link of the conference; the same link of the same kind counts once."""
        if (resource.kind, resource.url) not in self._linked:
            self._linked.add((resource.kind, resource.url))
            self.resources.append(resource)

    def settled_people(self) -> tuple[Person, ...]:
        """Every person once; a keynote is a speaker, and authors of a page's talk stay authors."""
        out = []
        for person in self.people.values():
            roles = person.roles
            if Role.KEYNOTE in roles:
                roles = tuple(role for role in roles if role is not Role.SPEAKER)
            out.append(replace(person, roles=roles))
        return tuple(out)

    def with_affiliations(self, speakers: list[Speaker]) -> tuple[Speaker, ...]:
        """The speakers with details from the page's lists of people."""
        out = []
        for speaker in speakers:
            person = self.people.get(fold(speaker.name))
            if person is not None:
                speaker = replace(
                    speaker,
                    affiliation=speaker.affiliation or person.affiliation,
                    url=speaker.url or person.url,
                )
            out.append(speaker)
        return tuple(out)

    def items(self) -> list[TalkDraft]:
        """Every item in order."""
        return [item for session in self.sessions for item in session.items]


def without_duplicates(resources: list[Resource]) -> tuple[Resource, ...]:
    """Links once each, in order; an address with a title replaces the same one without."""
    out: dict[tuple[ResourceKind, str], Resource] = {}
    for each in resources:
        key = (each.kind, each.url)
        if key not in out or (out[key].title is None and each.title is not None):
            out[key] = each
    return tuple(out.values())
