"""The pictures below the lines of a note in its editor: how many rows each has, and what these show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from confnotes.markup.embeds import picture_names
from confnotes.tui.widgets.drawing import Part
from confnotes.tui.widgets.editor_wrapping import hang_of
from confnotes.tui.widgets.picture_lines import Drawn, Room

_WIDEST: Final = 72  # cells
_HIGHEST: Final = 14  # rows
_GAP: Final = 1  # cell, between two pictures
_LEAST_HEIGHT: Final = 8
"""A lower window shows only the names of pictures: it has no room for the text beside them."""


class NotePictures:
    """Holds pictures by the names that a note has for them, so that no key waits for one.

    `wanted` is called when pictures have to be drawn: those that are `due`, in `room`, for `take`.
    """

    def __init__(self, wanted: Callable[[], object]) -> None:
        self._wanted = wanted
        self._drawn: dict[str, Drawn | None] = {}
        self._due: set[str] = set()
        self._width = 0
        self.room = Room(0, 0)

    def fit(self, width: int, height: int) -> bool:
        """Draw pictures for a window of that size from now on; whether that is another one."""
        rows = min(_HIGHEST, height // 2) if height >= _LEAST_HEIGHT else 0
        room = Room(min(width, _WIDEST), rows)
        if (room, width) == (self.room, self._width):
            return False
        self.room, self._width = room, width
        self.look_again()
        return True

    def look_again(self) -> None:
        """Draw all pictures again that have changed."""
        self._due.update(self._drawn)
        if self._due:
            self._wanted()

    def _of(self, name: str) -> Drawn | None:
        if name not in self._drawn:
            self._drawn[name] = None
            self._due.add(name)
            self._wanted()
        return self._drawn[name]

    def _beside(self, line: str) -> list[list[Drawn]]:
        """The pictures of a line, those that fit beside one another together."""
        if not self.room.rows:
            return []
        placed: list[list[Drawn]] = []
        left = 0
        for drawn in filter(None, map(self._of, picture_names(line))):
            if drawn.columns > left:
                placed.append([])
                left = self._width - hang_of(line, self._width)
            placed[-1].append(drawn)
            left -= drawn.columns + _GAP
        return placed

    def height(self, line: str) -> int:
        """The number of rows below a line."""
        return sum(map(self._rows, self._beside(line)))

    def _rows(self, beside: Sequence[Drawn]) -> int:
        return min(max(len(one.lines) for one in beside), self.room.rows)

    def row(self, line: str, number: int) -> Sequence[Part]:
        """What a row below a line shows."""
        for beside in self._beside(line):
            if number < (rows := self._rows(beside)):
                return _row(beside, number)
            number -= rows
        return ()

    def due(self) -> list[str]:
        """The names of the pictures to draw, once."""
        names, self._due = sorted(self._due), set()
        return names

    def take(self, found: Mapping[str, Drawn | None]) -> bool:
        """Show these pictures; whether one has changed."""
        changed = any(self._drawn.get(name) != drawn for name, drawn in found.items())
        self._drawn.update(found)
        return changed


def _row(beside: Sequence[Drawn], number: int) -> list[Part]:
    """A row of pictures that are beside one another."""
    parts: list[Part] = []
    for drawn in beside:
        shown = drawn.lines[number] if number < len(drawn.lines) else (Part(" " * drawn.columns),)
        parts += [*([Part(" " * _GAP)] if parts else []), *shown]
    return parts
