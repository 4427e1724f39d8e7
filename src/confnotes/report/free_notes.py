"""Notes without a conference: in `Notes/`, in the vault's root folder, or in any other folder that does not belong to a
conference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from confnotes.markup.names import fold
from confnotes.markup.wikilinks import target_of
from confnotes.model.note import Note
from confnotes.model.program import Conference, Program
from confnotes.vault.layout import FREE_NOTES, PAPERS, PEOPLE
from confnotes.vault.vault import Vault


def is_free(path: str, names: Collection[str]) -> bool:
    """Whether a note is outside these conferences' folders, and not about a person or paper."""
    folder, inside, _ = path.partition("/")
    return not inside or folder not in (*names, PEOPLE, PAPERS)


def free_notes(vault: Vault) -> Iterator[Note]:
    """Notes without a conference, by folder and front matter."""
    names = vault.conferences()
    known = {fold(name) for name in names}
    for path in vault.note_paths():
        if is_free(path, names):
            note = vault.note(path)
            if _stated_conference(note) not in known:
                yield note


def notes_elsewhere(vault: Vault, name: str) -> Iterator[Note]:
    """Notes in the folder for free notes whose front matter names the conference."""
    notes = map(vault.note, vault.note_paths(FREE_NOTES))
    return (note for note in notes if _stated_conference(note) == fold(name))


def program_of(vault: Vault, name: str) -> Program:
    """The conference's program; an empty one for free notes, which use the name of their folder."""
    is_conference = name != FREE_NOTES or name in vault.conferences()
    return vault.program(name) if is_conference else Program(Conference(name))


def _stated_conference(note: Note) -> str:
    """The conference in the front matter, folded; "" for none."""
    given = note.fields.get("conference")
    return fold(target_of(given) or given) if isinstance(given, str) else ""
