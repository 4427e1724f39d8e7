"""Everybody in the vault, once; who is the same person is worked out in `people_groups`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.names import fold
from confnotes.model.note import Note
from confnotes.model.program import Person, Role, Speaker
from confnotes.services.cards import Card, Timetable, timetables
from confnotes.services.link_names import aliases
from confnotes.services.people_groups import Appearance, Groups, exact
from confnotes.vault.layout import PEOPLE
from confnotes.vault.people_file import read_decisions
from confnotes.vault.vault import Vault

_NEAR = 80


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person over all conferences: what they gave, and the notes that name them (paths).

    A `namesake` is one of several people with the same name; the affiliation stands behind it in brackets. `names` are
    all spellings, `ids` what sources call them. `note` is the path of the note about them, None when nobody wrote one.
    """

    name: str
    affiliations: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    urls: tuple[str, ...] = ()
    conferences: tuple[str, ...] = ()
    talks: tuple[Card, ...] = ()
    notes: tuple[str, ...] = ()
    note: str | None = None
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    namesake: bool = False


@dataclass(slots=True)
class _Gathered:
    name: str
    names: dict[str, None] = field(default_factory=dict)
    ids: dict[str, None] = field(default_factory=dict)
    affiliations: dict[str, str] = field(default_factory=dict)
    roles: dict[Role, None] = field(default_factory=dict)
    urls: dict[str, None] = field(default_factory=dict)
    conferences: dict[str, None] = field(default_factory=dict)
    talks: dict[str, Card] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    note: str | None = None
    namesake: bool = False

    def add(self, who: Person | Speaker, roles: Iterable[Role], conference: str) -> None:
        self.names[who.name] = None
        if who.affiliation:
            self.affiliations.setdefault(fold(who.affiliation), who.affiliation)
        if who.url:
            self.urls[who.url] = None
        if who.id:
            self.ids[who.id] = None
        self.roles.update(dict.fromkeys(roles))
        self.conferences[conference] = None

    def card(self) -> PersonCard:
        return PersonCard(
            self.name,
            tuple(self.affiliations.values()),
            tuple(self.roles),
            tuple(self.urls),
            tuple(self.conferences),
            tuple(self.talks.values()),
            tuple(sorted(self.notes)),
            self.note,
            tuple(sorted(self.names, key=lambda name: name != self.name)) or (self.name,),
            tuple(self.ids),
            self.namesake,
        )


def people(vault: Vault) -> list[PersonCard]:
    """Everybody in the programs, in “People/” and after an `@` in notes, by name; raises ConfnotesError."""
    notes = _notes(vault)
    decisions = [*read_decisions(vault).same, *_aliases(notes)]
    everybody = _Everybody(vault, decisions)
    everybody.add_notes(notes)
    return sorted((gathered.card() for gathered in everybody.all()), key=lambda card: (fold(card.name), card.name))


def person(vault: Vault, name: str) -> PersonCard:
    """The person of that name, however spelled, or the only one with a name that begins so or has that word.

    Raises NotFoundError with near names, ConfnotesError when several fit.
    """
    wanted = fold(name)
    everybody = people(vault)
    ways: tuple[Callable[[PersonCard], bool], ...] = (
        lambda card: exact(name) == exact(card.name),
        lambda card: exact(name) in map(exact, card.names),
        lambda card: wanted in (fold(card.name), *map(fold, card.names)),
        lambda card: bool(wanted) and wanted in fold(card.name).split(),
        lambda card: bool(wanted) and fold(card.name).startswith(wanted),
    )
    for fits in ways:
        fitting = [card for card in everybody if fits(card)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            names = ", ".join(card.name for card in fitting[:5])
            raise ConfnotesError(f"“{name}” fits {len(fitting)} people: {names}", "give the whole name")
    from rapidfuzz import fuzz, process

    spelled = {fold(card.name): card.name for card in everybody}
    near = process.extract(wanted, list(spelled), scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR)
    hint = f"did you mean {' or '.join(spelled[key] for key, _, _ in near)}?" if near else ""
    raise NotFoundError(f"there is nobody called “{name}” here", hint or "see `confnotes list people`")


class _Everybody:
    """The people of a vault while they are gathered."""

    def __init__(self, vault: Vault, same: Sequence[Sequence[str]]) -> None:
        tables = list(timetables(vault))
        seen: list[tuple[Appearance, tuple[Role, ...], Card | None]] = [
            (Appearance(who, table.conference), roles, card)
            for table in tables
            for who, roles, card in _named(table)
            if fold(who.name)
        ]
        self._groups = Groups((one for one, _, _ in seen), same)
        self._called = {exact(name): names[0] for names in same for name in names}
        self._people: dict[Hashable, _Gathered] = {}
        self._by_name: dict[str, dict[Hashable, None]] = defaultdict(dict)
        for one, roles, card in seen:
            gathered = self._gathered(self._groups.of(one), one.who.name)
            gathered.add(one.who, roles, one.conference)
            if card:
                gathered.talks[card.key] = card
                if card.note:
                    gathered.notes[card.note] = None

    def all(self) -> Iterator[_Gathered]:
        """Everybody; namesakes are called with their affiliation, or else their id."""
        for gathered in self._people.values():
            if self._groups.is_namesake(gathered.name) and (gathered.ids or gathered.affiliations):
                which = next(iter((*gathered.affiliations.values(), *gathered.ids)))
                gathered.name = f"{gathered.name} ({which})"
                gathered.namesake = True
            yield gathered

    def add_notes(self, notes: Iterable[Note]) -> None:
        """Add the notes that link to or mention somebody, and people whom only notes know.

        A conference's own page lists everybody there: that is no note about any of them.
        """
        for note in notes:
            path = str(note.path)
            if path.startswith(f"{PEOPLE}/"):
                about = self._known(note.stem) or self._gathered(self._groups.of_name(note.stem), note.title)
                about.note = path
            if note.fields.get("type") == "conference":
                continue
            for link in note.links:
                known = self._known(link.target.rpartition("/")[2])
                if known and known.note != path:
                    known.notes[path] = None
            for mention in note.mentions:
                meant = self._known(mention.name) or self._gathered(self._groups.of_name(mention.name), mention.name)
                meant.notes[path] = None

    def _gathered(self, key: Hashable, name: str) -> _Gathered:
        found = self._people.get(key)
        if found is None:
            found = self._people[key] = _Gathered(self._called.get(exact(name), name))
        elif exact(name) not in self._called and exact(found.name) not in self._called and len(name) > len(found.name):
            found.name = name
        self._by_name[exact(name)][key] = None
        self._by_name[fold(name)][key] = None
        return found

    def _known(self, name: str) -> _Gathered | None:
        """The person of that name: as it is spelled, else the only one whose name differs in accents alone."""
        for key in (exact(name), fold(name)):
            found = self._by_name.get(key, {})
            if len(found) == 1:
                return self._people[next(iter(found))]
        return None


def _named(table: Timetable) -> Iterator[tuple[Person | Speaker, tuple[Role, ...], Card | None]]:
    """Everybody a program names, with what they do; speakers with their talks."""
    yield from ((member, member.roles, None) for member in table.program.people)
    yield from ((who, (who.role,), card) for card in table.all() for who in card.talk.speakers)


def _notes(vault: Vault) -> list[Note]:
    found = []
    for path in vault.note_paths():
        try:
            found.append(vault.note(path))
        except ConfnotesError:
            continue
    return found


def _aliases(notes: Iterable[Note]) -> list[tuple[str, ...]]:
    """What the notes about people say that these are called, too."""
    return [
        (note.title, note.stem, *aliases(note.fields))
        for note in notes
        if str(note.path).startswith(f"{PEOPLE}/") and aliases(note.fields)
    ]
