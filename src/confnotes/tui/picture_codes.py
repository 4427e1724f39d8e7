"""Pictures as terminals take them: kitty's graphics protocol, Sixel, and iTerm2's inline images.

textual-image writes the first two, but asks the terminal when it is imported, and reads the answer itself: keys that
are typed meanwhile are lost, and a terminal without an answer delays the first frame. It has no iTerm2 images.

- kitty: https://sw.kovidgoyal.net/kitty/graphics-protocol/
- Sixel: https://vt100.net/docs/vt3xx-gp/chapter14.html
- iTerm2: https://iterm2.com/documentation-images.html
"""

from __future__ import annotations

import io
from base64 import b64encode
from typing import TYPE_CHECKING, Final

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
