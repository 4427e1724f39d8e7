"""What helps while a note is typed: completion, tables, pairs that close themselves, and pasted addresses."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.note.completing import Completion
from confnotes.tui.widgets.editor_pairs import PairTyping
from confnotes.tui.widgets.editor_tables import TableTyping
from confnotes.vault.settings import CLOSE_PAIRS, setting_value

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"`\\]{3,2000}", re.IGNORECASE)
_BEHIND: Final = re.compile(r"[\])},.;:!?\"'*]*(?:\s|\Z)")
_LINKED: Final = re.compile(r"(?:https?://|\]\(|\[\[)\S*\Z", re.IGNORECASE)


class WritingHelp(NoteController):
    """Holds the helpers of a note's editor, which see its keys in this order."""

    def __init__(self, page: NotePage) -> None:
        super().__init__(page)
        self.completion = Completion(page)
        self.addresses = AddressPaster(page)
        self.pairs = PairTyping(self.editor)

    def begin(self) -> None:
        """The note is on the screen."""
        self.completion.begin()
        self.editor.key_takers += [TableTyping(self.editor).takes, self.pairs.takes]
        self.editor.paste_taker = self.addresses.takes
        self._read_settings()

    def see_again(self) -> None:
        """The note is shown again."""
        self.completion.see_again()
        self._read_settings()

    def _read_settings(self) -> None:
        self.pairs.is_on = setting_value(CLOSE_PAIRS) == "yes"


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
            self.page.read_beside(partial(self._title_of, text), partial(self._add_title, row, text))
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
        from confnotes.markup.references import format_reference

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
