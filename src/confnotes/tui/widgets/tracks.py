"""How the track of a talk is drawn: its name, and a color that depends on nothing but the name."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zlib import crc32

from rich.cells import cell_len

from confnotes.markup.names import fold
from confnotes.tui.widgets.drawing import TRACK_COLORS, Line, Part, clean, shorten

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card

WIDE: Final = 100  # cells of a list in which every row has room for the name
LEAST_NAME, MOST_NAME = 8, 40
STRIPE: Final = "▎"


def track_of(card: Card) -> str:
    """The talk's track, otherwise its session's, otherwise ""."""
    return _clean(card.track) if card.track else ""


_clean = lru_cache(maxsize=1024)(clean)


@lru_cache(maxsize=1024)
def track_role(track: str) -> str:
    """The role in the track's color, the same in every conference and on every machine."""
    return f"track-{crc32(fold(track).encode()) % TRACK_COLORS}"


def stripe_of(card: Card) -> Part:
    """A stripe in the track's color at the left edge of a row, blank without a track."""
    track = track_of(card)
    return Part(STRIPE, track_role(track)) if track else Part(" ")


def named_track(card: Card) -> Line:
    """The stripe and the name, for the facts of a talk; empty without a track."""
    track = track_of(card)
    return [Part(f"{STRIPE} {track}", track_role(track), f"track:{track}")] if track else []


def track_column(card: Card, width: int, spare: int) -> Line:
    """The track's name before the marks of a row of `width` cells that leaves `spare` cells.

    Wide rows have a column for it; in others, it takes only what the title leaves.
    """
    track = track_of(card)
    if not track:
        return []
    room = min(MOST_NAME, width // 5 if width >= WIDE else spare)
    if room < LEAST_NAME:
        return []
    name = shorten(track, room)
    return [Part(name, track_role(track)), Part(" " * (room - cell_len(name) if width >= WIDE else 0) + "  ")]
