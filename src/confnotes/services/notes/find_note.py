"""Finding a note by what a person types."""

from __future__ import annotations

from datetime import datetime

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.link_names import aliases, stem_of
from confnotes.markup.names import fold
from confnotes.services.searching.outlines import outlines
from confnotes.vault.vault import Vault


def find_note(vault: Vault, text: str) -> str:
    """The path of the note that the text names: by path, name, title or alias.

    Raises NotFoundError when there is none, ConfnotesError when there are several.
    """
    wanted = fold(text.removesuffix(".md"))
    paths = vault.note_paths()
    found = [path for path in paths if text in (path, path.removesuffix(".md"))]
    found = found or [path for path in paths if fold(stem_of(path)) == wanted]
    if not found:
        notes = outlines(vault)
        found = [str(note.path) for note in notes if fold(note.title) == wanted]
        found = found or [str(note.path) for note in notes if wanted in map(fold, aliases(note.fields))]
    if not found:
        raise NotFoundError(f"there is no note “{text}” here", "see `confnotes list notes`")
    if len(found) > 1:
        raise ConfnotesError(f"“{text}” names {len(found)} notes: {'; '.join(found[:5])}", "give the path of one")
    return found[0]


def note_of(vault: Vault, text: str, at: datetime) -> str:
    """The text itself where it is the path of a note, there or not; else the path of the note of the talk it names.

    Raises NotFoundError when there is no such talk or it has no note yet, ConfnotesError when several talks fit.
    """
    from confnotes.services.program.talks import find_talk

    if text.endswith(".md"):
        return text
    talk = find_talk(vault, text, at)
    if talk.note is None:
        raise NotFoundError(f"“{talk.title}” has no note yet", "name another talk, or the file of a note")
    return talk.note
