"""All checks of a vault, and how to fix what they find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from confnotes.actions.check_files import (
    Problem,
    check_bibliography,
    check_conflicts,
    check_folders,
    check_front_matter,
    check_own_files,
    check_templates,
    read_all,
)
from confnotes.actions.importing.import_record import interrupted_import
from confnotes.actions.links.rewrite import find_interrupted, last_rewrite
from confnotes.actions.notes.move_lines import last_move
from confnotes.actions.syncing.agreement import NOT_SENT, agreed_target, last_sync
from confnotes.errors import ConfnotesError
from confnotes.markup.double_stamps import double_stamps
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.markup.names import file_stem, fold, name_key, slug
from confnotes.model.mark import Mark, stated_rating
from confnotes.model.note import Note
from confnotes.vault.layout import conference_path, marks_path, program_path
from confnotes.vault.scan import other_files
from confnotes.vault.vault import Vault


def check(vault: Vault) -> list[Problem]:
    """All problems: unreadable files first, then ambiguities, then unresolved links."""
    notes, unreadable = read_all(vault)
    return [
        *unreadable,
        *check_own_files(vault),
        *_programs(vault),
        *check_bibliography(vault),
        *check_templates(vault),
        *check_folders(vault),
        *check_front_matter(notes),
        *check_conflicts(notes),
        *_stamps(notes),
        *_duplicates(notes),
        *_talks(vault, notes),
        *_links(vault, notes),
        *_unsaved(vault),
        *_sync(vault),
        *_history(vault),
    ]


def _programs(vault: Vault) -> Iterator[Problem]:
    by_slug: dict[str, list[str]] = defaultdict(list)
    for conference in vault.conferences():
        by_slug[slug(conference)].append(conference)
    for names in by_slug.values():
        if len(names) > 1:
            yield Problem(
                f"two conferences have the same key: {', '.join(names)}", names[1], None, "Rename one of the folders."
            )


def _stamps(notes: list[Note]) -> Iterator[Problem]:
    for note in notes:
        for double in double_stamps(note):
            remedy = "Run `confnotes doctor --fix`." + (f" Links go to line {double.first}." if double.first else "")
            same = f"same timestamp {double.stamp} as line {double.first}"
            message = same if double.first else f"words behind the timestamp {double.stamp}"
            yield Problem(message, double.path, double.line, remedy)


def _duplicates(notes: list[Note]) -> Iterator[Problem]:
    """Notes in one folder whose names differ only in case or Unicode form: macOS and Windows see one file."""
    names: dict[str, list[Note]] = defaultdict(list)
    for note in notes:
        names[name_key(str(note.path))].append(note)
    for same in names.values():
        for note in same[1:]:
            message = f"same name as {same[0].path.name} in this folder, except for upper case or Unicode form"
            yield Problem(
                message, str(note.path), None, "Rename one of them: macOS and Windows take both for one file."
            )


def _talks(vault: Vault, notes: list[Note]) -> Iterator[Problem]:
    known: dict[str, bool] = {}
    slugs: set[str] = set()
    for conference in vault.conferences():
        program = vault.program(conference)
        known |= {f"{slug(conference)}/{talk.id}": talk.cancelled for talk in program.talks()}
        if not vault.damage.of(program_path(conference)):
            slugs.add(slug(conference))
    first: dict[str, Note] = {}
    for note in notes:
        key = note.talk_key
        if key is None:
            continue
        line = _field_line(note, "talk")
        if key not in known and key.partition("/")[0] in slugs:
            remedy = "Correct `talk:` (see `confnotes list talks`), or remove it."
            yield Problem(f"talk not found in any program: {key}", str(note.path), line, remedy)
        elif known.get(key):
            yield Problem("the talk of this note was cancelled", str(note.path), line, "The note stays. Nothing to do.")
        yield from _rating(vault, note, key)
        if key in first and "(conflict " not in note.path.name:
            yield Problem(f"same talk as {first[key].path}", str(note.path), line, "Merge the two notes.")
        first.setdefault(key, note)


def _rating(vault: Vault, note: Note, key: str) -> Iterator[Problem]:
    """A rating in the note that differs from the one in the marks file."""
    stated = stated_rating(note.fields)
    folder, _, talk_id = key.partition("/")
    conference = next((name for name in vault.conferences() if slug(name) == folder), None)
    if stated is None or conference is None:
        return
    rating = vault.marks(conference).rating(talk_id, stated)
    if rating != stated:
        message = f"rating {stated} differs from {rating or 'no rating'} in {marks_path(conference)}"
        yield Problem(
            message, str(note.path), _field_line(note, Mark.RATING), "The marks file applies. Remove one of the two."
        )


def _field_line(note: Note, key: str) -> int:
    names = list(note.fields)
    return names.index(key) + 2 if key in names and not note.broken else 1


def _links(vault: Vault, notes: list[Note]) -> Iterator[Problem]:
    """Links in notes that match no note or several; people and papers need no note."""
    from confnotes.search.link_report import names_file

    names, files = LinkNames.of(notes), LinkNames(other_files(vault.root))
    expected: set[str] = set()
    for conference in vault.conferences():
        expected.add(fold(conference))
        program = vault.program(conference)
        expected.update(fold(file_stem(person.name)) for person in program.people)
        expected.update(fold(file_stem(speaker.name)) for talk in program.talks() for speaker in talk.speakers)
    for note in notes:
        for link in note.links:
            if not link.target or link.line < note.body_line:
                continue
            meant = names.resolve(link.target, str(note.path))
            if not meant and not files.resolve(link.target, str(note.path)) and fold(link.target) not in expected:
                remedy = f"{'Add the file' if names_file(link.target) else 'Create the note'}, or correct the link."
                yield Problem(f"unresolved link: [[{link.target}]]", str(note.path), link.line, remedy)
            elif len(meant) > 1:
                message = f"ambiguous link [[{link.target}]]: {' or '.join(meant[:3])}"
                yield Problem(message, str(note.path), link.line, "Add the folder to the link.")


def _history(vault: Vault) -> Iterator[Problem]:
    error = vault.history.look()
    if error is not None:
        remedy = "Make your state folder writable, or free space on its disk."
        yield Problem(f"cannot store earlier versions of notes: {error.strerror or error}", None, None, remedy)


def _sync(vault: Vault) -> Iterator[Problem]:
    """What the last sync of a vault that is synced could not do."""
    report = last_sync(vault.root) if agreed_target(vault.root) is not None else None
    if report is None:
        return
    if report.needs_user:
        yield Problem(f"not synced: {report.message}", None, None, "Run `confnotes sync` to see what to do.")
    elif report.to_push:
        message = f"{report.to_push} {'commit waits' if report.to_push == 1 else 'commits wait'} to be pushed"
        yield Problem(message, None, None, f"Run `confnotes sync`. The last time: {report.message}.")
    for path in report.left_out:
        yield Problem(NOT_SENT, path, None, "Rename the file, or put it in place of the link.")


def _unsaved(vault: Vault) -> Iterator[Problem]:
    for way_back in (last_rewrite, last_move):
        try:
            way_back(vault)
        except ConfnotesError as error:
            yield Problem(error.message, None, None, error.hint)
    if (record := find_interrupted(vault)) is not None:
        remedy = "Undo it with `confnotes rename --undo`."
        what = f"rename to {stem_of(record.new)}" if record.new else "changes to several notes"
        yield Problem(f"interrupted: {what}", record.old or None, None, remedy)
    if (killed := interrupted_import(vault)) is not None:
        remedy = "Import it again to complete it, or undo it with `confnotes import --undo`."
        yield Problem(f"interrupted: import into {', '.join(killed.conferences)}", None, None, remedy)
    for kept in vault.journal.all():
        yield Problem("unsaved text in the journal", kept.path, None, "Open the note in `confnotes` to restore it.")
    for kept in vault.half_typed.all():
        yield Problem(f"unfinished input: {kept.path}", None, None, "Continue in `confnotes`.")
    for conference in vault.conferences():
        if not (vault.root / conference_path(conference)).is_file():
            yield Problem(
                f"no conference note for {conference}", program_path(conference), None, "Import the program again."
            )
