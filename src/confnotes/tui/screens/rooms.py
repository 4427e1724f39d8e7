"""Rooms: what is on now in each room and what starts within 15 minutes; enter opens its note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from confnotes.markup.names import fold
from confnotes.tui.command import Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.now_view import cards_rows, minutes_until
from confnotes.tui.widgets.drawing import Part, clean
from confnotes.tui.widgets.rows import Row, heading
from confnotes.tui.widgets.talk_rows import SessionRow, TalkRow, room_of, room_width, speakers_of, title_of

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.program.switch_talks import Rooms
    from confnotes.tui.confnotes import Confnotes

WIDEST_ROOM, ROOM_ON_NARROW = 28, 18


def rooms_screen(app: Confnotes, without: str | None = None) -> RoomsScreen | None:
    """The screen with talks that are on or start soon, except `without`; None without any."""
    from confnotes.catalogue.program.switch_talks import rooms

    found = rooms(app.vault, app.clock(), without)
    return RoomsScreen(found) if found else None


class RoomsScreen(ListScreen["Sequence[Rooms]"]):
    """The rooms of all conferences that are on; typing filters."""

    where: ClassVar[Where] = Where.ROOMS
    is_gathering = False
    placeholder: ClassVar[str] = "Filter by room, title or speaker"

    def __init__(self, rooms: Sequence[Rooms]) -> None:
        super().__init__()
        self._rooms = rooms

    def begin(self) -> None:
        self.set_focus(self.filter)
        self.top.tell([Part("Switch to another room", "strong")], [Part(f"{self._rooms[0].moment:%H:%M}", "dim")])
        self.show_filtered()

    def gather(self) -> Iterator[Sequence[Rooms]]:
        return iter(())  # they were passed to the constructor

    def on_resize(self) -> None:
        self.show_filtered()

    def show_filtered(self) -> None:
        words = self.filter.value.strip()
        wide = WIDEST_ROOM if self.size.width >= 90 else ROOM_ON_NARROW
        rows: list[Row] = []
        for place in self._rooms:
            on, soon = self._matching(place.on), self._matching(place.soon)
            width = room_width((*on, *soon), wide)
            name = f" · {clean(place.conference)}" if len(self._rooms) > 1 else ""
            if on:
                rows += [heading(f"ON NOW{name}", first=not rows), *cards_rows(on, width, crowds=not words)]
            for start in sorted({card.start for card in soon if card.start}):
                begins = [card for card in soon if card.start == start]
                title = f"{start:%H:%M}{name}"
                rows += [heading(title, minutes_until(begins[0], place.moment), first=not rows)]
                rows += cards_rows(begins, width, crowds=not words)
        starred = next((row.key for row in rows if isinstance(row, TalkRow) and row.card.starred), None)
        self.list.show(rows or [self.no_match("talks")], choose=None if words else starred, keep=not words)

    def _matching(self, cards: Sequence[Card]) -> list[Card]:
        wanted = self.typed
        return [
            card
            for card in cards
            if wanted.matches(card, fold(f"{room_of(card)} {title_of(card)} {speakers_of(card)}"))
        ]

    def action_open(self) -> None:
        row = self.list.chosen
        app = self.confnotes
        if isinstance(row, TalkRow):
            app.pop_screen()
            app.open_talk(row.card.key, instead=True)
        elif isinstance(row, SessionRow):
            app.pop_screen()
            app.show("program.ProgramScreen", session=row.cards[0])
