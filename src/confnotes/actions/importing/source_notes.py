"""Save the notes in a source as note files, with what they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from confnotes.actions.importing.copy_attachments import copy_attachments, with_moved_links
from confnotes.actions.importing.moved_notes import NotePlaces, TalkPlace, folder_in_source, list_files, origins
from confnotes.actions.importing.source_preview import OtherNotes, SourcePreview
from confnotes.actions.importing.undo_import import UNDONE_NOTES
from confnotes.markup.frontmatter import set_fields, split
from confnotes.markup.link_names import stem_of
from confnotes.markup.names import name_key
from confnotes.merge.merge_programs import MergeResult
from confnotes.model.program import Program, Session, Talk
from confnotes.vault import note_file
from confnotes.vault.layout import conference_path, talk_key, talk_stem
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.scan import free_stem, taken_stems
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class NotesToWrite:
    """A source with notes, its conference's folder, the merge of its program, and what the source said before."""

    one: SourcePreview
    folder: str
    merged: MergeResult
    base: Program | None

    def talks(self) -> Iterator[tuple[Session, Talk, str]]:
        """The talks for which the source has notes, as merged, and these notes."""
        homes = {talk.id: (session, talk) for session, talk in self.merged.program.sessions_and_talks()}
        for brought in self.merged.brought.talks():
            if brought.notes and brought.notes.strip() and brought.id in homes:
                yield (*homes[brought.id], brought.notes)


def place_notes(vault: Vault, sources: Sequence[NotesToWrite]) -> list[NotePlaces]:
    """Where the notes of each source are or will be; sources of one folder share their places."""
    has_notes = any(True for each in sources for _ in each.talks())
    paths, taken = (vault.note_paths(), taken_stems(vault.root)) if has_notes else ([], set())
    known: dict[int, NotePlaces] = {}
    undone: list[str] = vault.cache.load(UNDONE_NOTES) or []
    for each in sources:
        opened = each.one.opened
        stored = f"notes of {opened.place}" if opened and opened.source.is_folder else ""
        if id(opened) not in known:
            known[id(opened)] = NotePlaces(opened, paths, vault.cache.load(stored) if stored else None, undone)
        places = known[id(opened)]
        _place_talks(vault, each, places, taken)
        is_new = not any(other.base for other in sources if other.one.opened is opened)
        _place_others(vault, each.one.others, places, taken, is_new=is_new)
        if stored and places.places:
            vault.cache.store(stored, places.gone | places.places)  # for a refresh of one conference of the folder
            vault.cache.store(UNDONE_NOTES, [path for path in undone if path not in places.places.values()])
    return [known[id(each.one.opened)] for each in sources]


def _place_talks(vault: Vault, source: NotesToWrite, places: NotePlaces, taken: set[str]) -> None:
    """Where the notes of talks will be; files with several talks, and lists of them, stand for the conference."""
    folder, origin = source.folder, origins(source.one)
    several = Counter(origin.values())
    noted = [*source.talks()]
    existing = vault.written_notes(folder) if noted else {}
    for session, talk, notes in noted:
        key = talk_key(folder, talk.id or "")
        there = existing.get(key)
        stem = (
            stem_of(there.path)
            if there
            else free_stem(talk_stem(source.merged.program.conference, session, talk), taken)
        )
        taken.add(name_key(stem))
        path = there.path if there else f"{folder}/{stem}.md"
        places.talks[key] = TalkPlace(path, is_new=there is None)
        if notes in origin:
            places.add(origin[notes], path if several[origin[notes]] == 1 else conference_path(folder))
    for path in list_files(source.one):
        places.add(path, conference_path(folder))


def _place_others(vault: Vault, others: OtherNotes, places: NotePlaces, taken: set[str], *, is_new: bool) -> None:
    """Where the free notes will be: where they are, or at their paths, unless another note is or will be there.

    One that came before and is gone since stays gone.
    """
    known = {} if is_new else places.gone | places.places
    noted = set(places.places.values())
    for file in others.files if others.come else ():
        if file.path in known:
            continue
        folder, slash, name = file.path.rpartition("/")
        there = vault.root / file.path
        if file.path in noted or (is_new and there.exists() and there.read_bytes() != file.data):
            name = f"{free_stem(stem_of(name), taken)}.md"
        taken.add(name_key(stem_of(name)))
        places.add(file.path, f"{folder}{slash}{name}")


def write_other_notes(
    vault: Vault, transaction: Transaction, one: SourcePreview, places: NotePlaces
) -> tuple[list[str], list[str]]:
    """Save the free notes of a folder, and the files that they show; returns paths and messages."""
    others = one.others
    if not others.come:
        return [], [others.told] if others.told else []
    written: list[str] = []
    kept: list[str] = []
    texts: list[tuple[str, str]] = []
    gone = [file.path for file in others.files if file.path in places.gone]
    for file in others.files:
        if file.path in places.gone:
            continue
        path, data = places.of(file.path), file.data
        with suppress(UnicodeDecodeError):
            text = data.decode("utf-8")
            data = places.with_links(text, file.path, path).encode()
            texts.append((text, file.path))
        if not (vault.root / path).exists():
            transaction.put(path, data)
            written.append(path)
        elif vault.read_bytes(path) != data:
            kept.append(path)
    copied, missing = copy_attachments(vault, transaction, None, texts, one.opened)
    written += copied
    told = [others.told] if written else []
    told += [f"kept as in the vault: {', '.join(kept)}"] if kept else []
    told += [f"not imported again, as renamed or deleted in the vault: {', '.join(gone)}"] if gone else []
    return written, [*told, *missing]


def write_notes(
    vault: Vault, transaction: Transaction, source: NotesToWrite, places: NotePlaces
) -> tuple[list[str], list[str]]:
    """Save the notes in the source and the files that they show; returns the written paths and messages."""
    one, folder, merged, base = source.one, source.folder, source.merged, source.base
    texts = (merged.brought.conference.description, *(talk.notes for talk in merged.brought.talks()))
    near = folder_in_source(one) if one.of and one.of.is_folder else one.source
    copied, missing = copy_attachments(vault, transaction, folder, ((text, near) for text in texts if text), one.opened)
    before = {talk.id: talk.notes for talk in base.talks()} if base else {}
    program = merged.program
    origin = origins(one)
    written: list[str] = []
    messages: list[str] = []
    for session, talk, notes in source.talks():
        path, is_new = places.talks[talk_key(folder, talk.id or "")]

        def parts(notes: str, path: str = path, own: str = origin.get(notes, "")) -> tuple[Mapping[str, object], str]:
            return _parts(places.with_links(notes, own, path) if own else notes)

        own, body = parts(notes)
        if is_new:
            text = note_file.new_text(folder, program.conference, session, talk, body)
            transaction.save(PlannedFile(path, _with_fields(text, own), None))
            written.append(path)
            continue
        old = before.get(talk.id)
        if old == notes:
            continue
        file = vault.read(path)
        front = split(file.text)
        if front.body.lstrip("\n") == body.lstrip("\n"):
            continue
        if old is not None and not front.broken and front.body == f"\n{parts(old)[1]}":
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
    return written + copied, messages + missing


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
