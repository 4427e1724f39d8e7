"""The photos of a book: each once, under a name of ours."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from confnotes.exporters.setting import Picture, Setting
from confnotes.model.summary import Summary

_FINEST = 0.2
"""A dot of a photo is set no larger than so many mm, however small the photo."""


class BookPhotos:
    """The pictures that were asked for; `files` are their bytes by name."""

    def __init__(self, summary: Summary, setting: Setting) -> None:
        self._photos = {photo.id: photo for photo in summary.photos}
        self._picture = setting.photo
        self._taken: dict[str, list[Any] | None] = {}
        self.files: dict[str, bytes] = {}

    def set_as(self, identity: str) -> list[Any] | None:
        """The name of a photo's file, how high it may be set, mm, and how often its height its width is.

        None where no picture can be shown.
        """
        if identity not in self._taken:
            self._taken[identity] = self._take(identity)
        return self._taken[identity]

    def _take(self, identity: str) -> list[Any] | None:
        photo = self._photos.get(identity)
        picture = self._picture(photo) if photo is not None else None
        if picture is None or not _is_sound(picture):
            return None
        name = f"photo-{len(self.files) + 1}.{picture.ending}"
        self.files[name] = picture.data
        return [name, round(picture.height * _FINEST, 1), picture.width / max(1, picture.height)]


def _is_sound(picture: Picture) -> bool:
    """Whether it can be decoded; a broken one would keep the whole book from being set."""
    from PIL import Image  # costs 30 ms, and most books have no photos

    if not picture.ending:
        return False
    try:
        with Image.open(BytesIO(picture.data)) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
