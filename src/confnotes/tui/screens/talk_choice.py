"""Choosing a talk: what is on now first, then what comes, then the day; a few letters find any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.beside import reads
from confnotes.tui.screens.filtering import FilteringPage
from confnotes.tui.screens.program_view import Timetable, likeliest, read_timetable, rows_of
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.rows import Row, RowList, heading, remark
from confnotes.tui.widgets.talk_rows import Lead, TalkRow, room_of, room_width, talk_row

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card
    from confnotes.catalogue.program.whats_on import WhatsOn
    from confnotes.vault.vault import Vault

WIDEST_ROOM, ROOM_ON_NARROW = 28, 18


class TalkChoicePage(FilteringPage):
    """A list of talks with a filter. `conference` is the one to look at first, `without` the talk not to offer."""

    @dataclass
    class Loaded(Message):
        """The talks were read, and the rows that stand above them."""

        now: WhatsOn
        timetable: Timetable
        above: list[Row]

    @dataclass
    class Failed(Message):
        """The program could not be read."""

        error: ConfnotesError | OSError

    def __init__(self, conference: str | None, *, without: str | None = None) -> None:
        super().__init__()
        self._conference = conference
        self._without = without
        self.filter = Filter("to which talk? type to filter: title, speaker, room")
        self.list = RowList("talks", classes="body")
        self._loaded: TalkChoicePage.Loaded | None = None

    # What a subclass says

    def rows_above(self, vault: Vault, conference: str) -> Iterable[Row]:
        """The rows above the talks, worked out away from the screen; raises ConfnotesError, OSError."""
        return ()

    def chosen(self, card: Card) -> None:
        """That talk was chosen."""
        raise NotImplementedError

    # The list

    def on_mount(self) -> None:
        self.list.show([remark("", "  reading the program …")])
        self.list.focus()
        self._load()

    @reads("talks")
    def _load(self) -> None:
        from confnotes.catalogue.program.whats_on import whats_on

        vault, at = self.confnotes.vault, self.confnotes.clock()
        try:
            known = self._conference if self._conference in vault.conferences() else self.confnotes.conference
            now = whats_on(vault, at, known)
            name = now.conference_name
            timetable = read_timetable(vault, name) if name else Timetable("")
            self.post_message(self.Loaded(now, timetable, list(self.rows_above(vault, name))))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.Failed(error))

    def on_talk_choice_page_failed(self, event: Failed) -> None:
        self.list.show([remark("", "  the program cannot be read")])
        self.confnotes.complain_of(event.error)

    def on_talk_choice_page_loaded(self, event: Loaded) -> None:
        self._loaded = event
        self.show_filtered()

    def show_filtered(self) -> None:
        if self._loaded is None:
            return
        text = self.filter.value.strip()
        if not self._loaded.timetable.cards:
            self.list.show([remark("", "  There is no program here yet: esc, then i on Now imports one.")])
        elif text:
            matching = self._loaded.timetable.matching(text, starred=False)
            found = [card for card in matching if card.key != self._without]
            self.list.show(rows_of(found, with_days=True), choose=likeliest(text, found))
        else:
            self.list.show([*self._rows_at_rest(self._loaded)] or [remark("", "  type a few letters of the talk")])

    def _rows_at_rest(self, loaded: Loaded) -> Iterable[Row]:
        """What stands above, what is on in other rooms, what comes next, and the rest of the day."""
        yield from loaded.above
        first = not loaded.above
        shown = {self._without}
        widest = WIDEST_ROOM if self.has_class("-wide") else ROOM_ON_NARROW
        day = loaded.timetable.of_day(loaded.now.moment.date(), starred=False)
        for name, cards in (("ON NOW", loaded.now.on), ("NEXT", loaded.now.next), ("TODAY", day)):
            fresh = [card for card in cards if card.key not in shown]
            shown |= {card.key for card in fresh}
            if fresh:
                yield heading(name, first=first)
                first = False
                width = room_width(fresh, widest)
                yield from (row_of(card, width) for card in fresh)

    async def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, TalkRow) and row.card is not None:
            self.chosen(row.card)

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        if not event.target:
            await self.action_open()


def row_of(card: Card, width: int, prefix: str = "") -> Row:
    """A talk with its time and its room."""
    time = f"{card.start:%H:%M}" if card.start else ""
    return talk_row(card, Lead(time, room_of(card), width, timed=True), prefix=prefix)
