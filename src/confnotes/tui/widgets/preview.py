"""The preview of a note: drawn in a worker, in the place that the editor is at."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from rich.style import Style
from textual import events

from confnotes.tui.beside import read_beside
from confnotes.tui.widgets.drawing import Line, Part
from confnotes.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from confnotes.tui.widgets.preview_lines import AnswersOf

MARGIN = 2
ROLES: Final = ("heading1", "heading2", "emphasis", "strong-emphasis", "code", "struck")
"""Those of its parts that are the preview's own."""


class MarkdownPane(Pane):
    """A pane that has the styles of headings, emphasis and code."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"part--{role}" for role in ROLES}

    DEFAULT_CSS = """
    MarkdownPane {
        & .part--heading1 { color: $accent; text-style: bold; }
        & .part--heading2 { text-style: bold; }
        & .part--emphasis { text-style: italic; }
        & .part--strong-emphasis { text-style: bold italic; }
        & .part--code { color: $dim; background: $panel; }
        & .part--struck { color: $faint; text-style: strike; }
    }
    """

    def _style_of(self, role: str) -> Style:
        if role in ROLES:
            return self.get_component_rich_style(f"part--{role}", partial=True)
        return super()._style_of(role)


class Preview(MarkdownPane):
    """Shows a note as others will read it."""

    def __init__(self, widget_id: str, answers: AnswersOf) -> None:
        """`answers` is asked in a thread what the searches in a text find."""
        super().__init__(widget_id)
        self._answers = answers
        self._text = ""
        self._row = 0

    def show_text(self, text: str, row: int) -> None:
        """Show the body of a note at the block in which that row stands."""
        self._text, self._row = text, row
        if self.size.width > 2 * MARGIN:
            drawn = partial(self._draw_text, text, self.size.width)
            read_beside(self, drawn, partial(self._show_drawn, row))

    def _draw_text(self, text: str, width: int) -> tuple[list[Line], list[tuple[int, int]]]:
        """Its lines, and at which of them the block of a row is drawn."""
        from confnotes.tui.widgets.preview_lines import preview

        return preview(text, width - 2 * MARGIN - 1, self._answers)

    def _show_drawn(self, row: int, drawn: tuple[list[Line], list[tuple[int, int]]]) -> None:
        shown, places = drawn
        margin = Part(" " * MARGIN)
        lines = [[margin, *line] for line in shown]
        self.show(lambda width: lines, keep_place=True)
        at = bisect_right(places, (row, len(lines))) - 1
        if at > 0:
            self.scroll_to(y=places[at][1], animate=False)
        else:
            self.scroll_to(y=0, animate=False)

    def on_resize(self, event: events.Resize) -> None:
        self.show_text(self._text, self._row)
