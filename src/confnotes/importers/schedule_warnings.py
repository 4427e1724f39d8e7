"""Warnings about the events of a schedule: many of one kind are one, with a count and the line of the first."""

from __future__ import annotations

from confnotes.model.program import SourceWarning


class Findings:
    """What a person should look at, collected while a schedule is read."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._lines: dict[str, int | None] = {}

    def add(self, message: str, line: int | None = None) -> None:
        """Counts a warning; `{n}` in it becomes the number of talks that it is about."""
        self._counts[message] = self._counts.get(message, 0) + 1
        self._lines.setdefault(message, line)

    def warnings(self) -> tuple[SourceWarning, ...]:
        """One warning of each kind, in the order in which they were found."""
        return tuple(
            SourceWarning(message.replace("{n}", f"{count} talk{'s' if count > 1 else ''}"), self._lines[message])
            for message, count in self._counts.items()
        )
