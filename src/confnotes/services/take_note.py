"""Taking notes: opening, drafting, journaling and saving them, and adding one line in passing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from confnotes.services.cards import Card
from confnotes.vault.vault import Vault
from confnotes.vault.version import Version


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A note in an editor. `version` None: not on disk yet. `recovered`: the text comes from a journal.

    `read_only` says why the note cannot be saved, None when it can.
    """

    path: str
    text: str
    version: Version | None = None
    recovered: bool = False
    read_only: str | None = None


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A line that was added; `line` counts from 1, `talk` is None for a note about no talk."""

    path: str
    line: int
    text: str
    talk: Card | None = None


def note_for(vault: Vault, key: str) -> str | None:
    """The path of the talk's note, None when there is none yet."""
    raise NotImplementedError


def draft(vault: Vault, key: str) -> OpenNote:
    """A note about the talk, its front matter filled in; not on disk until it is saved."""
    raise NotImplementedError


def open_note(vault: Vault, path: str) -> OpenNote:
    """The note at `path`, or what a journal kept of it; raises NotFoundError."""
    raise NotImplementedError


def save(vault: Vault, note: OpenNote, text: str) -> OpenNote:
    """Write the note. Raises ConflictError when the disk has another version than the one opened."""
    raise NotImplementedError


def save_beside(vault: Vault, note: OpenNote, text: str, at: datetime) -> OpenNote:
    """Write the text to a conflict copy beside the note; the note itself stays as it is on disk."""
    raise NotImplementedError


def new_note(vault: Vault, title: str, conference: str | None, at: datetime) -> OpenNote:
    """A free note with a title, not on disk until saved: in the conference's folder, else in “Notes”."""
    raise NotImplementedError


def add_line(vault: Vault, text: str, to: str | None, at: datetime) -> AddedLine:
    """Append a stamped line to the note of the talk that is on, or of the talk `to`."""
    raise NotImplementedError


def record(vault: Vault, note: OpenNote, text: str) -> None:
    """Keep unsaved text in the journal, synced, within milliseconds."""
    raise NotImplementedError


def recovered(vault: Vault) -> list[OpenNote]:
    """The notes that a journal holds unsaved text for, left by a program that ended without saving."""
    raise NotImplementedError


def discard(vault: Vault, note: OpenNote) -> None:
    """Forget what the journal holds for the note."""
    raise NotImplementedError
