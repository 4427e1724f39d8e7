"""People: everybody in programs and notes. Typing filters, enter opens the person's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from confnotes.errors import ConfnotesError
from confnotes.markup.names import fold
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.person_view import page_of
from confnotes.tui.widgets.drawing import Line, Part, begin, clean, pad, plural, spread
from confnotes.tui.widgets.rows import Row, RowList, remark

if TYPE_CHECKING:
    from confnotes.catalogue.people.people import PersonCard
    from confnotes.catalogue.program.cards import Card

_WITH_MONTH = 72
"""The width in cells from which the month of the last meeting is shown."""

_COUNT = 3  # digits


def counts_of(person: PersonCard) -> str:
    """The numbers of talks and notes, in columns: “  6 talks  ✎   4”."""
    talks = f"{len(person.talks):>{_COUNT}} talk{'s' if len(person.talks) != 1 else ' '}" if person.talks else " " * 9
    return f"{talks}  {f'✎ {len(person.notes):<{_COUNT}}' if person.notes else ' ' * (_COUNT + 2)}"


@fast_dataclass(frozen=True, slots=True)
class PersonRow(Row):
    """A person: name, affiliations, numbers of talks and notes, last meeting."""

    person: PersonCard
    name_width: int = 22

    def lines(self, width: int, chosen: bool) -> list[Line]:
        person = self.person
        name, where = clean(person.name), clean(", ".join(person.affiliations))
        left = [*begin(chosen, pad(name, self.name_width) if where else name), Part("  "), Part(where, "dim")]
        star = Part("★" if person.starred else " ", "accent")
        met = pad(f"{person.met:%Y-%m}" if person.met else "", 9) if width >= _WITH_MONTH else ""
        return [spread(left, [star, Part(counts_of(person), "faint"), Part(met, "faint")], width)]


_Listed = tuple[Sequence[PersonRow], Sequence[str]]
"""People, and the folded texts that the filter searches."""

_ORDERS: Final[tuple[tuple[str, Callable[[PersonRow], tuple[int, int]]], ...]] = (
    ("yours first", lambda row: (0 if row.person.notes or row.person.starred else 1, 0)),
    ("by name", lambda row: (0, 0)),
    ("most talks first", lambda row: (-len(row.person.talks), -len(row.person.notes))),
    ("last met first", lambda row: (-(row.person.met or date.min).toordinal(), 0)),
)
"""Each sort order's label and key; the sort is stable over people sorted by name."""


class PeopleScreen(ListScreen[_Listed]):
    """The list of people, each once."""

    where: ClassVar[Where] = Where.PEOPLE
    gathering: ClassVar[str] = "Loading people …"
    placeholder: ClassVar[str] = "Filter by name, affiliation or conference"
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
        """Never: people in programs are shown without waiting for the notes."""
        return False

    def gather(self) -> Iterator[_Listed]:
        from confnotes.actions.people.same_person import proposals
        from confnotes.catalogue.people.people import people, people_of_programs

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
        """Show the number of possible duplicates."""
        self._proposed = proposed
        self.tell()

    def action_same(self) -> None:
        self.confnotes.show("same_people.SamePeopleScreen")

    def gathered(self, found: _Listed) -> None:
        chosen, first = self.list.chosen, next(iter(self.list.rows), None)
        if chosen is first:
            self.list.show((), keep=False)  # no row was chosen yet: stay at the top
        super().gathered(found)

    def rows(self, found: _Listed) -> Sequence[Row]:
        wanted = self.wanted()
        rows = [row for row, text in zip(*found, strict=True) if wanted.fits(text, self._talks_of(row.person))]
        self._shown = len(rows)
        if not found[0]:
            how = f"  Press {key_of('now')}, then {key_of('import')} to import a program."
            return [remark("", "  No people yet.", how, "  Or type @ and a name in a note.")]
        return rows or [self.no_match("people")]

    def _talks_of(self, person: PersonCard) -> Iterator[Card]:
        return self.talks_of(key for talk in person.talks for key in talk.slots)

    def action_order(self) -> None:
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
            told = plural(self._proposed, "possible duplicate")
            right = [
                Part(f"{key_of('merge')} ", "accent", "people.same"),
                Part(f"{told}   ", "faint", "people.same"),
                *right,
            ]
        self.top.tell([Part("People", "strong")], self.hint() if self.found is None else right)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        row = event.row
        self.pane.show(page_of(row.person) if isinstance(row, PersonRow) else None)

    async def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, PersonRow):
            self.confnotes.follow(f"person:{row.person.name}")


def _texts(person: PersonCard) -> list[str]:
    """The texts that the filter searches."""
    return [person.name, *person.names, *person.affiliations, *person.conferences]
