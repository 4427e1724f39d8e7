"""Everyone named in programs and in “People/”, each once, with the facts from programs.

Collected on first use, and again only after changes. Callers add marks and other notes: see `people` and `person_page`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from confnotes.catalogue.remembered import remembered
from confnotes.errors import ConfnotesError
from confnotes.markup.frontmatter import texts_in
from confnotes.markup.link_names import aliases
from confnotes.markup.names import exact, fold
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.note import Outline
from confnotes.model.program import Person, Program, Role, Speaker
from confnotes.model.repeated_talks import RepeatedTalks
from confnotes.model.timetable import wall_time
from confnotes.vault.layout import PEOPLE, talk_key
from confnotes.vault.people_file import Decisions, alias_rows, names_one, read_decisions

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

UNIVERSAL = ("orcid", "openreview")


@fast_dataclass(frozen=True, slots=True)
class Appearance:
    """A person named at a conference."""

    who: Person | Speaker
    conference: str


class NameGroups:
    """Groups appearances: `of` returns the same value for all appearances of one person.

    A row of `same` with one name twice joins everybody with that name. In other rows, a name with an id or affiliation
    in brackets (`label`) is one of several people with the name.
    """

    def __init__(
        self, appearances: Iterable[Appearance], same: Iterable[Sequence[str]] = (), split: Collection[str] = ()
    ) -> None:
        same = list(same)
        self._split = frozenset(map(exact, split))
        ids: dict[tuple[str, str], set[Hashable]] = defaultdict(set)
        everybody = list(appearances)
        for one in everybody:
            if one.who.id:
                ids[exact(one.who.name), _scheme(one)].add(_id(one))
        self._namesakes = {name for (name, _), found in ids.items() if len(found) > 1} | self._split
        self._namesakes -= {exact(names[0]) for names in same if names_one(names)}
        self._labels: dict[str, dict[Hashable, str]] = defaultdict(dict)
        for one in everybody:
            if exact(one.who.name) in self._namesakes and (apart := one.who.id or one.who.affiliation):
                self._labels[exact(label(one.who.name, apart))][self._node(one)] = one.who.name
        self._parents: dict[Hashable, Hashable] = {}
        for one in everybody:
            if one.who.id:
                self._join(self._node(one), _id(one))
                if exact(one.who.name) in self._split and one.who.affiliation:
                    self._join(self._node(one), _at(one))
        for names in same:
            first, *others = (node for name in names for node in self._labels.get(exact(name), (exact(name),)))
            for other in others:
                self._join(first, other)

    def of(self, one: Appearance) -> Hashable:
        """The key of the person."""
        return self._root(self._node(one))

    def of_name(self, name: str) -> Hashable:
        """The key of the only person with that name or a name merged with it."""
        return self._root(next(iter(self._labels.get(exact(name), (exact(name),)))))

    def without_label(self, name: str) -> str:
        """The name of the person with that label; other names as they are."""
        return next(iter(self._labels.get(exact(name), {}).values()), name)

    def is_namesake(self, name: str) -> bool:
        """Whether several people have the name."""
        return exact(name) in self._namesakes

    def _node(self, one: Appearance) -> Hashable:
        name = exact(one.who.name)
        if name in self._namesakes and one.who.id:
            return name, _id(one)
        return _at(one) if name in self._split and one.who.affiliation else name

    def _join(self, one: Hashable, other: Hashable) -> None:
        self._parents[self._root(one)] = self._root(other)

    def _root(self, node: Hashable) -> Hashable:
        while node in self._parents and self._parents[node] != node:
            above = self._parents[node]
            self._parents[node] = self._parents.get(above, above)
            node = above
        return node


def label(name: str, apart: str) -> str:
    """The name of one of several people with it, and what tells this one apart."""
    return f"{name} ({apart})"


def _at(one: Appearance) -> Hashable:
    """Name and affiliation."""
    return exact(one.who.name), "at", fold(one.who.affiliation or "")


def _scheme(one: Appearance) -> str:
    scheme = (one.who.id or "").partition(":")[0]
    return scheme if scheme in UNIVERSAL else f"{scheme} of {one.conference}"


def _id(one: Appearance) -> Hashable:
    """The person's id; ids of most schemes are valid within one conference only."""
    return "id", one.who.id, "" if (one.who.id or "").partition(":")[0] in UNIVERSAL else one.conference


@fast_dataclass(frozen=True, slots=True)
class GivenTalk:
    """A talk's facts apart from its speakers: `title` or a substitute, `start` as naive local time, or its session's.

    A repeated talk counts once; `slots` are the keys of all its slots. The rest is in its program.
    """

    key: str
    conference: str
    title: str
    start: datetime | None = None
    slots: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class PersonDraft:
    """A person being collected, in the order of the programs.

    `names` are all spellings, `called` all names with this meaning. `stays` maps affiliations, in their first spelling,
    to conferences. `note` is the path of their note or None. A `namesake` shares the name with others.
    """

    name: str
    names: dict[str, None] = field(default_factory=dict)
    called: dict[str, None] = field(default_factory=dict)
    ids: dict[str, None] = field(default_factory=dict)
    roles: dict[Role, None] = field(default_factory=dict)
    urls: dict[str, None] = field(default_factory=dict)
    conferences: dict[str, None] = field(default_factory=dict)
    stays: dict[str, tuple[str, dict[str, None]]] = field(default_factory=dict)
    talks: dict[str, GivenTalk] = field(default_factory=dict)
    note: str | None = None
    namesake: bool = False

    @property
    def affiliations(self) -> tuple[str, ...]:
        """Current and former affiliations, in their first spelling."""
        return tuple(spelled for spelled, _ in self.stays.values())

    def add(self, who: Person | Speaker, roles: Iterable[Role], conference: str) -> None:
        self.names[who.name] = None
        if who.affiliation:
            self.stays.setdefault(fold(who.affiliation), (who.affiliation, {}))[1][conference] = None
        if who.url:
            self.urls[who.url] = None
        if who.id:
            self.ids[who.id] = None
        self.roles.update(dict.fromkeys(roles))
        self.conferences[conference] = None


_Seen = tuple[Appearance, tuple[Role, ...], GivenTalk | None]


class Everybody:
    """The people of some programs and of “People/”, merged as the user decided."""

    def __init__(self, programs: Iterable[tuple[str, Program]], about: Iterable[Outline], decisions: Decisions) -> None:
        about, same = list(about), decisions.same
        seen: list[_Seen] = []
        self.first_days: dict[str, date | None] = {}
        for conference, program in programs:
            seen += (one for one in _named(conference, program) if fold(one[0].who.name))
            self.first_days[conference] = _first_day(program)
        self._groups = NameGroups((one for one, _, _ in seen), [*same, *alias_rows(about)], decisions.split)
        self._same: dict[Hashable, dict[str, None]] = defaultdict(dict)
        for names in same:
            self._same[self._groups.of_name(names[0])].update(dict.fromkeys(names))
        self._people: dict[Hashable, PersonDraft] = {}
        self._by_name: dict[str, dict[int, PersonDraft]] = defaultdict(dict)
        self._of: dict[tuple[str, str, str | None, str | None], PersonDraft] = {}
        for one, roles, talk in seen:
            who = one.who
            key = one.conference, who.name, who.id, who.affiliation
            known = self._of.get(key)
            if known is None:
                known = self._gathered(self._groups.of(one), who.name)
                self._of[key] = known
            known.add(who, roles, one.conference)
            if talk is not None:
                known.talks[talk.key] = talk
        for merged in self._people.keys() & self._same.keys():
            self._learn_merged(merged)
        for gathered in self._people.values():
            if self._groups.is_namesake(gathered.name) and (gathered.ids or gathered.stays):
                self._tell_apart(gathered)
        for note in about:
            self._write_about(note)

    def __iter__(self) -> Iterator[PersonDraft]:
        return iter(self._people.values())

    def named(self, name: str) -> list[PersonDraft]:
        """Everyone with that name as spelled; if nobody has it, those whose name differs only in accents."""
        found = self._by_name.get(exact(name)) or self._by_name.get(fold(name), {})
        return list(found.values())

    def known(self, name: str) -> PersonDraft | None:
        """The only person with that name."""
        found = self.named(name)
        return found[0] if len(found) == 1 else None

    def stands_for(self, name: str) -> Hashable:
        """The same key for all names that the user merged."""
        return self._groups.of_name(name)

    def other_names(self, name: str) -> tuple[str, ...]:
        """The names that the user merged with this one, display name first; else the name alone."""
        return tuple(self._same.get(self._groups.of_name(name), (name,)))

    def speaker(self, conference: str, who: Speaker) -> PersonDraft | None:
        """The speaker with this name at the conference."""
        return self._of.get((conference, who.name, who.id, who.affiliation))

    def _gathered(self, key: Hashable, name: str) -> PersonDraft:
        found = self._people.get(key)
        if found is None:
            shown = next(iter(self._same.get(key, ())), name)
            found = self._people[key] = PersonDraft(self._groups.without_label(shown))
        elif key not in self._same and len(name) > len(found.name):
            found.name = name
        self._learn(found, name)
        return found

    def _tell_apart(self, person: PersonDraft) -> None:
        """Add to the name the affiliation that no other person with the name has, else the id."""
        others = [one for one in self._by_name[exact(person.name)].values() if one is not person]
        if not others:
            return  # the user merged all of them
        elsewhere = {fold(where) for one in others for where in one.affiliations}
        own = [where for where in person.affiliations if fold(where) not in elsewhere]
        name, apart = person.name, (*own, *person.ids, *person.affiliations)
        person.name, person.namesake = label(name, apart[0]), True
        for each in apart:
            self._learn(person, label(name, each))

    def _learn(self, person: PersonDraft, name: str) -> None:
        person.called[name] = None
        for key in (exact(name), fold(name)):
            self._by_name[key][id(person)] = person

    def _learn_merged(self, key: Hashable) -> None:
        """Give a person all names that the user merged."""
        names, person = self._same.get(key, {}), self._people[key]
        person.names.update(dict.fromkeys(map(self._groups.without_label, names)))
        for name in names:
            self._learn(person, name)

    def _write_about(self, note: Outline) -> None:
        """Assign the note to a person by its file name or title, else to a new person.

        Of several notes, the one with the person's name stays.
        """
        person = self.known(note.stem) or self.known(note.title)
        if person is None:
            key = next((key for key in map(self._groups.of_name, (note.title, note.stem)) if key in self._same), None)
            key = key or self._groups.of_name(note.stem)
            person = self._gathered(key, note.title)
            self._learn_merged(key)
        if person.note is None or exact(person.name) in map(exact, (note.stem, note.title)):
            person.note = str(note.path)
        person.names.update(dict.fromkeys((note.title, *aliases(note.fields))))
        for where in texts_in(note.fields, "affiliation", "affiliations"):
            person.stays.setdefault(fold(where), (where, {}))
        person.urls.update(dict.fromkeys(texts_in(note.fields, "url", "homepage", "website")))
        for name in (note.stem, *person.names):
            self._learn(person, name)


def everybody(vault: Vault) -> Everybody:
    """Everyone in readable programs and in “People/”; raises ConfnotesError for invalid decisions."""
    from confnotes.catalogue.searching.find import outlines

    versions = {conference: vault.program_version(conference) for conference in vault.conferences()}
    about = list(outlines(vault, PEOPLE))
    decisions = read_decisions(vault)
    return remembered(
        vault,
        everybody,
        (versions, about, decisions),
        lambda: Everybody(_programs(vault, versions), about, decisions),
    )


def _programs(vault: Vault, conferences: Iterable[str]) -> Iterator[tuple[str, Program]]:
    """One program at a time, so that not all are in memory at once."""
    for conference in conferences:
        with suppress(ConfnotesError):
            yield conference, vault.program(conference, keep=False)


def _named(conference: str, program: Program) -> Iterator[_Seen]:
    """Everyone in a program with their roles; speakers with their talks."""
    for person in program.people:
        yield Appearance(person, conference), person.roles, None
    zone, prefix, repeated = program.conference.timezone, talk_key(conference, ""), RepeatedTalks.of(program)
    once: dict[str, GivenTalk] = {}
    for session, talk in program.sessions_and_talks():
        if talk.speakers:
            begin = talk.starts_at or session.starts_at
            start = wall_time(begin, zone) if begin else None
            title = talk.title or session.title or "Untitled talk"
            slots = tuple(prefix + slot for slot in repeated.slots(talk.id))
            given = once.setdefault(slots[0], GivenTalk(prefix + (talk.id or ""), conference, title, start, slots))
            for who in talk.speakers:
                yield Appearance(who, conference), (who.role,), given


def _first_day(program: Program) -> date | None:
    """The first day of a conference: as stated, else that of its first session or talk."""
    if program.conference.start_date:
        return program.conference.start_date
    days = [*(one.day for one in program.sessions), *(talk.day for talk in program.talks())]
    return min((day for day in days if day), default=None)
