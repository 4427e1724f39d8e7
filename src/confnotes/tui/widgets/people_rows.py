"""How a person stands in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.model.record import record
from confnotes.tui.widgets.drawing import Line, Part, clean, counted, pad, spread
from confnotes.tui.widgets.rows import Row

if TYPE_CHECKING:
    from confnotes.services.people import PersonCard


_WITH_MONTH = 64
"""From so many cells on there is room for when they were met last."""


def counts_of(person: PersonCard) -> str:
    """6 talks · 4 notes."""
    return " · ".join(part for part in (counted(len(person.talks), "talk"), counted(len(person.notes), "note")) if part)


@record(frozen=True, slots=True)
class PersonRow(Row):
    """A person: the name, where from, and how often met."""

    person: PersonCard | None = None
    name_width: int = 24

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
        star = [Part("★ ", "accent")] if person.starred else []
        met = f"  {person.met:%Y-%m}" if person.met and width >= _WITH_MONTH else ""
        return [spread(left, [*star, Part(f"{counts_of(person)}{met}", "faint"), Part("  ")], width)]
