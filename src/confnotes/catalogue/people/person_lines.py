"""Lines of a note about one person: notes on them, their questions and answers, and tasks."""

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

_FIRST_LINES = 3  # of a note without takeaways
_LONG = 200  # characters; of a longer line, the sentence with the name is taken


@dataclass(frozen=True, slots=True)
class NotePlace:
    """A line (from 1) of a note; `day` is the note's or None."""

    path: str
    line: int
    title: str
    conference: str | None
    day: date | None


@dataclass(frozen=True, slots=True)
class NotedLine:
    """A line as rendered; `names`: it mentions them, else it is in a note about their talk."""

    place: NotePlace
    text: str
    names: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An open task; `text` is the source text."""

    place: NotePlace
    text: str


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question to them, or one that they asked (`by_them`); `answer` has its lines, None while open."""

    place: NotePlace
    text: str
    answer: str | None
    asked_by: str | None
    by_them: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """The person that lines are about: a predicate for names, and their names in plain text."""

    means: Callable[[str], bool]
    said: re.Pattern[str] | None

    @classmethod
    def of(cls, means: Callable[[str], bool], names: Iterable[str]) -> Subject:
        """A subject from these names; in plain text only full names count."""
        whole = [re.escape(folded) for name in names if _is_whole(folded := fold(name)) and means(name)]
        return cls(means, re.compile(rf"(?<!\w)(?:{'|'.join(whole)})(?!\w)") if whole else None)

    def is_said_in(self, text: str) -> bool:
        """Whether the text contains one of the names."""
        return self.said is not None and self.said.search(fold(text)) is not None


class PersonLines:
    """The lines of one note about a person; `about`: it is the note of one of their talks."""

    def __init__(self, note: Note, subject: Subject, place: Callable[[int], NotePlace], *, about: bool) -> None:
        self._note, self._subject, self._place, self._about = note, subject, place, about
        self._lines = note.body.split("\n")
        self._naming = frozenset(self._lines_naming())

    def noted(self, untouched: Untouched) -> Iterator[NotedLine]:
        """Lines that mention them, and the gist of a note about their talk, in order."""
        waiting = {one.line for one in self._note.tasks if not one.done} | {one.line for one in self._note.questions}
        gist = self._gist(untouched) if self._about else frozenset()
        for line in sorted((self._naming | gist) - waiting):
            text = plain_text(self._text(line)).strip()
            if text:
                names = line in self._naming
                yield NotedLine(self._place(line), self._sentence(text) if names else text, names)

    def follow_ups(self, untouched: Untouched) -> Iterator[FollowUp]:
        """Open tasks that mention them, or all in a note about their talk."""
        tasks = [one for one in self._note.tasks if not one.done and (self._about or one.line in self._naming)]
        prompts = untouched.lines_of(self._note) if tasks else ()
        for task in tasks:
            if task.line not in prompts:
                yield FollowUp(self._place(task.line), task.text)

    def questions(self, untouched: Untouched) -> Iterator[AskedLine]:
        """Questions that mention them, or all in a note about their talk."""
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
        """The takeaways of the note, else its first lines with content."""
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
        """The sentence with the name, if the line is long."""
        if len(text) <= _LONG:
            return text
        return next((one for one in sentences(text) if self._subject.is_said_in(one)), text)


def _is_whole(folded: str) -> bool:
    """Whether a name is specific enough for plain text: two words, or one in a script without spaces."""
    return " " in folded or (len(folded) > 1 and ord(folded[0]) > 0x2E80)
