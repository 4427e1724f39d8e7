"""Switching from one talk's note to another's without losing keys typed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from confnotes.actions.notes.empty_notes import is_empty
from confnotes.actions.notes.take_note import OpenNote, draft
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.current_room import Seat, last_seat, seat_at, sit_down
from confnotes.catalogue.program.talks import card
from confnotes.errors import ConfnotesError
from confnotes.model.program import is_poster
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.note.memory import talk_and_next
from confnotes.tui.visits import VisitedPlace
from confnotes.tui.widgets.editor_document import NoteDocument
from confnotes.tui.widgets.editor_undo import pack_undo, unpack_undo


class PlaceKeeper(NoteController):
    """Keeps the cursor position and undo history of a note for the next visit."""

    def __init__(self, page: NotePage) -> None:
        super().__init__(page)
        self._opened = self.editor.text
        self._undo_kept_at = self.editor.note.revision

    def keep(self) -> None:
        """Remember the position in the note."""
        editor = self.editor
        place = VisitedPlace(editor.text, editor.selection, int(editor.scroll_offset.y), editor.history)
        self.app.visits.left(self.page.path, place)
        self.keep_undo()

    def go_back(self) -> bool:
        """Restore the last position; False when it is unknown or the text has changed."""
        place = self.app.visits.place_in(self.page.path, self.editor.text)
        if place is None:
            return False
        self.editor.selection = place.selection
        self.page.call_after_refresh(self.editor.scroll_to, y=place.top, animate=False)
        return True

    def recall_undo(self) -> None:
        """Restore the undo history of the last visit, in this run or an earlier one."""
        place = self.app.visits.place_in(self.page.path, self.editor.text)
        if place is not None:
            self.editor.history = place.history
        else:
            self.page.read_beside(partial(self.vault.history.undo_of, self.page.path), self._unpack_undo)

    def _unpack_undo(self, packed: bytes) -> None:
        if packed:
            unpack_undo(packed, self.editor.history, NoteDocument(self._opened))

    def keep_undo(self) -> None:
        """Keep the undo history, if it has changed since it was last kept."""
        if self.editor.note.revision != self._undo_kept_at:
            self._undo_kept_at = self.editor.note.revision
            self.edited.keeper.keep_undo(pack_undo(self.editor.history, self.editor.note))


class TalkSwitcher(NoteController):
    """Goes to the note of another talk after saving this one, and keeps track of the current room."""

    def __init__(self, page: NotePage) -> None:
        super().__init__(page)
        self._seated_at: int | None = None
        self._seats: tuple[Seat, Seat | None] | None = None
        """The seat that this note gave, and the previous seat."""

    # The room

    def see_again(self) -> None:
        """Note the visit, and let the current room be set again."""
        self.app.visits.seen(self.page.path, self.page.key, self.app.clock())
        self._seated_at = None

    def sit_down(self) -> None:
        """Make the room of a live talk the current room, when its note is opened or typed into."""
        card, revision = self.page.memory.card, self.editor.note.revision
        if card is None or not self.page.is_live or revision == self._seated_at:
            return
        self._seated_at = revision
        seat, known = seat_at(card, self.edited.wall()), self.app.seat
        if known is None or seat[:2] != known[:2] or seat.moment.date() != known.moment.date():
            self._seats = seat, known or last_seat(self.vault)
            self.app.seat = seat
            write = partial(sit_down, self.vault, seat)
            self.page.run_worker(write, group="seat", description="seat", exclusive=True, thread=True)

    def stand_up(self) -> None:
        """Go back to the seat before, if nothing was written into this note: it was looked at or opened by mistake."""
        if self._seats is None or self.app.seat is not self._seats[0] or not is_empty(self.edited.whole):
            return
        self.app.seat, self._seated_at = self._seats[1], None
        sit_down(self.vault, self.app.seat)

    # Switching

    def _switch(self, open_other: Callable[[], None]) -> None:
        """Save, then replace this note with another; keys typed meanwhile are kept for it."""
        if self.page.can_leave():
            open_other()

    def to_next_talk(self) -> None:
        coming = self.page.memory.next or self._read_next()
        if coming is None:
            self.say("No later talk on this day")
        else:
            self._switch(lambda: self.app.open_talk(coming.key, instead=True))

    def _read_next(self) -> Card | None:
        """The next talk read directly, in case the key is pressed before the worker has finished."""
        with suppress(ConfnotesError):
            return talk_and_next(self.vault, self.page.key).next if self.page.key is not None else None
        return None

    async def to_other_room(self) -> None:
        from confnotes.tui.screens.rooms import rooms_screen

        screen = rooms_screen(self.app, self.page.key)
        if screen is None:
            self.say("No other talks now or soon")
        elif self.page.can_leave():
            await self.page.app.push_screen(screen)

    def to_note_before(self) -> None:
        self._switch(self.app.open_note_before)

    # The card of a poster

    def to_card(self) -> None:
        """Replace the note with the poster's card."""
        key = self.page.key

        def find_poster() -> tuple[OpenNote, Card] | None:
            found = None
            with suppress(ConfnotesError):
                found = card(self.vault, key) if key else None
            return (draft(self.vault, found.key), found) if found and is_poster(found.session, found.talk) else None

        self.page.write_beside(find_poster, self._open_poster)

    def _open_poster(self, found: tuple[OpenNote, Card] | None) -> None:
        if found is None:
            self.say("This note is not about a poster")
        elif self.page.is_current and self.page.can_leave():
            self.app.show("posters.card.PosterScreen", *found, instead=True)
