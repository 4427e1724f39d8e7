"""How the track of a talk is drawn: its name, and a color that depends on nothing but the name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zlib import crc32

from rich.cells import cell_len

from confnotes.markup.names import fold
from confnotes.tui.widgets.drawing import TRACK_COLORS, Line, Part, clean, shorten

if TYPE_CHECKING:
    from confnotes.catalogue.program.cards import Card

WIDE: Final = 100  # cells of a list in which every row has room for the name
LEAST_NAME: Final = 12  # cells that a long title leaves for it there
MOST_NAME: Final = 40
STRIPES: Final = "▎▌┇"
"""Large conferences have more tracks than there are colors that people can tell apart."""
_NUMBERED = re.compile(r"(.*?)\W*(\d{1,3}|\b[a-z])", re.DOTALL)
_STEP: Final = 5  # in the circle of colors, so that Track 1 and Track 2 look different, and 3 to 12 as well


def track_of(card: Card) -> str:
    """The talk's track, otherwise its session's, otherwise ""."""
    return _clean(card.track) if card.track else ""


_clean = lru_cache(maxsize=1024)(clean)


@lru_cache(maxsize=1024)
def track_stripe(track: str) -> Part:
    """A stripe for the track, in its color. Both are the same in every conference and on every machine.

    Tracks whose names differ only by a number or a letter at the end have different colors.
    """
    name = fold(track)
    numbered = _NUMBERED.fullmatch(name)
    stem, end = numbered.groups() if numbered else (name, "0")
    look = crc32(stem.encode())
    number = int(end) if end.isdecimal() else ord(end)
    color = (look + _STEP * number) % TRACK_COLORS
    return Part(STRIPES[look // TRACK_COLORS % len(STRIPES)], f"track-{color}")


def stripe_of(card: Card) -> Part:
    """A stripe in the track's color at the left edge of a row, blank without a track."""
    track = track_of(card)
    return track_stripe(track) if track else Part(" ")


def named_track(card: Card) -> Line:
    """The stripe and the name, for the facts of a talk; empty without a track."""
    track = track_of(card)
    if not track:
        return []
    stripe, role, _ = track_stripe(track)
    return [Part(f"{stripe} {track}", role, f"track:{track}")]


def track_column(card: Card, width: int, spare: int) -> Line:
    """The track's name in a row of `width` cells that leaves `spare` cells.

    Wide rows have a column for it, which a long title makes narrower; in others, it follows a title that leaves room
    for all of it.
    """
    track = track_of(card)
    size = cell_len(track)
    room = min(MOST_NAME, max(LEAST_NAME, min(width // 4, spare)) if width >= WIDE else spare)
    if not track or (size > room and width < WIDE):
        return []
    name = shorten(track, room)
    return [Part(name, track_stripe(track).role), Part(" " * (room - cell_len(name) if width >= WIDE else 0) + "  ")]
