"""The panel beside a note: read in a worker, shown where there is room for it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.markup.wikilinks import target_of
from confnotes.tui.beside import reads
from confnotes.tui.screens.note.base import NotePage
from confnotes.tui.screens.note.memory import Memory, related_to, remembered, talk_and_next
from confnotes.tui.screens.note.panel import panel_lines
from confnotes.tui.screens.note.references import References
from confnotes.tui.screens.note.view import NARROW_PANEL_WIDTH, PANEL_WIDTH, WIDE
from confnotes.tui.widgets.drawing import Line, Part, clean
from confnotes.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.catalogue.memory import Mention, Noted
    from confnotes.model.hit import Hits
    from confnotes.tui.finding import Indexing
    from confnotes.vault.vault import Vault

NOTICE_EVERY = 0.4
READ_AROUND = 1000
"""So many characters before and behind the cursor are read for what they name."""


class RememberingPage(NotePage):
    """Knows what is around the note, and shows it in the panel."""

    @dataclass
    class Remembered(Message):
        """What is known around the note was read."""

        memory: Memory
        whole: bool

    @dataclass
    class Recalled(Message):
        """What was noted on somebody or something just named was found."""

        mention: Mention
        notes: tuple[Noted, ...]

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None) -> None:
        super().__init__(vault, note, key=key)
        self.panel = Pane("panel")
        self.references = References()
        self._reading = key is not None
        self._panel_wanted: bool | None = None
        self._noticed: tuple[int, int] | None = None
        self._finding = self.confnotes.finding  # workers ask it, even when the screen is gone
        self._show_panel(self.app.size.width)  # before it is styled for the first time

    def on_mount(self) -> None:
        if self.memory.card is not None:
            self.show_memory()
        self.set_interval(NOTICE_EVERY, self._notice)

    def on_resize(self, event: events.Resize) -> None:
        self._show_panel(self.size.width)

    def on_screen_resume(self) -> None:
        self.call_after_refresh(lambda: self.remember(self.memory))

    def remember(self, known: Memory) -> None:
        self._read(known, self.note_title)

    @reads("memory", "memory")
    def _read(self, known: Memory, title: str) -> None:
        worker = get_current_worker()
        if self.key is not None:
            try:
                known = talk_and_next(self.vault, self.key)
            except ConfnotesError:
                known = Memory()
            self.post_message(self.Remembered(known, False))
        with suppress(ConfnotesError, OSError):
            known = remembered(self.vault, self._ask_index, self.keeper.note.path, title, known)
            if self.panel.display:
                known = replace(known, related=related_to(self.vault, self.keeper.note.path))
        if not worker.is_cancelled:
            self.post_message(self.Remembered(known, True))

    def _ask_index(self, query: str, limit: int, sort: str) -> Hits:
        return self._finding.open().find(query, limit, sort=sort, typing=False)

    def indexing(self, news: Indexing) -> None:
        if not news.total:
            self.remember(self.memory)

    def on_remembering_page_remembered(self, event: Remembered) -> None:
        known, read = self.memory, event.memory
        if event.whole:
            self.memory = replace(read, mention=known.mention, on_mention=known.on_mention)
        else:
            self.memory = replace(known, card=read.card, moved=read.moved, next=read.next)
        self._reading = not event.whole
        self.memory_changed()
        self.show_memory()

    # Just mentioned

    def _notice(self) -> None:
        """When the typing rests: look up whom or what the line that is written names."""
        from confnotes.catalogue.memory import mention_in

        row, column = self.editor.cursor_location
        place = (self.editor.note.revision, row)
        if place == self._noticed or self.is_typing or not self.panel.display:
            return
        self._noticed = place
        begin = max(0, column - READ_AROUND)
        mention = mention_in(self.editor.note.lines[row][begin : column + READ_AROUND], column - begin)
        if mention is not None and mention != self.memory.mention:
            self._recall(mention)

    @reads("mention")
    def _recall(self, mention: Mention) -> None:
        from confnotes.catalogue.memory import on_mention

        worker = get_current_worker()
        with suppress(ConfnotesError, OSError):
            notes = on_mention(self._ask_index, mention, self.keeper.note.path)
            if not worker.is_cancelled:
                self.post_message(self.Recalled(mention, notes))

    def on_remembering_page_recalled(self, event: Recalled) -> None:
        changed = bool(event.notes or self.memory.on_mention)
        self.memory = replace(self.memory, mention=event.mention, on_mention=event.notes)
        if changed:
            self.show_memory()

    def show_memory(self) -> None:
        """Draw the panel anew with what is known now."""
        self.panel.show(panel_lines(self.memory, self.references, self._about(), self._reading), keep_place=True)

    def _about(self) -> Line:
        conference = target_of(self.front.fields.get("conference"))
        return [Part(f"{'Part of':<10}", "faint"), Part(clean(conference), "dim")] if conference else []

    def _show_panel(self, room: int) -> None:
        wanted = room >= WIDE if self._panel_wanted is None else self._panel_wanted
        self.set_class(wanted, "-panel")
        self.panel.styles.width = PANEL_WIDTH if room >= WIDE else NARROW_PANEL_WIDTH

    def action_panel(self) -> None:
        self._panel_wanted = not self.has_class("-panel") or self.has_class("-preview")
        self.remove_class("-preview")
        self._show_panel(self.size.width)
        if self._panel_wanted and not self.memory.related:
            self.remember(self.memory)
        self.editor.focus()
