"""One of a few, beside each other; those before that do not fit scroll out of sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from confnotes.tui.widgets.drawing import Line, Part, clean, pad, width_of
from confnotes.tui.widgets.pick import LABEL, Option, Pick


class Choices(Pick, inherit_bindings=False):
    """A label and its options, each called what it says; the chosen one stands out, more so when the keys go here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Option before", show=False),
        Binding("right,space", "turn(1)", "Next option", show=False),
    ]

    def __init__(self, widget_id: str, label: str, options: Sequence[str]) -> None:
        super().__init__(widget_id, label, [Option(one, one) for one in options])

    def painted(self, width: int) -> list[Line]:
        first = 0
        while first < self.at and width_of(self._line(first, self.at)) > width - LABEL - 4:
            first += 1
        mark = Part("▸ " if self.has_focus else "  ", "accent")
        lead = [Part("  "), mark, Part(pad(self.label, LABEL), "dim"), Part("‹ " if first else "")]
        return [[*lead, *self._line(first, len(self.options) - 1)]]

    def _line(self, first: int, last: int) -> Line:
        parts: Line = []
        for index in range(first, last + 1):
            role = "faint" if index != self.at else "accent" if self.has_focus else "strong"
            parts += [Part(clean(self.options[index].label), role, f"take:{index}"), Part("   ")]
        return parts
