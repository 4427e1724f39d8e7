"""People: everybody of the programs and notes; typing filters, enter opens the person's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.worker import get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.tui.commands import Where
from confnotes.tui.screens.filtering import FilteringPage
from confnotes.tui.screens.person import page_of
from confnotes.tui.widgets.drawing import Part
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.people_rows import PersonRow
from confnotes.tui.widgets.rows import RowList, remark

if TYPE_CHECKING:
    from confnotes.services.people import PersonCard


class PeopleScreen(FilteringPage):
    """Everybody, once."""

    where: ClassVar[Where] = Where.PEOPLE
    CSS = """
    PeopleScreen #filter { padding: 0 2; margin-bottom: 1; }
    PeopleScreen Pane { width: 45%; display: none; border-left: solid $rule; }
    PeopleScreen.-wide Pane { display: block; }
    """

    @dataclass
    class Loaded(Message):
        """Everybody was gathered."""

        people: Sequence[PersonCard]
        folded: Sequence[str]

    @dataclass
    class Failed(Message):
        """They could not be gathered."""

        error: ConfnotesError

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter("type to filter: name, affiliation, conference")
        self.list = RowList("people")
        self.pane = Pane("person")
        self._people: Sequence[PersonCard] = ()
        self._folded: Sequence[str] = ()

    def body(self) -> ComposeResult:
        yield self.filter
        with Horizontal(classes="body"):
            yield self.list
            yield self.pane

    def on_mount(self) -> None:
        self.top.tell([Part("People", "strong")], self.hint())
        self.list.show([remark("", "  gathering everybody …")])
        self.list.focus()
        self._load()

    @work(thread=True, exclusive=True, group="people")
    def _load(self) -> None:
        from confnotes.markup.names import fold
        from confnotes.services.people import people

        worker = get_current_worker()
        try:
            found = people(self.confnotes.vault)
        except ConfnotesError as error:
            self.post_message(self.Failed(error))
            return
        folded = [fold(" ".join([person.name, *person.affiliations, *person.conferences])) for person in found]
        if not worker.is_cancelled:
            self.post_message(self.Loaded(found, folded))

    def on_people_screen_failed(self, event: Failed) -> None:
        self.complain(event.error)

    def on_people_screen_loaded(self, event: Loaded) -> None:
        self._people, self._folded = event.people, event.folded
        self.show_filtered()

    def show_filtered(self) -> None:
        from confnotes.markup.names import fold

        words = fold(self.filter.value).split()
        people = [
            person
            for person, folded in zip(self._people, self._folded, strict=True)
            if all(word in folded for word in words)
        ]
        if not self._people:
            rows: Iterable[PersonRow] = ()
            self.list.show(
                [remark("", "  Nobody is known yet.", "  Import a program, or name somebody with @ in a note.")]
            )
        else:
            rows = [PersonRow(person.name, 1, True, person) for person in people]
            self.list.show([*rows] or [remark("", "  nobody of that name")])
        self.top.tell([Part("People", "strong")], [Part(f"{len(people):,} of {len(self._people):,}", "dim")])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        row = event.row
        self.pane.show(page_of(row.person) if isinstance(row, PersonRow) and row.person else None)

    async def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        await self.action_open()

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        self.confnotes.follow(event.target)

    async def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, PersonRow) and row.person:
            self.confnotes.follow(f"person:{row.person.name}")
