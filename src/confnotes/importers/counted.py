"""Warnings of which a source may hold thousands: one for each kind, with a count and the first line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from confnotes.model.program import SourceWarning


@dataclass(slots=True)
class Counted:
    """Gathers what is said many times over; `line_of` finds the line of a text that stands where it is said."""

    line_of: Callable[[str], int | None]
    _counts: dict[str, int] = field(default_factory=dict)
    _first: dict[str, str | None] = field(default_factory=dict)

    def tell(self, message: str, near: str | None = None) -> None:
        """Say it once more; `near` is text of the source by which its line can be found."""
        self._counts[message] = self._counts.get(message, 0) + 1
        self._first.setdefault(message, near)

    def warnings(self) -> list[SourceWarning]:
        """Each message once, “(3 times)” where it was said several times."""
        found = []
        for message, count in self._counts.items():
            near = self._first[message]
            line = self.line_of(near) if near is not None else None
            found.append(SourceWarning(message if count == 1 else f"{message} ({count} times)", line))
        return found


def line_in(text: str) -> Callable[[str], int | None]:
    """Finds the line, from 1, on which a JSON string or number first stands in `text`."""

    def line_of(near: str) -> int | None:
        at = text.find(f'"{near}"')
        at = at if at >= 0 else text.find(near)
        return text.count("\n", 0, at) + 1 if at >= 0 else None

    return line_of
