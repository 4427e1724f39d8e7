"""One thing in full: a talk, a person, a paper, a note or a conference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from confnotes.catalogue.find_note import find_note, path_in_vault
from confnotes.catalogue.links.backlinks import Backlink, backlinks, resolve
from confnotes.catalogue.list_things import list_things, talk_row
from confnotes.catalogue.note_references import references_of
from confnotes.catalogue.people.person_page import PersonPage, person_page
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.talks import card, find_talk
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.names import fold, slug
from confnotes.markup.plain import plain_text
from confnotes.model.note import Note
from confnotes.model.paper import Paper
from confnotes.model.program import Resource, ResourceKind
from confnotes.vault.layout import PEOPLE, conference_path
from confnotes.vault.vault import Vault

_PAPER = re.compile(r"\[?@\S+\Z|\S*:|10\.\d{4,9}/")


@dataclass(frozen=True, slots=True)
class ShownThing:
    """`kind` is talk, person, paper, note, task, question or conference; `fields` are facts in their order."""

    id: str
    kind: str
    title: str
    fields: Mapping[str, object]
    text: str = ""
    path: str | None = None
    resources: tuple[Resource, ...] = ()
    backlinks: tuple[Backlink, ...] = ()
    person: PersonPage | None = None


def show(vault: Vault, thing: str) -> ShownThing:
    """What `thing` names; the first of these that fits.

    A talk's key, a note's path, a task or question by its note's path and `:line`, a paper's address, a conference, a
    person's name, a note's stem or alias, a talk's id or title, a person's name in part, a part of a note's
    title. The alias of the note about a person is the person.
    Raises NotFoundError, ConfnotesError when several fit.
    """
    wanted = thing.strip()
    if not wanted:
        raise NotFoundError("nothing was named", "give a talk, a person, a paper, a note or a conference")
    for look in (_talk_by_key, _note_by_path, _paper, _conference, _person_exactly, _note_by_name):
        found = look(vault, wanted)
        if found is not None:
            return found
    try:
        return _shown_talk(vault, find_talk(vault, wanted))
    except NotFoundError as error:
        try:
            return _shown_person(vault, person_page(vault, wanted))
        except NotFoundError:
            with suppress(NotFoundError):
                return _shown_note(vault, vault.note(find_note(vault, wanted)))
            hint = error.hint if error.hint.startswith("did you mean") else "look for it with `confnotes search`"
            raise NotFoundError(f"there is no “{wanted}” here", hint) from error


def _talk_by_key(vault: Vault, wanted: str) -> ShownThing | None:
    if "/" not in wanted or wanted.endswith(".md"):
        return None
    try:
        return _shown_talk(vault, card(vault, wanted))
    except NotFoundError:
        return None


def _note_by_path(vault: Vault, wanted: str) -> ShownThing | None:
    before, _, number = wanted.rpartition(":")
    path, line = (before, int(number)) if number.isdecimal() else (wanted, 0)
    path = path_in_vault(vault, path)
    if not path.endswith(".md"):
        return None
    try:
        note = vault.note(path)
    except NotFoundError:
        return None
    return _shown_point(note, line) or _shown_note(vault, note)


def _paper(vault: Vault, wanted: str) -> ShownThing | None:
    if not _PAPER.match(wanted):
        return None
    from confnotes.catalogue.papers.papers import find_papers, papers

    found = find_papers(papers(vault), wanted)
    return _shown_paper(vault, found[0]) if len(found) == 1 else None


def _conference(vault: Vault, wanted: str) -> ShownThing | None:
    try:
        folder = vault.conference_named(wanted)
    except ConfnotesError:
        return None
    if slug(folder) != slug(wanted):
        return None
    row = next(row for row in list_things(vault, "conferences") if row["path"] == conference_path(folder))
    try:
        text = vault.note(conference_path(folder)).body
    except NotFoundError:
        text = ""
    program = vault.program(folder)
    return ShownThing(
        id=str(row["id"]),
        kind="conference",
        title=str(row["name"]),
        fields={key: value for key, value in row.items() if key not in ("id", "name", "path")},
        text=text,
        path=conference_path(folder),
        resources=program.resources,
        backlinks=tuple(backlinks(vault, conference_path(folder))),
    )


def _note_by_name(vault: Vault, wanted: str) -> ShownThing | None:
    found = resolve(vault, wanted)
    if len(found) > 1:
        raise ConfnotesError(f"“{wanted}” fits {len(found)} notes: {', '.join(found[:5])}", "give the path of one")
    if not found:
        return None
    note = vault.note(found[0])
    if found[0].startswith(f"{PEOPLE}/") and note.stem != wanted:
        return _person_exactly(vault, note.stem) or _shown_note(vault, note)
    return _shown_note(vault, note)


def _person_exactly(vault: Vault, wanted: str) -> ShownThing | None:
    try:
        found = person_page(vault, wanted, in_part=False)
    except ConfnotesError:
        return None
    return _shown_person(vault, found) if fold(found.card.name) == fold(wanted) else None


def _shown_talk(vault: Vault, found: Card) -> ShownThing:
    row = talk_row(found)
    text = vault.note(found.note).body if found.note else found.talk.abstract or ""
    fields = {key: value for key, value in row.items() if key not in ("id", "title")}
    return ShownThing(
        id=found.key,
        kind="talk",
        title=found.title,
        fields={key: value for key, value in fields.items() if value not in (None, [], False)},
        text=text,
        path=found.note,
        resources=references_of(vault, found),
        backlinks=tuple(backlinks(vault, found.note)) if found.note else (),
    )


def _shown_note(vault: Vault, note: Note) -> ShownThing:
    path = str(note.path)
    return ShownThing(
        id=path,
        kind="note",
        title=note.title,
        fields={key: value for key, value in note.fields.items() if key != "title"},
        text=note.body,
        path=path,
        resources=tuple(dict.fromkeys(reference.resource for reference in note.references)),
        backlinks=tuple(backlinks(vault, path)),
    )


def _shown_point(note: Note, line: int) -> ShownThing | None:
    """The task or question on the line."""
    where = {"note": note.title, "line": line}
    for task in note.tasks:
        if task.line == line:
            return _point("task", note, task.text, line, {**where, "done": task.done})
    for one in note.questions:
        if one.line == line:
            return _point("question", note, one.text, line, {**where, "asked by": one.asked_by}, one.answer or "")
    return None


def _point(kind: str, note: Note, title: str, line: int, fields: Mapping[str, object], text: str = "") -> ShownThing:
    path = str(note.path)
    return ShownThing(f"{path}:{line}", kind, plain_text(title).strip() or title, fields, text, path)


def _shown_person(vault: Vault, page: PersonPage) -> ShownThing:
    found = page.card
    return ShownThing(
        id=found.name,
        kind="person",
        title=found.name,
        fields={
            "also": [name for name in found.names if name != found.name],
            "ids": list(found.ids),
            "affiliations": list(found.affiliations),
            "roles": [str(role) for role in found.roles],
            "pages": list(found.urls),
            "conferences": list(found.conferences),
            "talks": [f"{one.title} ({one.key})" for one in found.talks],
            "notes": list(found.notes),
        },
        text=page.text,
        path=found.note,
        backlinks=tuple(backlinks(vault, found.note)) if found.note else (),
        person=page,
    )


def _shown_paper(vault: Vault, paper: Paper) -> ShownThing:
    """A paper, with the lines of all notes that refer to it."""
    from confnotes.catalogue.papers.papers import lines_of, paper_row

    row = paper_row(paper)
    wanted = ("authors", "year", "venue", "status", "citekey", "ids", "speakers", "conference", "talk", "url")
    texts = lines_of(vault, paper)
    return ShownThing(
        id=paper.key,
        kind="paper",
        title=paper.title,
        fields={
            **{name: row[name] for name in wanted if row[name]},
            "presented": [f"{one.title} ({one.talk})" for one in paper.presented],
        },
        text=vault.note(paper.note).body if paper.note else "",
        path=row["path"] if isinstance(row["path"], str) else None,
        resources=tuple(Resource(ResourceKind.PAPER, url) for url in paper.urls),
        backlinks=tuple(
            Backlink(one.path, one.title, one.line, texts[one.path, one.line])
            for one in paper.noted
            if (one.path, one.line) in texts
        ),
    )
