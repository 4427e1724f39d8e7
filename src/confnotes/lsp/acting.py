"""Code actions for the current talk: open its note, or insert a link to it."""

from __future__ import annotations

from typing import Final

from lsprotocol.types import CodeAction, CodeActionKind, Command, Range, TextEdit, WorkspaceEdit

from confnotes.actions.notes.take_note import draft
from confnotes.catalogue.completing.complete import insertion
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.talks import SeveralTalksError, locate
from confnotes.catalogue.program.whats_on import whats_on
from confnotes.errors import NotFoundError
from confnotes.lsp.notebook import Notebook
from confnotes.markup.link_names import stem_of
from confnotes.model.candidate import Candidate, CandidateKind, Trigger
from confnotes.vault.layout import talk_stem

OPEN_TALK: Final = "confnotes.openTalk"
_MOST_TALKS = 5  # that are on at once, each an action


def talks_on(notebook: Notebook) -> list[Card]:
    """The current talk in the user's room or with a star; several if ambiguous."""
    try:
        return [locate(notebook.vault, "now", notebook.now())]
    except NotFoundError:
        return []
    except SeveralTalksError:
        return [card for card in whats_on(notebook.vault, notebook.now()).on if not card.talk.cancelled][:_MOST_TALKS]


def talk_actions(notebook: Notebook, path: str, place: Range) -> list[CodeAction | Command]:
    """Code actions for the current talks at that place of the note. Raises ConfnotesError."""
    found: list[CodeAction | Command] = []
    for card in talks_on(notebook):
        arguments = [str(notebook.vault.root), card.key]
        found.append(Command(f"Open today's talk: {card.title}", OPEN_TALK, arguments=arguments))
        link = _link_to(notebook, card)
        if link is not None and card.note != path:
            edit = WorkspaceEdit(changes={notebook.uri_of(path): [TextEdit(place, link)]})
            found.append(CodeAction(f"Insert link to {card.title}", CodeActionKind.Refactor, edit=edit))
    return found


def _link_to(notebook: Notebook, card: Card) -> str | None:
    conference = notebook.vault.facts(card.conference)
    notes = notebook.vault.talk_notes(card.conference)
    note = notes.get(card.key)
    stem = stem_of(note.path) if note else talk_stem(conference, card.session, card.talk)
    return insertion(Trigger.LINK, Candidate(CandidateKind.TALK, card.title, stem, talk=card.key))


def open_talk(notebook: Notebook, key: str) -> str:
    """The URI of the talk's note, which is created if missing; raises ConfnotesError."""
    note = draft(notebook.vault, key)
    if note.version is None:
        notebook.vault.save(note.path, note.text, None)
        notebook.files_changed(note.path)
    return notebook.uri_of(note.path)
