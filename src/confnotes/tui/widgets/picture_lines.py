"""A picture as lines of half blocks, which every terminal shows: a cell is two pixels, one above the other."""

from __future__ import annotations

import io
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.color import Color
from rich.style import Style

from confnotes import system
from confnotes.tui.widgets.drawing import Line, Part

if TYPE_CHECKING:
    from pathlib import Path

HIGHEST: Final = 20  # lines
_WIDEST: Final = 72  # cells
_INDENT: Final = 2
_MOST_BYTES: Final = 50_000_000
_HALF: Final = "▀"


def picture_lines(file: Path, width: int) -> tuple[Line, ...]:
    """The picture in at most `width` cells; no lines if it cannot be read. Slow: call it in a thread."""
    try:
        return _lines(file, file.stat().st_mtime_ns, min(width - _INDENT, _WIDEST))
    except OSError:
        return ()


@lru_cache(maxsize=64)
def _lines(file: Path, _changed: int, width: int) -> tuple[Line, ...]:
    from PIL import Image

    from confnotes.actions.exporting.photo_pictures import shrunk

    small = shrunk(system.read_file(file, _MOST_BYTES), 4 * HIGHEST)
    if small is None or width < 1:
        return ()
    with Image.open(io.BytesIO(small.data)) as opened:
        image = opened.convert("RGB")
    image.thumbnail((width, 2 * HIGHEST))
    rows = [[_pixel(image, x, y) for x in range(image.width)] for y in range(image.height)]
    rows += [rows[-1]] * (len(rows) % 2)
    return tuple(_line(upper, lower) for upper, lower in zip(rows[::2], rows[1::2], strict=True))


def _pixel(image: object, x: int, y: int) -> str:
    red, green, blue = image.getpixel((x, y))  # type: ignore[attr-defined]
    return f"{red:02x}{green:02x}{blue:02x}"


def _line(upper: list[str], lower: list[str]) -> Line:
    cells = groupby(_HALF + one + other for one, other in zip(upper, lower, strict=True))
    return [Part(" " * _INDENT), *(Part(_HALF * len(list(alike)), role) for role, alike in cells)]


@lru_cache(maxsize=4096)
def pixel_style(role: str) -> Style | None:
    """The two colors of a cell of a picture; None for other roles."""
    if not role.startswith(_HALF):
        return None
    return Style(color=Color.parse(f"#{role[1:7]}"), bgcolor=Color.parse(f"#{role[7:]}"))
