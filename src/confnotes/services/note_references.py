"""What belongs to a talk: papers, slides, videos and code that the program, its session or its note names."""

from __future__ import annotations

from pathlib import PurePosixPath

from confnotes.errors import ConfnotesError
from confnotes.markup.note import parse_note
from confnotes.markup.talk_references import noted, together
from confnotes.model.program import Resource
from confnotes.services.cards import Card
from confnotes.services.titles import titled, titles
from confnotes.vault.vault import Vault


def references_of(vault: Vault, card: Card) -> tuple[Resource, ...]:
    """The references of a talk, each once: the program's, those of its note, its session's; with fetched titles."""
    found: tuple[Resource, ...] = ()
    if card.note:
        try:
            found = noted(vault.note(card.note))
        except ConfnotesError:
            found = ()
    return titled(together(card.talk.resources, found, card.session.resources), titles(vault))


def references_in(path: str, text: str) -> tuple[Resource, ...]:
    """The references of a note's text, saved or not."""
    return noted(parse_note(PurePosixPath(path), text))
