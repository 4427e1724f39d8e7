"""Snapshots of a note during editing: not every save, but the moments worth restoring.

These are: the note as opened, every five minutes of changes, before a large deletion, before another program's text
replaces it, and when the note is left. Nothing here raises; everything runs in the thread that saves the note.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.markup.edits import is_large_deletion
from confnotes.vault.snapshot import BEFORE_DELETION, LEFT, OPENED, TYPED
from confnotes.vault.textfile import encode

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.vault.vault import Vault

EVERY = timedelta(minutes=5)


class NoteSnapshots:
    """Stores versions of one note; `note` is always the note as last opened or saved."""

    def __init__(self, vault: Vault, note: OpenNote) -> None:
        self._vault = vault
        self._text = note.text
        self._digest: str | None = None
        self._at: datetime | None = None

    def pass_time(self, note: OpenNote) -> None:
        """Store the saved version if it changed and the last snapshot is five minutes old or missing."""
        if self._is_due(note):
            self._keep_disk(note, TYPED if self._at else OPENED)

    def leave(self, note: OpenNote) -> None:
        """Store the saved version, because other programs may change it next."""
        if note.version is not None and note.version.digest != self._digest:
            self._keep_disk(note, LEFT)

    def type(self, note: OpenNote, text: str) -> None:
        """Store the previous editor text if much of it is missing from the new `text`."""
        before, self._text = self._text, text
        if is_large_deletion(before, text):
            self._keep(note, before, BEFORE_DELETION)

    def replaced(self, note: OpenNote, theirs: str | None) -> None:
        """Store the previous version on disk after another program replaced it (None: deleted it)."""
        if note.version is None or note.version.digest == self._digest or note.recovered or note.read_only:
            return
        if theirs is None or self._is_due(note) or is_large_deletion(note.text, theirs):
            self._keep(note, note.text, TYPED)

    def _is_due(self, note: OpenNote) -> bool:
        if note.version is None or note.version.digest == self._digest:
            return False
        return self._at is None or abs(self._vault.history.clock() - self._at) >= EVERY

    def _keep_disk(self, note: OpenNote, why: str) -> None:
        there = self._vault.history.keep_file(note.path, why)
        if note.version is not None and there != note.version.digest and not (note.recovered or note.read_only):
            self._keep(note, note.text, why)
        self._remember(note)

    def _keep(self, note: OpenNote, text: str, why: str) -> None:
        self._vault.history.keep_text(note.path, encode(text, note.version), why)
        if text == note.text:
            self._remember(note)

    def _remember(self, note: OpenNote) -> None:
        self._digest = note.version.digest if note.version else None
        self._at = self._vault.history.clock()


def unsaved_notes(vault: Vault) -> list[OpenNote]:
    """Notes with unsaved text in a journal; rarely any, so the modules that open notes are imported only then."""
    left_behind = vault.journal.all()
    if not left_behind:
        return []
    from confnotes.actions.notes.take_note import open_note

    found = []
    for kept in left_behind:
        with suppress(ConfnotesError):
            note = open_note(vault, kept.path)
            if note.recovered:
                found.append(note)
    return found
