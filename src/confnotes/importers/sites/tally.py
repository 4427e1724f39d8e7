"""Warnings of a source with many records: what holds for many is said once, with a count and where it is first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from confnotes.model.program import SourceWarning

_FORMS = re.compile(r"\{([^|{}]+)\|([^|{}]+)\}")


@dataclass(slots=True)
class Tally:
    """Collects warnings in the order in which their kinds were first met."""

    _counts: dict[str, int] = field(default_factory=dict)
    _lines: dict[str, int | None] = field(default_factory=dict)

    def warn(self, message: str, line: int | None = None) -> None:
        """Say something once; `{n}` becomes how often it was said, `{rows|row}` the word for that number."""
        self._counts[message] = self._counts.get(message, 0) + 1
        self._lines.setdefault(message, line)

    def warnings(self) -> list[SourceWarning]:
        """Everything that was said."""
        return [
            SourceWarning(
                _FORMS.sub(r"\2" if count == 1 else r"\1", message).replace("{n}", str(count)), self._lines[message]
            )
            for message, count in self._counts.items()
        ]
