"""Posters: a board number or a few letters find one; starred ones in board order, seen and unseen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from confnotes.catalogue.program.posters import Hall, posters, with_marks
from confnotes.errors import ConfnotesError
from confnotes.tui.beside import reads
from confnotes.tui.commands import Where
from confnotes.tui.screens.facts import FactsPage
from confnotes.tui.screens.filtering import FilteringPage
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.screens.posters.card_view import seen_of
from confnotes.tui.widgets.drawing import Part, place
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.poster_rows import PosterRow, poster_rows
from confnotes.tui.widgets.rows import NO_CONFERENCE, Row, RowList, heading, remark

if TYPE_CHECKING:
    from datetime import datetime

    from confnotes.catalogue.program.cards import Card
    from confnotes.vault.vault import Vault

LONGEST_WAIT = 3.0


class PostersScreen(FilteringPage, FactsPage):
    """The posters that hang now; typing finds among all of the conference."""

    where: ClassVar[Where] = Where.POSTERS
    CSS = """
    PostersScreen Pane { width: 42%; display: none; border-left: solid $rule; }
    PostersScreen.-wide Pane { display: block; }
    """

    @dataclass
    class Loaded(Message):
        """The posters were read."""

        hall: Hall

    @dataclass
    class Failed(Message):
        """They could not be read."""

        error: ConfnotesError

    def __init__(self, *, conference: str | None = None) -> None:
        super().__init__()
        self.filter = Filter("board number, or letters of a title or a name")
        self.list = RowList("posters")
        self.pane = Pane("facts")
        self.hall: Hall | None = None
        self.only_starred = self.everything = False
        self.ready = asyncio.Event()
        self._conference = conference
        self._loaded = asyncio.Event()
        self._left_for: str | None = None

    def body(self) -> Iterable[Widget]:
        yield self.filter
        with Horizontal(classes="body"):
            yield self.list
            yield self.pane

    def on_mount(self) -> None:
        self.set_focus(self.filter)
        self.ready.set()
        self.top.tell([Part("Posters", "strong")], self.hint())
        self.list.show([remark("", "  reading the posters …")])
        self._load()

    def on_screen_resume(self) -> None:
        if self.hall is None:
            return
        if self._left_for is not None:
            self.filter.value = ""
            self.set_focus(self.filter)
        self._load()

    def _load(self) -> None:
        self._read(self.confnotes.vault, self.confnotes.clock())

    @reads("posters")
    def _read(self, vault: Vault, at: datetime) -> None:
        worker = get_current_worker()
        try:
            hall = posters(vault, at, self._conference)
        except ConfnotesError as error:
            self.post_message(self.Failed(error))
            return
        if not worker.is_cancelled:
            self.post_message(self.Loaded(hall))

    def on_posters_screen_failed(self, event: Failed) -> None:
        self._loaded.set()
        if self.confnotes.vault.conferences():
            self.list.show([remark("", f"  {event.error.message}", f"  {event.error.hint}")])
        else:
            self.list.show([NO_CONFERENCE])

    def on_posters_screen_loaded(self, event: Loaded) -> None:
        first = self.hall is None
        self.hall = event.hall
        self.confnotes.conference = event.hall.conference
        coming = event.hall.next_after(self._left_for)
        self.show_filtered(coming.key if coming and (first or self._left_for) else None)
        self._left_for = None
        self._loaded.set()

    def show_filtered(self, choose: str | None = None) -> None:
        hall = self.hall
        if hall is None:
            return
        text = self.filter.value.strip()
        rows = self._found(hall, text) if text else self._listed(hall)
        self.list.show(rows, choose=choose, keep=not text)
        self._tell(hall)

    def _found(self, hall: Hall, text: str) -> list[Row]:
        cards = [card for card in hall.find(text) if card.starred or not self.only_starred]
        here = [card for card in cards if card.key in hall.here]
        elsewhere = [card for card in cards if card.key not in hall.here]
        rows: list[Row] = [*poster_rows(here, tall=True)]
        if elsewhere:
            rows += [heading("AT ANOTHER TIME", first=not rows), *poster_rows(elsewhere, tall=True)]
        return rows or [remark("  no poster like that")]

    def _listed(self, hall: Hall) -> list[Row]:
        if not hall.cards:
            return [
                remark(
                    "",
                    "  There is no poster in this program.",
                    "  Posters are what it calls so, what has a board, or papers without a time.",
                )
            ]
        if self.only_starred:
            return [*poster_rows(hall.starred)] or [remark("  No poster has a star yet.", "  ctrl+b gives it one.")]
        return [*poster_rows(hall.cards if self.everything else hall.now)]

    def _tell(self, hall: Hall) -> None:
        left = place(hall.conference, "Posters", "all" if self.everything else hall.where)
        if self.only_starred:
            left.append(Part("  ★ only starred", "accent"))
        self.top.tell(left, seen_of(hall))

    # What is done with a poster

    def chosen_card(self) -> Card | None:
        row = self.list.chosen
        return row.card if isinstance(row, PosterRow) else None

    async def action_open(self) -> None:
        await self.filter_caught_up()
        self._open(self.chosen_card())
        await self.confnotes.note_is_ready()

    async def action_next_card(self) -> None:
        await self.filter_caught_up()
        coming = self.hall.next_after(None) if self.hall else None
        self._open(coming)
        await self.confnotes.note_is_ready()

    async def action_note(self) -> None:
        await self.filter_caught_up()
        card = self.chosen_card()
        if card is not None:
            self._left_for = card.key
            self.confnotes.open_talk(card.key, memory=Memory(card))
            await self.confnotes.note_is_ready()

    async def filter_caught_up(self) -> None:
        """The same, also before the posters are read."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._loaded.wait(), LONGEST_WAIT)
        await super().filter_caught_up()

    def _open(self, card: Card | None) -> None:
        if card is not None and self.hall is not None:
            self._left_for = card.key
            self.confnotes.open_poster(card, self.hall)

    def marked(self, key: str) -> None:
        """Show the mark at once; everything else is as it was."""
        card = self.hall.card(key) if self.hall else None
        if card is None or self.hall is None:
            return
        self.hall = self.hall.with_card(with_marks(self.confnotes.vault, card))
        self.show_filtered(key)

    def action_starred(self) -> None:
        self.only_starred = not self.only_starred
        self.show_filtered()

    def action_all(self) -> None:
        self.everything = not self.everything
        self.show_filtered()
