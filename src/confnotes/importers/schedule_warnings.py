"""Warnings about the events of a schedule: many of one kind are one, with a count and the line of the first."""

from __future__ import annotations

from confnotes.model.program import SourceWarning

Place = int | str | None
"""Where something stands: its line, or a piece of text to look for, or unknown."""


class Findings:
    """What a person should look at, collected while a schedule is read."""

    def __init__(self, text: str = "") -> None:
        self._text = text
        self._counts: dict[str, int] = {}
        self._places: dict[str, Place] = {}

    def add(self, message: str, place: Place = None) -> None:
        """Counts a warning; `{n}` in it becomes the number of talks that it is about."""
        self._counts[message] = self._counts.get(message, 0) + 1
        self._places.setdefault(message, place)

    def warnings(self) -> tuple[SourceWarning, ...]:
        """One warning of each kind, in the order in which they were found."""
        return tuple(
            SourceWarning(
                message.replace("{n}", f"{count} talk{'s' if count > 1 else ''}"), self._line(self._places[message])
            )
            for message, count in self._counts.items()
        )

    def _line(self, place: Place) -> int | None:
        if not isinstance(place, str):
            return place
        found = self._text.find(place) if place else -1
        return self._text.count("\n", 0, found) + 1 if found >= 0 else None
