"""Screens with a list of talks and, where there is room, what is known of the chosen one beside it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.beside import reads
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.widgets.facts import excerpt, facts_of
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card


class FactsPage(MarkingPage):
    """A subclass makes `list` and `pane`, puts them on the screen, and says what is opened."""

    list: RowList
    pane: Pane

    @dataclass
    class NoteRead(Message):
        """The first lines of a talk's note were read."""

        card: Card
        lines: Sequence[str]

    async def action_open(self) -> None:
        """Open what is chosen."""
        raise NotImplementedError

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Show what is known of the chosen talk; the first lines of its note follow when they were read."""
        card = self.chosen_card()
        self.pane.show(facts_of(card) if card else None)
        if card is not None and card.note is not None and self.pane.display:
            self._read_note(card, card.note)

    @reads("excerpt", "excerpt")
    def _read_note(self, card: Card, path: str) -> None:
        with suppress(ConfnotesError):
            self.post_message(self.NoteRead(card, excerpt(self.confnotes.vault.note(path).body)))

    def on_facts_page_note_read(self, event: NoteRead) -> None:
        chosen = self.chosen_card()
        if chosen is not None and chosen.key == event.card.key:
            self.pane.show(facts_of(event.card, event.lines), keep_place=True)

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        self.confnotes.follow(event.target)

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        if event.target == "star":
            self.action_star()
        else:
            await self.action_open()
