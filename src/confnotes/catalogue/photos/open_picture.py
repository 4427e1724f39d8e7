"""Opening a picture with Pillow, by what it holds and as one of the formats that are asked for only."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from typing import Any


def open_picture(data: bytes, formats: Iterable[str]) -> Any:
    """The picture, of which only the head is read so far; HEIF where pillow-heif is installed.

    Raises what Pillow raises for what is no such picture.
    """
    from PIL import Image

    with suppress(ImportError):
        import pillow_heif

        pillow_heif.register_heif_opener()
    # Pillow knows a format by its name only when its plugin is loaded.
    Image.init()
    return Image.open(io.BytesIO(data), formats=tuple(name for name in formats if name in Image.OPEN))
