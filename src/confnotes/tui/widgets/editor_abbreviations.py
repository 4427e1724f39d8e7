"""The user's abbreviations, replaced by their text when a space, Enter or a mark follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual import events

    from confnotes.tui.widgets.editor import NoteEditor

CURSOR: Final = "{{cursor}}"
"""Where the cursor goes, as in templates."""

_LONGEST: Final = 40  # characters
_ENDING: Final = frozenset(".,;:!?)]\"'")
_OPENING: Final = "([{\"'“‘«"


class AbbreviationTyping:
    """Expands abbreviations in an editor; one undo brings back what was typed."""

    def __init__(self, editor: NoteEditor) -> None:
        self._editor = editor
        self.known: Mapping[str, str] = {}

    def takes(self, event: events.Key) -> bool:
        """Whether the key was used up: the cursor then goes inside what was inserted."""
        if not self.known or not (event.key in ("space", "enter", "tab") or event.character in _ENDING):
            return False
        editor = self._editor
        (row, column), other = editor.selection.end, editor.selection.start
        before = editor.note.lines[row][max(0, column - _LONGEST) : column]
        typed = before.rpartition(" ")[2].rpartition("\t")[2].lstrip(_OPENING)
        text = self.known.get(typed)
        if text is None or other != (row, column) or editor.in_code(row) or before.count("`") % 2:
            return False
        self._expand(row, column - len(typed), column, text)
        return CURSOR in text or event.key == "tab"

    def _expand(self, row: int, start: int, end: int, text: str) -> None:
        editor = self._editor
        line = editor.note.lines[row]
        text = text.replace("\n", "\n" + line[: len(line) - len(line.lstrip())])
        first, _, behind = text.partition(CURSOR)
        step = editor.begin_step()
        editor.replace_text((row, start), (row, end), first + behind)
        editor.end_step(step)
        rows = first.count("\n")
        editor.move_cursor((row + rows, len(first) - first.rfind("\n") - 1 + (0 if rows else start)))
