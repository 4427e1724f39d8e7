"""Screens with a list and a line that filters it while one types."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from confnotes.tui.screens.page import Page
from confnotes.tui.typed_ahead import caught_up
from confnotes.tui.widgets.filter import Filter, steer
from confnotes.tui.widgets.rows import RowList


class FilteringPage(Page):
    """A subclass makes `filter` and `list`, and says what to show and to open; esc empties the filter first.

    Arrows lead from the filter into the list, where keys are commands; a letter leads back.
    """

    filter: Filter
    list: RowList

    def body(self) -> Iterable[Widget]:
        yield self.filter
        yield self.list

    def show_filtered(self) -> None:
        """Show what the filter lets through."""
        raise NotImplementedError

    async def action_open(self) -> None:
        """Open what is chosen."""
        raise NotImplementedError

    async def filter_caught_up(self) -> None:
        """Wait until the list shows what the keys typed so far let through."""
        await caught_up(self.filter, self.filter, self)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.show_filtered()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        await self.action_open()

    def on_key(self, event: events.Key) -> None:
        if steer(event, self.list, self.filter):
            self.list.focus()

    def action_back(self) -> None:
        if self.filter.value:
            self.filter.value = ""
            self.list.focus()
        else:
            super().action_back()
