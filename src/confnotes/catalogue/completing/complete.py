"""Complete names after `[[`, `@`, `#` and `@@`: from this session first, then today, this track, this conference, other
years.

`refresh` and `prepare` are slow and belong in a thread; `matches` is fast enough for a keystroke.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from confnotes.catalogue.completing.completion_index import CompletionIndex, KnownNote, KnownProgram, KnownTalk
from confnotes.catalogue.completing.name_index import NameFit, Shelf, searchable
from confnotes.errors import ConfnotesError
from confnotes.markup import mentions, references, tags, wikilinks
from confnotes.markup.names import fold, name_key
from confnotes.model.candidate import Candidate, CandidateKind, CandidateMatch, Nearness, Place, Trigger
from confnotes.patience import Rest, no_rest
from confnotes.vault.layout import PAPERS, PEOPLE
from confnotes.vault.people_file import read_decisions
from confnotes.wanted import UnwantedError

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_MOST_PLACES = 40  # conferences or notes a name is remembered in: enough to rank it, however often it occurs


def candidates_of(
    programs: Iterable[KnownProgram],
    notes: Sequence[KnownNote],
    same: Iterable[Sequence[str]] = (),
    rest: Rest = no_rest,
) -> list[Candidate]:
    """The candidates, in the order of the programs. `same` are lists of names of one person, preferred name first."""
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
    """Collects candidates."""

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
        """The person with that name in any spelling."""
        called = self._preferred.get(fold(name), name)
        found = self._people.setdefault(fold(called), _Person())
        found.names[name] += 1
        if called != name or fold(name) in self._preferred:
            found.preferred = called
        return found

    def add_talk(self, talk: KnownTalk) -> None:
        """Add a talk of a program with its speakers and papers."""
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
        """The stem that the talk's note would have if it were created now."""
        free, number = stem, 2
        while name_key(free) in self._taken:
            free, number = f"{stem} {number}", number + 1
        return free

    def add_note(self, note: KnownNote) -> None:
        """Add a note and the names in it."""
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
        """The candidate for the note itself."""
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
        """Add a paper by title and address, unless it is a talk of a program."""
        self._papers.setdefault(fold(title), Candidate(CandidateKind.PAPER, title, url, places=(place,)))

    def all(self) -> list[Candidate]:
        """All candidates."""
        own = [note for note in self._notes if note.kind is not CandidateKind.PERSON]
        named = self._titles | {fold(note.name) for note in own}
        return [*self._talks, *own, *self._rest(named)]

    def _rest(self, named: set[str]) -> Iterator[Candidate]:
        yield from (paper for title, paper in self._papers.items() if title not in named)
        yield from (person.candidate() for folded, person in self._people.items() if folded)
        for tag in self._tags.values():
            yield Candidate(CandidateKind.TAG, tag.name, tag.name, places=tuple(tag.places), uses=tag.uses)


MOST_MATCHES = 12  # rows of the list below the cursor
LOOK_SECONDS = 60.0
"""Seconds between comparisons of all files with the index; notes saved here are read sooner."""

SAVED_SECONDS = 10.0
"""Seconds that saved notes are collected before they are read."""

_KEPT_VIEWS = 2
"""The current note, and the one that the user switches back to."""

_OFFERED = {
    Trigger.LINK: {CandidateKind.TALK, CandidateKind.NOTE, CandidateKind.PAPER, CandidateKind.PERSON},
    Trigger.PERSON: {CandidateKind.PERSON},
    Trigger.TAG: {CandidateKind.TAG},
    Trigger.PAPER: {CandidateKind.TALK, CandidateKind.PAPER},
}
_GROUPS = (Nearness.TALK, Nearness.CONFERENCE)
"""People in the same talk come first, then those at the same conference."""

_SURE = {NameFit.WHOLE, NameFit.WORDS, NameFit.INITIALS}


def insertion(trigger: Trigger, candidate: Candidate, rest: str = "") -> str | None:
    """The text inserted for a candidate, replacing the trigger and the typed text.

    `rest` is the rest of the line, which must not become part of the name. None if no markup can express it.
    """
    if candidate.kind is CandidateKind.TAG:
        return tags.format_tag(candidate.target)
    if trigger is Trigger.PERSON:
        return mentions.format_mention(candidate.name, rest)
    if trigger is Trigger.PERSON_LINK:
        return mentions.format_linked_mention(candidate.name)
    if candidate.kind is CandidateKind.PAPER and candidate.path is None:
        return references.format_reference(candidate.target, candidate.name)
    return wikilinks.format_wikilink(candidate.target, candidate.name)


class _Seen(NamedTuple):
    """A candidate, its distance, its place, and the names that find it."""

    candidate: Candidate
    near: Nearness
    by: Place | None
    names: tuple[str, ...]


class CandidateView:
    """The candidates as seen from one place, prepared for each trigger."""

    def __init__(self, things: Sequence[tuple[Candidate, tuple[str, ...]]], here: Place, rest: Rest) -> None:
        seen: list[_Seen] = []
        for candidate, names in things:
            rest()
            if candidate.talk is None or candidate.talk != here.talk:
                seen.append(_Seen(candidate, *candidate.nearest(here), names))
        self._shelves: dict[Trigger, tuple[Shelf, list[_Seen]]] = {}
        for trigger, kinds in _OFFERED.items():
            rest()
            offered = sorted((one for one in seen if one.candidate.kind in kinds), key=_ORDERS.get(trigger, _newest))
            nearness = [one.near for one in offered]
            groups = [bisect_right(nearness, near) for near in _GROUPS] if trigger is Trigger.PERSON else ()
            self._shelves[trigger] = Shelf([one.names for one in offered], groups), offered
        self._shelves[Trigger.PERSON_LINK] = self._shelves[Trigger.PERSON]

    def matches(self, trigger: Trigger, typed: str, limit: int, *, abbreviated: bool = True) -> list[CandidateMatch]:
        """Matching candidates, best first; `abbreviated`: letters of a word may be omitted, as while typing."""
        shelf, offered = self._shelves[trigger]
        whole_words = trigger in (Trigger.PERSON, Trigger.PAPER) and " " in typed
        is_person = trigger in (Trigger.PERSON, Trigger.PERSON_LINK)
        matches = []
        for number, fit in shelf.find(typed, limit, loosely=not whole_words, abbreviated=abbreviated):
            candidate, near, by, _ = offered[number]
            if fit is NameFit.WITHIN and (whole_words or (is_person and typed.isascii())):
                continue
            if insertion(trigger, candidate) is not None:
                sure = fit in _SURE or (fit is NameFit.WITHIN and not typed.isascii())
                matches.append(CandidateMatch(candidate, near, by, sure))
        return matches


def _newest(seen: _Seen) -> tuple[int, int, int]:
    return seen.near, -seen.candidate.newest.toordinal(), -seen.candidate.uses


def _most_used(seen: _Seen) -> tuple[int, int, int]:
    return seen.near, -seen.candidate.uses, -seen.candidate.newest.toordinal()


def _notes_before_people(seen: _Seen) -> tuple[int, bool, int, int]:
    person = seen.candidate.kind is CandidateKind.PERSON
    return max(seen.near, Nearness.SESSION), person, -seen.candidate.newest.toordinal(), -seen.candidate.uses


_ORDERS: Mapping[Trigger, Callable[[_Seen], tuple[int, ...]]] = {
    Trigger.TAG: _most_used,
    Trigger.LINK: _notes_before_people,
}


class Completer:
    """The candidates of a vault, collected once and cached. Thread-safe.

    `rest` is called between steps of work in a thread.
    """

    def __init__(self, vault: Vault, rest: Rest = no_rest) -> None:
        self._vault = vault
        self._rest = rest
        self._known = CompletionIndex(vault)
        self._work = threading.Lock()
        self._things: list[tuple[Candidate, tuple[str, ...]]] = []
        self._searchable: dict[str, str] = {}
        self._titles: Mapping[str, str] = {}
        self._views: dict[Place, tuple[object, CandidateView]] = {}
        self._saved: set[str] = set()
        self._looked_at: float | None = None
        self._read_at = 0.0

    def note_saved(self, path: str) -> None:
        """Have the next `refresh` read this note again. Returns at once."""
        self._saved.add(path)

    def files_changed(self) -> None:
        """Have the next `refresh` compare all files, because other programs wrote some. Returns at once."""
        if self._looked_at is not None:
            self._looked_at = float("-inf")

    @property
    def is_new(self) -> bool:
        """Whether nothing has been read yet."""
        return self._looked_at is None

    @property
    def is_due(self) -> bool:
        """Whether `refresh` has something to do."""
        now = time.monotonic()
        if self._looked_at is None or now - self._looked_at >= LOOK_SECONDS:
            return True
        return bool(self._saved) and now - self._read_at >= SAVED_SECONDS

    def refresh(self) -> None:
        """Read changed files, in a thread; skips unreadable ones. If interrupted, the next call continues."""
        with self._work:
            saved, self._saved = self._saved, set()
            self._read_at = time.monotonic()
            try:
                for path in saved:
                    self._known.look_at(path)
                if self._looked_at is None or time.monotonic() - self._looked_at >= LOOK_SECONDS:
                    with suppress(ConfnotesError):
                        self._known.look(self._rest)
                    self._looked_at = time.monotonic()
            except UnwantedError:
                self._saved |= saved
                raise
            if self._known.changed:
                self._things = self._gather()
                self._titles = self._known.titles()
                self._known.changed = False

    def place_of(self, talk: str | None) -> Place | None:
        """The place of a talk by its key; None if no program has it."""
        places = (known.place for program in self._known.programs for known in program.talks)
        return next((place for place in places if place.talk == talk), None) if talk else None

    def prepare(self, here: Place) -> None:
        """Prepare candidates as seen from `here`, in a thread; does nothing if already prepared."""
        with self._work:
            things = self._things
            known = self._views.get(here)
            if known is not None and known[0] is things:
                return
            views = {place: view for place, view in self._views.items() if place != here}
            while len(views) >= _KEPT_VIEWS:
                del views[next(iter(views))]
            self._views = {**views, here: (things, CandidateView(things, here, self._rest))}

    def seen_from(self, here: Place) -> CandidateView:
        """The candidates as seen from `here`, cached by the caller."""
        with self._work:
            return CandidateView(self._things, here, self._rest)

    def matches(self, trigger: Trigger, typed: str, here: Place, limit: int = MOST_MATCHES) -> list[CandidateMatch]:
        """Matching candidates, best first; empty until `here` is prepared."""
        found = self._views.get(here)
        return found[1].matches(trigger, typed, limit) if found is not None else []

    @property
    def titles(self) -> Mapping[str, str]:
        """The titles of notes, and of talks without one, by the `name_key` of their stems; empty until `refresh`."""
        return self._titles

    @property
    def known(self) -> CompletionIndex:
        """The index that candidates are made from."""
        return self._known

    def same_people(self) -> tuple[tuple[str, ...], ...]:
        """Groups of names that the user merged, the display name first."""
        with suppress(ConfnotesError):
            return read_decisions(self._vault).same
        return ()

    def _in_library(self, named: Set[str]) -> Iterator[Candidate]:
        """Papers that only the vault's bibliography has, also found by citation key."""
        from confnotes.catalogue.papers.paper_library import to_be_named

        for title, key, address in to_be_named(self._vault):
            if fold(title) not in named:
                yield Candidate(CandidateKind.PAPER, title, address, others=(key,))

    def _gather(self) -> list[tuple[Candidate, tuple[str, ...]]]:
        things = []
        before, self._searchable = self._searchable, {}
        everything = candidates_of(self._known.programs, self._known.notes, self.same_people(), self._rest)
        everything += self._in_library({fold(one.name) for one in everything if one.kind in _OFFERED[Trigger.PAPER]})
        for candidate in everything:
            names = {name: before.get(name) or searchable(name) for name in (candidate.name, *candidate.others)}
            self._searchable.update(names)
            things.append((candidate, tuple(dict.fromkeys(name for name in names.values() if name))))
            self._rest()
        return things


_NEAR: Final = {
    Nearness.TALK: "this talk",
    Nearness.SESSION: "this session",
    Nearness.TRACK_TODAY: "this track",
    Nearness.TODAY: "today",
    Nearness.TRACK: "this track",
    Nearness.CONFERENCE: "this conference",
}


def hint_of(match: CandidateMatch, trigger: Trigger) -> str:
    """A candidate's hint, in a word or two."""
    candidate = match.candidate
    where = _NEAR.get(match.near) or (match.by.conference if match.by else None) or ""
    if candidate.kind is CandidateKind.TAG:
        return " · ".join(filter(None, [_NEAR.get(match.near, ""), f"{candidate.uses}×"]))
    if candidate.kind is CandidateKind.PERSON and trigger is Trigger.LINK:
        return f"person · {where}" if where else "person"
    return where or ("paper" if candidate.kind is CandidateKind.PAPER else "")
