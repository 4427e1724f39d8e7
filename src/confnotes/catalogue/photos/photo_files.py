"""Read photos from files and folders; never changes them.

Folders are searched a few levels deep, as cameras create them, without following links; hidden files and files without
a picture extension are skipped. A file given by name always gets a result.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import stat
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from confnotes import system
from confnotes.errors import NotFoundError
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.vault.textfile import MAX_BYTES

MAX_DEPTH: Final = 3  # folders below the given one
MAX_FILES: Final = 5000  # entries of one folder
_ENDINGS: Final = (".jpg", ".jpeg", ".heic", ".heif", ".avif", ".png", ".webp", ".tif", ".tiff")


@fast_dataclass(frozen=True, slots=True)
class Photo:
    """A file that was examined.

    `problem` says why the photo cannot be placed, or is None; `kind` is the extension of its copy, `digest` identifies
    its content. `taken` is aware if the camera knew its time zone, None if unknown.
    """

    file: Path
    kind: str = ""
    digest: str = ""
    taken: datetime | None = None
    file_time: datetime | None = None
    problem: str | None = None


def files_in(sources: Iterable[Path], vault: Path) -> list[Path]:
    """The files to examine, each once, sorted by path, except those in `vault`.

    Raises NotFoundError for a missing source.
    """
    found: dict[Path, None] = {}
    for source in sources:
        try:
            real = source.resolve(strict=True)
        except (OSError, ValueError, RuntimeError):
            raise NotFoundError(f"file or folder not found: {source}", "Name a folder of photos.") from None
        for file in sorted(_walk(real)) if real.is_dir() else [real]:
            if not file.is_relative_to(vault):
                found[file] = None
    return list(found)


def _walk(folder: Path, depth: int = 0) -> Iterator[Path]:
    inner: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for count, entry in enumerate(entries):
                if count >= MAX_FILES:
                    break
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    inner.append(Path(entry.path))
                elif entry.name.lower().endswith(_ENDINGS) and entry.is_file(follow_symlinks=False):
                    yield Path(entry.path)
    except OSError:
        return
    if depth < MAX_DEPTH:
        for one in inner:
            yield from _walk(one, depth + 1)


def look_at(file: Path) -> Photo:
    """Examine a file by its bytes; problems are recorded, not raised."""
    try:
        data, file_time = read_photo(file)
    except OSError as error:
        return Photo(file, problem=_reason(error))
    kind = picture_kind(data)
    if kind is None:
        return Photo(file, problem="not a photo")
    return Photo(file, kind, photo_digest(data), taken_at(data), file_time)


def read_photo(file: Path) -> tuple[bytes, datetime]:
    """The bytes of a file and its modification time; raises OSError: EFBIG if it is too large, EINVAL if it is not a
    regular file.
    """
    descriptor = system.open_file(file, system.READ)
    with os.fdopen(descriptor, "rb") as opened:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if facts.st_size > MAX_BYTES:
            raise OSError(errno.EFBIG, "too large")
        data = opened.read(facts.st_size + 1)
    if len(data) > MAX_BYTES:
        raise OSError(errno.EFBIG, "too large")
    return data, datetime.fromtimestamp(facts.st_mtime, UTC).astimezone()


def photo_digest(data: bytes) -> str:
    """Identifies a photo by content, also in the vault's list of placed photos."""
    return hashlib.sha256(data).hexdigest()


def _reason(error: OSError) -> str:
    if error.errno == errno.EFBIG:
        return f"larger than {MAX_BYTES // 1024 // 1024} MB"
    if error.errno in (errno.EINVAL, errno.ENXIO, errno.EISDIR):
        return "not a regular file"
    text = error.strerror or "file not found"
    return f"cannot read it: {text[:1].lower()}{text[1:]}"


_MOST_BLOCKS: Final = 8  # places of a mark that are tried: a picture may contain it by chance
_MOST_TAGS: Final = 500  # of one directory: a broken count reads no further
_LONGEST_TEXT: Final = 64  # bytes of a tag; only dates are read, which have 20
_EXIF_FOLDER: Final = 0x8769  # the tag that leads to the directory of Exif tags
_TIMES: Final = ((0x9003, 0x9291, 0x9011), (0x9004, 0x9292, 0x9012))
"""EXIF tags of a time, its fraction of a second and its offset: when taken, else when digitized."""
_XMP_BYTES: Final = 1 << 20  # of the file: it stands before the picture
_EARLIEST_YEAR: Final = 1990  # an earlier one is that of a clock that was not set
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
_TAKEN = rb"exif:DateTimeOriginal|photoshop:DateCreated|xmp:CreateDate"
_XMP = re.compile(rb"(?:%b)(?:=[\"']|>)\s{0,8}([0-9T:.+Z-]{16,40})" % _TAKEN)


def picture_kind(data: bytes) -> str | None:
    """The extension for a picture by its first bytes, such as "jpg"; None if no camera makes such files."""
    return next((ending for magic, ending in _MAGIC if magic.match(data)), None)


def taken_at(data: bytes) -> datetime | None:
    """When the picture was taken: aware if the camera knew its time zone, else local time of the camera."""
    for block in _exif_blocks(data):
        tags = _texts(data, block)
        for time_tag, fraction, offset in _TIMES:
            found = _exif_time(tags.get(time_tag, ""), tags.get(fraction, ""), tags.get(offset, ""))
            if found is not None:
                return found
    return _xmp_time(data)


def _exif_blocks(data: bytes) -> Iterator[int]:
    """Possible offsets of EXIF data: after the markers of JPEG, HEIC, PNG and WebP, or at the start."""
    yield 0
    for mark, skipped in ((b"Exif\0\0", 0), (b"eXIf", 0), (b"EXIF", 4)):
        at = -1
        for _ in range(_MOST_BLOCKS):
            at = data.find(mark, at + 1)
            if at < 0:
                break
            yield at + len(mark) + skipped


def _texts(data: bytes, block: int) -> dict[int, str]:
    """The strings of an EXIF block by tag; empty if it is not an EXIF block."""
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
    """The string tags of a directory: tag, length in bytes, and offset in the block (short strings: in the file)."""
    (count,) = _numbers(data, f"{order}H", block + folder) or (0,)
    for index in range(min(count, _MOST_TAGS)):
        at = block + folder + 2 + 12 * index
        row = _numbers(data, f"{order}HHII", at)
        if row is None:
            return
        tag, _, length, place = row
        yield tag, length, place if length > 4 or tag == _EXIF_FOLDER else at + 8


def _numbers(data: bytes, form: str, at: int) -> tuple[int, ...] | None:
    """Unpack numbers at an offset; None if the file is too short."""
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
    """The time, unless it looks like that of a camera whose clock was never set."""
    return moment if _EARLIEST_YEAR <= moment.year < 9999 else None


LOOK_EVERY: Final = 3.0
"""Seconds between scans; a file that did not change in between is complete."""


class Arrivals:
    """Files in watched folders that were not returned yet."""

    def __init__(self, sources: Sequence[Path], vault: Path) -> None:
        self._sources = sources
        self._vault = vault
        self._seen: dict[Path, tuple[int, int]] = {}
        self._handed_out: dict[Path, tuple[int, int]] = {}

    def look(self) -> list[Path]:
        """New or changed files that are stable since the last scan; raises NotFoundError."""
        now: dict[Path, tuple[int, int]] = {}
        for file in files_in(self._sources, self._vault):
            with suppress(OSError):
                facts = file.lstat()
                now[file] = facts.st_size, facts.st_mtime_ns
        rested = [
            file
            for file, facts in now.items()
            if facts[0] and self._seen.get(file) == facts and self._handed_out.get(file) != facts
        ]
        self._seen = now
        self._handed_out.update({file: now[file] for file in rested})
        return rested

    def try_again(self, files: Sequence[Path]) -> None:
        """Return these files again next time, because they could not be placed."""
        for file in files:
            self._handed_out.pop(file, None)


def open_picture(data: bytes, formats: Iterable[str]) -> Any:
    """Open a picture lazily; supports HEIF if pillow-heif is installed.

    Raises what Pillow raises for an invalid picture.
    """
    from PIL import Image

    with suppress(ImportError):
        import pillow_heif

        pillow_heif.register_heif_opener()
    # Pillow knows a format by name only after its plugin is loaded.
    Image.init()
    return Image.open(io.BytesIO(data), formats=tuple(name for name in formats if name in Image.OPEN))
