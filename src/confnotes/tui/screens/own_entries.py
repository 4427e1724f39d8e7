"""Meetings and meals in My schedule: asked for in one line, taken out again, both undone like marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from confnotes.actions.program.own_entry import (
    EXAMPLE,
    OwnEntry,
    add_entry,
    line_of,
    put_entry,
    read_entry,
    remove_entry,
    talk_of,
    usual_day,
)
from confnotes.catalogue.program.cards import Card
from confnotes.errors import ConfnotesError
from confnotes.model.program import Talk
from confnotes.tui.command import Command, Need
from confnotes.tui.screens.dialog import AnswerScreen
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.page import Controller
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import plural, quote_title
from confnotes.vault.layout import OWN_SESSION


class OwnEntries(Controller[MarkingPage]):
    """Adds and removes what the user does between talks."""

    def __init__(self, page: MarkingPage, conference: Callable[[], str]) -> None:
        """`conference` says which one is shown, "" if none."""
        super().__init__(page)
        self._conference = conference

    def missing(self, command: Command) -> str:
        """What is missing to change or remove an entry."""
        card = self.page.chosen_card()
        if command.action in ("entries.remove", "entries.edit") and (card is None or card.session.id != OWN_SESSION):
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
        def add(entry: OwnEntry) -> None:
            key = add_entry(self.app.vault, self._conference(), entry)
            self._did(f"Added: {quote_title(entry.title)}", key)

        return self._take(text, add)

    def edit(self) -> None:
        """Ask for another time, title or place of the chosen meeting or meal."""
        card = self.page.chosen_card()
        if card is not None and card.session.id == OWN_SESSION:
            self.page.app.push_screen(
                AnswerScreen(
                    "Change this meeting or meal",
                    "Day, time, what and where.",
                    example=EXAMPLE,
                    take=partial(self._take, then=partial(self._change, card)),
                    given=line_of(card.talk),
                )
            )

    def _change(self, card: Card, entry: OwnEntry) -> None:
        put = partial(put_entry, self.app.vault, card.conference)
        after = talk_of(self.app.vault, card.conference, card.talk.id or "", entry)
        put(after)
        said = f"Changed: {quote_title(entry.title)}"
        self.page.did(UndoStep(said, partial(put, card.talk), partial(put, after), key=card.key))
        self.page.choose_next = card.key
        self.page.marked(card.key)

    def _take(self, text: str, then: Callable[[OwnEntry], None]) -> str | None:
        """Read an entry and do this with it; returns what is wrong."""
        if not self._conference():
            return Need.PROGRAM.value
        try:
            then(read_entry(self.app.vault, self._conference(), text, self._day()))
        except ConfnotesError as error:
            return f"{error.message[0].upper()}{error.message[1:]}. {error.hint}"
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


def number_of(cards: Iterable[Card]) -> str:
    """How many talks these are, and how many meetings and meals: "3 talks · 1 of your own"."""
    of_own = [card.session.id == OWN_SESSION for card in cards]
    own = sum(of_own)
    talks = [plural(len(of_own) - own, "talk", "talks")] if own < len(of_own) or not own else []
    return " · ".join([*talks, *([f"{own} of your own"] if own else [])])
