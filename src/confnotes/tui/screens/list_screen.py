"""The base of screens that list something of the vault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from confnotes.catalogue.program.cards import Card, cards_by_key
from confnotes.errors import Failure
from confnotes.tui.commands import is_typed_on
from confnotes.tui.screens.page import Page, error_on_screen
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.facts import FactsPane
from confnotes.tui.widgets.filter import Filter, move_in, steer
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.rows import Row, RowList, remark

if TYPE_CHECKING:
    from confnotes.catalogue.program.filter_cards import CardFilter

Found = TypeVar("Found")


class ListScreen(Page, Generic[Found]):
    """A subclass implements `gather`, `rows`, `tell` and the action that opens a row.

    With a `placeholder` there is a filter line: esc clears it first, arrow keys and enter move the focus to the list,
    where keys are commands; on a screen to type on, a letter moves it back and enter opens at once. A list `of_notes`
    waits briefly for the index, and is loaded again when the index is complete. The filter takes words, and `wanted`
    the fields of talks, such as `track:`. A list of talks that `shows_facts` has a pane with those of the selected
    talk; one that `tells_errors` shows them in its place.
    """

    gathering: ClassVar[str] = "Loading …"
    placeholder: ClassVar[str] = ""
    has_pane: ClassVar[bool] = False
    shows_facts: ClassVar[bool] = False
    tells_errors: ClassVar[bool] = False
    of_notes: ClassVar[bool] = False
    found: Found | None = None
    is_complete = True
    is_gathering = True
    _shown_for = ""
    _talks: Mapping[str, Card] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter(self.placeholder, "" if is_typed_on(self.where) else self.key_of("filter"))
        self.list = RowList("list", classes="body")
        self.pane = FactsPane("pane") if self.shows_facts else Pane("pane")

    def body(self) -> Iterable[Widget]:
        if self.placeholder:
            yield self.filter
        if self.has_pane or self.shows_facts:
            with Horizontal(classes="body"):
                yield self.list
                yield self.pane
        else:
            yield self.list

    # For subclasses

    def gather(self) -> Iterator[Found]:
        """Yield what to list, each time more complete. Runs in a thread, raises ConfnotesError, OSError."""
        raise NotImplementedError

    def rows(self, found: Found) -> Sequence[Row]:
        """The rows that match the filter."""
        raise NotImplementedError

    def tell(self) -> None:
        """Update the top line."""
        raise NotImplementedError

    def is_up_to_date(self) -> bool:
        """Whether the index covers all notes; may wait briefly for it, in the thread."""
        return not self.of_notes or self.confnotes.finding.brought_up_to_date()

    def gathered(self, found: Found) -> None:
        """Store and show what was found."""
        self.found = found
        self.show_filtered()

    def not_gathered(self, error: Failure) -> None:
        """Report that loading failed; a list that shows nothing yet says so."""
        if self.tells_errors:
            self.tell_in_list(error)
            return
        self.confnotes.complain_of(error)
        if self.found is None:
            self.list.show([remark("", "  Cannot load this list.")])

    # Fields of talks in the filter

    @property
    def typed(self) -> CardFilter:
        """What the filter of a list of talks asks for."""
        from confnotes.catalogue.program.filter_cards import CardFilter

        return CardFilter(self.filter.value)

    def wanted(self) -> CardFilter:
        """What the filter of a list of other things than talks asks for.

        If that names fields of talks, these are loaded once, and the list is shown again.
        """
        wanted = self.typed
        if wanted.has_fields and self._talks is None:
            self._talks = {}
            self.read_beside(partial(cards_by_key, self.confnotes.vault), self._learn_talks)
        return wanted

    def _learn_talks(self, talks: Mapping[str, Card]) -> None:
        self._talks = talks
        self.show_filtered()

    def matching(self, cards: Iterable[Card]) -> list[Card]:
        """The talks that match the filter."""
        from confnotes.catalogue.program.filter_cards import with_words

        return with_words(cards, self.filter.value)

    def talks_of(self, keys: Iterable[str | None]) -> Iterator[Card]:
        known = self._talks or {}
        return (known[key] for key in keys if key is not None and key in known)

    def no_match(self, what: str, *more: str) -> Row:
        """The row of a list in which nothing matches, with further lines."""
        told = self.typed.refused or f"No matching {what}."
        return remark("", f"  {told}", f"  Press {self.key_of('back')} to clear the filter.", *more)

    # The list

    def on_mount(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Set up the list before anything is loaded, and the focus."""
        self.tell()
        self.list.show([remark("", f"  {self.gathering}")])
        self.set_focus(self.list)

    def on_screen_resume(self) -> None:
        self.load()

    def indexed(self) -> None:
        if not self.is_complete:
            self.load()

    def load(self) -> None:
        self._talks = None
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
        if self.found is not None:
            is_as_before, self._shown_for = self._shown_for == self.filter.value, self.filter.value
            self.list.show(self.rows(self.found), choose=self.take_next(), near=is_as_before)
            self.tell()

    def tell_in_list(self, error: Failure) -> None:
        """Show the error in place of the list."""
        shown = error_on_screen(error)
        self.list.show([remark("", f"  {shown.message}", f"  {shown.hint}")])

    def stepped(self, step: UndoStep) -> None:
        """Load the list again and select what was undone."""
        super().stepped(step)
        self.choose_next = step.key or None
        self.load()

    # Keys and the mouse

    def on_input_changed(self, event: Input.Changed) -> None:
        self.show_filtered()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        if is_typed_on(self.where):
            await self.run_action("open")
        elif self.list.chosen is not None:
            self.focus_rows()

    def on_descendant_focus(self) -> None:
        if not is_typed_on(self.where):
            self.line.label(f"{self.where.name.lower()}.open", "go to the list" if self.filter.has_focus else "")

    def focus_rows(self) -> None:
        """Let the next key go to the rows."""
        self.set_focus(self.list)

    def on_key(self, event: events.Key) -> None:
        way = steer if is_typed_on(self.where) else move_in
        if self.placeholder and way(event, self.list, self.filter):
            self.focus_rows()

    def without_command(self, event: events.Key) -> str:
        if not self.placeholder or self.filter.has_focus or not (event.character or "").isalnum():
            return ""
        return f"No command on “{event.character}”. Press {self.key_of('filter')} to filter."

    async def action_find(self) -> None:
        if self.placeholder:
            self.set_focus(self.filter)  # at once: the next key may have come already
        else:
            await super().action_find()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        if isinstance(self.pane, FactsPane):
            self.pane.show_card(getattr(self.list.chosen, "card", None))

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        await self.run_action(event.target or "open")

    def action_back(self) -> None:
        if self.filter.value or (self.filter.has_focus and not is_typed_on(self.where)):
            self.filter.value = ""
            self.focus_rows()
        else:
            super().action_back()
