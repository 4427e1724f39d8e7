"""Finding in the note that is being written, and putting something else in its place."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from textual.widgets.text_area import Location, Selection

from confnotes.tui.screens.note.base import NotePage
from confnotes.tui.widgets.editor import NoteEditor
from confnotes.tui.widgets.editor_finding import Hit, hits
from confnotes.tui.widgets.find_bar import FindBar

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.vault.vault import Vault


class ReplacingPage(NotePage):
    """Has the bar in which one says what to find; stamps and front matter are not searched."""

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None) -> None:
        super().__init__(vault, note, key=key)
        self.find_bar = FindBar()
        self._hits: list[Hit] = []
        self._hit = 0
        self._from: Location = (0, 0)
        self._found_in = -1

    def show_keys(self) -> None:
        """What the keys do has changed."""

    def action_find(self) -> None:
        start, end = sorted(self.editor.selection)
        selected = self.editor.selected_text if start[0] == end[0] else ""
        if not self.find_bar.is_open:
            self._from = start
        self.find_bar.open(selected)
        self._look(self._from)

    def on_find_bar_wanted(self) -> None:
        self._look(self._from)

    def on_find_bar_field_chosen(self) -> None:
        self.show_keys()

    def on_text_area_changed(self, event: NoteEditor.Changed) -> None:
        if self.find_bar.is_open and self._found_in != self.editor.note.revision:
            self._look(self.editor.cursor_location)

    def on_find_bar_moved(self, event: FindBar.Moved) -> None:
        if self._hits:
            self._hit = (self._hit + event.step) % len(self._hits)
            self._show(keep=False)

    def on_find_bar_replaced(self, event: FindBar.Replaced) -> None:
        if self.editor.read_only:
            self.say("this note cannot be changed")
        elif self._hits:
            by, count = self.find_bar.by.value, len(self._hits)
            row, (start, _) = self._hits[self._hit]
            self.editor.replace_found(self._hits if event.every else [self._hits[self._hit]], by)
            self._look((row, start + len(by)))
            if event.every:
                self.say(f"{count} replaced · ctrl+z undoes it")

    def on_find_bar_history(self, event: FindBar.History) -> None:
        if event.what == "undo":
            self.editor.undo()
        else:
            self.editor.redo()

    def on_find_bar_left(self) -> None:
        """Back to the text: to what was found last, else to where one was."""
        self.find_bar.close()
        self.editor.show_found("", None)
        if self._hits:
            row, (start, end) = self._hits[self._hit]
            self.editor.selection = Selection((row, start), (row, end))
        else:
            self.editor.move_cursor(self._from)
        self.editor.record_cursor_width()
        self.editor.focus()
        self.show_keys()

    def _look(self, begin: Location) -> None:
        """Find what is wanted anew, and go to the first place at or after `begin`."""
        self._found_in = self.editor.note.revision
        self._hits = hits(self.editor.note.lines, self.find_bar.wanted.value)
        self._hit = bisect_left(self._hits, (begin[0], (begin[1], 0))) % max(len(self._hits), 1)
        self._show(keep=not self._hits)

    def _show(self, *, keep: bool) -> None:
        here = self._hits[self._hit] if self._hits else None
        self.editor.show_found(self.find_bar.wanted.value, here)
        if here is not None and not keep:
            self.editor.move_cursor((here[0], here[1][0]))
        if here is not None:
            self.find_bar.tell(f"{self._hit + 1} of {len(self._hits)}", "dim")
        else:
            self.find_bar.tell("not found" if self.find_bar.wanted.value else "", "warning")
