"""What was typed and never saved, because a program ended without doing so."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.vault.vault import Vault


def unsaved_notes(vault: Vault) -> list[OpenNote]:
    """The notes that a journal holds unsaved text for; hardly ever any, so what opens notes is imported then only."""
    left_behind = vault.journal.all()
    if not left_behind:
        return []
    from confnotes.actions.notes.take_note import open_note

    found = []
    for kept in left_behind:
        with suppress(ConfnotesError):
            note = open_note(vault, kept.path)
            if note.recovered:
                found.append(note)
    return found
