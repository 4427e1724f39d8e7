"""Open tasks and questions of a day, a conference or the whole vault, by note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from confnotes.catalogue.program.cards import Card, Timetable, timetables
from confnotes.catalogue.searching.find import outlines
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.errors import ConfnotesError
from confnotes.markup.tasks import due_of
from confnotes.markup.wikilinks import target_of
from confnotes.model.note import Note, Outline
from confnotes.vault.layout import FREE_NOTES, conference_of
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Point:
    """A task, or a question if `asks`.

    `line` counts from 1 at the top of the file; `open` until done or answered; `answer` and `asked_by` are as in
    `model.note.Question`.
    """

    path: str
    line: int
    text: str
    open: bool
    asks: bool = False
    answer: str | None = None
    asked_by: str | None = None
    due: date | None = None
    cancelled: bool = False

    @property
    def state(self) -> str:
        """One of the states of `point_filter`."""
        if self.asks:
            return "open" if self.open else "answered"
        return "todo" if self.open else "cancelled" if self.cancelled else "done"


@dataclass(frozen=True, slots=True)
class Points:
    """The tasks and questions of one note.

    `title` is its talk's, else its own; `when` the talk's or note's local time or None; `key` the talk's, None for a
    free note.
    """

    path: str
    title: str
    conference: str | None
    when: datetime | None
    key: str | None
    points: tuple[Point, ...]


def points(vault: Vault, conference: str | None = None, day: date | None = None) -> list[Points]:
    """The notes with tasks or questions, sorted by time, those without a time last.

    `conference` is a folder name; None means the whole vault. Unreadable notes are skipped.
    """
    untouched = Untouched.of(vault)
    found = []
    for note, card in _outlines_of(vault, conference, day, _has_any):
        if own := tuple(_points(vault, note, untouched)):
            title = card.title if card else note.title
            key = card.key if card else None
            found.append(Points(str(note.path), title, folder_of(note), moment_of(note, card), key, own))
    return sorted(found, key=lambda one: (one.when or datetime.max, one.path))


def notes_of(vault: Vault, conference: str | None, day: date | None = None) -> Iterator[tuple[Note, Card | None]]:
    """The notes of a conference (None: of the vault), or of one of its days, with their talks."""
    for outline, card in _outlines_of(vault, conference, day):
        with suppress(ConfnotesError):
            yield vault.note(str(outline.path)), card


def _has_any(note: Outline) -> bool:
    """Whether the note has tasks or questions and is not an exported summary, which only repeats them."""
    return bool(note.tasks or note.questions) and note.fields.get("type") != "summary"


def _outlines_of(
    vault: Vault, conference: str | None, day: date | None, fits: Callable[[Outline], bool] = lambda note: True
) -> Iterator[tuple[Outline, Card | None]]:
    cards: dict[str, Card] = {}
    with suppress(ConfnotesError):
        tables = [Timetable(vault, conference)] if conference else timetables(vault, noted=True)
        cards = {card.key: card for table in tables for card in table.all() if card.note}
    for note in filter(fits, _all_notes(vault, conference)):
        card = cards.get(note.talk_key or "")
        when = moment_of(note, card)
        if day is None or (when is not None and when.date() == day):
            yield note, card


def _all_notes(vault: Vault, conference: str | None) -> Iterator[Outline]:
    yield from outlines(vault, conference)
    if conference is not None:
        yield from (note for note in outlines(vault, FREE_NOTES) if folder_of(note) == conference)


def folder_of(note: Outline) -> str | None:
    """The conference of a note: by its folder, else by its front matter."""
    return conference_of(str(note.path)) or target_of(note.fields.get("conference"))


def moment_of(note: Outline, card: Card | None) -> datetime | None:
    """The local time of a note: its talk's, else that in its front matter."""
    return card.start if card is not None and card.start is not None else note.moment


def _points(vault: Vault, note: Outline, untouched: Untouched) -> list[Point]:
    """Tasks and questions of the note, without unfilled ones from templates."""
    path, prompts = str(note.path), untouched.prompts_of(vault, note)
    found = [
        Point(path, one.line, one.text, not one.done, due=due_of(one.text)[0], cancelled=one.cancelled)
        for one in note.tasks
    ]
    found += [
        Point(path, one.line, one.text, one.answer is None, True, one.answer, one.asked_by) for one in note.questions
    ]
    return sorted((point for point in found if point.line not in prompts), key=lambda point: point.line)
