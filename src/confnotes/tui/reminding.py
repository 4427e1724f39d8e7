"""Says once, in a quiet line, that a talk begins in a few minutes: a starred one, or the next in the room one is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.screen import Screen

from confnotes.tui.opening import OpeningApp
from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card

LOOK_EVERY = 5.0


class RemindingApp(OpeningApp):
    """Looks once a minute at what begins, while nobody types, and tells it on the screen that is shown."""

    @dataclass
    class Looked(Message):
        """What is about to begin, and in how long, was found out."""

        talks: Sequence[tuple[timedelta, Card]]

    _looked_at: datetime | None = None
    _due: Sequence[tuple[timedelta, Card]] = ()

    def on_mount(self) -> None:
        self._told = set[str]()
        self.set_interval(LOOK_EVERY, self.remind)

    def remind(self) -> None:
        """Find out what begins when it is another minute, else tell what is not told yet."""
        minute = self.clock().replace(second=0, microsecond=0)
        if minute != self._looked_at and not getattr(self._on_top(), "is_typing", False):
            self._looked_at = minute
            self._find_out()
        else:
            self._tell()

    def _on_top(self) -> Screen[object] | None:
        return next(reversed(self.screen_stack), None)  # none when the program ends

    @work(thread=True, exclusive=True, group="reminding", exit_on_error=False)
    def _find_out(self) -> None:
        from confnotes.catalogue.program.switch_talks import about_to_begin

        self.post_message(self.Looked(about_to_begin(self.vault, self.clock(), self.seat)))

    def on_reminding_app_looked(self, event: Looked) -> None:
        self._due = event.talks
        self._tell()

    def _tell(self) -> None:
        screen = self._on_top()
        if not isinstance(screen, Page):
            return
        for until, card in self._due:
            if card.key in self._told:
                continue
            if card.key == getattr(screen, "key", None) or screen.mention_talk(card, -(-until // timedelta(minutes=1))):
                self._told.add(card.key)
            return
