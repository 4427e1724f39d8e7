"""Take notes: open, draft, journal and save them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from confnotes.catalogue.program.talks import card
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.frontmatter import render
from confnotes.markup.names import file_stem
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.vault.journal import JournalRecord
from confnotes.vault.layout import FREE_NOTES, PAPERS, PEOPLE, shorten_title, talk_stem
from confnotes.vault.snapshot import CHANGED
from confnotes.vault.vault import Vault
from confnotes.vault.version import Version

if TYPE_CHECKING:
    from confnotes.catalogue.people.people import PersonCard
    from confnotes.model.paper import Paper


@fast_dataclass(frozen=True, slots=True)
class OpenNote:
    """A note in an editor. `version` is None if it is not saved yet. `recovered`: the text is from the journal `kept`.

    `read_only` says why the note cannot be saved, or is None. `cursor` is the initial cursor offset, `remark` an error
    in the note's template.
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
    """The path of the talk's note, or None; raises NotFoundError for an unknown talk."""
    return card(vault, key).note


def draft(vault: Vault, key: str) -> OpenNote:
    """A new note for the talk from its template, unsaved; the existing note if there is one.

    Raises NotFoundError for an unknown talk.
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
    """Open the note at `path`, with unsaved text from the journal if any.

    If the file has changed since the journal was written, saving raises a conflict, so both versions are kept. Raises
    NotFoundError, ConfnotesError.
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


def open_again(vault: Vault, path: str, key: str | None) -> OpenNote:
    """Open the note at `path`, which may have been removed since: then the talk's note as it begins, unsaved."""
    try:
        return open_note(vault, path)
    except NotFoundError:
        if key is None:
            raise
        return replace(draft(vault, key), path=path)


def save(vault: Vault, note: OpenNote, text: str, why: str = CHANGED) -> OpenNote:
    """Save the note unless its text is unchanged; then its journal is dropped.

    Raises EditConflictError (a ConflictError) if the version on disk is not the one opened (`disk` has it),
    ConfnotesError if writing fails. The journal is kept then.
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
    """Save the text as “<name> (conflict 2019-12-10 1012).md” next to the note, which is left unchanged."""
    folder, _, name = note.path.rpartition("/")
    path = vault.unique_path(folder, f"{name.removesuffix('.md')} (conflict {at:%Y-%m-%d %H%M})")
    return OpenNote(path, text, vault.save(path, text, None))


def new_note(vault: Vault, title: str, conference: str | None, at: datetime) -> OpenNote:
    """A free note with a title, unsaved.

    It goes to the conference's folder if one is given, else to “Notes”. Raises NotFoundError for an unknown conference.
    """
    folder = vault.conference_named(conference) if conference else None
    words = " ".join(title.split()) or "Untitled"
    path = vault.unique_path(folder or FREE_NOTES, file_stem(words))
    from confnotes.vault.note_file import free_text

    zone = vault.span(folder).timezone if folder else None
    return with_kept(vault, OpenNote(path, free_text(words, folder, at, zone)))


def record(vault: Vault, note: OpenNote, text: str) -> Path | None:
    """Write unsaved text to the journal and sync it; returns its folder if that is not the usual one.

    Raises ConfnotesError if no folder is writable.
    """
    try:
        return vault.journal.record(note.path, text, note.version)
    except OSError as error:
        raise ConfnotesError(f"cannot write the journal: {error.strerror}", "Save the note soon.") from error


def discard(vault: Vault, note: OpenNote) -> None:
    """Delete the note's journal, unless the disk has not confirmed the save."""
    if note.path in vault.unconfirmed:
        return
    with suppress(OSError):
        vault.journal.forget(note.path)
        if note.kept is not None:
            vault.journal.drop(note.kept)


def take_over(vault: Vault, note: OpenNote) -> None:
    """Continue the existing journal of the note while it is edited."""
    if note.kept is not None:
        vault.journal.take_over(note.kept)


def let_go(vault: Vault, note: OpenNote) -> None:
    """Keep the journal, to be restored when the note is opened again."""
    vault.journal.let_go(note.path)


def with_kept(vault: Vault, note: OpenNote) -> OpenNote:
    """The note with its journaled text, if that differs from the file."""
    kept = vault.journal.kept(note.path)
    if kept is None:
        return note
    if kept.text == note.text:
        vault.journal.drop(kept)
        return note
    return replace(note, text=kept.text, version=_base(kept, note), recovered=True, cursor=None, kept=kept)


def _base(kept: JournalRecord, note: OpenNote) -> Version | None:
    """The version that the recovered text is based on; a new note that exists by now is a conflict."""
    if kept.based_on is None or note.version is None:
        return kept.based_on if note.version is not None else None
    return note.version if kept.based_on == note.version else kept.based_on


def person_note(vault: Vault, person: PersonCard) -> OpenNote:
    """The note about a person; a new one is unsaved. Raises NotFoundError, ConfnotesError."""
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
    """The note about a paper; a new one is unsaved. Raises ConfnotesError."""
    path = paper.note or vault.unique_path(PAPERS, file_stem(shorten_title(paper.title)))
    try:
        return open_note(vault, path)
    except NotFoundError:
        text = render({name: value for name, value in _fields(paper).items() if value}) + "\n"
        return OpenNote(path, text, cursor=len(text))


def _fields(paper: Paper) -> dict[str, object]:
    from confnotes.vault.papers_file import FIELD as READING_FIELD

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
