"""Reminders of talks that start in a few minutes: starred ones, and the next in the current room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from confnotes.vault.settings import REMINDERS, setting_value

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card
    from confnotes.tui.navigation import GoingApp

REMIND_EVERY = 5.0  # seconds: reminders come minutes ahead, so a few seconds do not matter


class Reminders:
    """Reminds of each talk once, on the page unless it shows another message, and of a starred one outside, too."""

    def __init__(self, app: GoingApp) -> None:
        self._app = app
        self._at: datetime | None = None
        self._due: Sequence[tuple[timedelta, Card]] = ()
        self._told = set[str]()
        self._rung = set[str]()

    def remind(self) -> None:
        """Look for starting talks once a minute, otherwise show pending reminders."""
        app = self._app
        minute = app.clock().replace(second=0, microsecond=0)
        if minute != self._at and not getattr(app.page, "is_typing", False):
            self._at = minute
            app.run_worker(self._find, thread=True, exclusive=True, group="reminding", exit_on_error=False)
        else:
            self._tell()

    def _find(self) -> None:
        from confnotes.catalogue.program.switch_talks import about_to_begin

        wanted = setting_value(REMINDERS) == "yes"
        due = about_to_begin(self._app.vault, self._app.clock(), self._app.seat) if wanted else ()
        self._app.call_later(self._learn, due)

    def _learn(self, due: Sequence[tuple[timedelta, Card]]) -> None:
        self._due = due
        for until, card in due:
            if card.starred and card.key not in self._rung:
                self._rung.add(card.key)
                self._ring(card, -(-until // timedelta(minutes=1)))
        self._tell()

    def _ring(self, card: Card, minutes: int) -> None:
        from confnotes.tui.notifying import notify
        from confnotes.tui.widgets.talk_rows import room_of, title_of

        place = f" · {room_of(card)}" if room_of(card) else ""
        notify(self._app, f"in {minutes} min", f"★ {title_of(card)}{place}")

    def _tell(self) -> None:
        from confnotes.tui.widgets.talk_rows import begins_soon

        page = self._app.page
        untold = (one for one in self._due if one[1].key not in self._told)
        until, card = next(untold, (timedelta(), None))
        if page is not None and card is not None:
            text = begins_soon(card, -(-until // timedelta(minutes=1)), page.size.width - 2)
            if card.key == getattr(page, "key", None) or page.mention(text):
                self._told.add(card.key)
