"""Save the notes in a source as note files."""

from __future__ import annotations

from collections.abc import Mapping

from confnotes.actions.importing.open_source import Opened
from confnotes.actions.importing.source_attachments import copy_attachments, with_moved_links
from confnotes.markup.frontmatter import set_fields, split
from confnotes.markup.link_names import stem_of
from confnotes.markup.names import slug
from confnotes.merge.merge_programs import MergeResult
from confnotes.model.program import Program
from confnotes.vault import note_file
from confnotes.vault.heads import TalkNote
from confnotes.vault.layout import talk_stem
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault


def write_notes(
    vault: Vault,
    transaction: Transaction,
    folder: str,
    merged: MergeResult,
    base: Program | None,
    existing: Mapping[str, TalkNote],
    opened: Opened | None,
) -> tuple[list[str], list[str]]:
    """Save the notes in the source and the files that they show; returns the written paths and messages."""
    texts = (merged.brought.conference.description, *(talk.notes for talk in merged.brought.talks()))
    copied, missing = copy_attachments(vault, transaction, folder, filter(None, texts), opened)
    written, messages = _write_notes(vault, transaction, folder, merged, base, existing)
    return written + copied, messages + missing


def _write_notes(
    vault: Vault,
    transaction: Transaction,
    folder: str,
    merged: MergeResult,
    base: Program | None,
    existing: Mapping[str, TalkNote],
) -> tuple[list[str], list[str]]:
    before = {talk.id: talk.notes for talk in base.talks()} if base else {}
    program = merged.program
    homes = {talk.id: (session, talk) for session, talk in program.sessions_and_talks()}
    written: list[str] = []
    messages: list[str] = []
    for brought in merged.brought.talks():
        if not brought.notes or not brought.notes.strip():
            continue
        if brought.id not in homes:
            continue
        session, talk = homes[brought.id]
        own, body = _parts(brought.notes)
        there = existing.get(f"{slug(folder)}/{talk.id}")
        if there is None:
            stem = talk_stem(program.conference, session, talk)
            path = vault.unique_path(folder, stem)
            text = note_file.new_text(folder, program.conference, session, talk, body)
            transaction.save(PlannedFile(path, _with_fields(text, own), None))
            written.append(path)
            continue
        if before.get(brought.id) == brought.notes:
            continue
        path = there.path
        file = vault.read(path)
        front = split(file.text)
        if front.body.lstrip("\n") == body.lstrip("\n"):
            continue
        old = before.get(brought.id)
        if old is not None and not front.broken and front.body == f"\n{_parts(old)[1]}":
            transaction.save(PlannedFile(path, f"{front.head}\n{body}", file.version))
            written.append(path)
        elif old is None:
            beside = vault.unique_path(folder, f"{stem_of(path)} (imported)")
            text = note_file.new_text(folder, program.conference, session, talk, body)
            transaction.save(PlannedFile(beside, text, None))
            written.append(beside)
            messages.append(f"{path} already exists; saved the notes from the source as {beside}")
        else:
            messages.append(f"{path}: the source has new notes; kept your edited note")
    return written, messages


def _with_fields(text: str, own: Mapping[str, object]) -> str:
    """A new note with the other front matter of its source."""
    stated = split(text).fields
    added = {key: value for key, value in own.items() if key not in stated}
    return set_fields(text, added) if added else text


def _parts(notes: str) -> tuple[Mapping[str, object], str]:
    """The front matter and the text of notes in a source."""
    front = split(notes)
    moved = with_moved_links(front.body.removeprefix("\n") if front.head else notes)
    return front.fields, moved if moved.endswith("\n") else f"{moved}\n"
