"""A line for a time zone, which offers those that may be meant."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.widgets import Input


class ZoneInput(Input):
    """Up and down go through the offers, tab takes one; `take_offer` does, too."""

    class Offered(Message):
        """Other zones are offered."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id, select_on_focus=False)
        self.offers: Sequence[str] = ()
        self.offered = 0

    @property
    def offer(self) -> str | None:
        """The offer that enter takes."""
        return self.offers[self.offered] if self.offers else None

    def take_offer(self) -> bool:
        """Take the offer for what was typed; False when there is none."""
        if self.offer is None:
            return False
        self.value = self.offer
        self.cursor_position = len(self.value)
        self._offer(())
        return True

    def watch_value(self, value: str) -> None:
        from confnotes.actions.importing.find_zones import exact_zone, find_zones

        text = value.strip()
        typing = self.has_focus and text and exact_zone(text) != text
        self._offer(find_zones(text) if typing else ())

    def on_key(self, event: events.Key) -> None:
        if not self.offers:
            return
        if event.key in ("up", "down"):
            step = 1 if event.key == "down" else -1
            self.offered = (self.offered + step) % len(self.offers)
            self.post_message(self.Offered())
        elif event.key == "tab":
            self.take_offer()
        else:
            return
        event.prevent_default().stop()

    def on_blur(self) -> None:
        self._offer(())

    def _offer(self, zones: Sequence[str]) -> None:
        self.offers, self.offered = tuple(zones), 0
        self.post_message(self.Offered())
