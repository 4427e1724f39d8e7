"""Screens on which talks are starred, attended, put aside for later and rated."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from confnotes.services.program.cards import Card
    from confnotes.vault.vault import Vault


class MarkingPage(Page):
    """A screen that has a chosen talk; a subclass says which, and shows it anew after a mark."""

    def chosen_card(self) -> Card | None:
        """The talk that a mark is for."""
        raise NotImplementedError

    def marked(self, key: str) -> None:
        """A mark of that talk has changed."""
        raise NotImplementedError

    def action_star(self) -> None:
        from confnotes.services.program import mark_talk

        self._toggle(mark_talk.star, "★ starred", "star taken away")

    def action_attend(self) -> None:
        from confnotes.services.program import mark_talk

        self._toggle(mark_talk.attend, "✓ you were there", "mark taken away")

    def action_watch_later(self) -> None:
        from confnotes.services.program import mark_talk

        self._toggle(mark_talk.watch_later, "▷ to watch later", "not for later any more")

    def action_no_share(self) -> None:
        from confnotes.services.program import no_share

        self._toggle(no_share.toggle, "⊘ the public is not told of this talk", "the public may be told of it again")

    def _toggle(self, mark: Callable[[Vault, str], bool], on: str, off: str) -> None:
        card = self.chosen_card()
        if card is None:
            return
        try:
            marked = mark(self.confnotes.vault, card.key)
        except (ConfnotesError, OSError) as error:
            self.confnotes.complain_of(error)
        else:
            self.say(on if marked else off)
            self.marked(card.key)

    def action_rate(self, rating: int) -> None:
        from confnotes.services.program import mark_talk

        card = self.chosen_card()
        if card is None:
            return
        try:
            mark_talk.rate(self.confnotes.vault, card.key, None if card.rating == rating else rating)
        except (ConfnotesError, OSError) as error:
            self.confnotes.complain_of(error)
        else:
            self.marked(card.key)

    def action_rate_talk(self) -> None:
        """Ask how good it is, where the digits are typed into something."""
        from confnotes.tui.screens.choice import Answer, ChoiceScreen

        card = self.chosen_card()
        if card is None:
            return
        answers = [Answer(str(number), f"{number}  {'●' * number}{'○' * (5 - number)}") for number in range(5, 0, -1)]
        answers.append(Answer("0", "0  no rating"))
        now = str(card.rating) if card.rating else "5"
        self.app.push_screen(ChoiceScreen("How good is it?", "", answers, now=now), self._rated)

    def _rated(self, answer: str | None) -> None:
        card = self.chosen_card()
        if answer is None or card is None:
            return
        if (card.rating or 0) != int(answer):
            self.action_rate(int(answer) or card.rating or 0)
