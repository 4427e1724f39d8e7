"""Changing the note of a talk from outside an editor, also when it has none yet."""

from __future__ import annotations

from collections.abc import Callable

from confnotes.errors import ConfnotesError
from confnotes.services.cards import Card
from confnotes.services.change_note import change_note
from confnotes.services.note_template import begin_note
from confnotes.vault.conflict import EditConflictError
from confnotes.vault.layout import talk_stem
from confnotes.vault.vault import Vault

_ATTEMPTS = 10


def change_talk_note(vault: Vault, card: Card, change: Callable[[str], str]) -> str:
    """Put what `change` makes of the text of the talk's note in its place; answers its path.

    A talk without a note is given one, with its template. Raises ConfnotesError when the note cannot be changed.
    """
    stem = talk_stem(vault.facts(card.conference), card.session, card.talk)
    for _ in range(_ATTEMPTS):
        path = vault.talk_note(card.conference, card.key, stem)
        if path is not None:
            change_note(vault, path, change)
            return path
        path = vault.unique_path(card.conference, stem)
        try:
            vault.save(path, change(begin_note(vault, card).text), None)
        except EditConflictError:
            continue
        return path
    raise ConfnotesError("the note is being written all the time", "try again")
