"""What kind of picture a file is and when it was taken, from what its camera wrote into it.

EXIF is believed first, then XMP. A picture that says nothing has no time: the time of its file is that of a copy.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Final

_MOST_BLOCKS: Final = 8
_MOST_TAGS: Final = 500
_LONGEST_TEXT: Final = 64
_EXIF_FOLDER: Final = 0x8769
_TIMES: Final = ((0x9003, 0x9291, 0x9011), (0x9004, 0x9292, 0x9012))
"""The tags of a time, its fraction of a second and its offset: when it was taken, else when it was digitized."""
_XMP_BYTES: Final = 1 << 20
_EARLIEST_YEAR: Final = 1990
_MAGIC: Final = (
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (re.compile(rb"(?:II\*\0|MM\0\*)"), "tif"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "avif"),
    (re.compile(rb"....ftyp(?:hei[cmsx]|hev[cmx]|mif1|msf1)", re.DOTALL), "heic"),
)
_EXIF_TIME = re.compile(r"(\d{4})[:./-](\d\d)[:./-](\d\d)[ T](\d\d):(\d\d):(\d\d)", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)
_XMP = re.compile(
    rb"(?:exif:DateTimeOriginal|photoshop:DateCreated|xmp:CreateDate)(?:=[\"']|>)\s{0,8}([0-9T:.+Z-]{16,40})"
)


def picture_kind(data: bytes) -> str | None:
    """The ending for a picture's name by its first bytes, as "jpg"; None when it is none that cameras make."""
    return next((ending for magic, ending in _MAGIC if magic.match(data)), None)


def taken_at(data: bytes) -> datetime | None:
    """When the picture was taken: aware where the camera knew its zone, else the wall-clock of the camera."""
    for block in _exif_blocks(data):
        tags = _texts(data, block)
        for time_tag, fraction, offset in _TIMES:
            found = _exif_time(tags.get(time_tag, ""), tags.get(fraction, ""), tags.get(offset, ""))
            if found is not None:
                return found
    return _xmp_time(data)


def _exif_blocks(data: bytes) -> Iterator[int]:
    """Where EXIF may begin: behind the words that JPEG, HEIC, PNG and WebP put in front of it, or with the file."""
    yield 0
    for mark, skipped in ((b"Exif\0\0", 0), (b"eXIf", 0), (b"EXIF", 4)):
        at = -1
        for _ in range(_MOST_BLOCKS):
            at = data.find(mark, at + 1)
            if at < 0:
                break
            yield at + len(mark) + skipped


def _texts(data: bytes, block: int) -> dict[int, str]:
    """The texts of an EXIF block by their tags; none where there is no such block."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[block : block + 4])
    if order is None:
        return {}
    texts: dict[int, str] = {}
    (first,) = _numbers(data, f"{order}I", block + 4) or (0,)
    for tag, _, folder in _rows(data, order, block, first):
        if tag == _EXIF_FOLDER:
            for inner, count, place in _rows(data, order, block, folder):
                at = block + place if count > 4 else place
                texts[inner] = data[at : at + min(count, _LONGEST_TEXT)].rstrip(b"\0 ").decode("ascii", "replace")
    return texts


def _rows(data: bytes, order: str, block: int, folder: int) -> Iterator[tuple[int, int, int]]:
    """The tags of a folder: which, how many bytes of text, and where in the block those are (short ones: the file)."""
    (count,) = _numbers(data, f"{order}H", block + folder) or (0,)
    for index in range(min(count, _MOST_TAGS)):
        at = block + folder + 2 + 12 * index
        row = _numbers(data, f"{order}HHII", at)
        if row is None:
            return
        tag, _, length, place = row
        yield tag, length, place if length > 4 or tag == _EXIF_FOLDER else at + 8


def _numbers(data: bytes, form: str, at: int) -> tuple[int, ...] | None:
    """The numbers that stand there, None where the file is too short."""
    return struct.unpack_from(form, data, at) if at + struct.calcsize(form) <= len(data) else None


def _exif_time(text: str, fraction: str, offset: str) -> datetime | None:
    match = _EXIF_TIME.match(text)
    if match is None:
        return None
    micros = int(fraction[:6].ljust(6, "0")) if fraction.isascii() and fraction.isdigit() else 0
    try:
        moment = datetime.strptime("".join(match.groups()), "%Y%m%d%H%M%S")
        return _plausible(moment.replace(microsecond=micros, tzinfo=_zone(offset)))
    except ValueError:
        return None


def _zone(offset: str) -> timezone | None:
    match = _OFFSET.match(offset)
    if match is None:
        return None
    east = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-east if match[1] == "-" else east)


def _xmp_time(data: bytes) -> datetime | None:
    for match in _XMP.finditer(data[:_XMP_BYTES]):
        try:
            found = _plausible(datetime.fromisoformat(match[1].decode("ascii")))
        except ValueError:
            continue
        if found is not None:
            return found
    return None


def _plausible(moment: datetime) -> datetime | None:
    """The moment, unless it is what a camera says whose clock was never set."""
    return moment if _EARLIEST_YEAR <= moment.year < 9999 else None
