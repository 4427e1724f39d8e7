"""Meetings and meals in My schedule: asked for in one line, taken out again, both undone like marks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from confnotes.actions.program.own_entry import (
    EXAMPLE,
    OWN_SESSION,
    add_entry,
    put_entry,
    read_entry,
    remove_entry,
    usual_day,
)
from confnotes.errors import ConfnotesError
from confnotes.tui.command import Command, Need
from confnotes.tui.screens.controller import Controller
from confnotes.tui.screens.dialog import AnswerScreen
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import quote_title

if TYPE_CHECKING:
    from confnotes.model.program import Talk


class OwnEntries(Controller[MarkingPage]):
    """Adds and removes what the user does between talks."""

    def __init__(self, page: MarkingPage, conference: Callable[[], str]) -> None:
        """`conference` says which one is shown, "" if none."""
        super().__init__(page)
        self._conference = conference

    def missing(self, command: Command) -> str:
        """What is missing to remove an entry."""
        card = self.page.chosen_card()
        if command.action == "entries.remove" and (card is None or card.session.id != OWN_SESSION):
            return "Select a meeting or meal that you added."
        return ""

    def add(self) -> None:
        """Ask for a meeting or a meal."""
        text = "Day, time, what and where. Without a day, the day of the selected row counts."
        self.page.app.push_screen(
            AnswerScreen("Add a meeting or a meal", text, example=EXAMPLE, take=self._add, does="add")
        )

    def _day(self) -> date:
        card = self.page.chosen_card()
        if card is not None and card.day is not None:
            return card.day
        return usual_day(self.app.vault, self._conference(), self.app.clock())

    def _add(self, text: str) -> str | None:
        vault, name = self.app.vault, self._conference()
        if not name:
            return Need.PROGRAM.value
        try:
            entry = read_entry(vault, name, text, self._day())
            key = add_entry(vault, name, entry)
        except ConfnotesError as error:
            return f"{error.message[0].upper()}{error.message[1:]}. {error.hint}"
        self._did(f"Added: {quote_title(entry.title)}", key)
        return None

    def remove(self) -> None:
        """Take the chosen meeting or meal out again."""
        card = self.page.chosen_card()
        if card is not None and card.session.id == OWN_SESSION:
            with self.app.complaints():
                talk = remove_entry(self.app.vault, card.conference, card.talk.id or "")
                self._did(f"Removed: {quote_title(card.title)}", card.key, talk)

    def _did(self, said: str, key: str, removed: Talk | None = None) -> None:
        """Show the change, and let it be undone."""
        vault, name = self.app.vault, self._conference()
        kept = [removed] if removed else []

        def put() -> None:
            put_entry(vault, name, kept.pop())

        def take() -> None:
            kept.append(remove_entry(vault, name, key.rpartition("/")[2]))

        self.page.did(UndoStep(said, put, take, key=key) if removed else UndoStep(said, take, put, key=key))
        self.page.choose_next = None if removed else key
        self.page.marked(key)
