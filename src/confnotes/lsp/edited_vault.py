"""A vault in which the text of a note that is open in an editor counts, and not that on the disk."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from confnotes.markup.note import parse_note
from confnotes.model.note import Note
from confnotes.vault.vault import Vault
from confnotes.vault.version import TextFile, version_of


class EditedVault(Vault):
    """The vault below `root`, read as an editor shows it; what is written goes to the files."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._texts: dict[str, str] = {}
        self._parsed: dict[str, tuple[str, Note]] = {}

    @property
    def open_notes(self) -> list[str]:
        """The paths of the notes that are open."""
        return list(self._texts)

    def put_text(self, path: str, text: str) -> None:
        """The editor shows this text of the note."""
        self._texts[path] = text

    def drop_text(self, path: str) -> None:
        """The editor does not show the note any more."""
        self._texts.pop(path, None)
        self._parsed.pop(path, None)

    def read(self, path: str) -> TextFile:
        """The text that is open, else the file; raises as for any vault."""
        text = self._texts.get(path)
        if text is None:
            return super().read(path)
        return TextFile(path, text, version_of(text.encode("utf-8", "replace")))

    def note(self, path: str) -> Note:
        """The note that is open, else the one on the disk; raises the same."""
        text = self._texts.get(path)
        if text is None:
            return super().note(path)
        known = self._parsed.get(path)
        if known is None or known[0] is not text:  # several threads ask
            known = self._parsed[path] = text, parse_note(PurePosixPath(path), text, self.tag_syntax)
        return known[1]
