"""Hover: short facts about the item at the cursor, as Markdown with escaped external text."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import Hover, MarkupContent, MarkupKind, Position

from confnotes.catalogue.people.people import PersonCard
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.searching.find import outlines
from confnotes.lsp.meaning import Meaning, meaning_of
from confnotes.lsp.notebook import Notebook
from confnotes.lsp.pointing import pointed_at
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.plain import plain_text
from confnotes.markup.safe import safe_text
from confnotes.model.note import Note, Tag
from confnotes.model.paper import Paper
from confnotes.model.schema import moment_text

_MOST_LETTERS = 400  # characters of an abstract or a note
_MOST_TALKS = 5  # of one person


def hover(notebook: Notebook, path: str, position: Position) -> Hover | None:
    """Facts about the item at that place of the note, or None. Raises ConfnotesError."""
    lines = notebook.lines(path)
    note = notebook.vault.note(path)
    pointed = pointed_at(note, lines, position.line, lines.column(position))
    meant = meaning_of(notebook, path, pointed) if pointed else None
    if pointed is None or meant is None or meant is note:
        return None
    text = "\n\n".join(part for part in _told(notebook, meant) if part)
    return Hover(MarkupContent(MarkupKind.Markdown, text), lines.range(pointed.row, pointed.start, pointed.end))


def _told(notebook: Notebook, meant: Meaning) -> Iterator[str]:
    match meant:
        case Card():
            yield from _talk(meant)
        case PersonCard():
            yield from _person(meant)
        case Paper():
            yield _bold(meant.title)
            yield _words(", ".join(meant.authors))
            yield _words(", ".join(filter(None, [str(meant.year or ""), meant.venue, str(meant.status or "")])))
        case Tag():
            yield _tag(notebook, meant.name)
        case Note():
            yield _bold(meant.title)
            yield _words(str(meant.path))
            yield _start(plain_text(meant.body))


def _talk(card: Card) -> Iterator[str]:
    yield _bold(card.title)
    begin, end = moment_text(card.begins) or "", moment_text(card.ends) or ""
    when = begin.replace("T", " ")[:16] + (f"–{end[11:16]}" if len(begin) > len("2019-12-10") and end[11:16] else "")
    yield _words(" · ".join(filter(None, [when, card.room, card.conference])))
    yield _words(", ".join(speaker.name for speaker in card.talk.speakers))
    yield _start(plain_text(card.talk.abstract or ""))


def _person(person: PersonCard) -> Iterator[str]:
    yield _bold(person.name)
    yield _words(", ".join(person.affiliations))
    talks = [f"- {_words(f'{talk.title} ({talk.key})')}" for talk in person.talks[:_MOST_TALKS]]
    more = len(person.talks) - _MOST_TALKS
    yield "\n".join([*talks, *([f"- {more} more"] if more > 0 else [])])


def _tag(notebook: Notebook, name: str) -> str:
    wanted = name.casefold()
    uses = [sum(tag.name.casefold() == wanted for tag in note.tags) for note in outlines(notebook.vault)]
    notes = sum(1 for count in uses if count)
    times, where = f"{sum(uses)} {'use' if sum(uses) == 1 else 'uses'}", f"{notes} {'note' if notes == 1 else 'notes'}"
    so_far = "" if notebook.is_indexed else " so far: the index is being built"
    return f"{_bold(f'#{name}')}: {times} in {where}{so_far}"


def _bold(text: str) -> str:
    return f"**{_words(text)}**"


def _words(text: str) -> str:
    return escape_text(safe_text(text, lines=False))


def _start(text: str) -> str:
    words = " ".join(safe_text(text, lines=False).split())
    if len(words) > _MOST_LETTERS:
        words = words[:_MOST_LETTERS].rpartition(" ")[0] + " …"
    return escape_text(words)
