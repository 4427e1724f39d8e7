"""The notes of talks that an import changed: their front matter follows where it still says what the program said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.markup.frontmatter import set_fields, split
from confnotes.model.program import Program, Session, Talk
from confnotes.vault import note_file
from confnotes.vault.layout import talk_key
from confnotes.vault.program_save import Planned

if TYPE_CHECKING:
    from confnotes.vault.heads import TalkNote
    from confnotes.vault.vault import Vault


def plan_notes(
    vault: Vault, folder: str, before: Program, after: Program, notes: Mapping[str, TalkNote]
) -> list[Planned]:
    """The notes to write so that they say what the program says now; `notes` is as `Vault.talk_notes` answers.

    A field that the user wrote otherwise, and a note whose front matter cannot be changed, stay as they are.
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


def _follow(vault: Vault, path: str, was: Mapping[str, object], changes: Mapping[str, object]) -> Planned | None:
    file = vault.read(path)
    front = split(file.text)
    if file.read_only or front.broken:
        return None
    ours = {key: value for key, value in changes.items() if _plain(front.fields.get(key)) == _plain(was.get(key))}
    try:
        text = set_fields(file.text, ours) if ours else file.text
    except ConfnotesError:
        return None
    return Planned(path, text, file.version) if text != file.text else None


def _plain(value: object) -> object:
    """A value as it may be written in YAML: a list of one is that one."""
    if isinstance(value, list):
        return [str(item) for item in value] if len(value) != 1 else str(value[0])
    return None if value is None else str(value)
