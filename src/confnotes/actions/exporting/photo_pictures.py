"""The photos of a summary, read from their vaults and reduced for e-mail.

Reduced pictures are cached, keyed by the version of the file.
"""

from __future__ import annotations

import io
import json
import os
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from confnotes.errors import ConfnotesError
from confnotes.exporters.render_options import Picture
from confnotes.model.summary import SummaryOrder, SummaryPhoto
from confnotes.report.photos import vaults_of
from confnotes.vault.cache import Cache
from confnotes.vault.private_file import write_private
from confnotes.vault.vault import Vault
from confnotes.vault.version import digest_of

SIDES: Final = ((1600, 24_000_000), (1000, 34_000_000), (480, 40_000_000))
"""Maximum side in pixels, and the total bytes of pictures up to which it applies; beyond the last, none are added."""
_KEPT: Final = 1000
_FORMAT: Final = 1


def photo_pictures(
    vault: Vault, order: SummaryOrder, sides: Sequence[tuple[int, int]] = SIDES
) -> Callable[[SummaryPhoto], Picture | None]:
    """A function that returns the picture of a photo in the summary, of a size that `sides` give.

    It returns None for missing, broken or too large files and non-regular ones. Repeated calls for a photo are free.
    """
    return _Pictures(vault, order, sides)


class _Pictures:
    def __init__(self, vault: Vault, order: SummaryOrder, sides: Sequence[tuple[int, int]]) -> None:
        self._vault = vault
        self._order = order
        self._sides = sides
        self._known: dict[tuple[str | None, str], Picture | None] = {}
        self._bytes = 0

    @cached_property
    def _vaults(self) -> dict[str | None, Vault]:
        return dict(vaults_of(self._vault, self._order).values())

    def __call__(self, photo: SummaryPhoto) -> Picture | None:
        key = photo.author, photo.path
        if key not in self._known:
            side = next((side for side, most in self._sides if self._bytes < most), None)
            vault = self._vaults.get(photo.author)
            picture = _picture(vault, photo.path, side) if vault is not None and side is not None else None
            self._known[key] = picture
            self._bytes += len(picture.data) if picture else 0
        return self._known[key]


def _picture(vault: Vault, path: str, side: int) -> Picture | None:
    try:
        facts = (vault.root / path).lstat()
        name = digest_of(f"{_FORMAT}\0{path}\0{facts.st_mtime_ns}\0{facts.st_size}\0{side}".encode("utf-8", "replace"))
        folder = Cache(vault.root).folder / "photos"
        if (kept := _cached_picture(folder / name)) is not None:
            return kept
        picture = shrunk(vault.read_bytes(path), side)
    except (OSError, ValueError, ConfnotesError):
        return None
    if picture is not None:
        _keep(folder, name, picture)
    return picture


def _cached_picture(file: Path) -> Picture | None:
    """The picture in a cache file; None if the file is missing or damaged."""
    try:
        head, _, data = file.read_bytes().partition(b"\n")
        digest, media_type, width, height = json.loads(head)
        if digest != digest_of(data):
            return None
        os.utime(file)
        return Picture(data, str(media_type), int(width), int(height))
    except (OSError, ValueError, TypeError):
        return None


def _keep(folder: Path, name: str, picture: Picture) -> None:
    """Cache a picture and drop the least recently used ones; a read-only cache is not an error."""
    head = json.dumps([digest_of(picture.data), picture.media_type, picture.width, picture.height]).encode()
    write_private(folder / name, head + b"\n" + picture.data)
    with suppress(OSError):
        kept = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        for file in kept[:-_KEPT]:
            file.unlink(missing_ok=True)


_FORMATS: Final = ("JPEG", "MPO", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")
_WITHOUT_LOSS: Final = frozenset({"PNG", "GIF", "BMP", "TIFF"})
_MOST_DOTS: Final = 60_000_000
_MOST_DOTS_OF_A_JPEG: Final = 150_000_000
"""Maximum number of pixels of a JPEG, which can be decoded at a reduced size."""
_QUALITY: Final = 82


def shrunk(data: bytes, side: int) -> Picture | None:
    """The picture reduced to at most `side` pixels per side; the first frame of an animation.

    None if it cannot be read or is too large to decode safely. The same input gives the same bytes.
    """
    found = reduced(data, side, side)
    return None if found is None else _encode(found[0], without_loss=found[1])


def reduced(data: bytes, width: int, height: int) -> tuple[Any, bool] | None:
    """The picture as Pillow has it, upright, opaque and with at most that many pixels, and whether its format is
    lossless; None as above.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _reduced(data, (width, height))
    except Exception:  # a broken picture can raise anything in its decoder
        return None


def _reduced(data: bytes, size: tuple[int, int]) -> tuple[Any, bool] | None:
    from PIL import Image, ImageOps

    from confnotes.catalogue.photos.photo_files import open_picture

    with open_picture(data, _FORMATS) as image:
        is_jpeg, without_loss = image.format in ("JPEG", "MPO"), image.format in _WITHOUT_LOSS
        if image.width * image.height > (_MOST_DOTS_OF_A_JPEG if is_jpeg else _MOST_DOTS):
            return None
        image.draft("RGB", (max(size), max(size)))
        profile = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        opaque = _on_white(upright)
    opaque.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if profile:
        opaque = _in_usual_colours(opaque, profile)
    return Image.frombytes("RGB", opaque.size, opaque.tobytes()), without_loss


def _on_white(image: Any) -> Any:
    """The picture without transparency: black lines on a transparent background would vanish on a dark page."""
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
    """The picture converted to sRGB; unchanged if its color profile does not fit."""
    from PIL import ImageCms

    with suppress(Exception):
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    return image


def _encode(image: Any, *, without_loss: bool) -> Picture:
    """Encode as JPEG, or as PNG for a lossless picture such as a screenshot if that is not larger."""
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    if without_loss:
        png = io.BytesIO()
        image.save(png, "PNG", optimize=True)
        if png.tell() <= jpeg.tell() * 1.5:
            return Picture(png.getvalue(), "image/png", *image.size)
    return Picture(jpeg.getvalue(), "image/jpeg", *image.size)
