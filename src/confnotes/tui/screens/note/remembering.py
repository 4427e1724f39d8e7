"""The panel beside a note: read in a worker, shown where there is room for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import events, work
from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.markup.wikilinks import target_of
from confnotes.tui.screens.note.base import NotePage
from confnotes.tui.screens.note.memory import Memory, remembered, talk_and_next
from confnotes.tui.screens.note.panel import panel_lines
from confnotes.tui.screens.note.references import References
from confnotes.tui.screens.note.view import WIDE
from confnotes.tui.widgets.drawing import Line, Part, clean
from confnotes.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from confnotes.services.take_note import OpenNote
    from confnotes.vault.vault import Vault

PANEL_WIDTH, NARROW_PANEL_WIDTH = 44, 36


class RememberingPage(NotePage):
    """Knows what is around the note, and shows it in the panel."""

    @dataclass
    class Remembered(Message):
        """What is known around the note was read."""

        memory: Memory
        whole: bool

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None) -> None:
        super().__init__(vault, note, key=key)
        self.panel = Pane("panel")
        self.references = References()
        self._reading = key is not None
        self._panel_wanted: bool | None = None

    def on_mount(self) -> None:
        self._show_panel()
        if self.memory.card is not None:
            self.show_memory()
        self.remember(self.memory)

    def on_resize(self, event: events.Resize) -> None:
        self._show_panel()

    def on_screen_resume(self) -> None:
        self.remember(self.memory)

    def remember(self, known: Memory) -> None:
        self._read(known)

    @work(thread=True, exclusive=True, group="memory")
    def _read(self, known: Memory) -> None:
        if self.key is not None:
            try:
                known = talk_and_next(self.vault, self.key)
            except ConfnotesError:
                known = Memory()
            self.post_message(self.Remembered(known, False))
        self.post_message(self.Remembered(remembered(self.vault, self.keeper.note.path, known), True))

    def on_remembering_page_remembered(self, event: Remembered) -> None:
        known, read = self.memory, event.memory
        self.memory = read if event.whole else replace(known, card=read.card, moved=read.moved, next=read.next)
        self._reading = not event.whole
        self.memory_changed()
        self.show_memory()

    def show_memory(self) -> None:
        """Draw the panel anew with what is known now."""
        self.panel.show(panel_lines(self.memory, self.references, self._about(), self._reading), keep_place=True)

    def _about(self) -> Line:
        conference = target_of(self.front.fields.get("conference"))
        return [Part(f"{'Part of':<10}", "faint"), Part(clean(conference), "dim")] if conference else []

    def _show_panel(self) -> None:
        wanted = self.size.width >= WIDE if self._panel_wanted is None else self._panel_wanted
        self.set_class(wanted, "-panel")
        self.panel.styles.width = PANEL_WIDTH if self.size.width >= WIDE else NARROW_PANEL_WIDTH

    def action_panel(self) -> None:
        self._panel_wanted = not self.has_class("-panel") or self.has_class("-preview")
        self.remove_class("-preview")
        self._show_panel()
        self.editor.focus()
