"""From one talk's note to another's, without losing a key that is typed on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from confnotes.catalogue.program.seat import Seat, seat_at, sit_down
from confnotes.errors import ConfnotesError
from confnotes.tui.screens.note.base import NotePage
from confnotes.tui.typed_ahead import caught_up
from confnotes.tui.visits import Place

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.catalogue.program.cards import Card
    from confnotes.vault.vault import Vault


class SwitchingPage(NotePage):
    """Goes to the note of another talk; this one is saved first, and remembered with the room it is about."""

    @dataclass
    class UndoRead(Message):
        """What could be undone when the note was left was read."""

        packed: bytes

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None) -> None:
        super().__init__(vault, note, key=key)
        self.ready = asyncio.Event()
        self._seated_at: int | None = None
        self._opened = self.editor.text
        self._undo_kept_at = self.editor.note.revision

    # Where one was

    def remember_place(self) -> None:
        """Remember where one is in the note, for coming back to it."""
        editor = self.editor
        place = Place(editor.text, editor.selection, int(editor.scroll_offset.y), editor.history)
        self.confnotes.visits.left(self.keeper.note.path, place)
        self._keep_undo()

    def back_to_place(self) -> bool:
        """Go where one was when the note was left; False when that is not known or its text is another now."""
        place = self.confnotes.visits.place_in(self.keeper.note.path, self.editor.text)
        if place is None:
            return False
        self.editor.selection = place.selection
        self.call_after_refresh(self.editor.scroll_to, y=place.top, animate=False)
        return True

    # What can be undone

    def recall_undo(self) -> None:
        """Let be undone what was typed before the note was left, in this run of the program or another."""
        place = self.confnotes.visits.place_in(self.keeper.note.path, self.editor.text)
        if place is not None:
            self.editor.history = place.history
        else:
            self._read_undo()

    @work(thread=True, group="undo")
    def _read_undo(self) -> None:
        packed = self.vault.history.undo_of(self.keeper.note.path)
        if packed:
            self.post_message(self.UndoRead(packed))

    def on_switching_page_undo_read(self, event: UndoRead) -> None:
        from confnotes.tui.widgets.editor_document import NoteDocument
        from confnotes.tui.widgets.editor_undo import unpack_undo

        unpack_undo(event.packed, self.editor.history, NoteDocument(self._opened))

    def _keep_undo(self) -> None:
        """Keep it, if something was edited since it was kept."""
        from confnotes.tui.widgets.editor_undo import packed_undo

        if self.editor.note.revision != self._undo_kept_at:
            self._undo_kept_at = self.editor.note.revision
            self.keeper.keep_undo(packed_undo(self.editor.history, self.editor.note))

    def on_unmount(self) -> None:
        self._keep_undo()

    def on_screen_resume(self) -> None:
        self.confnotes.visits.seen(self.keeper.note.path, self.key)
        self._seated_at = None

    def can_leave(self) -> bool:
        able = super().can_leave()
        if able:
            self.remember_place()
        return able

    # The room

    def sit_down(self) -> None:
        """Remember the room of the talk while it is live, when the note is opened and when it is typed into."""
        card, revision = self.memory.card, self.editor.note.revision
        if card is None or not self.is_live or revision == self._seated_at:
            return
        self._seated_at = revision
        seat, known = seat_at(card, self.wall()), self.confnotes.seat
        if known is None or seat[:2] != known[:2] or seat.moment.date() != known.moment.date():
            self.confnotes.seat = seat
            self._write_seat(seat)

    @work(thread=True, exclusive=True, group="seat")
    def _write_seat(self, seat: Seat) -> None:
        sit_down(self.vault, seat)

    # Switching

    async def _switch(self, open_other: Callable[[], None]) -> None:
        """Save and open another note in place of this one; keys typed meanwhile wait for it."""
        await caught_up(self.editor)
        if self.can_leave():
            open_other()
            await self.confnotes.note_is_ready()

    async def action_next_talk(self) -> None:
        coming = self.memory.next or self._read_next()
        if coming is None:
            self.say("nothing comes next that day")
        else:
            await self._switch(lambda: self.confnotes.open_talk(coming.key, instead=True))

    def _read_next(self) -> Card | None:
        """The same, for one who is quicker than what is read beside the typing."""
        from confnotes.tui.screens.note.memory import talk_and_next

        with suppress(ConfnotesError):
            return talk_and_next(self.vault, self.key).next if self.key is not None else None
        return None

    async def action_other_room(self) -> None:
        from confnotes.catalogue.program.switch_talks import rooms
        from confnotes.tui.screens.rooms import RoomsScreen

        await caught_up(self.editor)
        found = rooms(self.vault, self.confnotes.clock(), self.key)
        if not found:
            self.say("nothing else is on, and nothing begins soon")
        elif self.can_leave():
            await self.app.push_screen(RoomsScreen(found))

    async def action_note_before(self) -> None:
        await self._switch(self.confnotes.open_note_before)

    # The day's clock

    def mention_talk(self, card: Card, minutes: int) -> bool:
        failing = any(part.role == "error" for part in self.state())
        return not failing and super().mention_talk(card, minutes)
