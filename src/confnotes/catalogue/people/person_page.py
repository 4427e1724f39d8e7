"""Everything the vault has about one person, over all years, for the app and `confnotes show`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from confnotes.catalogue.papers.paper_library import titles
from confnotes.catalogue.people.everybody import Everybody, GivenTalk, PersonDraft, everybody
from confnotes.catalogue.people.people import PersonCard, find_person, speakers_of, stays_of
from confnotes.catalogue.people.person_lines import AskedLine, FollowUp, NotedLine, NotePlace, PersonLines, Subject
from confnotes.catalogue.program.cards import Card, Timetable
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.errors import ConfnotesError
from confnotes.markup.canonical import canonical
from confnotes.markup.names import fold
from confnotes.model.mark import Mark, stated_rating
from confnotes.model.note import Note
from confnotes.model.program import ResourceKind, Session, Talk
from confnotes.vault.heads import TalkNote
from confnotes.vault.layout import conference_of, conference_path, talk_key
from confnotes.vault.vault import Vault

_Line = TypeVar("_Line", NotedLine, AskedLine, FollowUp)


@dataclass(frozen=True, slots=True)
class Stay:
    """An affiliation and the conferences that state it, newest first; `years` are their first and last, if known."""

    affiliation: str
    conferences: tuple[str, ...]
    years: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class CoSpeaker:
    """A person who gave `talks` talks with them, most recently at the conference `last`."""

    name: str
    talks: int
    last: str


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """A paper of one of their talks; `talk` is the talk's key."""

    title: str
    url: str
    talk: str
    year: int | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person: `card` with the basic facts, and everything else newest first.

    `talks` have marks and notes. `text` is the text of their own note, from line `text_line`. `notes` mention them.
    `met` are the conferences that both the user and they attended.
    """

    card: PersonCard
    stays: tuple[Stay, ...] = ()
    talks: tuple[Card, ...] = ()
    noted: tuple[NotedLine, ...] = ()
    questions: tuple[AskedLine, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    co_speakers: tuple[CoSpeaker, ...] = ()
    papers: tuple[GivenPaper, ...] = ()
    notes: tuple[NotePlace, ...] = ()
    met: tuple[str, ...] = ()
    text: str = ""
    text_line: int = 1


def person_page(vault: Vault, name: str, *, in_part: bool = True) -> PersonPage:
    """The page of the person, found as in `people.find_person`; raises what that raises."""
    card, person, named = find_person(vault, name, in_part=in_part)
    every = everybody(vault)
    given = sorted(person.talks.values(), key=_newest, reverse=True)
    found = _Noted(vault, person, _means(every, person))
    for note in named:
        if isinstance(note, Note) and str(note.path) != card.note:
            found.add(note, named=str(note.path) in card.notes)
    own = found.own(card.note)
    talks = list(_cards(vault, given, found.of_talks))
    noted_at = {
        path.partition("/")[0] for path in vault.note_paths() if path != conference_path(path.partition("/")[0])
    }
    stays = stays_of(person, every.first_days)
    return PersonPage(
        card,
        tuple(Stay(where, tuple(there), _years(there, every)) for where, there in stays),
        tuple(talk for _, talk in talks),
        _latest(found.noted),
        _latest(found.questions),
        _latest(found.follow_ups),
        tuple(_co_speakers(every, person, (talk for _, talk in talks))),
        tuple(_papers(vault, talks)),
        tuple(sorted(found.notes, key=_by_day, reverse=True)),
        tuple(name for name in card.conferences if name in noted_at or vault.marks(name)[Mark.ATTENDED]),
        own.body.strip("\n") if own else "",
        own.body_line if own else 1,
    )


class _Noted:
    """Collects what notes say about a person."""

    def __init__(self, vault: Vault, person: PersonDraft, means: Callable[[str], bool]) -> None:
        self._vault = vault
        self._talks = {key: talk for talk in person.talks.values() for key in talk.slots}
        self._subject = Subject.of(means, person.called)
        self._untouched = Untouched.of(vault)
        self.noted: list[NotedLine] = []
        self.questions: list[AskedLine] = []
        self.follow_ups: list[FollowUp] = []
        self.notes: list[NotePlace] = []
        self.of_talks: dict[str, TalkNote] = {}

    def add(self, note: Note, *, named: bool) -> None:
        """Add a note that may mention them; `named`: it certainly does."""
        if note.fields.get("type") == "conference":
            return
        talk = self._talks.get(str(note.fields.get("talk")))
        if talk is not None:
            filled = sum(1 for line in note.body.split("\n") if line.strip())
            self.of_talks[talk.key] = TalkNote(str(note.path), filled, stated_rating(note.fields))
        about = talk is not None or any(map(self._subject.means, speakers_of(note)))
        place = _places(note, talk)
        lines = PersonLines(note, self._subject, place, about=about)
        said = tuple(lines.noted(self._untouched))
        self.noted += said
        self._add_points(lines)
        if named or said:
            self.notes.append(place(said[0].place.line if said else note.body_line))

    def own(self, path: str | None) -> Note | None:
        """The note about them, whose tasks and questions are all theirs; None without a readable note."""
        if path is None:
            return None
        try:
            note = self._vault.note(path)
        except ConfnotesError:
            return None
        self._add_points(PersonLines(note, self._subject, _places(note, None), about=True))
        return note

    def _add_points(self, lines: PersonLines) -> None:
        self.questions += lines.questions(self._untouched)
        self.follow_ups += lines.follow_ups(self._untouched)


def _places(note: Note, talk: GivenTalk | None) -> Callable[[int], NotePlace]:
    path, title = str(note.path), note.title
    conference = conference_of(path) or (talk.conference if talk else None)
    moment = note.moment or (talk.start if talk else None)
    return lambda line: NotePlace(path, line, title, conference, moment.date() if moment else None)


def _means(every: Everybody, person: PersonDraft) -> Callable[[str], bool]:
    """Whether a name means this person and nobody else."""
    own = set(map(fold, person.called))

    def means(name: str) -> bool:
        found = every.named(name)
        return found == [person] if found else fold(name) in own

    return means


def _latest(found: list[_Line]) -> tuple[_Line, ...]:
    """Newest note first; lines in order."""
    found.sort(key=lambda one: (one.place.path, one.place.line))
    return tuple(sorted(found, key=lambda one: _by_day(one.place), reverse=True))


def _by_day(place: NotePlace) -> tuple[date, str]:
    return place.day or date.min, place.path


def _newest(talk: GivenTalk) -> tuple[datetime, str]:
    return talk.start or datetime.min, talk.conference


def _years(conferences: list[str], every: Everybody) -> tuple[int, int] | None:
    days = [day for name in conferences if (day := every.first_days.get(name))]
    return (min(days).year, max(days).year) if days else None


def _cards(vault: Vault, given: list[GivenTalk], notes: Mapping[str, TalkNote]) -> Iterator[tuple[GivenTalk, Card]]:
    tables: dict[str, tuple[Timetable, dict[str, tuple[Session, Talk]]]] = {}
    for one in given:
        if one.conference not in tables:
            table = Timetable(vault, one.conference, notes=notes)
            theirs = {talk.key for talk in given if talk.conference == one.conference}
            tables[one.conference] = (
                table,
                {
                    key: (session, talk)
                    for session, talk in table.program.sessions_and_talks()
                    if (key := talk_key(one.conference, talk.id or "")) in theirs
                },
            )
        table, talks = tables[one.conference]
        if one.key in talks:  # else the program has just been written
            yield one, table.card(*talks[one.key])


def _co_speakers(every: Everybody, person: PersonDraft, talks: Iterable[Card]) -> list[CoSpeaker]:
    """Most frequent first, then most recent; `talks` are newest first."""
    counts: Counter[str] = Counter()
    last: dict[str, str] = {}
    for card in talks:
        for who in card.talk.speakers:
            other = every.speaker(card.conference, who)
            if other is not None and other is not person:
                counts[other.name] += 1
                last.setdefault(other.name, card.conference)
    return [CoSpeaker(name, number, last[name]) for name, number in counts.most_common()]


def _papers(vault: Vault, talks: Iterable[tuple[GivenTalk, Card]]) -> list[GivenPaper]:
    known = titles(vault)
    found: dict[str, GivenPaper] = {}
    for given, card in talks:
        for resource in card.talk.resources:
            address = canonical(resource.url)
            if resource.kind is ResourceKind.PAPER and address not in found:
                year = given.start.year if given.start else None
                found[address] = GivenPaper(known.get(address) or given.title, resource.url, given.key, year)
    return list(found.values())
