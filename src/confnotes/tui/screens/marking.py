"""Screens on which talks are starred, attended and rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from confnotes.services.cards import Card


class MarkingPage(Page):
    """A screen that has a chosen talk; a subclass says which, and shows it anew after a mark."""

    def chosen_card(self) -> Card | None:
        """The talk that a mark is for."""
        raise NotImplementedError

    def marked(self, key: str) -> None:
        """A mark of that talk has changed."""
        raise NotImplementedError

    def action_star(self) -> None:
        from confnotes.services import mark_talk

        card = self.chosen_card()
        if card is None:
            return
        try:
            starred = mark_talk.star(self.confnotes.vault, card.key)
        except ConfnotesError as error:
            self.complain(error)
        else:
            self.say("★ starred" if starred else "star taken away")
            self.marked(card.key)

    def action_attend(self) -> None:
        from confnotes.services import mark_talk

        card = self.chosen_card()
        if card is None:
            return
        try:
            there = mark_talk.attend(self.confnotes.vault, card.key)
        except ConfnotesError as error:
            self.complain(error)
        else:
            self.say("✓ you were there" if there else "mark taken away")
            self.marked(card.key)

    def action_rate(self, rating: int) -> None:
        from confnotes.services import mark_talk

        card = self.chosen_card()
        if card is None:
            return
        try:
            mark_talk.rate(self.confnotes.vault, card.key, None if card.rating == rating else rating)
        except ConfnotesError as error:
            self.complain(error)
        else:
            self.marked(card.key)
