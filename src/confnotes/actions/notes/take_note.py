"""Taking notes: opening, drafting, journaling and saving them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from confnotes.catalogue.program.talks import card
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.frontmatter import render
from confnotes.markup.names import file_stem
from confnotes.model.paper import Paper
from confnotes.vault.journal import JournalRecord
from confnotes.vault.layout import FREE_NOTES, PAPERS, PEOPLE, shorten_title, talk_stem
from confnotes.vault.papers_file import FIELD as READING_FIELD
from confnotes.vault.snapshot import CHANGED
from confnotes.vault.vault import Vault
from confnotes.vault.version import Version

if TYPE_CHECKING:
    from confnotes.catalogue.people.people import PersonCard


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A note in an editor. `version` None: not on disk yet. `recovered`: the text comes from a journal, see `kept`.

    `read_only` says why the note cannot be saved, None when it can. `cursor` is where in the text to begin typing,
    `remark` what is wrong with the template that it was to begin with.
    """

    path: str
    text: str
    version: Version | None = None
    recovered: bool = False
    read_only: str | None = None
    cursor: int | None = None
    remark: str | None = None
    kept: JournalRecord | None = None


def note_for(vault: Vault, key: str) -> str | None:
    """The path of the talk's note, None when there is none yet; raises NotFoundError when there is no such talk."""
    return card(vault, key).note


def draft(vault: Vault, key: str) -> OpenNote:
    """A note about the talk, its front matter and the template for its kind filled in; not on disk until it is saved.

    When the talk has a note already, that one. Raises NotFoundError when there is no such talk.
    """
    found = card(vault, key)
    if found.note:
        return open_note(vault, found.note)
    conference = vault.program(found.conference).conference
    stem = talk_stem(conference, found.session, found.talk)
    path = vault.unique_path(found.conference, stem)
    from confnotes.catalogue.templates.note_template import begin_note

    begun = begin_note(vault, found)
    return with_kept(vault, OpenNote(path, begun.text, cursor=begun.cursor, remark=begun.problem))


def open_note(vault: Vault, path: str) -> OpenNote:
    """The note at `path`, or what a journal kept of it.

    Where the disk has changed since the journal was written, saving raises a conflict, so that both are kept.
    Raises NotFoundError, ConfnotesError.
    """
    try:
        file = vault.read(path)
    except NotFoundError:
        kept = vault.journal.kept(path)
        if kept is None:
            raise
        return OpenNote(path, kept.text, None, recovered=True, kept=kept)
    if file.read_only:
        return OpenNote(path, file.text, file.version, read_only=file.read_only)
    return with_kept(vault, OpenNote(path, file.text, file.version))


def save(vault: Vault, note: OpenNote, text: str, why: str = CHANGED) -> OpenNote:
    """Write the note; a text that is what was opened is not written. What a journal kept of it is dropped then.

    Raises EditConflictError (a ConflictError) when the disk has another version than the one opened: `disk` is it.
    Raises ConfnotesError when the note cannot be written. The journal is as it was then.
    """
    if note.read_only:
        raise ConfnotesError(f"cannot save {note.path}: {note.read_only}", "Convert it to UTF-8 first.")
    if text == note.text and note.version is not None and not note.recovered:
        return note
    version = vault.save(note.path, text, note.version, why)
    if note.kept is not None and note.path not in vault.unconfirmed:
        vault.journal.drop(note.kept)
    return OpenNote(note.path, text, version)


def save_beside(vault: Vault, note: OpenNote, text: str, at: datetime) -> OpenNote:
    """Write the text to “<name> (conflict 2019-12-10 1012).md” beside the note, which stays as it is on disk."""
    folder, _, name = note.path.rpartition("/")
    path = vault.unique_path(folder, f"{name.removesuffix('.md')} (conflict {at:%Y-%m-%d %H%M})")
    return OpenNote(path, text, vault.save(path, text, None))


def new_note(vault: Vault, title: str, conference: str | None, at: datetime) -> OpenNote:
    """A free note with a title, not on disk until it is saved.

    It lies in the conference's folder where one is named, else in the folder “Notes”. Raises NotFoundError when there
    is no such conference.
    """
    folder = vault.conference_named(conference) if conference else None
    words = " ".join(title.split()) or "Untitled"
    path = vault.unique_path(folder or FREE_NOTES, file_stem(words))
    from confnotes.vault.note_file import free_text

    zone = vault.span(folder).timezone if folder else None
    return with_kept(vault, OpenNote(path, free_text(words, folder, at, zone)))


def record(vault: Vault, note: OpenNote, text: str) -> Path | None:
    """Keep unsaved text in the journal, synced; answers the folder where it is kept when that is not the usual one.

    Raises ConfnotesError when it cannot be kept anywhere.
    """
    try:
        return vault.journal.record(note.path, text, note.version)
    except OSError as error:
        raise ConfnotesError(f"cannot write the journal: {error.strerror}", "Save the note soon.") from error


def discard(vault: Vault, note: OpenNote) -> None:
    """Forget what the journal holds for the note, unless the disk did not confirm the file."""
    if note.path in vault.unconfirmed:
        return
    with suppress(OSError):
        vault.journal.forget(note.path)
        if note.kept is not None:
            vault.journal.drop(note.kept)


def take_over(vault: Vault, note: OpenNote) -> None:
    """Go on in the journal with what was kept of the note, for one who edits it."""
    if note.kept is not None:
        vault.journal.take_over(note.kept)


def let_go(vault: Vault, note: OpenNote) -> None:
    """Have what the journal holds for the note back when it is opened again."""
    vault.journal.let_go(note.path)


def with_kept(vault: Vault, note: OpenNote) -> OpenNote:
    """The note with what a journal kept of it, when that is something else than the disk has."""
    kept = vault.journal.kept(note.path)
    if kept is None:
        return note
    if kept.text == note.text:
        vault.journal.drop(kept)
        return note
    return replace(note, text=kept.text, version=_base(kept, note), recovered=True, cursor=None, kept=kept)


def _base(kept: JournalRecord, note: OpenNote) -> Version | None:
    """What the recovered text is based on; a note that was not on disk then and is now makes a conflict."""
    if kept.based_on is None or note.version is None:
        return kept.based_on if note.version is not None else None
    return note.version if kept.based_on == note.version else kept.based_on


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


def paper_note(vault: Vault, paper: Paper) -> OpenNote:
    """The note about the paper, or one that is not on disk until it is saved; raises ConfnotesError."""
    path = paper.note or vault.unique_path(PAPERS, file_stem(shorten_title(paper.title)))
    try:
        return open_note(vault, path)
    except NotFoundError:
        text = render({name: value for name, value in _fields(paper).items() if value}) + "\n"
        return OpenNote(path, text, cursor=len(text))


def _fields(paper: Paper) -> dict[str, object]:
    addresses = {one.kind: one for one in reversed(paper.ids)}
    doi = addresses.pop("doi", None)
    best = next((one.address for one in paper.ids if one.kind != "doi"), None)
    return {
        "title": paper.title,
        "type": "paper",
        "authors": [f"[[{name}]]" for name in paper.authors],
        "year": paper.year,
        "venue": paper.venue,
        "paper": best,
        "doi": doi.value if doi else None,
        "citekey": paper.citekey if paper.is_titled else None,
        READING_FIELD: paper.status.value if paper.status and paper.status_is_said else None,
    }
