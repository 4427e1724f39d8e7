"""How a person stands in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.model.record import record
from confnotes.tui.widgets.drawing import Line, Part, clean, pad, spread
from confnotes.tui.widgets.rows import Row

if TYPE_CHECKING:
    from confnotes.catalogue.people.people import PersonCard


_WITH_MONTH = 56
"""From so many cells on there is room for when they were met last."""

_COUNT = 3


def counts_of(person: PersonCard) -> str:
    """How many talks and notes, in columns: “  6 talks  ✎   4”."""
    talks = f"{len(person.talks):>{_COUNT}} talk{'s' if len(person.talks) != 1 else ' '}" if person.talks else " " * 9
    return f"{talks}  {f'✎ {len(person.notes):<{_COUNT}}' if person.notes else ' ' * (_COUNT + 2)}"


@record(frozen=True, slots=True)
class PersonRow(Row):
    """A person: the name, where from, and how often met."""

    person: PersonCard | None = None
    name_width: int = 22

    def lines(self, width: int, chosen: bool) -> list[Line]:
        person = self.person
        assert person is not None
        left = [
            Part("  "),
            Part("▸ " if chosen else "  ", "accent"),
            Part(pad(clean(person.name), self.name_width), "strong" if chosen else "text"),
            Part("  "),
            Part(clean(", ".join(person.affiliations)), "dim"),
        ]
        star = Part("★" if person.starred else " ", "accent")
        met = pad(f"{person.met:%Y-%m}" if person.met else "", 9) if width >= _WITH_MONTH else ""
        return [spread(left, [star, Part(counts_of(person), "faint"), Part(met, "faint")], width)]
