"""Warnings of which a source may hold thousands: one for each kind, with a count and the line of the first."""

from __future__ import annotations

from collections.abc import Callable

from confnotes.model.program import SourceWarning

Place = int | str | None
"""Where a record stands, as its reader can find it again: by number, or by a piece of text; None where it cannot."""


class Counted:
    """What a person should look at, gathered while a source is read; `line_of` finds places once they are told."""

    def __init__(self, line_of: Callable[[int | str], int | None]) -> None:
        self._line_of = line_of
        self._counts: dict[str, int] = {}
        self._places: dict[str, Place] = {}
        self._lines: dict[str, int | None] = {}

    def tell(self, message: str, place: Place = None, *, line: int | None = None) -> None:
        """Say it once more; `{n}` in it becomes the number of talks, else “(3 times)” follows what is said often."""
        self._counts[message] = self._counts.get(message, 0) + 1
        self._places.setdefault(message, place)
        self._lines.setdefault(message, line)

    def warnings(self) -> tuple[SourceWarning, ...]:
        """One warning of each kind, in the order in which they were found."""
        return tuple(
            SourceWarning(_with_count(message, count), self._line(message)) for message, count in self._counts.items()
        )

    def _line(self, message: str) -> int | None:
        place = self._places[message]
        return self._lines[message] if place is None else self._line_of(place)


def line_in(text: str) -> Callable[[int | str], int | None]:
    """Finds the line, from 1, on which a JSON string or number first stands in `text`."""

    def line_of(near: int | str) -> int | None:
        at = text.find(f'"{near}"')
        at = at if at >= 0 else text.find(str(near))
        return text.count("\n", 0, at) + 1 if at >= 0 else None

    return line_of


def _with_count(message: str, count: int) -> str:
    if "{n}" in message:
        return message.replace("{n}", f"{count} talk{'s' if count > 1 else ''}")
    return message if count == 1 else f"{message} ({count} times)"
