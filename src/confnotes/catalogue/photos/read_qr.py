"""Read QR codes in photos and add their addresses to a note's front matter.

Requires the extra `qr`; all other photo features work without it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import Any, Final

from confnotes.catalogue.photos.photo_files import open_picture
from confnotes.errors import ConfnotesError
from confnotes.extras import install_extra
from confnotes.markup.canonical import canonical, is_web, parts
from confnotes.markup.frontmatter import set_fields, split
from confnotes.markup.references import resource_of
from confnotes.model.program import Resource, ResourceKind
from confnotes.vault.conference_file import link_fields

_FORMATS: Final = ("JPEG", "MPO", "PNG", "WEBP", "TIFF", "AVIF", "HEIF")
_MOST_DOTS: Final = 120_000_000  # pixels: a larger picture would take too much memory
_SIDE: Final = 2400
"""Pixels per side: enough for a code that takes a twentieth of the picture."""
_LONGEST: Final = 2000  # characters of an address


class NoReaderError(ConfnotesError):
    """The extra that reads QR codes is not installed."""

    def __init__(self) -> None:
        super().__init__("the QR code reader is not installed", f"Run: {install_extra('qr')}")


@cache
def can_read() -> bool:
    """Whether a QR code reader is installed."""
    from importlib.util import find_spec

    return find_spec("zxingcpp") is not None and find_spec("PIL") is not None


def how_to_read() -> str:
    """A hint for users with photos of posters but no reader."""
    return f"To read QR codes on posters, run: {install_extra('qr')}"


def links_in(picture: bytes) -> tuple[str, ...]:
    """The web addresses in a picture's QR codes; empty if it cannot be read. Raises NoReaderError."""
    if not can_read():
        raise NoReaderError
    import zxingcpp

    try:
        codes = zxingcpp.read_barcodes(_grey(picture), formats=zxingcpp.barcode_formats_from_str("QRCode"))
        texts = [code.text.strip() for code in codes]
    except Exception:  # a broken picture can raise anything in its decoder
        return ()
    return tuple(dict.fromkeys(text for text in texts if _is_address(text)))


def with_links(text: str, links: Sequence[str], *, is_poster: bool) -> tuple[str, tuple[Resource, ...]]:
    """The note with these links in its front matter, by kind, and those that were new.

    On a poster, a link of any other kind counts as the poster's page. A note whose front matter cannot be changed is
    returned unchanged.
    """
    fields = split(text).fields
    known = {canonical(url) for value in fields.values() for url in _listed(value)}
    added = []
    for link in links:
        found = resource_of(link)
        if is_poster and found.kind is ResourceKind.OTHER:
            found = Resource(ResourceKind.POSTER, found.url)
        if canonical(found.url) not in known:
            known.add(canonical(found.url))
            added.append(found)
    changes = {}
    for key, new in link_fields(tuple(added)).items():
        both = [*_listed(fields.get(key)), *_listed(new)]
        changes[key] = both[0] if len(both) == 1 else both
    if changes:
        with suppress(ConfnotesError):
            return set_fields(text, changes), tuple(added)
    return text, ()


def _grey(picture: bytes) -> Any:
    """The picture in grayscale, reduced to a useful size; raises what the library raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = open_picture(picture, _FORMATS)
        if image.width * image.height > _MOST_DOTS:
            raise ValueError("picture too large")
        image.draft("L", (_SIDE, _SIDE))
        grey = image.convert("L")
    grey.thumbnail((2 * _SIDE, 2 * _SIDE))
    return grey


def _is_address(text: str) -> bool:
    is_whole = len(text) <= _LONGEST and text.isprintable() and " " not in text
    return is_whole and is_web(text) and "." in parts(text)[1]


def _listed(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]
