"""The poster whose card is shown: its facts, the other posters, and its commands."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from confnotes.actions.notes.take_note import draft
from confnotes.catalogue.note_references import references_of
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.posters import Hall, posters, with_marks
from confnotes.errors import ConfnotesError, Failure
from confnotes.model.mark import Mark
from confnotes.model.program import Resource, ResourceKind
from confnotes.tui.screens.dialog import Answer
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.widgets.drawing import quote_title

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes


def open_poster(app: Confnotes, card: Card, hall: Hall | None, *, instead: bool = False) -> None:
    """Show the card of a poster, on top or `instead` of the current screen; `hall` if it is loaded."""
    with app.complaints():
        app.show("posters.card.PosterScreen", draft(app.vault, card.key), card, hall, instead=instead)


class PosterKeeper(NoteController):
    """Holds the poster, its `hall` and its `resources`; calls `changed` when it has loaded more."""

    def __init__(self, page: NotePage, card: Card, hall: Hall | None, changed: Callable[[], object]) -> None:
        super().__init__(page)
        self.card = card
        self.hall = self._given = hall
        self.resources = tuple(dict.fromkeys(card.talk.resources))
        self._changed = changed
        page.memory = Memory(card)

    def learn(self, card: Card) -> None:
        self.card = card
        self.page.memory = Memory(card)
        if self.hall is not None:
            self.hall = self.hall.with_card(card)
        self._changed()

    def learn_marks(self) -> None:
        """Load its marks again."""
        with suppress(ConfnotesError):
            self.learn(with_marks(self.vault, self.card))

    def read_hall(self) -> None:
        """Load the posters unless they were given, this one from them if possible, and its links."""
        given, self._given = self._given, None
        at = self.app.clock()

        def read() -> tuple[Hall, Card | None, tuple[Resource, ...]]:
            hall = given or posters(self.vault, at, self.card.conference)
            card = hall.card(self.card.key)
            return hall, card, references_of(self.vault, card or self.card)

        self.page.read_beside(read, self._learn_read, failed=lambda _: None)

    def _learn_read(self, found: tuple[Hall, Card | None, tuple[Resource, ...]]) -> None:
        self.hall, card, self.resources = found
        note = self.edited.keeper.note
        here = card or self.card
        self.learn(replace(here, note=note.path) if note.version else here)

    # Attendance

    def note_written(self, path: str) -> None:
        """Mark the poster as attended when its card is written."""
        if not self.card.attended:
            self.learn(replace(self.card, marks=self.card.marks | {Mark.ATTENDED}, note=path))
            self.attend()

    def attend(self) -> None:
        """Mark the poster as attended; another screen may be shown by the time that is done."""
        from confnotes.actions.program.mark_talk import mark_talk

        key = self.card.key
        self.page.write_beside(
            lambda: mark_talk(self.vault, key, Mark.ATTENDED, True), self._attended, failed=self._not_attended
        )

    def _attended(self, _: object) -> None:
        if not self.page.line.message:
            self.say(f"✓ attended: {quote_title(self.card.title)}")
        self.learn_marks()

    def _not_attended(self, error: Failure) -> None:
        self.app.complain_of(error)
        self.learn_marks()

    # Commands

    def go_to(self, card: Card) -> None:
        """Show the card of another poster in place of this one."""
        if self.page.can_leave():
            here = replace(self.card, note=self.page.path) if self.edited.keeper.note.version else self.card
            open_poster(self.app, card, self.hall.with_card(here) if self.hall else None, instead=True)

    def open_link(self) -> None:
        """Open the paper, or choose among several links."""
        papers = [one for one in self.resources if one.kind is ResourceKind.PAPER]
        if len(papers) == 1 or len(self.resources) == 1:
            self.app.open_link((papers or self.resources)[0].url)
        elif self.resources:
            answers = [Answer(one.url, one.title or one.url, one.kind.value) for one in self.resources]
            self.page.let_choose("Open", "", answers, self.app.open_link)
        else:
            self.say("This poster has no links.")
