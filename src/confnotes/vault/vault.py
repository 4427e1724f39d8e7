"""A vault: the folder of plain files that holds everything a person wrote."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from confnotes.errors import NotFoundError
from confnotes.model.note import Note
from confnotes.model.program import Program
from confnotes.vault.marks_file import Marks
from confnotes.vault.version import FileVersion, TextFile, Version


class Vault:
    """See `vault/layout.py` for what lies where. Paths are relative to `root`, with `/`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def open(cls, folder: Path) -> Vault:
        raise NotImplementedError

    @classmethod
    def find(cls, start: Path) -> Vault | None:
        raise NotImplementedError

    @classmethod
    def create(cls, folder: Path) -> Vault:
        raise NotImplementedError

    def conferences(self) -> list[str]:
        raise NotImplementedError

    def program(self, conference: str) -> Program:
        raise NotImplementedError

    def save_program(self, conference: str, program: Program) -> None:
        raise NotImplementedError

    def marks(self, conference: str) -> Marks:
        raise NotImplementedError

    def mark(
        self,
        conference: str,
        talk_id: str,
        *,
        starred: bool | None = None,
        attended: bool | None = None,
        rating: int | None = None,
    ) -> Marks:
        raise NotImplementedError

    def files(self) -> dict[str, FileVersion]:
        raise NotImplementedError

    def read(self, path: str) -> TextFile:
        raise NotImplementedError

    def note(self, path: str) -> Note:
        raise NotImplementedError

    def note_paths(self, conference: str | None = None) -> list[str]:
        raise NotImplementedError

    def save(self, path: str, text: str, based_on: Version | None) -> Version:
        raise NotImplementedError

    def unique_path(self, conference: str, stem: str) -> str:
        raise NotImplementedError

    def talk_notes(self, conference: str) -> Mapping[str, str]:
        """Talk key to note path."""
        raise NotFoundError("")
