"""The panel beside a note: read in a worker, shown where there is room for it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.markup.wikilinks import target_of
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.note.memory import Memory, related_to, remembered, talk_and_next
from confnotes.tui.screens.note.panel import panel_lines
from confnotes.tui.screens.note.references import References
from confnotes.tui.screens.note.view import NARROW_PANEL_WIDTH, PANEL_WIDTH, WIDE
from confnotes.tui.widgets.drawing import Line, Part, clean
from confnotes.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable

    from confnotes.catalogue.memory import Mention, Noted
    from confnotes.model.hit import Hits

NOTICE_EVERY = 0.4
READ_AROUND = 1000
"""So many characters before and behind the cursor are read for what they name."""


class Recollection(NoteController):
    """Reads what is known around the note, and shows it in the `panel` beside it, with the `references`.

    `learned` is called when more is known.
    """

    def __init__(self, page: NotePage, learned: Callable[[], object]) -> None:
        super().__init__(page)
        self.learned = learned
        self.panel = Pane("panel")
        self.references = References()
        self._reading = page.key is not None
        self._panel_wanted: bool | None = None
        self._noticed: tuple[int, int] | None = None
        self._finding = self.app.finding  # workers ask it, even when the screen is gone
        self.fit(page.app.size.width)  # before it is styled for the first time

    def begin(self) -> None:
        """The note is on the screen."""
        if self.page.memory.card is not None:
            self.show()
        self.page.set_interval(NOTICE_EVERY, self._notice)

    def read_again(self, known: Memory) -> None:
        """Read anew what is known around the note, away from the screen; `known` is shown until then."""
        self.read("memory", partial(self._read, known, self.page.note_title), self._learn_whole)

    def _read(self, known: Memory, title: str) -> Memory:
        path = self.page.path
        if self.page.key is not None:
            try:
                known = talk_and_next(self.vault, self.page.key)
            except ConfnotesError:
                known = Memory()
            self.page.call_later(self._learn_talk, known)
        with suppress(ConfnotesError, OSError):
            known = remembered(self.vault, self._ask_index, path, title, known)
            if self.panel.display:
                known = replace(known, related=related_to(self.vault, path))
        return known

    def _ask_index(self, query: str, limit: int, sort: str) -> Hits:
        return self._finding.open().find(query, limit, sort=sort, typing=False)

    def _learn_whole(self, read: Memory) -> None:
        known = self.page.memory
        self._learn(replace(read, mention=known.mention, on_mention=known.on_mention), reading=False)

    def _learn_talk(self, read: Memory) -> None:
        self._learn(replace(self.page.memory, card=read.card, moved=read.moved, next=read.next), reading=True)

    def _learn(self, memory: Memory, *, reading: bool) -> None:
        self.page.memory = memory
        self._reading = reading
        self.learned()
        self.show()

    # Just mentioned

    def _notice(self) -> None:
        """When the typing rests: look up whom or what the line that is written names."""
        from confnotes.catalogue.memory import mention_in

        row, column = self.editor.cursor_location
        place = (self.editor.note.revision, row)
        if place == self._noticed or self.edited.is_typing or not self.panel.display:
            return
        self._noticed = place
        begin = max(0, column - READ_AROUND)
        mention = mention_in(self.editor.note.lines[row][begin : column + READ_AROUND], column - begin)
        if mention is not None and mention != self.page.memory.mention:
            self._recall(mention)

    def _recall(self, mention: Mention) -> None:
        from confnotes.catalogue.memory import on_mention

        path = self.page.path

        def recall() -> tuple[Noted, ...] | None:
            with suppress(ConfnotesError, OSError):
                return on_mention(self._ask_index, mention, path)
            return None

        self.read("mention", recall, partial(self._learn_mentioned, mention))

    def _learn_mentioned(self, mention: Mention, notes: tuple[Noted, ...] | None) -> None:
        """Show what was noted on somebody or something just named."""
        if notes is None:
            return
        memory = self.page.memory
        self.page.memory = replace(memory, mention=mention, on_mention=notes)
        if notes or memory.on_mention:
            self.show()

    def show(self) -> None:
        """Draw the panel anew with what is known now."""
        self.panel.show(panel_lines(self.page.memory, self.references, self._about(), self._reading), keep_place=True)

    def _about(self) -> Line:
        conference = target_of(self.edited.front.fields.get("conference"))
        return [Part(f"{'Part of':<10}", "faint"), Part(clean(conference), "dim")] if conference else []

    def fit(self, room: int) -> None:
        """Show the panel where the window has `room` for it, or it is wanted."""
        wanted = room >= WIDE if self._panel_wanted is None else self._panel_wanted
        self.page.set_class(wanted, "-panel")
        self.panel.styles.width = PANEL_WIDTH if room >= WIDE else NARROW_PANEL_WIDTH

    def toggle(self) -> None:
        """Show the panel, or hide it; the preview makes room for it."""
        self._panel_wanted = not self.page.has_class("-panel") or self.page.has_class("-preview")
        self.page.remove_class("-preview")
        self.fit(self.page.size.width)
        if self._panel_wanted and not self.page.memory.related:
            self.read_again(self.page.memory)
        self.editor.focus()
