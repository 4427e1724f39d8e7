"""Changing the note of a talk from outside an editor, also when it has none yet."""

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

_ATTEMPTS = 100


def change_talk_note(
    vault: Vault, card: Card, change: Callable[[str], str], begin: Callable[[], str] | None = None
) -> str:
    """Put what `change` makes of the text of the talk's note in its place, as `Vault.change` does; answers its path.

    A talk without a note is given one: what `begin` answers, else its template. Raises ConfnotesError when the note
    cannot be changed.
    """
    stem = talk_stem(vault.facts(card.conference), card.session, card.talk)
    for _ in range(_ATTEMPTS):
        path = vault.talk_note(card.conference, card.key, stem)
        if path is not None:
            vault.change(path, change)
            return path
        path = vault.unique_path(card.conference, stem)
        if path != f"{card.conference}/{stem}.md" and vault.talk_note(card.conference, card.key, stem):
            continue  # another program began the note between the two looks
        with suppress(EditConflictError):
            vault.save(path, change(begin() if begin else _with_template(vault, card)), None)
            return path
    raise ConflictError("another program keeps changing the note", "Try again.")


def _with_template(vault: Vault, card: Card) -> str:
    from confnotes.catalogue.templates.note_template import begin_note

    return begin_note(vault, card).text


def wall_of(vault: Vault, path: str, at: datetime) -> datetime:
    """The naive wall-clock time in the zone of that note, else of its conference. Raises as `Vault.read` does."""
    given = split(vault.read(path).text).fields.get("timezone")
    if isinstance(given, str):
        return wall_time(at, given)
    folder = path.partition("/")[0]
    return wall_time(at, vault.facts(folder).timezone if folder in vault.conferences() else None)


def format_begin(begins: datetime) -> str:
    """A begin as the front matter has it: local, to the second."""
    return begins.replace(tzinfo=None).isoformat(timespec="seconds")


def set_recording(vault: Vault, path: str, *, begins: datetime | None = None, video: str | None = None) -> None:
    """Write what is given into the note's front matter; nothing else of the file changes.

    Raises NotFoundError, ConfnotesError when the note cannot be changed.
    """
    changes: dict[str, object] = {}
    if begins is not None:
        changes[FIELD] = format_begin(begins)
    if video is not None:
        changes["video"] = video
    vault.change(path, lambda text: frontmatter.set_fields(text, changes))
