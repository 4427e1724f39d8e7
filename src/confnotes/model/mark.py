"""A mark that somebody gave a talk, and a change of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Mark(StrEnum):
    """What can be said of a talk; the values are the names of the marks in `Vault.mark`."""

    STAR = "starred"
    ATTENDED = "attended"
    LATER = "later"
    UNSHARED = "unshared"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class MarkChange:
    """A mark of the talk `key` that is set to `after`: 0 or 1, of a rating its number, 0 for none."""

    key: str
    title: str
    mark: Mark
    before: int
    after: int

    @property
    def inverse(self) -> MarkChange:
        """What undoes it."""
        return replace(self, before=self.after, after=self.before)
