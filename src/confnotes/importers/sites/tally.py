"""Warnings of a source with many records: what holds for many is said once, with a count and where it is first."""

from __future__ import annotations

from dataclasses import dataclass, field

from confnotes.model.program import SourceWarning


@dataclass(slots=True)
class Tally:
    """Collects warnings in the order in which their kinds were first met."""

    _counts: dict[str, int] = field(default_factory=dict)
    _lines: dict[str, int | None] = field(default_factory=dict)

    def warn(self, message: str, line: int | None = None) -> None:
        """Say something once; `{n}` in the message becomes the number of times that it was said."""
        self._counts[message] = self._counts.get(message, 0) + 1
        self._lines.setdefault(message, line)

    def warnings(self) -> list[SourceWarning]:
        """Everything that was said."""
        return [
            SourceWarning(message.replace("{n}", str(count)), self._lines[message])
            for message, count in self._counts.items()
        ]
