"""Writing a conference's program: its note and `program.yaml`, each only when it has to say something new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.conference_note import read_conference
from confnotes.markup.frontmatter import set_fields, split
from confnotes.markup.program_yaml import program_of_yaml, render
from confnotes.merge.program_ids import with_ids
from confnotes.model.program import Program
from confnotes.vault import conference_file, layout
from confnotes.vault.program_splice import splice
from confnotes.vault.program_store import without_notes
from confnotes.vault.version import TextFile, Version

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Planned:
    """One file to write: over which version (None: a new file)."""

    path: str
    text: str
    based_on: Version | None


def plan_program(vault: Vault, conference: str, program: Program) -> list[Planned]:
    """The files to write so that they say what `program` says; none when they do. Raises ConfnotesError."""
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
        raise ConfnotesError(f"{path} cannot be changed: {file.read_only}", "save it as UTF-8")
    return file


def _plan_note(vault: Vault, conference: str, wanted: Program, before: Program) -> Planned | None:
    """The conference's note: its facts, and the lists and sections that are still as they were made."""
    path = layout.conference_path(conference)
    file = _existing(vault, path)
    if file is None:
        return Planned(path, conference_file.render(wanted, conference), None)
    front = split(file.text)
    if front.broken:
        return None
    now = conference_file.facts(read_conference(front.fields, front.body, conference), conference)
    facts = conference_file.facts(wanted.conference, conference)
    changes = {key: value for key, value in facts.items() if value != now[key]}
    old, new = conference_file.lists(before), conference_file.lists(wanted)
    changes |= {
        key: new.get(key)
        for key in {**old, **new}
        if new.get(key) != old.get(key) and front.fields.get(key) == old.get(key)
    }
    text = set_fields(file.text, changes) if changes else file.text
    text = conference_file.with_sections(text, before, wanted)
    return Planned(path, text, file.version) if text != file.text else None


def _plan_program(conference: str, wanted: Program, now: Program, file: TextFile | None) -> Planned | None:
    path = layout.program_path(conference)
    if file is None:
        if not (wanted.sessions or wanted.people or wanted.deadlines or wanted.resources):
            return None
        return Planned(path, render(wanted, conference), None)
    if now == wanted:
        return None
    text = splice(file.text, now, wanted)
    if text is None or not _says(text, wanted):
        text = render(wanted, conference)
    return Planned(path, text, file.version)


def _says(text: str, wanted: Program) -> bool:
    try:
        return with_ids(program_of_yaml(text, wanted.conference)) == wanted
    except ConfnotesError:
        return False
