"""Rendered Markdown, drawn in a worker: the previews of a note and of a summary."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from rich.style import Style
from textual import events

from confnotes.tui.beside import read_beside
from confnotes.tui.widgets.drawing import Line, Part, clean, wrap
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.picture_lines import pixel_style
from confnotes.wanted import go_on

if TYPE_CHECKING:
    from confnotes.tui.widgets.preview_lines import MarkEmbeds, Pictures
    from confnotes.tui.widgets.query_lines import AnswersOf

MARGIN = 2  # cells
ROLES: Final = ("heading1", "heading2", "emphasis", "strong-emphasis", "code", "struck", "marked")
"""The styles that only the preview has."""


class MarkdownPane(Pane):
    """A pane with styles for headings, emphasis and code."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"part--{role}" for role in ROLES}

    DEFAULT_CSS = """
    MarkdownPane {
        & .part--heading1 { color: $accent; text-style: bold; }
        & .part--heading2 { text-style: bold; }
        & .part--emphasis { text-style: italic; }
        & .part--strong-emphasis { text-style: bold italic; }
        & .part--code { color: $dim; background: $panel; }
        & .part--marked { background: $hit; color: $on-accent; }
        & .part--struck { color: $faint; text-style: strike; }
    }
    """

    def _style_of(self, role: str) -> Style:
        if role in ROLES:
            return self.get_component_rich_style(f"part--{role}", partial=True)
        return pixel_style(role) or super()._style_of(role)


class Preview(MarkdownPane):
    """Shows a note as its readers will see it."""

    def __init__(self, widget_id: str, answers: AnswersOf, mark_embeds: MarkEmbeds, pictures: Pictures) -> None:
        """In a thread, `answers` runs the query blocks of a text, `mark_embeds` marks its embedded notes and
        `pictures` draws its pictures.
        """
        super().__init__(widget_id)
        self._answers, self._mark_embeds, self._pictures = answers, mark_embeds, pictures
        self._text = ""
        self._row = 0

    def show_text(self, text: str, row: int) -> None:
        """Show the body of a note, with that row in the middle of the window."""
        self._text, self._row = text, row
        if self.size.width > 2 * MARGIN:
            drawn = partial(self._draw_text, text, self.size.width)
            read_beside(self, drawn, partial(self._show_drawn, row))

    def _draw_text(self, text: str, width: int) -> tuple[list[Line], list[tuple[int, int]]]:
        """The drawn lines, and the line at which the block of each row starts."""
        from confnotes.tui.widgets.preview_lines import preview

        return preview(text, width - 2 * MARGIN - 1, self._answers, self._mark_embeds, self._pictures)

    def _show_drawn(self, row: int, drawn: tuple[list[Line], list[tuple[int, int]]]) -> None:
        shown, places = drawn
        margin = Part(" " * MARGIN)
        lines = [[margin, *line] for line in shown]
        self.show(lambda width: lines, keep_place=True)
        top = max(_line_of(row, places, len(lines)) - self.size.height // 2, 0)
        self.scroll_to(y=top, animate=False, force=True)  # by force: before the first layout it has no scrollbar

    def on_resize(self, event: events.Resize) -> None:
        self.show_text(self._text, self._row)


def _line_of(row: int, places: list[tuple[int, int]], count: int) -> int:
    """The approximate line, of `count`, at which a row is drawn: at the same share of its block as in the text."""
    at = bisect_right(places, (row, count)) - 1
    if at < 0:
        return 0
    first, top = places[at]
    after, bottom = places[at + 1] if at + 1 < len(places) else (max(row + 1, first + count - top), count)
    return top + (row - first) * (bottom - top) // max(after - first, 1)


FIRST_ROWS = 200  # lines drawn first, so that the first page does not wait for the rest
MOST_ROWS = 8000  # of a data file: the rest is for other programs
WIDEST = 92  # cells: longer lines are hard to read
_NO_PLACES: list[tuple[int, int]] = []


class SummaryPreview(MarkdownPane):
    """Shows rendered Markdown, or data as plain text."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(widget_id, classes="body")
        self._seen = ""
        self._is_data = False
        self._places = _NO_PLACES
        self._shown = ""

    def show_seen(self, text: str, *, is_data: bool) -> None:
        """Show the content of the export."""
        self._seen, self._is_data = text, is_data
        if self.size.width > 2 * MARGIN:
            read_beside(self, partial(self._draw_seen, text, is_data, self.size.width), group="preview")

    def _draw_seen(self, text: str, is_data: bool, width: int) -> None:
        rows = text.split("\n")
        for number in dict.fromkeys((min(FIRST_ROWS, len(rows)), min(MOST_ROWS, len(rows)))):
            if number == FIRST_ROWS < len(rows) and self._shown:
                continue  # keep the scroll position of visible content
            lines, places = _drawn(rows[:number], is_data, min(width - 2 * MARGIN - 1, WIDEST))
            if number < len(rows) and number == MOST_ROWS:
                lines.append([Part(f"… {len(rows) - number:,} more lines in the file", "faint")])
            go_on()
            self.call_later(self._show_drawn, text, lines, places)

    def _show_drawn(self, text: str, drawn: list[Line], places: list[tuple[int, int]]) -> None:
        """Show the lines; `places` maps rows to the lines where their blocks start."""
        place = self._reading()
        margin = Part(" " * MARGIN)
        lines = [[margin, *line] for line in drawn]
        self._shown, self._places = text, places
        self.show(lambda _width: lines, keep_place=True)
        self._go_back(place)

    def _reading(self) -> tuple[str, int, int]:
        """The current heading, the lines scrolled below it, and the lines scrolled from the top."""
        at = int(self.scroll_offset.y)
        rows = self._shown.split("\n")
        for row, line in reversed(self._places[: bisect_right(self._places, at, key=lambda place: place[1])]):
            if rows[row].startswith("#"):
                return rows[row], at - line, at
        return "", 0, at

    def _go_back(self, place: tuple[str, int, int]) -> None:
        heading, below, at = place
        rows = self._shown.split("\n")
        if heading:
            at = next((line + below for row, line in self._places if rows[row] == heading), at)
        self.scroll_to(y=min(at, max(len(self.lines) - 1, 0)), animate=False, immediate=True)

    def on_resize(self, event: events.Resize) -> None:
        self.show_seen(self._seen, is_data=self._is_data)


def _drawn(rows: list[str], is_data: bool, width: int) -> tuple[list[Line], list[tuple[int, int]]]:
    if not is_data:
        from confnotes.tui.widgets.preview_lines import preview

        return preview("\n".join(rows), width)
    lines: list[Line] = []
    for row in rows:
        text = clean(row)
        indent = min(len(text) - len(text.lstrip()), width // 2)
        lines += [[Part(" " * indent), Part(piece, "dim")] for piece in wrap(text, width - indent)]
    return lines, []
