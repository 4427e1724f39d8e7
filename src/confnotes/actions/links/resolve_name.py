"""Resolve an unresolved link: create a note, or replace the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from confnotes.catalogue.completing.complete import insertion
from confnotes.catalogue.links.unresolved import TRIGGERS, Unresolved, last_part
from confnotes.errors import ConflictError, UsageError
from confnotes.markup.edits import Edit, apply_edits, line_start
from confnotes.markup.names import file_stem
from confnotes.markup.namings import NamingKind
from confnotes.markup.plain import plain_text
from confnotes.model.candidate import Candidate, CandidateKind, Trigger
from confnotes.vault.layout import FREE_NOTES, PAPERS, PEOPLE
from confnotes.vault.vault import Vault


def new_note(vault: Vault, one: Unresolved, at: datetime) -> tuple[str, str]:
    """Create the note for an unresolved link: a person in “People”, a paper in “Papers”, others next to the linking
    note.

    Returns its path and the link text that leads there. Raises ConfnotesError.
    """
    from confnotes.vault.note_file import free_text

    folders = {NamingKind.PERSON: PEOPLE, NamingKind.PAPER: PAPERS, NamingKind.LINK: one.conference or FREE_NOTES}
    if one.kind not in folders:
        raise UsageError("the link already has a note", "Press l to link to the suggestion, or x for plain text.")
    title = last_part(one.name).strip() or one.name
    path = vault.unique_path(folders[one.kind], file_stem(title))
    folder = one.conference if one.kind is NamingKind.LINK else None
    zone = vault.span(folder).timezone if folder else None
    vault.save(path, free_text(title, folder, at, zone), None)
    stem = last_part(path).removesuffix(".md")
    if one.kind is NamingKind.PERSON or (one.kind is NamingKind.LINK and one.name == stem):
        return path, one.text
    target = Candidate(CandidateKind.NOTE, title, stem, path)
    return path, link_to(one, target) or one.text


def rewrite(vault: Vault, one: Unresolved, text: str) -> Unresolved:
    """Replace the link's text in its file; returns the new text's location for undo.

    Raises ConflictError if the line has changed, and ConfnotesError.
    """
    file = vault.read(one.path)
    at = line_start(file.text, one.line)
    edit = Edit(at + one.start, at + one.end, text)
    if file.text[edit.start : edit.end] != one.text:
        raise ConflictError(f"line {one.line} of {one.title} changed meanwhile", "Nothing was written. Try again.")
    vault.save(one.path, apply_edits(file.text, [edit]), file.version)
    return with_text(one, text)


def with_text(one: Unresolved, text: str) -> Unresolved:
    """The same location with another text."""
    return replace(one, text=text, end=one.start + len(text))


def link_to(one: Unresolved, candidate: Candidate) -> str | None:
    """The link text for a candidate; None if no link can express it."""
    if one.kind not in TRIGGERS:
        before, name, after = one.text.partition(one.name)
        shown = f"|{name}" if one.kind is NamingKind.SEVERAL and one.shown is None and after == "]]" else ""
        return f"{before}{candidate.target}{shown}{after}"
    if one.kind is NamingKind.LINK and (one.shown is not None or one.name != one.text[2:-2]):
        if candidate.path is None and candidate.kind is CandidateKind.PAPER:
            return None
        before, _, after = one.text.partition(one.name)
        return before + candidate.target + after
    return insertion(TRIGGERS[one.kind] if one.kind is not NamingKind.PERSON else Trigger.PERSON, candidate, one.rest)


def as_text(one: Unresolved) -> str:
    """The link as plain text."""
    return one.shown or (one.name if one.kind in TRIGGERS else plain_text(one.text))
