"""The search line, with completion of fields and their values in a popup.

The popup never blocks typing: enter opens the hit unless a row of the popup was chosen, tab completes, and the arrow
keys move in the popup only while a value is typed; otherwise they move in the hits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.containers import Container
from textual.geometry import Region
from textual.widgets import Input

from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.widgets.completion_popup import CompletionPopup, make_offer
from confnotes.tui.widgets.filter import Filter, steer
from confnotes.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from confnotes.catalogue.completing.complete_query import QueryCompleter, QueryOffer


RULE = 1  # line between the search line and the results


class QueryLinePage(MarkingPage):
    """A subclass shows `ask`, `results` below it and `popup`, and offers each key to `takes_key` first."""

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self.ask = Filter('Search: words, "a phrase", speaker:name, has:video …')
        self.ask.value = self._settled = query
        self.popup = CompletionPopup(self.take_offer)
        self.results = Container(id="found")
        self._offers: Sequence[QueryOffer] = ()
        self._left_alone: int | None = None
        self._moved = False
        self._query_completer: QueryCompleter | None = None

    def put(self, query: str, *, settled: bool = True) -> None:
        """Put a query into the line; without `settled` completion continues."""
        self._settled = query if settled else ""
        self.ask.value = query
        self.ask.cursor_position = len(query)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input is self.ask:
            if self.ask.value != self._settled:
                text, cursor = self.ask.value, self.ask.cursor_position
                self.read_beside(
                    partial(self._look_up, text, cursor), partial(self._offer, text, cursor), group="offers"
                )
            else:
                self.close_popup()

    def _look_up(self, text: str, cursor: int) -> Sequence[QueryOffer]:
        if self._query_completer is None:
            from confnotes.catalogue.completing.complete_query import QueryCompleter

            self._query_completer = QueryCompleter(self.confnotes.vault, self.confnotes.finding.open().index)
        return self._query_completer.offers(text, cursor)

    def _offer(self, text: str, cursor: int, offers: Sequence[QueryOffer]) -> None:
        """Show completions at the cursor."""
        if (text, cursor) != (self.ask.value, self.ask.cursor_position) or not self.is_current:
            return
        start = offers[0].start if offers else None
        if start is None or start == self._left_alone:
            self.close_popup()
            return
        self._left_alone = None
        afresh = not self._offers or self._offers[0].start != start
        self._offers, self._moved = offers, False
        take = self.key_of("tab")
        rows = [
            make_offer(
                one.name, " · ".join(filter(None, (one.hint, "" if at and not one.is_field else take))), one.typed
            )
            for at, one in enumerate(offers)
        ]
        line = self.ask.region
        column = self.ask.cursor_screen_offset.x - cell_len(text[start:cursor])
        below = Region(0, line.y, self.size.width, self.line.region.y - line.y)
        self.popup.offer(rows, below, line, column, afresh=afresh)
        self._make_room()

    def close_popup(self) -> None:
        self._offers = ()
        self._moved = False
        self.popup.close()
        self._make_room()

    def _make_room(self) -> None:
        """Move the results below the popup, which may cover the rule but not the result that enter opens."""
        self.results.styles.margin = (max(self.popup.height - RULE, 0), 0, 0, 0)

    def takes_key(self, event: events.Key) -> bool:
        """Whether the key moved the selection in the popup."""
        if event.key not in ("up", "down") or not self._offers or self._offers[0].is_field or not self.ask.has_focus:
            return False
        event.prevent_default().stop()
        if self._moved or event.key == "up":
            self.popup.move(1 if event.key == "down" else -1)
        self._moved = True
        return True

    def steer(self, event: events.Key, rows: RowList) -> None:
        """Move in the popup, otherwise in the hits."""
        if not self.takes_key(event) and steer(event, rows, self.ask):
            self.close_popup()
            rows.focus()

    def takes_enter(self) -> bool:
        """Whether enter was meant for the popup and inserted its choice."""
        return self._moved and self.take_offer()

    def take_offer(self, index: int | None = None) -> bool:
        """Insert the chosen completion, or the one at `index`; False if the popup is closed."""
        if not self._offers:
            return False
        offer = self._offers[self.popup.chosen if index is None else index]
        before, after = self.ask.value[: offer.start], self.ask.value[offer.end :]
        self.close_popup()
        self.put(f"{before}{offer.text}{after.lstrip()}", settled=not offer.is_field)
        self.ask.cursor_position = len(before) + len(offer.text)
        self.ask.focus()
        return True

    def leave_popup(self) -> bool:
        """Close the popup for the current word; False if it is closed."""
        if not self._offers:
            return False
        self._left_alone = self._offers[0].start
        self.close_popup()
        return True
