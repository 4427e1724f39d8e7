"""A pane of text that scrolls: the facts of a talk, a person, a preview; drawn line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from confnotes.tui.widgets.drawing import Line, strip_of, style_on

LEAST_WIDTH = 20  # cells of a pane whose border is dragged, and of what is beside it
Draw = Callable[[int], list[Line]]


class Pane(ScrollView, can_focus=True):
    """Draws the lines that a function returns for its width; the mouse drags the border at its left."""

    @dataclass
    class Pressed(Message):
        """A part with a `click` was clicked: a link, a person, a note."""

        target: str

    def __init__(self, widget_id: str, *, classes: str | None = None) -> None:
        super().__init__(id=widget_id, classes=classes)
        self._draw: Draw | None = None
        self._lines: list[Line] = []
        self._made_for = -1
        self.dragged_width: int | None = None

    def show(self, draw: Draw | None, *, keep_place: bool = False) -> None:
        """Show other text, from the top or, with `keep_place`, at the current position."""
        self._draw = draw
        self._made_for = -1
        if not keep_place:
            self.scroll_to(y=0, animate=False, immediate=True)
        self._make()
        self.refresh()

    @property
    def lines(self) -> list[Line]:
        return self._lines

    def _make(self) -> None:
        width = self.scrollable_content_region.width
        if width != self._made_for and width > 0:
            self._lines = self._draw(width) if self._draw else []
            self._made_for = width
            self.virtual_size = Size(width, len(self._lines))

    def on_resize(self, event: events.Resize) -> None:
        self._make()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        line = y + int(self.scroll_offset.y)
        parts = self._lines[line] if line < len(self._lines) else []
        return strip_of(parts, width, self._style_of, self.visual_style.rich_style)

    def _style_of(self, role: str) -> Style:
        return style_on(self, role)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the border at the left."""
        if event.x == 0 and event.button == 1 and self.styles.border_left[0]:
            event.prevent_default().stop()
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the border while it is held."""
        beside = self.parent
        if self.app.mouse_captured is self and isinstance(beside, Widget):
            event.stop()
            most = max(beside.region.width - LEAST_WIDTH, LEAST_WIDTH)
            self.dragged_width = max(LEAST_WIDTH, min(self.region.right - event.screen_x, most))
            self.styles.max_width = None
            self.styles.width = self.dragged_width

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self.app.mouse_captured is self:
            event.stop()
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        target = event.style.meta.get("press")
        if isinstance(target, str) and target:
            event.stop()
            self.post_message(self.Pressed(target))
