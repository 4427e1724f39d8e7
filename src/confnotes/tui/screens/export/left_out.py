"""What is not in an export, and why, by name. For its author only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from confnotes.tui.screens.dialog import Dialog
from confnotes.tui.widgets.drawing import SCREEN_STYLES, Line, Part, clean, keys, wrap
from confnotes.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from confnotes.model.summary_order import LeftOut

MOST_LINES = 30


class LeftOutScreen(Dialog[None]):
    """A list that scrolls."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(SCREEN_STYLES)
    DEFAULT_CSS = "LeftOutScreen Pane { height: 4; max-height: 55vh; margin-top: 1; }"

    def __init__(self, left_out: Sequence[LeftOut]) -> None:
        super().__init__()
        self._left_out = left_out
        self.pane = Pane("left-out")

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content("What is left out"), classes="title")
            yield self.pane
            yield Static(keys(("↑ ↓", "scroll"), ("esc", "back")), classes="keys")

    def on_mount(self) -> None:
        self.pane.show(self._drawn)
        self.call_after_refresh(self._fit)
        self.pane.focus()

    def _fit(self) -> None:
        """Take no more lines than there are."""
        self.pane.styles.height = min(len(self.pane.lines), MOST_LINES)

    def _drawn(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for one in self._left_out:
            lines.append([Part(f"{one.number:,} {clean(one.why)}", "strong")])
            lines += [[Part("  "), Part(piece, "dim")] for name in one.names for piece in wrap(clean(name), width - 3)]
            if one.more:
                lines.append([Part(f"  and {one.more:,} more", "faint")])
            lines.append([])
        return lines or [[Part("Nothing: all that there is will come out.", "dim")]]
