"""Addresses that are pasted into a note."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from confnotes.markup.references import format_reference
from confnotes.tui.screens.note.base import NoteController

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"`\\]{3,2000}", re.IGNORECASE)
_BEHIND: Final = re.compile(r"[\])},.;:!?\"'*]*(?:\s|\Z)")
_LINKED: Final = re.compile(r"(?:https?://|\]\(|\[\[)\S*\Z", re.IGNORECASE)


class AddressPaster(NoteController):
    """Makes a pasted address the link of the selected text, or a link that gets its title once that is known."""

    def takes(self, pasted: str) -> bool:
        """Whether a pasted text was an address, and was inserted."""
        text = pasted.strip()
        (row, start), (last, end) = sorted(self.editor.selection)
        if row != last or self.editor.in_code(row) or not _ADDRESS.fullmatch(text):
            return False
        line = self.editor.note.lines[row]
        shown = line[start:end].strip()
        if _LINKED.search(line[:start]) or line[:start].count("`") % 2:
            return False
        if not shown:
            self.page.read_beside(partial(self._title_of, text), partial(self._add_title, row, text), group=text)
            return False
        if _ADDRESS.match(shown) or any(sign in shown for sign in "[]`"):
            return False
        start, end = line.index(shown, start), line.index(shown, start) + len(shown)
        address = text.replace("(", "%28").replace(")", "%29")
        self.editor.replace_span(row, start, end, f"[{shown}]({address})")
        return True

    def _title_of(self, address: str) -> str | None:
        from confnotes.catalogue.papers.title_of_address import title_of_address

        return title_of_address(self.vault, address)

    def _add_title(self, row: int, address: str, title: str | None) -> None:
        """Make the address a link with its title, if it still stands as it was pasted."""
        lines = self.editor.note.lines
        link = format_reference(address, title) if title else None
        if link is None or self.editor.read_only or row >= len(lines):
            return
        start = lines[row].rfind(address)
        end = start + len(address)
        if start < 0 or _LINKED.search(lines[row][:start]) or not _BEHIND.match(lines[row], end):
            return  # edited meanwhile
        cursor = self.editor.cursor_location
        self.editor.replace_span(row, start, end, link)
        if cursor[0] != row or cursor[1] < start:
            self.editor.move_cursor(cursor)
        else:
            self.editor.move_cursor((row, max(cursor[1], end) + len(link) - len(address)))
