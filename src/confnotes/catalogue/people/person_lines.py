"""The lines of a note about one person: what is said of them, what they were asked, and what is to be done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from confnotes.catalogue.templates.untouched import Untouched
from confnotes.markup import questions
from confnotes.markup.code import fenced_lines
from confnotes.markup.headings import find as find_heading
from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text, sentences
from confnotes.markup.takeaways import takeaways
from confnotes.model.note import Note

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
