"""A line of tabs: days, kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import Line, Part, width_of


class TabLine(Painted):
    """Tabs beside each other, one of them chosen; those that do not fit scroll out of sight."""

    @dataclass
    class Chosen(Message):
        """A tab was pressed with the mouse."""

        index: int

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._titles: Sequence[str] = ()
        self._index = 0

    def tell(self, titles: Sequence[str], index: int) -> None:
        """Show these tabs."""
        self._titles, self._index = titles, index
        self.repaint()

    def painted(self, width: int) -> list[Line]:
        first = 0
        while first < self._index and width_of(self._line(first, self._index)) > width - 4:
            first += 1
        line = self._line(first, len(self._titles) - 1)
        return [[Part("  " if not first else " ‹"), *line]]

    def _line(self, first: int, last: int) -> Line:
        parts: Line = []
        for index in range(first, last + 1):
            role = "strong" if index == self._index else "faint"
            parts += [Part(" ", "text", str(index)), Part(self._titles[index], role, str(index)), Part("  ")]
        return parts

    def on_painted_pressed(self, event: Painted.Pressed) -> None:
        event.stop()
        self.post_message(self.Chosen(int(event.target)))
