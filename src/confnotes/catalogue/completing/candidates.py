"""Everything in a vault that can be named in a note: talks, notes, people, papers and tags, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from confnotes.catalogue.completing.known_things import KnownNote, KnownProgram, KnownTalk
from confnotes.markup.names import fold, name_key
from confnotes.model.candidate import Candidate, CandidateKind, Place
from confnotes.patience import Rest, no_rest
from confnotes.vault.layout import PAPERS, PEOPLE

_MOST_PLACES = 40


def candidates_of(
    programs: Iterable[KnownProgram],
    notes: Sequence[KnownNote],
    same: Iterable[Sequence[str]] = (),
    rest: Rest = no_rest,
) -> list[Candidate]:
    """The candidates, in the order of the programs. `same` are lists of one person's names, the preferred one first."""
    gathering = _Gathering(notes, same)
    for program in programs:
        for talk in program.talks:
            gathering.add_talk(talk)
            rest()
        for name in program.people:
            gathering.person(name).add(program.place)
    for note in notes:
        gathering.add_note(note)
        rest()
    return gathering.all()


@dataclass(slots=True)
class _Person:
    names: Counter[str] = field(default_factory=Counter)
    preferred: str | None = None
    path: str | None = None
    target: str | None = None
    places: dict[Place, None] = field(default_factory=dict)
    uses: int = 0

    def add(self, place: Place | None, uses: int = 0) -> None:
        if place is not None and len(self.places) < _MOST_PLACES:
            self.places[place] = None
        self.uses += uses

    def candidate(self) -> Candidate:
        name = self.preferred or max(self.names, key=lambda name: (self.names[name], len(name)))
        others = tuple(other for other in self.names if other != name)
        return Candidate(
            CandidateKind.PERSON, name, self.target or name, self.path, None, others, tuple(self.places), self.uses
        )


@dataclass(slots=True)
class _Tag:
    name: str
    places: dict[Place, None] = field(default_factory=dict)
    uses: int = 0


class _Gathering:
    """What is being gathered."""

    def __init__(self, notes: Sequence[KnownNote], same: Iterable[Sequence[str]]) -> None:
        self._preferred = {fold(name): names[0] for names in same if names for name in names}
        self._of_talk: dict[str, KnownNote] = {}
        self._links: Counter[str] = Counter()
        for note in notes:
            if note.talk is not None:
                self._of_talk.setdefault(note.talk, note)
            self._links.update(name_key(target) for target in note.links)
        self._taken = {name_key(note.stem) for note in notes}
        self._talks: list[Candidate] = []
        self._titles: set[str] = set()
        self._places: dict[str, Place] = {}
        self._people: dict[str, _Person] = {}
        self._papers: dict[str, Candidate] = {}
        self._notes: list[Candidate] = []
        self._tags: dict[str, _Tag] = {}

    def person(self, name: str) -> _Person:
        """The person of that name, however it is spelled."""
        called = self._preferred.get(fold(name), name)
        found = self._people.setdefault(fold(called), _Person())
        found.names[name] += 1
        if called != name or fold(name) in self._preferred:
            found.preferred = called
        return found

    def add_talk(self, talk: KnownTalk) -> None:
        """A talk of a program, its speakers and papers."""
        key = talk.place.talk or ""
        note = self._of_talk.get(key)
        stem = note.stem if note else self._free_stem(talk.stem)
        others = (note.title, *note.aliases) if note else ()
        self._talks.append(
            Candidate(
                CandidateKind.TALK,
                talk.title,
                stem,
                note.path if note else None,
                key,
                tuple(other for other in others if other != talk.title),
                (talk.place,),
                self._links[name_key(stem)] + (note is not None),
            )
        )
        self._places[key] = talk.place
        self._titles.add(fold(talk.title))
        for name in talk.speakers:
            self.person(name).add(talk.place)
        for title, url in talk.papers:
            self._add_paper(title, url, talk.place)

    def _free_stem(self, stem: str) -> str:
        """What the talk's note will be called, were it begun now."""
        free, number = stem, 2
        while name_key(free) in self._taken:
            free, number = f"{stem} {number}", number + 1
        return free

    def add_note(self, note: KnownNote) -> None:
        """A note, and whom and what it names."""
        place = self._places.get(note.talk or "")
        if place is None:
            place = Place(note.folder, note.day)
            self._notes.append(self._own(note, place))
        for name, count in note.mentions:
            self.person(name).add(place, count)
        for name, count in note.tags:
            tag = self._tags.setdefault(name.casefold(), _Tag(name))
            tag.uses += count
            if len(tag.places) < _MOST_PLACES:
                tag.places[place] = None
        for title, url in note.papers:
            self._add_paper(title, url, place)

    def _own(self, note: KnownNote, place: Place) -> Candidate:
        """The note itself."""
        folder = note.path.partition("/")[0]
        kind = {PEOPLE: CandidateKind.PERSON, PAPERS: CandidateKind.PAPER}.get(folder, CandidateKind.NOTE)
        if kind is CandidateKind.PERSON:
            about = self.person(note.stem)
            about.path, about.target = note.path, note.stem
            about.names.update(dict.fromkeys((note.title, *note.aliases), 0))
        others = tuple(dict.fromkeys(name for name in (note.stem, *note.aliases) if name != note.title))
        uses = self._links[name_key(note.stem)]
        return Candidate(kind, note.title, note.stem, note.path, None, others, (place,), uses)

    def _add_paper(self, title: str, url: str, place: Place) -> None:
        """A paper by its title and address; one that is a talk of a program is offered as that."""
        self._papers.setdefault(fold(title), Candidate(CandidateKind.PAPER, title, url, places=(place,)))

    def all(self) -> list[Candidate]:
        """All of them."""
        own = [note for note in self._notes if note.kind is not CandidateKind.PERSON]
        named = self._titles | {fold(note.name) for note in own}
        return [*self._talks, *own, *self._rest(named)]

    def _rest(self, named: set[str]) -> Iterator[Candidate]:
        yield from (paper for title, paper in self._papers.items() if title not in named)
        yield from (person.candidate() for folded, person in self._people.items() if folded)
        for tag in self._tags.values():
            yield Candidate(CandidateKind.TAG, tag.name, tag.name, places=tuple(tag.places), uses=tag.uses)
