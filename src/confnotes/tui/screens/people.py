"""People: everybody of the programs and notes; typing filters, enter opens the person's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.commands import Where
from confnotes.tui.screens.gathering import GatheringPage
from confnotes.tui.screens.person_view import page_of
from confnotes.tui.widgets.drawing import Part, counted
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.people_rows import PersonRow
from confnotes.tui.widgets.rows import RowList, remark

if TYPE_CHECKING:
    from confnotes.catalogue.people.people import PersonCard

_Listed = tuple[Sequence[PersonRow], Sequence[str]]
"""People, and the texts by which they are filtered."""

_ORDERS: Final[tuple[tuple[str, Callable[[PersonRow], tuple[int, int]]], ...]] = (
    ("yours first", lambda row: (0 if row.person and (row.person.notes or row.person.starred) else 1, 0)),
    ("by name", lambda row: (0, 0)),
    ("most talks first", lambda row: (-len(row.person.talks), -len(row.person.notes)) if row.person else (0, 0)),
    ("last met first", lambda row: (-(row.person.met or date.min).toordinal(), 0) if row.person else (0, 0)),
)
"""What an order is called, and what sorts people so who are in the order of their names."""


class PeopleScreen(GatheringPage[_Listed]):
    """Everybody, once."""

    where: ClassVar[Where] = Where.PEOPLE
    gathering: ClassVar[str] = "gathering everybody …"
    CSS = """
    PeopleScreen Pane { width: 45%; display: none; border-left: solid $rule; }
    PeopleScreen.-wide Pane { display: block; }
    """

    @dataclass
    class Proposed(Message):
        """So many pairs of names may be one person's."""

        number: int

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter("type to filter: name, affiliation, conference")
        self.list = RowList("people")
        self.pane = Pane("person")
        self._rows: Sequence[PersonRow] = ()
        self._folded: Sequence[str] = ()
        self._order = 0
        self._shown = self._proposed = 0

    def body(self) -> ComposeResult:
        yield self.filter
        with Horizontal(classes="body"):
            yield self.list
            yield self.pane

    def found_anew(self) -> None:
        if self.is_gathered:
            self.load()

    def is_up_to_date(self) -> bool:
        """Never: who is in programs is shown without waiting for the notes."""
        return False

    def gather(self) -> Iterator[_Listed]:
        from confnotes.actions.people.same_person import proposals
        from confnotes.catalogue.people.people import people, people_of_programs
        from confnotes.markup.names import fold

        vault = self.confnotes.vault
        for everybody in (people,) if self.is_gathered else (people_of_programs, people):
            rows = [PersonRow(person.name, 1, True, person) for person in everybody(vault)]
            rows.sort(key=_ORDERS[self._order][1])
            if rows or everybody is people:
                yield rows, [fold(" ".join(_texts(row.person))) for row in rows if row.person]
        with suppress(ConfnotesError):
            self.post_message(self.Proposed(len(proposals(vault))))

    def on_people_screen_proposed(self, event: Proposed) -> None:
        self._proposed = event.number
        self.tell()

    def action_same(self) -> None:
        """Go through the names that may be one person's."""
        from confnotes.tui.screens.same_people import SamePeopleScreen

        self.confnotes.go(SamePeopleScreen())

    def gathered(self, found: _Listed) -> None:
        chosen, first = self.list.chosen, next(iter(self.list.rows), None)
        if chosen is first:
            self.list.show((), keep=False)  # nobody was chosen yet: stay at the top, whoever comes there
        self._rows, self._folded = found
        self.show_filtered()

    def show_filtered(self) -> None:
        from confnotes.markup.names import fold

        words = fold(self.filter.value).split()
        rows, folded = self._rows, self._folded
        for word in words:
            fits = [word in text for text in folded]
            rows, folded = list(compress(rows, fits)), list(compress(folded, fits))
        if not self._rows:
            self.list.show(
                [remark("", "  Nobody is known yet.", "  Import a program, or name somebody with @ in a note.")]
            )
        else:
            self.list.show(rows or [remark("", "  nobody of that name")])
        self._shown = len(rows)
        self.tell()

    def action_order(self) -> None:
        """Order them by the next of whose they are, name, talks and when they were met; the first one is chosen."""
        self._order = (self._order + 1) % len(_ORDERS)
        by = _ORDERS[self._order][1]
        both = sorted(zip(self._rows, self._folded, strict=True), key=lambda each: (by(each[0]), each[1]))
        self._rows, self._folded = [row for row, _ in both], [folded for _, folded in both]
        self.list.show((), keep=False)
        self.show_filtered()
        self.list.action_edge(-1)

    def tell(self) -> None:
        right = [
            Part(f"{_ORDERS[self._order][0]}   ", "faint", "people.order"),
            Part(f"{self._shown:,} of {len(self._rows):,}", "dim"),
        ]
        if self._proposed:
            told = counted(self._proposed, "pair may be one person", "pairs may be one person")
            right = [Part("F3 ", "accent", "people.same"), Part(f"{told}   ", "faint", "people.same"), *right]
        self.top.tell([Part("People", "strong")], right if self.is_gathered else self.hint())

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


def _texts(person: PersonCard) -> list[str]:
    """By what somebody is found."""
    return [person.name, *person.names, *person.affiliations, *person.conferences]
