"""Changes of programs by imports, so that users see what is different from their plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from confnotes.model.mark import Mark
from confnotes.vault.changes_file import read_changes
from confnotes.vault.layout import talk_key
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class ProgramChange:
    """A talk that an import changed.

    `time` is the time of the import (ISO 8601 with offset), `changes` are kinds (added, moved, renamed, cancelled, came
    back, changed), `what` is a description. `starred` and `note` (a path) are current.
    """

    key: str
    title: str
    conference: str
    time: str
    source: str
    changes: tuple[str, ...]
    what: str
    starred: bool = False
    note: str | None = None


def changes(vault: Vault, conference: str | None = None) -> list[ProgramChange]:
    """The changes of one conference (its folder), or of all, newest import first; raises ConfnotesError."""
    found = [change for name in ([conference] if conference else vault.conferences()) for change in _of(vault, name)]
    return sorted(found, key=lambda change: change.time, reverse=True)


def _of(vault: Vault, conference: str) -> Iterator[ProgramChange]:
    kept = read_changes(vault, conference)
    if not kept:
        return
    notes = vault.talk_notes(conference)
    starred = vault.marks(conference)[Mark.STAR]
    for change in kept:
        key = talk_key(conference, change.talk)
        note = notes.get(key)
        yield ProgramChange(
            key,
            change.title,
            conference,
            change.time,
            change.source,
            change.changes,
            change.what,
            change.talk in starred,
            note.path if note else None,
        )
