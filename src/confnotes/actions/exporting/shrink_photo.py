"""A photo made fit to hand out: upright, small, in colours that every screen shows alike, and nothing but its dots.

What a camera or a program wrote into the file (where it was taken, with which device, comments, previews, colour
profiles) is not in what comes out: the dots alone are put into a new file.
"""

from __future__ import annotations

import io
import warnings
from contextlib import suppress
from typing import Any, Final

from confnotes.catalogue.photos.open_picture import open_picture
from confnotes.exporters.setting import Picture

_FORMATS: Final = ("JPEG", "MPO", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")
_WITHOUT_LOSS: Final = frozenset({"PNG", "GIF", "BMP", "TIFF"})
_MOST_DOTS: Final = 60_000_000
_MOST_DOTS_OF_A_JPEG: Final = 150_000_000
"""A JPEG is read at a part of its size."""
_QUALITY: Final = 82


def shrunk(data: bytes, side: int) -> Picture | None:
    """The picture in a file, none of its sides longer than `side` dots; of an animation the first frame.

    None where it is no picture that can be read, or one so large that reading it would hurt. The same bytes come of
    the same file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _shrunk(data, side)
    except Exception:  # what a broken picture makes of its reader cannot be foreseen
        return None


def _shrunk(data: bytes, side: int) -> Picture | None:
    from PIL import Image, ImageOps

    with open_picture(data, _FORMATS) as image:
        is_jpeg, without_loss = image.format in ("JPEG", "MPO"), image.format in _WITHOUT_LOSS
        if image.width * image.height > (_MOST_DOTS_OF_A_JPEG if is_jpeg else _MOST_DOTS):
            return None
        image.draft("RGB", (side, side))
        profile = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        opaque = _on_white(upright)
    opaque.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if profile:
        opaque = _in_usual_colours(opaque, profile)
    return _written(Image.frombytes("RGB", opaque.size, opaque.tobytes()), without_loss=without_loss)


def _on_white(image: Any) -> Any:
    """The picture without transparency: black lines on nothing would vanish on a dark page."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    if image.mode in ("I", "I;16", "I;16B", "F"):
        low, high = image.getextrema()
        scale = 255 / ((high - low) or 1)
        return image.point(lambda value: value * scale - low * scale).convert("L").convert("RGB")
    return image.convert("RGB")


def _in_usual_colours(image: Any, profile: bytes) -> Any:
    """The picture in sRGB; as it is where its profile is none for such a picture."""
    from PIL import ImageCms

    with suppress(Exception):
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    return image


def _written(image: Any, *, without_loss: bool) -> Picture:
    """As a JPEG; what was without loss, such as a picture of a screen, as a PNG where that is not larger."""
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    if without_loss:
        png = io.BytesIO()
        image.save(png, "PNG", optimize=True)
        if png.tell() <= jpeg.tell() * 1.5:
            return Picture(png.getvalue(), "image/png", *image.size)
    return Picture(jpeg.getvalue(), "image/jpeg", *image.size)
