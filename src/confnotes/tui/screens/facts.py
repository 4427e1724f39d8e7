"""Screens with a list of talks and, where there is room, what is known of the chosen one beside it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.tui.beside import read_beside
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

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Show what is known of the chosen talk; the first lines of its note follow when they were read."""
        card = self.chosen_card()
        self.pane.show(facts_of(card) if card else None)
        if card is not None and card.note is not None and self.pane.display:
            read_beside(self, partial(self._excerpt, card.note), partial(self._show_excerpt, card))

    def _excerpt(self, path: str) -> Sequence[str]:
        with suppress(ConfnotesError):
            return excerpt(self.confnotes.vault.note(path).body)
        return ()

    def _show_excerpt(self, card: Card, lines: Sequence[str]) -> None:
        chosen = self.chosen_card()
        if lines and chosen is not None and chosen.key == card.key:
            self.pane.show(facts_of(card, lines), keep_place=True)
