"""The notes visited in this run, with the last position in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from textual.widgets.text_area import EditHistory, Selection

MOST_PLACES = 8  # notes whose cursor is remembered


MOST_JUMPS = 100


class VisitedPlace(NamedTuple):
    """The last position in a note's body and its undo history; valid while `text` is the body."""

    text: str
    selection: Selection
    top: int
    history: EditHistory


@dataclass(slots=True)
class Visit:
    """One note; `key` is its talk."""

    path: str
    key: str | None
    place: VisitedPlace | None = None


class Visits:
    """Notes in the order of their last visit."""

    def __init__(self) -> None:
        self._visits: dict[str, Visit] = {}
        self._jumps: list[str] = []
        self._jump_at = 0

    def jump_from(self, path: str) -> None:
        """Record that a link of this note is followed, for `jump`."""
        self._jumps = [*self._jumps[: self._jump_at], path][-MOST_JUMPS:]
        self._jump_at = len(self._jumps)

    def jump(self, here: str, step: int) -> str | None:
        """The note that a link to this one was followed from (`step` -1), or the next one again (1)."""
        if step < 0 and self._jump_at == len(self._jumps):
            self._jumps.append(here)
        at = self._jump_at + step
        while 0 <= at < len(self._jumps):
            self._jump_at = at
            if self._jumps[at] != here:
                return self._jumps[at]
            at += step
        return None

    def seen(self, path: str, key: str | None) -> None:
        """Record a visit: the note is on the screen."""
        visit = self._visits.pop(path, None) or Visit(path, key)
        self._visits[path] = visit
        for old in list(self._visits.values())[:-MOST_PLACES]:
            old.place = None

    def left(self, path: str, place: VisitedPlace) -> None:
        """Record the position in a note that was left."""
        if path in self._visits:
            self._visits[path].place = place

    def place_in(self, path: str, text: str) -> VisitedPlace | None:
        """The last position in the note, if its body is still `text`."""
        visit = self._visits.get(path)
        return visit.place if visit and visit.place and visit.place.text == text else None

    def talk_of(self, path: str) -> str | None:
        """The talk of a note that was visited."""
        visit = self._visits.get(path)
        return visit.key if visit else None

    def before(self, path: str | None) -> Iterator[Visit]:
        """The other notes, latest visit first."""
        return (visit for visit in reversed(list(self._visits.values())) if visit.path != path)

    def forget(self, path: str) -> None:
        """Forget a deleted note."""
        self._visits.pop(path, None)
