"""All people of the vault, each once; `everybody` merges duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from weakref import ref

from confnotes.catalogue.people.everybody import Everybody, GivenTalk, PersonDraft, everybody
from confnotes.catalogue.remembered import remembered
from confnotes.catalogue.searching.find import index_of, notes_that, outlines
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.find_by_name import matching, nearest
from confnotes.markup.names import exact, fold, slug
from confnotes.markup.plain import plain_label
from confnotes.markup.safe import shell_word
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import Mark, Marks, was_there
from confnotes.model.note import Outline
from confnotes.model.program import Role
from confnotes.vault.layout import conference_of
from confnotes.vault.vault import Vault

_NEAR = 80  # similarity of a name, in percent, to propose it
_MOST_NAMES = 12  # spellings of one person in one query


class SeveralPeopleError(ConfnotesError):
    """Several people have this name; `names` are their distinct display names."""

    def __init__(self, name: str, names: Iterable[str], *, is_whole: bool = False) -> None:
        """`is_whole`: all of them have just this name."""
        self.names = tuple(names)
        told = ", ".join(self.names if is_whole else self.names[:5])
        same = f"confnotes merge-people {shell_word(name)} {shell_word(name)}"
        hint = f"Give one as listed. If all are one person: {same}" if is_whole else "Give the full name."
        super().__init__(f"“{name}” matches {len(self.names)} people: {told}", hint)


@fast_dataclass(frozen=True, slots=True)
class PersonCard:
    """A person across all conferences: their talks, and the paths of notes that mention them.

    A `namesake` shares the name with others; the affiliation follows it in brackets. `names` are all spellings, `ids`
    the sources' ids; affiliations and conferences are newest first. `note` is the path of their note or None. `starred`
    counts their starred talks. `met` is the last day on which a talk of theirs was attended or noted, or a note
    mentioned them.
    """

    name: str
    affiliations: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    urls: tuple[str, ...] = ()
    conferences: tuple[str, ...] = ()
    talks: tuple[GivenTalk, ...] = ()
    notes: tuple[str, ...] = ()
    note: str | None = None
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    namesake: bool = False
    starred: int = 0
    met: date | None = None


@dataclass(slots=True)
class _Named:
    """Notes that mention a person: their paths and last day."""

    notes: dict[str, None] = field(default_factory=dict)
    last: date | None = None

    def add(self, path: str, day: date | None) -> None:
        self.notes[path] = None
        if day and (self.last is None or day > self.last):
            self.last = day


class PersonMentions:
    """Mentions of program people in notes, and people who are only in notes (`others`)."""

    def __init__(self, every: Everybody, notes: Iterable[Outline], empty: Set[str] = frozenset()) -> None:
        """`empty` are the paths of notes that count for nobody."""
        self._every = every
        self._empty = empty
        self._by_talk: dict[str, tuple[str, date | None]] = {}
        self._named: dict[int, _Named] = defaultdict(_Named)
        self.others: dict[Hashable, PersonDraft] = {}
        self._folded: dict[str, PersonDraft] = {}
        for note in notes:
            self._add(note)

    def _add(self, note: Outline) -> None:
        path, day = str(note.path), note.day
        key = note.fields.get("talk")
        if isinstance(key, str) and path not in self._empty:
            self._by_talk.setdefault(key, (path, day))
        for name, certain in names_in(note):
            person = self._every.known(name) or (self._other(name, path) if certain else None)
            if person is not None and person.note != path and path not in self._empty:
                self._named[id(person)].add(path, day)

    def _other(self, name: str, path: str) -> PersonDraft:
        """A person known from notes only."""
        key = self._every.stands_for(name)
        found = self.others.get(key) or self._folded.get(fold(name))
        if found is None:
            names = self._every.other_names(name)
            found = self.others[key] = self._folded[fold(name)] = PersonDraft(names[0])
            found.names.update(dict.fromkeys(names))
            found.called.update(dict.fromkeys(names))
        found.names[name] = found.called[name] = None
        conference = conference_of(path)
        if conference:
            found.conferences[conference] = None
        return found

    def card(self, person: PersonDraft, marked: Marked) -> PersonCard:
        """The person with marks and notes."""
        named = self._named.get(id(person), _Named())
        notes, met, starred = dict(named.notes), named.last, 0
        for talk in person.talks.values():
            of_slots = [marked.get(slug(talk.conference), _NO_MARKS).of(key.partition("/")[2]) for key in talk.slots]
            marks = frozenset[Mark]().union(*of_slots)
            starred += Mark.STAR in marks
            note = next(filter(None, map(self._by_talk.get, talk.slots)), None)
            if note:
                notes[note[0]] = None
            if was_there(Mark.ATTENDED in marks, note, Mark.ABSENT in marks):
                day = talk.start.date() if talk.start else note[1] if note else None
                met = max(filter(None, (met, day)), default=None)
        first_days = self._every.first_days
        return PersonCard(
            person.name,
            tuple(spelled for spelled, _ in stays_of(person, first_days)),
            tuple(person.roles),
            tuple(person.urls),
            tuple(newest_first(person.conferences, first_days)),
            tuple(person.talks.values()),
            tuple(sorted(notes)),
            person.note,
            tuple(sorted(person.names, key=lambda name: name != person.name)) or (person.name,),
            tuple(person.ids),
            person.namesake,
            starred,
            met,
        )


Marked = Mapping[str, Marks]
"""Marks by slug of the conference."""

_NO_MARKS = Marks()


def people(vault: Vault) -> list[PersonCard]:
    """Everyone in programs, “People/” and notes, by name; raises ConfnotesError.

    Notes mention people as speakers in front matter and after `@`; linked names count only if known.
    """
    every, met = everyone_met(vault)
    return _cards(vault, (*every, *met.others.values()), met)


def people_of_programs(vault: Vault) -> list[PersonCard]:
    """Everyone in programs and “People/”, without mentions in notes, which is faster; raises ConfnotesError."""
    every = everybody(vault)
    return _cards(vault, every, PersonMentions(every, ()))


def everyone_met(vault: Vault) -> tuple[Everybody, PersonMentions]:
    """People in programs, and mentions in notes; cached until either changes."""
    every, index = everybody(vault), index_of(vault)
    return every, remembered(vault, _met, (ref(index), every), lambda: _met(vault, every))


def _met(vault: Vault, every: Everybody) -> PersonMentions:
    return PersonMentions(every, outlines(vault), vault.empty_notes())


def _cards(vault: Vault, everyone: Iterable[PersonDraft], met: PersonMentions) -> list[PersonCard]:
    marked = all_marked(vault)
    cards = [met.card(one, marked) for one in everyone]
    return sorted(cards, key=lambda card: (fold(card.name), card.name))


def all_marked(vault: Vault) -> Marked:
    """The marks of every conference."""
    return {slug(name): vault.marks(name) for name in vault.conferences()}


def person(vault: Vault, name: str) -> PersonCard:
    """The person with that name in any spelling, or the only one whose name begins with it or contains that word.

    Fast for a full name: reads only notes that mention them. Raises NotFoundError with similar names,
    SeveralPeopleError if several match, and ConfnotesError.
    """
    return find_person(vault, name)[0]


def find_person(vault: Vault, name: str, *, in_part: bool = True) -> tuple[PersonCard, PersonDraft, list[Outline]]:
    """The person as in `person`, their facts from programs, and the notes that may mention them.

    Without `in_part`, only a full name matches. Raises what `person` raises.
    """
    every = everybody(vault)
    found = every.named(name)
    if len(found) > 1:
        found = [one for one in found if exact(one.name) == exact(name)] or found
    if len(found) > 1:
        raise SeveralPeopleError(name, sorted(one.name for one in found), is_whole=True)
    notes = notes_naming(vault, found[0].called if found else every.other_names(name))
    met = PersonMentions(every, notes, vault.empty_notes())
    if not found:
        found = [one for one in met.others.values() if fold(name) in map(fold, one.called)]
    if not found and not in_part:
        raise NotFoundError(f"person not found: “{name}”", "List people with `confnotes list people`.")
    if not found:
        every, met = everyone_met(vault)
        found = [_in_part([*every, *met.others.values()], name)]
        notes = notes_naming(vault, found[0].called)
    return met.card(found[0], all_marked(vault)), found[0], notes


def notes_naming(vault: Vault, names: Iterable[str]) -> list[Outline]:
    """Notes that link to, mention or contain one of these names, and those about their talks, newest first."""
    said = {" ".join(name.replace('"', " ").split()): None for name in names}
    asked = [f'links:"{name}" OR speaker:"{name}" OR "{name}"' for name in list(said)[:_MOST_NAMES] if name]
    found: list[Outline] = []
    for path in notes_that(vault, f"kind:note ({' OR '.join(asked)})") if asked else ():
        try:
            found.append(vault.note(path))
        except ConfnotesError:
            continue
    return found


def names_in(note: Outline) -> Iterator[tuple[str, bool]]:
    """Names in a note, and whether they are certainly people: a link may lead to anything.

    Skips conference notes, which list everyone without being about them.
    """
    if note.fields.get("type") != "conference":
        yield from ((link.target.rpartition("/")[2], False) for link in note.links)
        if not note.fields.get("talk"):
            yield from ((name, True) for name in speakers_of(note))
    yield from ((mention.name, True) for mention in note.mentions)


def speakers_of(note: Outline) -> list[str]:
    """The speakers in the front matter; an empty link or a dash is nobody."""
    given = note.fields.get("speakers") or note.fields.get("speaker")
    values = given if isinstance(given, list) else [given]
    names = (plain_label(value).strip() for value in values if isinstance(value, str))
    return [name for name in names if any(map(str.isalpha, name))]


def stays_of(person: PersonDraft, first_days: Mapping[str, date | None]) -> list[tuple[str, list[str]]]:
    """Affiliations with the conferences that state them, newest first; those only in the person's note lead."""
    stays = [(spelled, newest_first(conferences, first_days)) for spelled, conferences in person.stays.values()]
    return sorted(
        stays, key=lambda stay: (first_days.get(stay[1][0]) or date.min) if stay[1] else date.max, reverse=True
    )


def newest_first(conferences: Iterable[str], first_days: Mapping[str, date | None]) -> list[str]:
    """Conferences by first day, newest first."""
    return sorted(conferences, key=lambda name: first_days.get(name) or date.min, reverse=True)


def _in_part(everyone: list[PersonDraft], name: str) -> PersonDraft:
    """The only person whose name is that or has these words; raises what `person` raises."""
    fitting = matching(everyone, name, lambda one: (one.name, *one.names))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise SeveralPeopleError(name, [one.name for one in fitting])
    spelled = {fold(one.name): one.name for one in everyone}
    names = list(spelled.values())
    near = [names[at] for at, _ in nearest(fold(name), spelled, 3, _NEAR)]
    hint = f"Did you mean {' or '.join(near)}?" if near else ""
    raise NotFoundError(f"person not found: “{name}”", hint or "List people with `confnotes list people`.")
