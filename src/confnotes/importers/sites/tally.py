"""Warnings of a source with many records: what holds for many is said once, with a count and where it is first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from confnotes.model.program import SourceWarning

Line = int | Callable[[], int | None] | None
_FORMS = re.compile(r"\{([^|{}]+)\|([^|{}]+)\}")


@dataclass(slots=True)
class Tally:
    """Collects warnings in the order in which their kinds were first met."""

    _first: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def warn(self, message: str, line: Line = None, *, kind: str | None = None) -> None:
        """Say something once; `{n}` becomes how often it was said, `{rows|row}` the word for that number.

        Messages of one `kind` count together, and the first is said. A `line` that costs a search is given as the
        search, which is made for the first only.
        """
        kind = kind or message
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if kind not in self._first:
            self._first[kind] = (message, line() if callable(line) else line)

    def warnings(self) -> list[SourceWarning]:
        """Everything that was said."""
        said = []
        for kind, (message, line) in self._first.items():
            count = self._counts[kind]
            said.append(
                SourceWarning(_FORMS.sub(r"\2" if count == 1 else r"\1", message).replace("{n}", str(count)), line)
            )
        return said
