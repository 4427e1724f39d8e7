"""All that the vault knows about one person, over all years: what the screens and `confnotes show` tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from confnotes.catalogue.papers.paper_library import titles
from confnotes.catalogue.people.everybody import Everybody, GivenTalk, PersonDraft, everybody
from confnotes.catalogue.people.people import PersonCard, find_person, speakers_of, stays_of
from confnotes.catalogue.program.cards import Card, Timetable
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.errors import ConfnotesError
from confnotes.markup import questions
from confnotes.markup.canonical import canonical
from confnotes.markup.code import fenced_lines
from confnotes.markup.headings import find as find_heading
from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text, sentences
from confnotes.markup.takeaways import takeaways
from confnotes.model.mark import Mark, stated_rating
from confnotes.model.note import Note
from confnotes.model.program import ResourceKind, Session, Talk
from confnotes.vault.heads import TalkNote
from confnotes.vault.layout import conference_of, conference_path, talk_key

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

_FIRST_LINES = 3
_LONG = 200


@dataclass(frozen=True, slots=True)
class NotePlace:
    """A line of a note, from 1; `day` is the note's, None when nothing says it."""

    path: str
    line: int
    title: str
    conference: str | None
    day: date | None


@dataclass(frozen=True, slots=True)
class NotedLine:
    """What a line says as a person reads it; `names` whether it names them, else it is of a note about their talk."""

    place: NotePlace
    text: str
    names: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An open task; `text` as written."""

    place: NotePlace
    text: str


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question that was put to them, or one of theirs (`by_them`); `answer` has its lines, None while it is open."""

    place: NotePlace
    text: str
    answer: str | None
    asked_by: str | None
    by_them: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom lines are about: whether a name means them, and the names that stand for them where they are just said."""

    means: Callable[[str], bool]
    said: re.Pattern[str] | None

    @classmethod
    def of(cls, means: Callable[[str], bool], names: Iterable[str]) -> Subject:
        """Of whom these names are: only whole names are taken for theirs where no mention or link says so."""
        whole = [re.escape(folded) for name in names if _is_whole(folded := fold(name)) and means(name)]
        return cls(means, re.compile(rf"(?<!\w)(?:{'|'.join(whole)})(?!\w)") if whole else None)

    def is_said_in(self, text: str) -> bool:
        """Whether the text says one of the names."""
        return self.said is not None and self.said.search(fold(text)) is not None


class PersonLines:
    """The lines of one note about somebody; `about` says that it is the note of a talk of theirs."""

    def __init__(self, note: Note, subject: Subject, place: Callable[[int], NotePlace], *, about: bool) -> None:
        self._note, self._subject, self._place, self._about = note, subject, place, about
        self._lines = note.body.split("\n")
        self._naming = frozenset(self._lines_naming())

    def noted(self, untouched: Untouched) -> Iterator[NotedLine]:
        """The lines that name them, and what the note comes to where it is about their talk; as they stand."""
        waiting = {one.line for one in self._note.tasks if not one.done} | {one.line for one in self._note.questions}
        gist = self._gist(untouched) if self._about else frozenset()
        for line in sorted((self._naming | gist) - waiting):
            text = plain_text(self._text(line)).strip()
            if text:
                names = line in self._naming
                yield NotedLine(self._place(line), self._sentence(text) if names else text, names)

    def follow_ups(self, untouched: Untouched) -> Iterator[FollowUp]:
        """The open tasks that name them, or all of a note about their talk."""
        tasks = [one for one in self._note.tasks if not one.done and (self._about or one.line in self._naming)]
        prompts = untouched.lines_of(self._note) if tasks else ()
        for task in tasks:
            if task.line not in prompts:
                yield FollowUp(self._place(task.line), task.text)

    def questions(self, untouched: Untouched) -> Iterator[AskedLine]:
        """The questions that name them, or all of a note about their talk."""
        asked = [one for one in self._note.questions if self._about or one.line in self._naming]
        prompts = untouched.lines_of(self._note) if asked else ()
        for one in asked:
            if one.line not in prompts:
                by_them = one.asked_by is not None and self._subject.means(one.asked_by)
                yield AskedLine(self._place(one.line), one.text, one.answer, one.asked_by, by_them)

    def _lines_naming(self) -> Iterator[int]:
        note, subject = self._note, self._subject
        for link in note.links:
            if link.line >= note.body_line and subject.means(link.target.rpartition("/")[2]):
                yield link.line
        yield from (mention.line for mention in note.mentions if subject.means(mention.name))
        if subject.is_said_in(note.body):
            yield from (row + note.body_line for row, line in enumerate(self._lines) if subject.is_said_in(line))

    def _gist(self, untouched: Untouched) -> frozenset[int]:
        """The takeaways of the note, else its first lines that say something."""
        note = self._note
        wanted = {" ".join(one.split()) for one in takeaways(note.body)}
        empty = untouched.lines_of(note)
        fenced = fenced_lines(self._lines)
        found: list[int] = []
        for row, line in enumerate(self._lines):
            number = row + note.body_line
            text = plain_text(line).strip()
            if fenced[row] or number in empty or not text or find_heading(line) or questions.find_answer(line):
                continue
            if not wanted or " ".join(text.split()) in wanted:
                found.append(number)
        return frozenset(found[-len(wanted) :] if wanted else found[:_FIRST_LINES])

    def _text(self, line: int) -> str:
        row = line - self._note.body_line
        return self._lines[row] if 0 <= row < len(self._lines) else ""

    def _sentence(self, text: str) -> str:
        """Of a long line, the sentence that says the name."""
        if len(text) <= _LONG:
            return text
        return next((one for one in sentences(text) if self._subject.is_said_in(one)), text)


def _is_whole(folded: str) -> bool:
    """Whether a name is so long that it hardly means anybody else: two words, or one without blanks between words."""
    return " " in folded or (len(folded) > 1 and ord(folded[0]) > 0x2E80)


_Line = TypeVar("_Line", NotedLine, AskedLine, FollowUp)


@dataclass(frozen=True, slots=True)
class Stay:
    """Where somebody was, by the conferences that say so, newest first; `years` are their first and last, if known."""

    affiliation: str
    conferences: tuple[str, ...]
    years: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class CoSpeaker:
    """Somebody who gave so many `talks` with them, last at the conference `last`."""

    name: str
    talks: int
    last: str


@dataclass(frozen=True, slots=True)
class GivenPaper:
    """A paper that belongs to a talk of theirs; `talk` is the talk's key."""

    title: str
    url: str
    talk: str
    year: int | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person: `card` with the short facts, and everything else newest first.

    `talks` have their marks and notes. `text` is what was written about them, from line `text_line` of their own note.
    `notes` are those that name them. `met` are the conferences at which the user and they both were.
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
    """The page of the person whom the name means, see `people.find_person`; raises what that raises."""
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
    """Gathers what notes say about somebody."""

    def __init__(self, vault: Vault, person: PersonDraft, means: Callable[[str], bool]) -> None:
        self._vault, self._person = vault, person
        self._subject = Subject.of(means, person.called)
        self._untouched = Untouched.of(vault)
        self.noted: list[NotedLine] = []
        self.questions: list[AskedLine] = []
        self.follow_ups: list[FollowUp] = []
        self.notes: list[NotePlace] = []
        self.of_talks: dict[str, TalkNote] = {}

    def add(self, note: Note, *, named: bool) -> None:
        """A note that may name them; `named` says that it does so for certain."""
        if note.fields.get("type") == "conference":
            return
        talk = self._person.talks.get(str(note.fields.get("talk")))
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
        """The note about them, whose tasks and questions are theirs; None when there is none that can be read."""
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
    """Newest note first, within it as it stands."""
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
        if one.key in talks:  # else the program was written a moment ago
            yield one, table.card(*talks[one.key])


def _co_speakers(every: Everybody, person: PersonDraft, talks: Iterable[Card]) -> list[CoSpeaker]:
    """The most frequent first, then those met last; `talks` are newest first."""
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
