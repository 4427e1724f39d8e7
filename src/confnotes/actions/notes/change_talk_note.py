"""Change the note of a talk from outside an editor, creating it if needed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.recordings import FIELD
from confnotes.errors import ConflictError
from confnotes.markup import frontmatter
from confnotes.markup.frontmatter import split
from confnotes.model.timetable import wall_time
from confnotes.vault.layout import talk_stem
from confnotes.vault.vault import Vault
from confnotes.vault.version import EditConflictError

_ATTEMPTS = 100  # each fails only if another program wrote meanwhile


def change_talk_note(
    vault: Vault, card: Card, change: Callable[[str], str], begin: Callable[[], str] | None = None
) -> str:
    """Replace the text of the talk's note by the result of `change`, as `Vault.change` does; returns its path.

    A missing note is created from `begin`, else from its template. Raises ConfnotesError if the note cannot be changed.
    """
    stem = talk_stem(vault.facts(card.conference), card.session, card.talk)
    for _ in range(_ATTEMPTS):
        path = vault.talk_note(card.conference, card.key, stem)
        if path is not None:
            vault.change(path, change)
            return path
        path = vault.unique_path(card.conference, stem)
        if path != f"{card.conference}/{stem}.md" and vault.talk_note(card.conference, card.key, stem):
            continue  # another program has just created the note
        with suppress(EditConflictError):
            vault.save(path, change(begin() if begin else _with_template(vault, card)), None)
            return path
    raise ConflictError("another program keeps changing the note", "Try again.")


def _with_template(vault: Vault, card: Card) -> str:
    from confnotes.catalogue.templates.note_template import begin_note

    return begin_note(vault, card).text


def wall_of(vault: Vault, path: str, at: datetime) -> datetime:
    """Naive local time in the zone of the note, else of its conference; raises what `Vault.read` raises."""
    given = split(vault.read(path).text).fields.get("timezone")
    if isinstance(given, str):
        return wall_time(at, given)
    folder = path.partition("/")[0]
    return wall_time(at, vault.facts(folder).timezone if folder in vault.conferences() else None)


def format_begin(begins: datetime) -> str:
    """A recording's start as written in front matter: local time, to the second."""
    return begins.replace(tzinfo=None).isoformat(timespec="seconds")


def set_recording(vault: Vault, path: str, *, begins: datetime | None = None, video: str | None = None) -> None:
    """Set these fields in the note's front matter; nothing else changes.

    Raises NotFoundError, ConfnotesError if the note cannot be changed.
    """
    changes: dict[str, object] = {}
    if begins is not None:
        changes[FIELD] = format_begin(begins)
    if video is not None:
        changes["video"] = video
    vault.change(path, lambda text: frontmatter.set_fields(text, changes))
