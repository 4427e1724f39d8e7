"""The notes visited in this run, with the last position in each, and the open one, for the next run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from confnotes.vault.private_file import load_state, store_state

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


class LeftOpen(NamedTuple):
    """The note that was open when confnotes ended; `key` is its talk, `moment` when it was last on the screen."""

    path: str
    key: str | None
    moment: datetime


def left_open(root: Path) -> LeftOpen | None:
    """The note that the last run on the vault at `root` left open; None if it was closed, or without a readable one."""
    try:
        path, key, moment = load_state(root, "open")
        left = LeftOpen(path, key, datetime.fromisoformat(moment))
    except (ValueError, TypeError):
        return None
    return left if isinstance(path, str) and isinstance(key, str | None) else None


class Visits:
    """Notes in the order of their last visit."""

    def __init__(self, root: Path) -> None:
        """`root` is the vault of the notes."""
        self._root = root
        self._open: str | None = None
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

    def seen(self, path: str, key: str | None, moment: datetime) -> None:
        """Record a visit: the note is on the screen. Stored at once, since a run may end without a warning."""
        self._open = path
        store_state(self._root, "open", [path, key, moment.isoformat()])
        visit = self._visits.pop(path, None) or Visit(path, key)
        self._visits[path] = visit
        for old in list(self._visits.values())[:-MOST_PLACES]:
            old.place = None

    def end(self, moment: datetime) -> None:
        """The run ends with the note that is open."""
        if self._open is not None:
            self.seen(self._open, self.talk_of(self._open), moment)

    def _close(self, path: str) -> None:
        if path == self._open:
            self._open = None
            store_state(self._root, "open", None)

    def left(self, path: str, place: VisitedPlace) -> None:
        """Record the position in a note that was left."""
        self._close(path)
        if path in self._visits:
            self._visits[path].place = place

    def place_in(self, path: str, text: str) -> VisitedPlace | None:
        """The last position in the note, if its body is still `text`."""
        visit = self._visits.get(path)
        return visit.place if visit and visit.place and visit.place.text == text else None

    def was_left(self, path: str) -> bool:
        """Whether there is a last position in the note."""
        visit = self._visits.get(path)
        return visit is not None and visit.place is not None

    def talk_of(self, path: str) -> str | None:
        visit = self._visits.get(path)
        return visit.key if visit else None

    def before(self, path: str | None) -> Iterator[Visit]:
        """The other notes, latest visit first."""
        return (visit for visit in reversed(list(self._visits.values())) if visit.path != path)

    def forget(self, path: str) -> None:
        """Forget a deleted note."""
        self._close(path)
        self._visits.pop(path, None)
