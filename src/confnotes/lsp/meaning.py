"""Resolve what is at the cursor: a note, talk, person, paper or tag, and its location."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from confnotes.catalogue.links.backlinks import resolve
from confnotes.catalogue.links.unresolved import person_of, talk_of
from confnotes.catalogue.papers.find_paper import papers_called
from confnotes.catalogue.people.people import PersonCard, find_person
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.talks import card
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.lsp.notebook import Notebook
from confnotes.lsp.pointing import Pointed, PointedKind
from confnotes.markup.headings import anchor_of
from confnotes.markup.link_names import stem_of
from confnotes.markup.names import fold
from confnotes.model.note import Note, Tag
from confnotes.model.paper import Paper
from confnotes.vault.layout import PEOPLE, program_path

Meaning = Card | PersonCard | Paper | Note | Tag


class FilePlace(NamedTuple):
    """A line of a file of the vault, from 1."""

    path: str
    line: int = 1


def meaning_of(notebook: Notebook, path: str, pointed: Pointed) -> Meaning | None:
    """What is meant in the note at `path`; None if unknown. Raises ConfnotesError."""
    vault = notebook.vault
    match pointed.kind:
        case PointedKind.TAG:
            return Tag(pointed.name, pointed.row + 1)
        case PointedKind.PERSON:
            return _person(notebook, pointed.name)
        case PointedKind.PAPER:
            return next(iter(papers_called(vault, pointed.name)), None)
        case PointedKind.LINK if pointed.name:
            found = resolve(vault, pointed.name, path)
            return _of_note(notebook, found[0]) if found else _without_note(notebook, pointed.name)
    return vault.note(path)


def _of_note(notebook: Notebook, path: str) -> Meaning:
    """A note, or its subject."""
    note = notebook.vault.note(path)
    with suppress(NotFoundError):
        if note.talk_key:
            return card(notebook.vault, note.talk_key)
    if path.startswith(f"{PEOPLE}/"):
        return _person(notebook, stem_of(path)) or note
    return note


def _without_note(notebook: Notebook, target: str) -> Meaning | None:
    """What a link without a note means: a talk without notes, or a person without a note."""
    key = talk_of(notebook.completer.known, target)
    if key is not None:
        with suppress(NotFoundError):
            return card(notebook.vault, key)
    name = person_of(notebook.completer.known, target)
    return _person(notebook, name) if name else None


def _person(notebook: Notebook, name: str) -> PersonCard | None:
    try:
        return find_person(notebook.vault, name, in_part=False)[0]
    except ConfnotesError:
        return None


def place_of(notebook: Notebook, path: str, pointed: Pointed) -> FilePlace | None:
    """The location of what is meant in the note at `path`; a talk without a note is in its program."""
    link = pointed.link
    meant = meaning_of(notebook, path, pointed)
    match meant:
        case Note():
            return _in_note(meant, link.heading if link else None, link.block if link else None)
        case Card() if meant.note:
            note = notebook.vault.note(meant.note)
            return _in_note(note, link.heading if link else None, link.block if link else None)
        case Card():
            return place_of_talk(notebook, meant.key, meant.conference)
        case PersonCard():
            return place_of_person(notebook, meant)
        case Paper():
            return _place_of_paper(notebook, meant)
    return None


def _in_note(note: Note, heading: str | None, block: str | None) -> FilePlace:
    line = 1
    if heading is not None:
        wanted = fold(anchor_of(heading.rpartition("#")[2]))
        line = next((one.line for one in note.headings if fold(anchor_of(one.text)) == wanted), 1)
    elif block is not None:
        found = re.search(rf"(?:^|[ \t])\^{re.escape(block)}[ \t\r]*$", note.body, re.MULTILINE | re.IGNORECASE)
        line = note.body_line + note.body.count("\n", 0, found.start() + 1) if found else 1
    return FilePlace(str(note.path), line)


def place_of_talk(notebook: Notebook, key: str, conference: str) -> FilePlace:
    """The talk's line in the program, else the program's first line."""
    line = notebook.programs.line_of_id(conference, key.partition("/")[2])
    return FilePlace(program_path(conference), line or 1)


def place_of_person(notebook: Notebook, person: PersonCard) -> FilePlace | None:
    """The note about the person, else a line in a program that names them."""
    if person.note:
        return FilePlace(person.note)
    return place_of_name(notebook, (person.name, *person.names), person.conferences)


def place_of_name(notebook: Notebook, names: Iterable[str], conferences: Iterable[str]) -> FilePlace | None:
    """The first line in these programs with one of the names."""
    names = [name for name in names if name]
    for conference in conferences:
        if line := notebook.programs.line_with(conference, names):
            return FilePlace(program_path(conference), line)
    return None


def _place_of_paper(notebook: Notebook, paper: Paper) -> FilePlace | None:
    """The paper's note, else the note of the talk that presented it, else that talk in its program, else its first
    mention.
    """
    if paper.note:
        return FilePlace(paper.note)
    for talk in paper.presented:
        return FilePlace(talk.note) if talk.note else _in_talk(notebook, talk.talk)
    return next((FilePlace(one.path, one.line) for one in paper.noted), None)


def _in_talk(notebook: Notebook, key: str) -> FilePlace | None:
    with suppress(NotFoundError):
        return place_of_talk(notebook, key, card(notebook.vault, key).conference)
    return None
