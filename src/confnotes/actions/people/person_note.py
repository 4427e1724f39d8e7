"""The note about a person: it lies in “People/”, and is born when something is typed into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.actions.notes.take_note import OpenNote, open_note, with_kept
from confnotes.markup.frontmatter import render
from confnotes.markup.names import file_stem
from confnotes.vault.layout import PEOPLE

if TYPE_CHECKING:
    from confnotes.catalogue.people.people import PersonCard
    from confnotes.vault.vault import Vault


def person_note(vault: Vault, person: PersonCard) -> OpenNote:
    """The note about somebody; a new one is not on disk until it is saved. Raises NotFoundError, ConfnotesError."""
    if person.note:
        return open_note(vault, person.note)
    stated: dict[str, object] = {
        "title": person.name,
        "type": "person",
        "aliases": [name for name in person.names if name != person.name],
        "affiliation": person.affiliations[0] if person.affiliations else None,
    }
    fields = {key: value for key, value in stated.items() if value}
    path = vault.unique_path(PEOPLE, file_stem(person.name))
    return with_kept(vault, OpenNote(path, f"{render(fields)}\n"))
