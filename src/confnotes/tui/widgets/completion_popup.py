"""The completion popup: a few suggestions below the line being typed, or above it if there is more room.

It has no focus and takes no keys; its screen moves the selection.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.geometry import Region, Size
from textual.strip import Strip

from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import Line, Part, clean, shorten, spread, strip_of, style_on, width_of

MOST_ROWS = 8  # at 24 lines, half of the text stays visible
LEAST_WIDTH, MOST_WIDTH = 36, 62
_MARGIN = 4  # cells: a border and a space on both sides
_MOST_HINT = 28  # cells


class Offer(NamedTuple):
    """A suggestion: its name, a hint where it belongs, and the span of the typed letters."""

    name: str
    hint: str
    hit: tuple[int, int] = (0, 0)


class CompletionPopup(Painted):
    """A list of suggestions with one selected; hidden while empty."""

    DEFAULT_CSS = """
    CompletionPopup {
        display: none; layer: completion; position: absolute; background: $panel; color: $foreground;
        width: 36; height: 1;
    }
    """

    def __init__(self, take: Callable[[int], object]) -> None:
        """`take` is called with the index of a clicked suggestion."""
        super().__init__()
        self._take = take
        self._offers: Sequence[Offer] = ()
        self._first = 0
        self._place = Region()
        self.chosen = 0

    @property
    def is_open(self) -> bool:
        return bool(self._offers)

    @property
    def height(self) -> int:
        """The lines that it takes, 0 while it is hidden."""
        return self._place.height if self.is_open else 0

    def offer(self, offers: Sequence[Offer], within: Region, line: Region, column: int, *, afresh: bool) -> None:
        """Show suggestions, the first selected, `within` a region of the screen and clear of the `line` being typed.

        `column` is the screen column where the completed word starts. Without `afresh` the popup never shrinks. It is
        hidden if there is no room.
        """
        width = max((width_of(self._line(offer)) for offer in offers), default=0) + _MARGIN
        width = max(LEAST_WIDTH, min(width, MOST_WIDTH), 0 if afresh else self._place.width)
        size = Size(min(width, within.width), min(len(offers), MOST_ROWS))
        place = place_beside(within, line, column, size)
        if not offers or place is None:
            self.close()
            return
        self._offers, self.chosen, self._first = offers, 0, 0
        if place != self._place:
            self._place = place
            self.styles.width, self.styles.height = place.size
            self.styles.offset = place.offset
        self.display = True
        self.refresh()

    def close(self) -> None:
        if self.is_open:
            self._offers = ()
            self.display = False

    def move(self, step: int) -> None:
        """Select the next or previous suggestion, wrapping around."""
        self.chosen = (self.chosen + step) % len(self._offers)
        self._first = max(min(self._first, self.chosen), self.chosen - self._place.height + 1)
        self.refresh()

    def on_painted_pressed(self, event: Painted.Pressed) -> None:
        event.stop()
        self._take(int(event.target))

    @staticmethod
    def _line(offer: Offer) -> Line:
        return [Part(offer.name), Part("  " if offer.hint else ""), Part(shorten(offer.hint, _MOST_HINT))]

    def painted(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for index, offer in list(enumerate(self._offers))[self._first : self._first + self._place.height]:
            chosen = index == self.chosen
            press = str(index)
            left = [Part(" ▸ " if chosen else "   ", "accent", press)]
            role = "strong" if chosen else "text"
            start, end = offer.hit
            for text, look in ((offer.name[:start], role), (offer.name[start:end], "hit"), (offer.name[end:], role)):
                left.append(Part(text, look, press))
            room = max(width // 2, width - width_of(left) - 3)
            hint = Part(shorten(offer.hint, min(_MOST_HINT, room)), "dim" if chosen else "faint", press)
            lines.append(spread(left, [hint, Part(" ", "text", press)], width))
        return lines

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self.lines(width)
        base = self.visual_style.rich_style
        if y + self._first == self.chosen:
            base += style_on(self, "chosen")
        return strip_of(lines[y] if y < len(lines) else [], width, self._style_of, base)


def make_offer(name: str, hint: str, typed: str) -> Offer:
    """A suggestion with its texts cleaned; its hit is where the typed letters start a word."""
    shown = clean(name)
    found = re.search(rf"\b{re.escape(typed)}", shown, re.IGNORECASE) if typed.strip() else None
    return Offer(shown, clean(hint), found.span() if found else (0, 0))


def place_beside(within: Region, line: Region, column: int, size: Size) -> Region | None:
    """A region of `size` below the line, or above it if there is more room; None if there is no room."""
    below = within.bottom - line.bottom
    above = line.y - within.y
    under = below >= size.height or below >= above
    height = min(size.height, below if under else above)
    if height <= 0:
        return None
    x = max(within.x, min(column, within.right - size.width))
    return Region(x, line.bottom if under else line.y - height, size.width, height)
