"""People: everybody of the programs and notes; typing filters, enter opens the person's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING, ClassVar, Final

from confnotes.errors import ConfnotesError
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.person_view import page_of
from confnotes.tui.widgets.drawing import Line, Part, begin, clean, pad, plural, spread
from confnotes.tui.widgets.rows import Row, RowList, remark

if TYPE_CHECKING:
    from confnotes.catalogue.people.people import PersonCard

_WITH_MONTH = 56
"""From so many cells on there is room for when they were met last."""

_COUNT = 3  # digits


def counts_of(person: PersonCard) -> str:
    """How many talks and notes, in columns: “  6 talks  ✎   4”."""
    talks = f"{len(person.talks):>{_COUNT}} talk{'s' if len(person.talks) != 1 else ' '}" if person.talks else " " * 9
    return f"{talks}  {f'✎ {len(person.notes):<{_COUNT}}' if person.notes else ' ' * (_COUNT + 2)}"


@fast_dataclass(frozen=True, slots=True)
class PersonRow(Row):
    """A person: the name, where from, and how often met."""

    person: PersonCard
    name_width: int = 22

    def lines(self, width: int, chosen: bool) -> list[Line]:
        person = self.person
        left = [
            *begin(chosen, pad(clean(person.name), self.name_width)),
            Part("  "),
            Part(clean(", ".join(person.affiliations)), "dim"),
        ]
        star = Part("★" if person.starred else " ", "accent")
        met = pad(f"{person.met:%Y-%m}" if person.met else "", 9) if width >= _WITH_MONTH else ""
        return [spread(left, [star, Part(counts_of(person), "faint"), Part(met, "faint")], width)]


_Listed = tuple[Sequence[PersonRow], Sequence[str]]
"""People, and the texts by which they are filtered."""

_ORDERS: Final[tuple[tuple[str, Callable[[PersonRow], tuple[int, int]]], ...]] = (
    ("yours first", lambda row: (0 if row.person.notes or row.person.starred else 1, 0)),
    ("by name", lambda row: (0, 0)),
    ("most talks first", lambda row: (-len(row.person.talks), -len(row.person.notes))),
    ("last met first", lambda row: (-(row.person.met or date.min).toordinal(), 0)),
)
"""What an order is called, and what sorts people so who are in the order of their names."""


class PeopleScreen(ListScreen[_Listed]):
    """Everybody, once."""

    where: ClassVar[Where] = Where.PEOPLE
    gathering: ClassVar[str] = "gathering everybody …"
    placeholder: ClassVar[str] = "type to filter: name, affiliation, conference"
    has_pane: ClassVar[bool] = True
    CSS = """
    PeopleScreen Pane { width: 45%; display: none; border-left: solid $rule; }
    PeopleScreen.-wide Pane { display: block; }
    """
    _order = _shown = _proposed = 0

    def found_anew(self) -> None:
        if self.found is not None:
            self.load()

    def is_up_to_date(self) -> bool:
        """Never: who is in programs is shown without waiting for the notes."""
        return False

    def gather(self) -> Iterator[_Listed]:
        from confnotes.actions.people.same_person import proposals
        from confnotes.catalogue.people.people import people, people_of_programs
        from confnotes.markup.names import fold

        vault = self.confnotes.vault
        for everybody in (people_of_programs, people) if self.found is None else (people,):
            rows = [PersonRow(person.name, person) for person in everybody(vault)]
            rows.sort(key=_ORDERS[self._order][1])
            if rows or everybody is people:
                yield rows, [fold(" ".join(_texts(row.person))) for row in rows]
        with suppress(ConfnotesError):
            number = len(proposals(vault))
            self.call_if_wanted(self._tell_of, number)

    def _tell_of(self, proposed: int) -> None:
        """So many pairs of names may be one person's."""
        self._proposed = proposed
        self.tell()

    def action_same(self) -> None:
        """Go through the names that may be one person's."""
        self.confnotes.show("same_people.SamePeopleScreen")

    def gathered(self, found: _Listed) -> None:
        chosen, first = self.list.chosen, next(iter(self.list.rows), None)
        if chosen is first:
            self.list.show((), keep=False)  # nobody was chosen yet: stay at the top, whoever comes there
        super().gathered(found)

    def rows(self, found: _Listed) -> Sequence[Row]:
        from confnotes.markup.names import fold

        rows, folded = found
        for word in fold(self.filter.value).split():
            fits = [word in text for text in folded]
            rows, folded = list(compress(rows, fits)), list(compress(folded, fits))
        self._shown = len(rows)
        if not found[0]:
            return [remark("", "  Nobody is known yet.", "  Import a program, or name somebody with @ in a note.")]
        return rows or [remark("", "  nobody of that name")]

    def action_order(self) -> None:
        """Order them by the next of whose they are, name, talks and when they were met; the first one is chosen."""
        self._order = (self._order + 1) % len(_ORDERS)
        by = _ORDERS[self._order][1]
        both = sorted(zip(*(self.found or ((), ())), strict=True), key=lambda each: (by(each[0]), each[1]))
        self.found = [row for row, _ in both], [folded for _, folded in both]
        self.list.show((), keep=False)
        self.show_filtered()
        self.list.action_edge(-1)

    def tell(self) -> None:
        right = [
            Part(f"{_ORDERS[self._order][0]}   ", "faint", "people.order"),
            Part(f"{self._shown:,} of {len(self.found[0]) if self.found else 0:,}", "dim"),
        ]
        if self._proposed:
            told = plural(self._proposed, "pair may be one person", "pairs may be one person")
            right = [Part("F3 ", "accent", "people.same"), Part(f"{told}   ", "faint", "people.same"), *right]
        self.top.tell([Part("People", "strong")], self.hint() if self.found is None else right)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        row = event.row
        self.pane.show(page_of(row.person) if isinstance(row, PersonRow) else None)

    async def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, PersonRow):
            self.confnotes.follow(f"person:{row.person.name}")


def _texts(person: PersonCard) -> list[str]:
    """By what somebody is found."""
    return [person.name, *person.names, *person.affiliations, *person.conferences]
