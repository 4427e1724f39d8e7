"""Warnings about the events of a schedule: many of one kind are one, with a count and the line of the first."""

from __future__ import annotations

from collections.abc import Callable

from confnotes.model.program import SourceWarning

Place = int | str | None
"""Where an event stands, as its reader can find it again: by number, or by a piece of text; None where it cannot."""


class Findings:
    """What a person should look at, collected while a schedule is read; `line_of` finds places once they are told."""

    def __init__(self, line_of: Callable[[int | str], int | None]) -> None:
        self._line_of = line_of
        self._counts: dict[str, int] = {}
        self._places: dict[str, Place] = {}
        self._lines: dict[str, int | None] = {}

    def add(self, message: str, place: Place = None, *, line: int | None = None) -> None:
        """Counts a warning; `{n}` in it becomes the number of talks that it is about."""
        self._counts[message] = self._counts.get(message, 0) + 1
        self._places.setdefault(message, place)
        self._lines.setdefault(message, line)

    def warnings(self) -> tuple[SourceWarning, ...]:
        """One warning of each kind, in the order in which they were found."""
        return tuple(
            SourceWarning(message.replace("{n}", f"{count} talk{'s' if count > 1 else ''}"), self._line(message))
            for message, count in self._counts.items()
        )

    def _line(self, message: str) -> int | None:
        place = self._places[message]
        return self._lines[message] if place is None else self._line_of(place)
