"""Importing a program: seen first, then written whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from confnotes.importers.reading import Hints
from confnotes.model.program import ReadProgram, Talk
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Preview:
    """What one source was understood as; nothing is written yet. `name` is the conference name it will get."""

    source: str
    read: ReadProgram
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One talk that changed: what changed, in words (“moved to 14:30”, “renamed from …”)."""

    talk: Talk
    what: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What writing one conference did. `messages` say what a person should know, one line each."""

    conference: str
    talks: int = 0
    added: tuple[Talk, ...] = ()
    changed: tuple[Change, ...] = ()
    cancelled: tuple[Talk, ...] = ()
    notes_written: tuple[str, ...] = ()
    files_written: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Nothing on disk had to change."""
        return not self.files_written


def preview(sources: Sequence[str], hints: Hints) -> list[Preview]:
    """Read every source (a file, a folder of files, or “-” for standard input); writes nothing."""
    raise NotImplementedError


def write(vault: Vault, previews: Sequence[Preview]) -> list[ImportReport]:
    """Merge the previews into the vault, one report a conference; on failure nothing is left half written."""
    raise NotImplementedError
