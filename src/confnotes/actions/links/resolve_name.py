"""What a name that leads nowhere is to mean: a new note, or other words in its place."""

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
    """Make the note that it names: a person's in “People”, a paper's in “Papers”, others beside the note.

    Answers its path and what is to stand in the text, so that it leads there. Raises ConfnotesError.
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
    """Put a text in its place in the file, and nothing else; answers what stands there now, so that it can be undone.

    Raises ConflictError when the line says something else by now, and ConfnotesError.
    """
    file = vault.read(one.path)
    at = line_start(file.text, one.line)
    edit = Edit(at + one.start, at + one.end, text)
    if file.text[edit.start : edit.end] != one.text:
        raise ConflictError(f"line {one.line} of {one.title} changed meanwhile", "Nothing was written. Try again.")
    vault.save(one.path, apply_edits(file.text, [edit]), file.version)
    return with_text(one, text)


def with_text(one: Unresolved, text: str) -> Unresolved:
    """The same place with that text in it."""
    return replace(one, text=text, end=one.start + len(text))


def link_to(one: Unresolved, candidate: Candidate) -> str | None:
    """What is written in its place to mean the candidate; None when nothing can say that."""
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
    """The plain text that is left when it is to name nothing."""
    return one.shown or (one.name if one.kind in TRIGGERS else plain_text(one.text))
