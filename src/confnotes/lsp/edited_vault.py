"""A vault in which the text of notes open in an editor replaces that on disk."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from confnotes.markup.note import parse_note
from confnotes.model.note import Note
from confnotes.vault.vault import Vault
from confnotes.vault.version import TextFile, version_of


class EditedVault(Vault):
    """The vault at `root`, read as an editor shows it; writes go to the files."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._texts: dict[str, str] = {}
        self._parsed: dict[str, tuple[str, Note]] = {}

    @property
    def open_notes(self) -> list[str]:
        """The paths of the open notes."""
        return list(self._texts)

    def put_text(self, path: str, text: str) -> None:
        """Set the text that the editor shows for a note."""
        self._texts[path] = text

    def drop_text(self, path: str) -> None:
        """Forget a note that the editor closed."""
        self._texts.pop(path, None)
        self._parsed.pop(path, None)

    def read(self, path: str) -> TextFile:
        """The open text, else the file; raises like any vault."""
        text = self._texts.get(path)
        if text is None:
            return super().read(path)
        return TextFile(path, text, version_of(text.encode("utf-8", "replace")))

    def note(self, path: str) -> Note:
        """The open note, else the one on disk; raises like any vault."""
        text = self._texts.get(path)
        if text is None:
            return super().note(path)
        known = self._parsed.get(path)
        if known is None or known[0] is not text:  # several threads ask
            known = self._parsed[path] = text, parse_note(PurePosixPath(path), text, self.tag_syntax)
        return known[1]
