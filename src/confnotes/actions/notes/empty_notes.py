"""Notes into which nothing was written: how to know them, and when to remove their files."""

from __future__ import annotations

from contextlib import suppress

from confnotes.actions.notes.take_note import OpenNote
from confnotes.catalogue.program.talks import card
from confnotes.errors import ConfnotesError
from confnotes.markup.frontmatter import split
from confnotes.vault.heads import head_of
from confnotes.vault.vault import Vault


def is_empty(text: str) -> bool:
    """Whether nothing was written below the front matter of a note."""
    return head_of(text.encode("utf-8", "replace")).lines == 0


def remove_as_begun(vault: Vault, note: OpenNote) -> bool:
    """Remove a talk's note that is exactly as confnotes begins it, after keeping it in its history.

    False if somebody wrote something into it, such as a field of its front matter, or if it can't be removed.
    """
    talk = split(note.text).fields.get("talk")
    if note.version is None or not isinstance(talk, str):
        return False
    from confnotes.catalogue.templates.note_template import begin_note
    from confnotes.vault.transaction import Transaction

    with suppress(ConfnotesError, OSError):
        found = card(vault, talk)
        if found.note == note.path and begin_note(vault, found).text.split() == note.text.split():
            with Transaction(vault, "deletion") as transaction:
                transaction.remove(note.path, note.version)
            return True
    return False
