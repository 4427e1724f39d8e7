"""How a poster stands in a list: its board, its title, whether it was seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from confnotes.catalogue.program.posters import is_seen
from confnotes.model.record import record
from confnotes.tui.widgets.drawing import Line, Part, clean, pad, spread
from confnotes.tui.widgets.rows import Row
from confnotes.tui.widgets.talk_rows import speakers_of, star_of, title_of

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card

_CALLED_SO = re.compile(r"^poster\s*[:–—-]\s*(?=\S)", re.IGNORECASE)
WIDEST_BOARD = 8
SLIM = 50


@record(frozen=True, slots=True)
class PosterRow(Row):
    """One poster; a second line names its people. One that was seen steps back."""

    card: Card | None = None
    board_width: int = 0
    with_star: bool = True

    def lines(self, width: int, chosen: bool) -> list[Line]:
        card = self.card
        assert card is not None
        seen = is_seen(card)
        board = pad(clean(card.talk.board or ""), self.board_width) + "  " if self.board_width else ""
        left = [
            Part("  "),
            Part("▸ " if chosen else "  ", "accent"),
            Part(board, "strong" if chosen else "accent" if card.starred and not seen else "dim"),
            Part(poster_title(card), "strong" if chosen else "dim" if seen else "text"),
        ]
        score = "●" * card.rating + "○" * (5 - card.rating) + "  " if card.rating and width >= SLIM else ""
        right = [Part(score, "accent"), Part("✓ " if seen else "  ", "success")]
        right += [star_of(card, chosen), Part("  ")] if self.with_star else [Part(" ")]
        first = spread(left, right, width)
        if self.height == 1:
            return [first]
        return [first, spread([Part(" " * (4 + len(board))), Part(speakers_of(card), "faint")], [Part("  ")], width)]


def poster_title(card: Card) -> str:
    """The poster's title as it stands among posters: without “Poster:” before it."""
    return _CALLED_SO.sub("", title_of(card))


def poster_rows(cards: Sequence[Card], *, tall: bool = False, with_star: bool = True) -> list[PosterRow]:
    """The rows of posters, their boards in one column; `tall` ones name their people."""
    widest = max((cell_len(clean(card.talk.board or "")) for card in cards), default=0)
    width = min(widest, WIDEST_BOARD)
    return [
        PosterRow(card.key, 2 if tall and card.talk.speakers else 1, True, card, width, with_star) for card in cards
    ]
