"""Screens on which talks are starred, marked as attended or to watch later, and rated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from confnotes.model.mark import Mark
from confnotes.tui.command import Command, Need
from confnotes.tui.screens.page import Page
from confnotes.tui.undo import UndoStep, step_of_marks
from confnotes.tui.widgets.drawing import clean, quote_title
from confnotes.tui.widgets.facts import FactsPane
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card


NO_TEAM = "This vault has no team.\nJoin one in a shell: confnotes team join ADDRESS"


class MarkingPage(Page):
    """A screen that has a chosen talk, by default that of a `list`; a subclass shows it again after a change."""

    list: RowList
    pane: Pane
    no_talk: ClassVar[str] = Need.TALK
    """The message for a mark without a talk."""

    def chosen_card(self) -> Card | None:
        """The talk that marks apply to."""
        card: Card | None = getattr(self.list.chosen, "card", None)
        return card

    def has(self, need: Need) -> bool:
        return self.chosen_card() is not None if need is Need.TALK else super().has(need)

    def missing(self, command: Command) -> str:
        missing = super().missing(command)
        return self.no_talk if missing == Need.TALK else missing

    def marked(self, key: str) -> None:
        """React to a changed mark of that talk."""
        raise NotImplementedError

    def action_details(self) -> None:
        """Show or hide the facts of the chosen talk, beside the list or, in a narrow window, below it."""
        self.pane.display = not self.pane.display
        if isinstance(self.pane, FactsPane):
            self.pane.show_card(self.chosen_card())

    def action_open(self) -> object:
        card = self.chosen_card()
        if card is not None:
            self.confnotes.open_talk(card.key)
        return None

    def stepped(self, step: UndoStep) -> None:
        super().stepped(step)
        if step.key:
            self.marked(step.key)
            self.confnotes.marks_saved()

    def action_star(self) -> None:
        self.mark(Mark.STAR)

    def star(self, key: str) -> None:
        """Star a talk, or take its star away."""
        self.mark_all(key, {Mark.STAR: None})

    def action_take(self) -> None:
        """Take the chosen talk for the team, which stars it, or give it back; the star stays, so that others see it."""
        from confnotes.vault.layout import OWN_SESSION
        from confnotes.vault.team_state import team_of

        card = self.chosen_card()
        if card is None:
            return
        if team_of(self.confnotes.vault.root) is None:
            self.say(NO_TEAM.replace("\n", " "))
        elif card.session.id == OWN_SESSION:
            self.say("Meetings and meals are never shared.")
        elif card.taken:
            self.mark_all(card.key, {Mark.TAKEN: 0}, f"Given back: {quote_title(card.title)}")
        else:
            others = [clean(one.name) for one in card.colleagues if one.taken]
            too = f" · {', '.join(others)} takes it, too" if others else ""
            marks = {Mark.TAKEN: 1} if card.starred else {Mark.TAKEN: 1, Mark.STAR: 1}
            self.mark_all(card.key, marks, f"◆ Taken: {quote_title(card.title)}{too}")

    def action_attend(self) -> None:
        self.mark(Mark.ATTENDED)

    def action_watch_later(self) -> None:
        self.mark(Mark.LATER)

    def action_no_share(self) -> None:
        self.mark(Mark.UNSHARED)

    def action_set_mark(self, name: str) -> None:
        self.mark(Mark(name))

    def mark(self, mark: Mark, value: int | None = None) -> None:
        """Set a mark of the chosen talk, or toggle it (None)."""
        card = self.chosen_card()
        if card is not None:
            self.mark_all(card.key, {mark: value})

    def mark_all(self, key: str, marks: Mapping[Mark, int | None], said: str = "") -> None:
        """Set marks of a talk as one undo step and show a message: `said` or the first change."""
        from confnotes.actions.program.mark_talk import change_mark

        vault = self.confnotes.vault
        with self.confnotes.complaints():
            changes = [change_mark(vault, key, mark, value) for mark, value in marks.items()]
            self.did(step_of_marks(vault, changes, said))
            self.marked(key)
        self.confnotes.marks_saved()

    def action_rate(self, rating: int) -> None:
        card = self.chosen_card()
        if card is not None:
            self.mark(Mark.RATING, 0 if card.rating == rating else rating)

    def action_rate_talk(self) -> None:
        """Ask for a rating, on screens where digits are typed as text."""
        from confnotes.tui.screens.dialog import Answer

        card = self.chosen_card()
        if card is None:
            return
        answers = [Answer(str(number), f"{number}  {'●' * number}{'○' * (5 - number)}") for number in range(5, 0, -1)]
        answers.append(Answer("0", "0  No rating"))
        now = str(card.rating) if card.rating else "5"
        self.let_choose("Rate this talk", "", answers, self._rated, now=now)

    def _rated(self, answer: str) -> None:
        card = self.chosen_card()
        if card is not None and (card.rating or 0) != int(answer):
            self.action_rate(int(answer) or card.rating or 0)
