"""Screens that gather something of the vault, list it, and do something with what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from confnotes.errors import ConfnotesError, Failure
from confnotes.tui.screens.page import Page
from confnotes.tui.typed_ahead import caught_up
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.filter import Filter, steer
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.rows import Row, RowList, remark

Found = TypeVar("Found")


class ListScreen(Page, Generic[Found]):
    """A subclass says what to `gather`, which `rows` that is, what the top line shows, and what opens a row.

    With a `placeholder` there is a line that filters the list while one types: esc empties it first. Arrows lead from
    there into the list, where keys are commands; a letter leads back. A list `of_notes` waits a moment until all notes
    are looked at, and is gathered again when they are, if that takes longer.
    """

    gathering: ClassVar[str] = "Reading …"
    placeholder: ClassVar[str] = ""
    has_pane: ClassVar[bool] = False
    of_notes: ClassVar[bool] = False
    found: Found | None = None
    is_complete = True
    is_gathering = True
    _shown_for = ""

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter(self.placeholder)
        self.list = RowList("list", classes="body")
        self.pane = Pane("pane")

    def body(self) -> Iterable[Widget]:
        if self.placeholder:
            yield self.filter
        if self.has_pane:
            with Horizontal(classes="body"):
                yield self.list
                yield self.pane
        else:
            yield self.list

    # What a subclass says

    def gather(self) -> Iterator[Found]:
        """What is to be listed; again when more was found. Runs in a thread, raises ConfnotesError, OSError."""
        raise NotImplementedError

    def rows(self, found: Found) -> Sequence[Row]:
        """The rows of it that the filter lets through."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say in the top line what is listed."""
        raise NotImplementedError

    def is_up_to_date(self) -> bool:
        """Whether all notes that count are looked at; may wait a moment for it, in the thread."""
        return not self.of_notes or self.confnotes.finding.brought_up_to_date()

    def gathered(self, found: Found) -> None:
        """Keep it and show it."""
        self.found = found
        self.show_filtered()

    def not_gathered(self, error: Failure) -> None:
        """It could not be gathered."""
        self.confnotes.complain_of(error)

    # The list

    def on_mount(self) -> None:
        self.begin()

    def begin(self) -> None:
        """What is there before something is gathered, and where the keys go."""
        self.tell()
        self.list.show([remark("", f"  {self.gathering}")])
        self.list.focus()

    def on_screen_resume(self) -> None:
        self.load()

    def indexed(self) -> None:
        if not self.is_complete:
            self.load()

    def load(self) -> None:
        """Gather it."""
        self.read_beside(self._gather, failed=self._not_gathered, group="gathering")

    def _gather(self) -> None:
        is_complete = self.is_up_to_date()
        for found in self.gather():
            self.call_if_wanted(self._gathered, found, is_complete)

    def _not_gathered(self, error: Failure) -> None:
        self.is_gathering = False
        self.not_gathered(error)
        self.offer()

    def _gathered(self, found: Found, is_complete: bool) -> None:
        self.is_complete, self.is_gathering = is_complete, False
        self.gathered(found)

    def show_filtered(self) -> None:
        """Show what the filter lets through."""
        if self.found is not None:
            is_as_before, self._shown_for = self._shown_for == self.filter.value, self.filter.value
            self.list.show(self.rows(self.found), choose=self.take_next(), near=is_as_before)
            self.tell()

    def tell_in_list(self, error: Failure) -> None:
        """Say in place of the list why there is none."""
        if isinstance(error, ConfnotesError):
            self.list.show([remark("", f"  {error.message}", f"  {error.hint}")])
        else:
            self.confnotes.complain_of(error)

    def stepped(self, step: UndoStep) -> None:
        """Gather it again, and go to what was undone."""
        super().stepped(step)
        self.choose_next = step.key or None
        self.load()

    # Keys and the mouse

    async def filter_caught_up(self) -> None:
        """Wait until the list shows what the keys typed so far let through."""
        await caught_up(self.filter, self.filter, self)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.show_filtered()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        await self.run_action("open")

    def on_key(self, event: events.Key) -> None:
        if self.placeholder and steer(event, self.list, self.filter):
            self.list.focus()

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        await self.run_action(event.target or "open")

    def action_back(self) -> None:
        if self.filter.value:
            self.filter.value = ""
            self.list.focus()
        else:
            super().action_back()
