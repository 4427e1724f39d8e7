"""A picture as lines of cells: half blocks, which every terminal shows, or what its graphics put over the cells."""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from rich.color import Color
from rich.style import Style

from confnotes import system
from confnotes.tui.picture_codes import (
    MOST_CELLS,
    PLACEHOLDER,
    iterm_picture,
    kitty_picture,
    placeholders,
    sixel_picture,
)
from confnotes.tui.widgets.drawing import Part

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_BYTES: Final = 50_000_000
_MOST_SIXEL: Final = (1000, 750)  # pixels; xterm draws no larger ones, and they take a second
_MOST_PIXELS: Final = 1600  # of a side: more makes pictures slow over SSH, and nobody sees it
_HALF: Final = "▀"


class Graphics(Enum):
    """How a terminal shows pictures."""

    BLOCKS = auto()
    KITTY = auto()
    SIXEL = auto()
    ITERM = auto()


class Room(NamedTuple):
    """Where a picture has to fit: cells, and the pixels of one cell."""

    columns: int
    rows: int
    cell: tuple[int, int] = (10, 20)


class Drawn(NamedTuple):
    """A picture as `lines` of `columns` cells.

    `code` is for the terminal: with a `number`, a picture of kitty's, which the lines need; otherwise what draws the
    picture over the lines, from their first cell on.
    """

    lines: tuple[tuple[Part, ...], ...]
    columns: int
    code: str = ""
    number: int = 0


def draw_picture(file: Path, room: Room, graphics: Graphics) -> Drawn | None:
    """The picture below a line of text, never larger than it is; None if it cannot be read. Slow: call it in a thread.

    Sixel and iTerm2's pictures would not scroll with the note: in these terminals it is drawn as blocks.
    """
    if graphics is not Graphics.KITTY:
        room, graphics = Room(room.columns, room.rows), Graphics.BLOCKS
    try:
        facts = file.stat()
        return _draw(file, (facts.st_mtime_ns, facts.st_size), room, graphics)
    except OSError:
        return None


@lru_cache(maxsize=64)
def _draw(file: Path, _version: tuple[int, int], room: Room, graphics: Graphics) -> Drawn | None:
    return _drawn(file, room, graphics, fills=False)


def draw_large(file: Path, room: Room, graphics: Graphics) -> Drawn | None:
    """The picture as large as the room allows; None if it cannot be read. Slow: call it in a thread."""
    try:
        return _drawn(file, room, graphics, fills=True)
    except OSError:
        return None


def _drawn(file: Path, room: Room, graphics: Graphics, *, fills: bool) -> Drawn | None:
    from confnotes.actions.exporting.photo_pictures import reduced

    cell = (1, 2) if graphics is Graphics.BLOCKS else room.cell
    columns, rows = min(room.columns, MOST_CELLS), min(room.rows, MOST_CELLS)
    width, height = columns * cell[0], rows * cell[1]
    if columns < 1 or rows < 1:
        return None
    found = reduced(system.read_file(file, _MOST_BYTES), min(width, _MOST_PIXELS), min(height, _MOST_PIXELS))
    if found is None:
        return None
    image: Image = found[0]
    scale = min(width / image.width, height / image.height)
    if not fills:
        scale = min(scale, 1.0)
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    shown = (min(-(-size[0] // cell[0]), columns), min(-(-size[1] // cell[1]), rows))
    match graphics:
        case Graphics.BLOCKS:
            return Drawn(_blocks(image.resize(size)), shown[0])
        case Graphics.KITTY:
            return _kitty(image, *shown)
        case Graphics.SIXEL:
            image = image.resize(size)
            image.thumbnail(_MOST_SIXEL)
            shown = (-(-image.width // cell[0]), -(-image.height // cell[1]))
            return Drawn(_blank(*shown), shown[0], sixel_picture(image))
        case Graphics.ITERM:
            return Drawn(_blank(*shown), shown[0], iterm_picture(image, *shown))


def _blank(columns: int, rows: int) -> tuple[tuple[Part, ...], ...]:
    return ((Part(" " * columns),),) * rows


def _kitty(image: Image, columns: int, rows: int) -> Drawn:
    """A picture of kitty's: its number is its content's, so that it is sent once."""
    number = crc32(image.tobytes(), columns * MOST_CELLS + rows) % 0xFFFFFF + 1
    lines = tuple((Part(placeholders(row, columns), f"{PLACEHOLDER}{number:06x}"),) for row in range(rows))
    return Drawn(lines, columns, kitty_picture(image, number, columns, rows), number)


def _blocks(image: Image) -> tuple[tuple[Part, ...], ...]:
    """Half blocks: a cell is two pixels, one above the other."""
    data = image.tobytes().hex()
    rows = [data[at : at + 6 * image.width] for at in range(0, len(data), 6 * image.width)]
    rows += [rows[-1]] * (len(rows) % 2)
    return tuple(_line(upper, lower) for upper, lower in zip(rows[::2], rows[1::2], strict=True))


def _line(upper: str, lower: str) -> tuple[Part, ...]:
    cells = groupby(_HALF + upper[at : at + 6] + lower[at : at + 6] for at in range(0, len(upper), 6))
    return tuple(Part(_HALF * len(list(alike)), role) for role, alike in cells)


@lru_cache(maxsize=4096)
def pixel_style(role: str) -> Style | None:
    """The colors of a cell of a picture; None for other roles."""
    if role.startswith(PLACEHOLDER):
        return Style(color=Color.parse(f"#{role[1:]}"))
    if not role.startswith(_HALF):
        return None
    return Style(color=Color.parse(f"#{role[1:7]}"), bgcolor=Color.parse(f"#{role[7:]}"))
