"""Write a conference's program: its note and `program.yaml`, each only if its content changes.

Notes of changed talks are updated where they still repeat the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.conference_note import read_conference
from confnotes.markup.frontmatter import set_fields, split
from confnotes.markup.program_yaml import program_of_yaml, render
from confnotes.merge.duplicate_talks import with_ids
from confnotes.model.program import Program, Session, Talk
from confnotes.vault import conference_file, layout, note_file
from confnotes.vault.layout import talk_key
from confnotes.vault.program_splice import splice
from confnotes.vault.program_store import without_notes
from confnotes.vault.version import TextFile, Version

if TYPE_CHECKING:
    from confnotes.vault.heads import TalkNote
    from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to write, and the version to overwrite (None: a new file)."""

    path: str
    text: str
    based_on: Version | None


def plan_program(vault: Vault, conference: str, program: Program) -> list[PlannedFile]:
    """The files to write for this program; none if they are up to date. Raises ConfnotesError."""
    wanted = with_ids(without_notes(program))
    before = _existing(vault, layout.program_path(conference))
    now = with_ids(program_of_yaml(before.text, wanted.conference)) if before else Program(wanted.conference)
    found = [_plan_note(vault, conference, wanted, now), _plan_program(conference, wanted, now, before)]
    return [planned for planned in found if planned is not None]


def _existing(vault: Vault, path: str) -> TextFile | None:
    try:
        file = vault.read(path)
    except NotFoundError:
        return None
    if file.read_only:
        raise ConfnotesError(f"{path} cannot be changed: {file.read_only}", "Save it as UTF-8.")
    return file


def _plan_note(vault: Vault, conference: str, wanted: Program, before: Program) -> PlannedFile | None:
    """The conference's note: its facts, and those lists and sections that the user has not edited."""
    path = layout.conference_path(conference)
    file = _existing(vault, path)
    if file is None:
        return PlannedFile(path, conference_file.render(wanted, conference), None)
    front = split(file.text)
    if front.broken:
        return None
    noted = read_conference(front.fields, front.body, conference)
    now = conference_file.facts(noted, conference)
    facts = conference_file.facts(wanted.conference, conference)
    changes = {key: value for key, value in facts.items() if value != now[key]}
    old, new = conference_file.lists(before), conference_file.lists(wanted)
    changes |= {
        key: new.get(key)
        for key in {**old, **new}
        if new.get(key) != old.get(key) and front.fields.get(key) == old.get(key)
    }
    text = set_fields(file.text, changes) if changes else file.text
    text = conference_file.with_description(text, noted.description, wanted.conference.description)
    text = conference_file.with_sections(text, before, wanted)
    return PlannedFile(path, text, file.version) if text != file.text else None


def _plan_program(conference: str, wanted: Program, now: Program, file: TextFile | None) -> PlannedFile | None:
    path = layout.program_path(conference)
    if file is None:
        if not (wanted.sessions or wanted.people or wanted.deadlines or wanted.resources):
            return None
        return PlannedFile(path, render(wanted, conference), None)
    if now == wanted:
        return None
    text = splice(file.text, now, wanted)
    if text is None or not _says(text, wanted):
        text = render(wanted, conference)
    return PlannedFile(path, text, file.version)


def _says(text: str, wanted: Program) -> bool:
    try:
        return with_ids(program_of_yaml(text, wanted.conference)) == wanted
    except ConfnotesError:
        return False


def plan_notes(
    vault: Vault, folder: str, before: Program, after: Program, notes: Mapping[str, TalkNote]
) -> list[PlannedFile]:
    """The notes to update for the changed program; `notes` is the result of `Vault.talk_notes`.

    Fields that the user edited, and notes whose front matter cannot be changed, stay as they are.
    """
    if not notes:
        return []
    old, new = (dict(_places(program)) for program in (before, after))
    planned = []
    for talk_id, (session, talk) in new.items():
        note = notes.get(talk_key(folder, talk_id))
        if note is None or talk_id not in old:
            continue
        was = note_file.fields(folder, before.conference, *old[talk_id])
        now = note_file.fields(folder, after.conference, session, talk)
        changes = {key: now.get(key) for key in {**was, **now} if was.get(key) != now.get(key)}
        file = _follow(vault, note.path, was, changes) if changes else None
        if file:
            planned.append(file)
    return planned


def _places(program: Program) -> Iterator[tuple[str, tuple[Session, Talk]]]:
    for session in program.sessions:
        for talk in session.talks:
            yield talk.id or "", (session, talk)


def _follow(vault: Vault, path: str, was: Mapping[str, object], changes: Mapping[str, object]) -> PlannedFile | None:
    file = vault.read(path)
    front = split(file.text)
    if file.read_only or front.broken:
        return None
    ours = {key: value for key, value in changes.items() if _plain(front.fields.get(key)) == _plain(was.get(key))}
    try:
        text = set_fields(file.text, ours) if ours else file.text
    except ConfnotesError:
        return None
    return PlannedFile(path, text, file.version) if text != file.text else None


def _plain(value: object) -> object:
    """A value for YAML: a list of one item becomes that item."""
    if isinstance(value, list):
        return [str(item) for item in value] if len(value) != 1 else str(value[0])
    return None if value is None else str(value)
