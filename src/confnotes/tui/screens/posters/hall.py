"""Posters: found by board number or a few letters; starred ones in board order, seen and unseen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import ClassVar

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.posters import Hall, posters, with_marks
from confnotes.errors import Failure
from confnotes.tui.command import Command, Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.screens.posters.card_view import poster_rows, seen_of
from confnotes.tui.screens.posters.poster import open_poster
from confnotes.tui.typed_ahead import happened
from confnotes.tui.widgets.drawing import Part, clean, place
from confnotes.tui.widgets.rows import Row, heading, no_conference, remark

LONGEST_WAIT = 3.0  # seconds that typed keys wait for the list


class PostersScreen(MarkingPage, ListScreen[Hall]):
    """The posters on display now; typing searches all posters of the conference."""

    where: ClassVar[Where] = Where.POSTERS
    gathering: ClassVar[str] = "Reading the posters …"
    placeholder: ClassVar[str] = "Board number, or a few letters of a title or name"
    shows_facts: ClassVar[bool] = True
    CSS = """
    PostersScreen Pane { width: 42%; }
    PostersScreen.-wide Pane { display: block; }
    """

    def __init__(self, *, conference: str | None = None) -> None:
        super().__init__()
        self.only_starred = self.everything = False
        self._conference = conference
        self._loaded = asyncio.Event()
        self._left_for: str | None = None

    def begin(self) -> None:
        self.set_focus(self.filter)
        self.tell()
        self.list.show([remark("", f"  {self.gathering}")])

    def on_screen_resume(self) -> None:
        if self._left_for is not None and self.found is not None:
            self.filter.value = ""
            self.set_focus(self.filter)

    def gather(self) -> Iterator[Hall]:
        yield posters(self.confnotes.vault, self.confnotes.clock(), self._conference)

    def not_gathered(self, error: Failure) -> None:
        self._loaded.set()
        if self.confnotes.vault.conferences():
            self.tell_in_list(error)
        else:
            self.list.show([no_conference()])

    def gathered(self, found: Hall) -> None:
        self.confnotes.conference = found.conference
        coming = found.next_after(self._left_for)
        self.choose_next = coming.key if coming and (self.found is None or self._left_for) else None
        super().gathered(found)
        self._left_for = None
        self._loaded.set()

    def show_filtered(self) -> None:
        if self.found is not None:
            rows, typing = self.rows(self.found), bool(self.filter.value.strip())
            self.list.show(rows, choose=self.take_next(), keep=not typing)
            self.tell()

    def rows(self, found: Hall) -> Sequence[Row]:
        text = self.filter.value.strip()
        return self._found(found, text) if text else self._listed(found)

    def _found(self, hall: Hall, text: str) -> list[Row]:
        cards = [card for card in hall.find(text) if card.starred or not self.only_starred]
        here = [card for card in cards if card.key in hall.here]
        elsewhere = [card for card in cards if card.key not in hall.here]
        rows: list[Row] = [*poster_rows(here, tall=True, among=cards)]
        if elsewhere:
            rows += [heading("AT ANOTHER TIME", first=not rows), *poster_rows(elsewhere, tall=True, among=cards)]
        return rows or [self.no_match("posters")]

    def _listed(self, hall: Hall) -> list[Row]:
        if not hall.cards:
            return [
                remark("", "  This program has no posters.", f"  Press {key_of('program', typing=True)} for all talks.")
            ]
        if self.only_starred:
            return [*poster_rows(hall.starred)] or [
                remark("  No starred posters yet.", f"  Press {key_of('more', typing=True)} to show all posters.")
            ]
        if self.everything:
            return [*poster_rows(hall.cards)]
        timed = [card for card in hall.now if card.start]
        untimed = [card for card in hall.now if not card.start]
        if not (timed and untimed):
            told = ("  The program does not list its posters.", "  All talks without a time are shown.")
            running = [remark(f"  {clean(hall.running)} is on.", *told), remark("")] if hall.running else []
            return [*running, *poster_rows(hall.now)]
        first, then = heading((hall.where or "at a time").upper(), first=True), heading("ANY TIME")
        return [first, *poster_rows(timed), then, *poster_rows(untimed)]

    def tell(self) -> None:
        hall = self.found
        if hall is None:
            self.top.tell([Part("Posters", "strong")], self.hint())
            return
        left = place(hall.conference, "Posters", "all" if self.everything else hall.where)
        if self.only_starred:
            left.append(Part("  ★ starred only", "accent"))
        self.top.tell(left, seen_of(hall))

    def missing(self, command: Command) -> str:
        if command.action in ("starred", "all") and self.found is not None and not self.found.cards:
            return "This program has no posters."
        return super().missing(command)

    # Commands for a poster

    async def action_open(self) -> None:
        await self._has_loaded()
        self._open(self.chosen_card())

    async def action_next_card(self) -> None:
        await self._has_loaded()
        coming = self.found.next_after(None) if self.found else None
        self._open(coming)

    async def action_note(self) -> None:
        await self._has_loaded()
        card = self.chosen_card()
        if card is not None:
            self._left_for = card.key
            self.confnotes.open_talk(card.key, memory=Memory(card))

    async def _has_loaded(self) -> None:
        await happened(self._loaded, longest=LONGEST_WAIT)

    def _open(self, card: Card | None) -> None:
        if card is not None and self.found is not None:
            self._left_for = card.key
            open_poster(self.confnotes, card, self.found)

    def marked(self, key: str) -> None:
        """Show the changed mark without loading the list again."""
        card = self.found.card(key) if self.found else None
        if card is not None and self.found is not None:
            self.choose_next = key
            super().gathered(self.found.with_card(with_marks(self.confnotes.vault, card)))

    def action_starred(self) -> None:
        self.only_starred = not self.only_starred
        self.show_filtered()

    def action_all(self) -> None:
        self.everything = not self.everything
        self.show_filtered()
