"""Write the lead and the highlights of a conference into its note."""

from __future__ import annotations

from confnotes.errors import ConflictError
from confnotes.markup.frontmatter import set_fields, split
from confnotes.markup.page_one import PageOne, read_page_one
from confnotes.vault.layout import conference_path
from confnotes.vault.vault import Vault


def write_page_one(vault: Vault, conference: str, page: PageOne, before: PageOne) -> str:
    """Replace page one of a conference, by the name of its folder; returns the path of its note.

    Comments, other fields and the text of the note stay. Raises ConflictError if page one is not `before` anymore, and
    ConfnotesError if the note cannot be changed.
    """
    path = conference_path(conference)

    def changed(text: str) -> str:
        if read_page_one(split(text).fields) != before:
            raise ConflictError("The first page was changed by another program", "It is shown as it is now. Try again.")
        return set_fields(text, page.fields())

    vault.change(path, changed, new="")
    return path
