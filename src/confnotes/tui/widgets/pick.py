"""A row with one of several options: all side by side if they fit, otherwise the chosen one and its position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.message import Message

from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import Line, Part, clean, pad, shorten, spread, width_of

LABEL = 11  # cells
INDENT = LABEL + 4
"""Cells before the options."""
_WIDEST_LIST = 7  # options: longer lists open in a dialog


class Option(NamedTuple):
    """An option: its value for the program, its label and a hint.

    `lacks` says what to install before it works; empty if nothing is missing.
    """

    value: str
    label: str
    hint: str = ""
    lacks: str = ""


class Pick(Painted, can_focus=True):
    """A label and its options: arrow keys change the option, enter opens the full list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Previous option", show=False),
        Binding("right", "turn(1)", "Next option", show=False),
        Binding("enter,space", "ask", "All options", show=False),
    ]
    DEFAULT_CSS = "Pick { height: 1; }"

    @dataclass
    class Chosen(Message):
        """Another option was chosen."""

        pick: Pick

    @dataclass
    class Asked(Message):
        """A request to show the full list."""

        pick: Pick

    def __init__(self, widget_id: str, label: str, options: Sequence[Option] = ()) -> None:
        super().__init__(id=widget_id)
        self.label = label
        self._options = list(options)
        self.at = 0

    @property
    def options(self) -> Sequence[Option]:
        return self._options

    @property
    def option(self) -> Option:
        """The chosen option; an empty one without options."""
        return self._options[self.at] if self._options else Option("", "")

    @property
    def value(self) -> str:
        """The value of the chosen option."""
        return self.option.value

    def tell(self, options: Sequence[Option], value: str | None = None) -> None:
        """Replace the options, and choose the one with that value, otherwise the first."""
        self._options = list(options)
        self.at = next((at for at, option in enumerate(options) if option.value == value), 0)
        self.refresh()

    def take(self, option: Option) -> None:
        """Choose an option, adding it if it is new; posts no message."""
        self.at = next((at for at, one in enumerate(self._options) if one.value == option.value), -1)
        if self.at < 0:
            self._options.append(option)
            self.at = len(self._options) - 1
        self.refresh()

    def painted(self, width: int) -> list[Line]:
        mark = Part("▸ " if self.has_focus else "  ", "accent")
        lead = [Part("  "), mark, Part(pad(self.label, LABEL), "strong" if self.has_focus else "dim")]
        everything = self._all()
        if len(self._options) <= _WIDEST_LIST and width_of(everything) <= width - INDENT - 1:
            return [[*lead, *everything]]
        place = f"{self.at + 1} of {len(self._options)}" if len(self._options) > 1 else ""
        label = shorten(clean(self.option.label), width - INDENT - len(place) - 6)
        chosen = [
            Part("‹ ", "faint", "turn:-1"),
            Part(label, "accent" if self.has_focus else "strong", "ask"),
            Part(" ›", "faint", "turn:1"),
        ]
        return [spread([*lead, *chosen], [Part(place, "faint", "ask"), Part(" ")], width)]

    def _all(self) -> Line:
        parts: Line = []
        for index, option in enumerate(self._options):
            chosen = index == self.at
            role = ("accent" if self.has_focus else "strong") if chosen else "faint"
            parts += [Part("   ")] * bool(index) + [Part(clean(option.label), role, f"take:{index}")]
        return parts

    def on_painted_pressed(self, event: Painted.Pressed) -> None:
        event.stop()
        what, _, number = event.target.partition(":")
        if what == "ask":
            self.action_ask()
        elif what == "turn":
            self.action_turn(int(number))
        else:
            self._choose(int(number))

    def action_turn(self, step: int) -> None:
        """Choose the next or previous option, wrapping around."""
        if self._options:
            self._choose((self.at + step) % len(self._options))

    def action_ask(self) -> None:
        """Request the full list."""
        self.post_message(self.Asked(self))

    def _choose(self, index: int) -> None:
        if index != self.at:
            self.at = index
            self.refresh()
            self.post_message(self.Chosen(self))


class Choices(Pick, inherit_bindings=False):
    """A `Pick` of plain texts, always shown side by side, with the chosen one highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "Previous option", show=False),
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
