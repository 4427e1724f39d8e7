"""Find the talk, person, paper, note, line or conference that a few words name."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import NamedTuple

from confnotes.catalogue.find_note import find_note, path_in_vault
from confnotes.catalogue.links.backlinks import resolve
from confnotes.catalogue.people.people import SeveralPeopleError
from confnotes.catalogue.people.person_page import PersonPage, person_page
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.talks import card, find_talk
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.names import fold, slug
from confnotes.model.note import Note, Question, Task
from confnotes.model.paper import Paper
from confnotes.vault.layout import PEOPLE
from confnotes.vault.vault import Vault

_PAPER = re.compile(r"\[?@\S+\Z|\S*:|10\.\d{4,9}/")


class NotePoint(NamedTuple):
    """A task or question of a note."""

    note: Note
    point: Task | Question


Thing = Card | PersonPage | Paper | Note | NotePoint | str
"""A conference is the name of its folder."""


def find_thing(vault: Vault, thing: str) -> Thing:
    """The first match for `thing`.

    In this order: a talk's key, a note's path, a task or question as a note's path with `:line`, a paper's address, a
    conference, a person's name, a note's stem or alias, another name of a person, a talk's id or title, part of a
    person's name, part of a note's title. An alias of a note about a person means the person. Raises NotFoundError,
    ConfnotesError if several match.
    """
    wanted = thing.strip()
    if not wanted:
        raise NotFoundError("missing name or id", "Name a talk, person, paper, note or conference.")
    for look in (_talk_by_key, _note_by_path, _paper, _conference, _person_exactly, _note_by_name, _namesake):
        found = look(vault, wanted)
        if found is not None:
            return found
    try:
        return find_talk(vault, wanted)
    except NotFoundError as error:
        try:
            return person_page(vault, wanted)
        except NotFoundError as nobody:
            with suppress(NotFoundError):
                return vault.note(find_note(vault, wanted))
            near = (one.hint for one in (error, nobody) if one.hint.startswith("Did you mean"))
            hint = next(near, "Find it with `confnotes search`.")
            raise NotFoundError(f"not found: “{wanted}”", hint) from error


def _talk_by_key(vault: Vault, wanted: str) -> Card | None:
    if "/" not in wanted or wanted.endswith(".md"):
        return None
    with suppress(NotFoundError):
        return card(vault, wanted)
    return None


def _note_by_path(vault: Vault, wanted: str) -> Note | NotePoint | None:
    before, _, number = wanted.rpartition(":")
    path, line = (before, int(number)) if re.fullmatch(r"[0-9]{1,9}", number) else (wanted, 0)
    path = path_in_vault(vault, path)
    if not path.endswith(".md"):
        return None
    try:
        note = vault.note(path)
    except NotFoundError:
        return None
    points: tuple[Task | Question, ...] = (*note.tasks, *note.questions)
    point = next((one for one in points if one.line == line), None)
    return NotePoint(note, point) if point else note


def _paper(vault: Vault, wanted: str) -> Paper | None:
    if not _PAPER.match(wanted):
        return None
    from confnotes.catalogue.papers.find_paper import papers_called

    found = papers_called(vault, wanted)
    return found[0] if len(found) == 1 else None


def _conference(vault: Vault, wanted: str) -> str | None:
    try:
        folder = vault.conference_named(wanted)
    except ConfnotesError:
        return None
    return folder if slug(folder) == slug(wanted) else None


def _note_by_name(vault: Vault, wanted: str) -> PersonPage | Note | None:
    found = resolve(vault, wanted)
    if len(found) > 1:
        raise ConfnotesError(f"“{wanted}” matches {len(found)} notes: {', '.join(found[:5])}", "Give the path of one.")
    if not found:
        return None
    note = vault.note(found[0])
    person = _person(vault, note.stem) if found[0].startswith(f"{PEOPLE}/") else None
    return person if person and person.card.note == found[0] else note


def _person_exactly(vault: Vault, wanted: str) -> PersonPage | None:
    found = _person(vault, wanted)
    return found if found and fold(found.card.name) == fold(wanted) else None


def _namesake(vault: Vault, wanted: str) -> PersonPage | None:
    """The person with that name among others; raises SeveralPeopleError."""
    try:
        return person_page(vault, wanted, in_part=False)
    except SeveralPeopleError:
        raise
    except ConfnotesError:
        return None


def _person(vault: Vault, name: str) -> PersonPage | None:
    try:
        return person_page(vault, name, in_part=False)
    except ConfnotesError:
        return None
