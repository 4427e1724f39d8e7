"""A picture as lines of cells: half blocks, which every terminal shows, or what its graphics put over the cells.

Those are kitty's graphics protocol, Sixel, and iTerm2's inline images. textual-image writes the first two, but asks the
terminal when it is imported, and reads the answer itself: keys that are typed meanwhile are lost, and a terminal
without an answer delays the first frame. It has no iTerm2 images.

- kitty: https://sw.kovidgoyal.net/kitty/graphics-protocol/
- Sixel: https://vt100.net/docs/vt3xx-gp/chapter14.html
- iTerm2: https://iterm2.com/documentation-images.html
"""

from __future__ import annotations

import io
from base64 import b64encode
from enum import Enum, auto
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from rich.color import Color
from rich.style import Style

from confnotes import system
from confnotes.tui.widgets.drawing import Part

if TYPE_CHECKING:
    from PIL.Image import Image


PLACEHOLDER: Final = "\U0010eeee"
"""A cell of a picture of kitty's, followed by its row and its column as diacritics."""

# fmt: off
_DIACRITICS: Final = "".join(map(chr, (
    0x305, 0x30D, 0x30E, 0x310, 0x312, 0x33D, 0x33E, 0x33F, 0x346, 0x34A, 0x34B, 0x34C, 0x350, 0x351, 0x352, 0x357,
    0x35B, *range(0x363, 0x370), *range(0x483, 0x488), 0x592, 0x593, 0x594, 0x595, 0x597, 0x598, 0x599, 0x59C,
    0x59D, 0x59E, 0x59F, 0x5A0, 0x5A1, 0x5A8, 0x5A9, 0x5AB, 0x5AC, 0x5AF, 0x5C4, *range(0x610, 0x618),
    *range(0x657, 0x65C), 0x65D, 0x65E, *range(0x6D6, 0x6DD), 0x6DF, 0x6E0, 0x6E1, 0x6E2, 0x6E4, 0x6E7, 0x6E8,
    0x6EB, 0x6EC, 0x730, 0x732, 0x733, 0x735, 0x736, 0x73A, 0x73D, 0x73F, 0x740, 0x741, 0x743, 0x745, 0x747, 0x749,
    0x74A, *range(0x7EB, 0x7F2), 0x7F3, *range(0x816, 0x81A), *range(0x81B, 0x824), 0x825, 0x826, 0x827,
    *range(0x829, 0x82E), 0x951, 0x953, 0x954, 0xF82, 0xF83, 0xF86, 0xF87, 0x135D, 0x135E, 0x135F, 0x17DD, 0x193A,
    0x1A17, *range(0x1A75, 0x1A7D), 0x1B6B, *range(0x1B6D, 0x1B74), 0x1CD0, 0x1CD1, 0x1CD2, 0x1CDA, 0x1CDB, 0x1CE0,
    0x1DC0, 0x1DC1, *range(0x1DC3, 0x1DCA), 0x1DCB, 0x1DCC, *range(0x1DD1, 0x1DE7), 0x1DFE, 0x20D0, 0x20D1,
    *range(0x20D4, 0x20D8), 0x20DB, 0x20DC, 0x20E1, 0x20E7, 0x20E9, 0x20F0, 0x2CEF, 0x2CF0, 0x2CF1,
    *range(0x2DE0, 0x2E00), 0xA66F, 0xA67C, 0xA67D, 0xA6F0, 0xA6F1, *range(0xA8E0, 0xA8F2), 0xAAB0, 0xAAB2, 0xAAB3,
    0xAAB7, 0xAAB8, 0xAABE, 0xAABF, 0xAAC1, *range(0xFE20, 0xFE27), 0x10A0F, 0x10A38, *range(0x1D185, 0x1D18A),
    *range(0x1D1AA, 0x1D1AE), 0x1D242, 0x1D243, 0x1D244,
)))
# fmt: on
MOST_CELLS: Final = len(_DIACRITICS)
"""The most columns, and rows, of a picture of kitty's."""

_CHUNK: Final = 4096  # characters of a piece of data
_COLORS: Final = 256
_BAND: Final = 6  # rows of pixels in a character of Sixel
_SIXEL: Final = bytes(range(63, 63 + 64))
_SHORT_RUN: Final = 4  # a longer one is shorter with its number


def placeholders(row: int, columns: int) -> str:
    """The cells of a row of a picture; their color is the picture's number."""
    return "".join(PLACEHOLDER + _DIACRITICS[row] + _DIACRITICS[column] for column in range(columns))


def kitty_picture(image: Image, number: int, columns: int, rows: int) -> str:
    """Sends a picture, which appears wherever its placeholders are; kitty answers nothing."""
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=4)
    data = b64encode(file.getvalue()).decode()
    pieces = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    keys = f"a=T,U=1,f=100,q=2,i={number},c={columns},r={rows},"
    last = len(pieces) - 1
    return "".join(f"\x1b_G{keys if not at else ''}m={int(at < last)};{piece}\x1b\\" for at, piece in enumerate(pieces))


def forget_kitty_picture(number: int) -> str:
    """Has kitty free the memory of a picture."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def iterm_picture(image: Image, columns: int, rows: int) -> str:
    """Draws a picture at the cursor."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90)
    data = file.getvalue()
    keys = f"inline=1;size={len(data)};width={columns};height={rows};preserveAspectRatio=1"
    return f"\x1b]1337;File={keys}:{b64encode(data).decode()}\x07"


def sixel_picture(image: Image) -> str:
    """Draws a picture at the cursor, a pixel for each of its own, in 256 colors."""
    small = image.quantize(_COLORS)
    width, height = small.size
    palette, data = small.getpalette() or [], small.tobytes()
    out = bytearray(f'\x1bP0;1q"1;1;{width};{height}'.encode())
    for color in set(data):
        red, green, blue = ((value * 100 + 127) // 255 for value in palette[3 * color : 3 * color + 3])
        out += f"#{color};2;{red};{green};{blue}".encode()
    for top in range(0, height, _BAND):
        rows = [data[at * width : (at + 1) * width] for at in range(top, min(top + _BAND, height))]
        out += b"$".join(_spans(color, columns) for color, columns in _columns(rows).items()) + b"-"
    return (out + b"\x1b\\").decode("ascii")


def _columns(rows: list[bytes]) -> dict[int, dict[int, int]]:
    """The columns of each color in six rows of pixels, with a bit for each row."""
    found: dict[int, dict[int, int]] = {}
    for at, row in enumerate(rows):
        for x, color in enumerate(row):
            columns = found.get(color)
            if columns is None:
                columns = found[color] = {}
            columns[x] = columns.get(x, 0) | 1 << at
    return found


def _spans(color: int, columns: dict[int, int]) -> bytes:
    """The columns of one color as Sixel has them: a character each, with a number before those that repeat."""
    out = bytearray(b"#%d" % color)
    end = count = last = 0
    for x, bits in sorted(columns.items()):
        if x == end and bits == last:
            count += 1
        else:
            out += _repeated(last, count)
            out += _repeated(0, x - end)
            last, count = bits, 1
        end = x + 1
    return bytes(out + _repeated(last, count))


def _repeated(bits: int, count: int) -> bytes:
    sign = _SIXEL[bits : bits + 1]
    return sign * count if count < _SHORT_RUN else b"!%d%b" % (count, sign)


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
