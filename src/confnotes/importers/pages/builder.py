"""What the readers fill: sessions and items while times are still as written, people once each, warnings with lines."""

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
    """A talk being read; `label` is what it is called (“Keynote”) until a title or speakers turn up.

    `day_label` is the heading of its day where that names no day of a calendar: “Monday”, “Day 2”, “Nov. 8”. `block` is
    where it begins, in a timetable.
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
        """Add a line to the abstract, a paragraph where there was a `gap` before it."""
        self.abstract.append(("\n" if gap and self.abstract else "") + text)


@dataclass(slots=True)
class SessionDraft:
    """A session being read; `times` where the source gives them to the session itself."""

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
    """A program being read; `starts` is its first day as the user says, for a source that states none.

    `year` is that of days that are written without one; `by_date` says that the talks are a list of days without hours.
    `corrections` are those of the user, `applied` the ones for which there was a row or column. `tables` are the
    timetable's tables, with what their columns mean.
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

    def warn(self, message: str, line: int | None = None, code: WarningCode | None = None) -> None:
        """Say something once."""
        warning = SourceWarning(message, line, code)
        if warning not in self._said:
            self._said.add(warning)
            self.warnings.append(warning)

    def add_person(self, person: Speaker) -> None:
        """A person of the source, joined with who is already known by that name."""
        self.add_listed(person, () if person.role is None else (person.role,))

    def add_listed(self, person: Speaker, roles: tuple[Role, ...]) -> None:
        """A person from a list of people, with the roles of that list, which may be none."""
        key = fold(person.name)
        known = self.people.get(key) or Person(person.name, person.affiliation, person.url, ())
        merged = known.roles + tuple(each for each in roles if each not in known.roles)
        self.people[key] = Person(known.name, known.affiliation or person.affiliation, known.url or person.url, merged)

    def add_resource(self, resource: Resource) -> None:
        """A link of the conference; the same link of the same kind counts once."""
        if (resource.kind, resource.url) not in self._linked:
            self._linked.add((resource.kind, resource.url))
            self.resources.append(resource)

    def settled_people(self) -> tuple[Person, ...]:
        """Everybody once; a keynote is a speaker, and who only authored a page's talk stays so."""
        out = []
        for person in self.people.values():
            roles = person.roles
            if Role.KEYNOTE in roles:
                roles = tuple(role for role in roles if role is not Role.SPEAKER)
            out.append(replace(person, roles=roles))
        return tuple(out)

    def with_affiliations(self, speakers: list[Speaker]) -> tuple[Speaker, ...]:
        """Speakers with what the page's lists of people say about them."""
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
    """Links once each, in order; an address with a title stands for the same address without one."""
    out: dict[tuple[ResourceKind, str], Resource] = {}
    for each in resources:
        key = (each.kind, each.url)
        if key not in out or (out[key].title is None and each.title is not None):
            out[key] = each
    return tuple(out.values())
