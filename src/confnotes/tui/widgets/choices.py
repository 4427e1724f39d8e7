"""One of a few, beside each other: arrows or a press choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import Line, Part, clean, pad, width_of

LABEL = 11


class Choices(Painted, can_focus=True):
    """A label and its options; the chosen one stands out, more so when the keys go here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Option before", show=False),
        Binding("right,space", "turn(1)", "Next option", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """Another option was chosen."""

        choices: Choices

        @property
        def control(self) -> Choices:
            return self.choices

    def __init__(self, widget_id: str, label: str, options: Sequence[str]) -> None:
        super().__init__(id=widget_id)
        self._label = label
        self._options = list(options)
        self._index = 0

    @property
    def value(self) -> str:
        """The chosen option, "" when there is none."""
        return self._options[self._index] if self._options else ""

    def tell(self, options: Sequence[str], chosen: str | None = None) -> None:
        """Offer other options."""
        self._options = list(options)
        self._index = self._options.index(chosen) if chosen in self._options else 0
        self.repaint()

    def painted(self, width: int) -> list[Line]:
        first = 0
        while first < self._index and width_of(self._line(first, self._index)) > width - LABEL - 4:
            first += 1
        mark = Part("▸ " if self.has_focus else "  ", "accent")
        return [
            [
                Part("  "),
                mark,
                Part(pad(self._label, LABEL), "dim"),
                Part("‹ " if first else ""),
                *self._line(first, len(self._options) - 1),
            ]
        ]

    def _line(self, first: int, last: int) -> Line:
        parts: Line = []
        for index in range(first, last + 1):
            chosen = index == self._index
            role = ("accent" if self.has_focus else "strong") if chosen else "faint"
            parts += [Part(clean(self._options[index]), role, str(index)), Part("   ")]
        return parts

    def on_focus(self) -> None:
        self.repaint()

    def on_blur(self) -> None:
        self.repaint()

    def on_painted_pressed(self, event: Painted.Pressed) -> None:
        event.stop()
        self._choose(int(event.target))

    def action_turn(self, step: int) -> None:
        """Choose the next option or the one before, round and round."""
        if self._options:
            self._choose((self._index + step) % len(self._options))

    def _choose(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self.repaint()
            self.post_message(self.Chosen(self))
