"""Details of one thing: a talk, person, paper, note or conference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from confnotes.catalogue.find_thing import NotePoint, find_thing
from confnotes.catalogue.links.backlinks import Backlink, backlinks
from confnotes.catalogue.note_references import references_of
from confnotes.catalogue.people.person_page import PersonPage
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.program_rows import conference_row, talk_row
from confnotes.errors import NotFoundError
from confnotes.markup.plain import plain_text
from confnotes.model.note import Note, Task
from confnotes.model.paper import Paper
from confnotes.model.program import Resource, ResourceKind
from confnotes.vault.layout import conference_path
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class ShownThing:
    """`kind` is talk, person, paper, note, task, question or conference; `fields` are facts in display order."""

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
    """The details of `thing`; raises what `find_thing` raises."""
    match find_thing(vault, thing):
        case Card() as card:
            return _shown_talk(vault, card)
        case PersonPage() as page:
            return _shown_person(vault, page)
        case Paper() as paper:
            return _shown_paper(vault, paper)
        case Note() as note:
            return _shown_note(vault, note)
        case NotePoint() as point:
            return _shown_point(point)
        case folder:
            return _shown_conference(vault, folder)


def _shown_conference(vault: Vault, folder: str) -> ShownThing:
    row = conference_row(vault, folder)
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


def _shown_point(point: NotePoint) -> ShownThing:
    note, one = point
    path = str(note.path)
    title = plain_text(one.text).strip() or one.text
    fields: dict[str, object] = {"note": note.title, "line": one.line}
    if isinstance(one, Task):
        return ShownThing(f"{path}:{one.line}", "task", title, {**fields, "done": one.done}, path=path)
    fields["asked by"] = one.asked_by
    return ShownThing(f"{path}:{one.line}", "question", title, fields, one.answer or "", path)


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
