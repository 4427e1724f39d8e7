"""The photos that a person names: files, or folders of them, read and never changed.

A folder is looked through as cameras fill it, a few folders deep, without following links; what is hidden and what is
no picture by its name is passed over. A file that is named is always answered for.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from confnotes.catalogue.photos.photo_time import picture_kind, taken_at
from confnotes.errors import NotFoundError
from confnotes.vault.textfile import MAX_BYTES

MAX_DEPTH: Final = 3
MAX_FILES: Final = 5000
_ENDINGS: Final = (".jpg", ".jpeg", ".heic", ".heif", ".avif", ".png", ".webp", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Photo:
    """A file that was looked at.

    `problem` says why it is no photo that can be placed, None when it can; `kind` is the ending its copy gets, `digest`
    what it holds. `taken` is aware where the camera knew its zone, None when the file does not say.
    """

    file: Path
    kind: str = ""
    digest: str = ""
    taken: datetime | None = None
    file_time: datetime | None = None
    problem: str | None = None


def files_in(sources: Iterable[Path], vault: Path) -> list[Path]:
    """The files to look at, each once, ordered by their paths; those inside of `vault` are left out.

    Raises NotFoundError for a source that is not there.
    """
    found: dict[Path, None] = {}
    for source in sources:
        try:
            real = source.resolve(strict=True)
        except (OSError, ValueError, RuntimeError):
            raise NotFoundError(f"there is no file or folder {source}", "name a folder of photos") from None
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
    """What the file is, from its bytes; nothing that can be wrong with it is raised."""
    try:
        data, file_time = read_photo(file)
    except OSError as error:
        return Photo(file, problem=_reason(error))
    kind = picture_kind(data)
    if kind is None:
        return Photo(file, problem="it is no photo")
    return Photo(file, kind, photo_digest(data), taken_at(data), file_time)


def read_photo(file: Path) -> tuple[bytes, datetime]:
    """The bytes of a file, and when it was written; raises OSError: EFBIG when it is too large, EINVAL for no file."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as opened:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if facts.st_size > MAX_BYTES:
            raise OSError(errno.EFBIG, "too large")
        data = opened.read(facts.st_size + 1)
    if len(data) > MAX_BYTES:
        raise OSError(errno.EFBIG, "too large")
    return data, datetime.fromtimestamp(facts.st_mtime).astimezone()


def photo_digest(data: bytes) -> str:
    """What tells photos apart, whatever they are called; also in the vault's list of those that were placed."""
    return hashlib.sha256(data).hexdigest()


def _reason(error: OSError) -> str:
    if error.errno == errno.EFBIG:
        return f"it is larger than {MAX_BYTES // 1024 // 1024} MB"
    if error.errno in (errno.EINVAL, errno.ENXIO, errno.EISDIR):
        return "it is no regular file"
    text = error.strerror or "it is not there"
    return f"it cannot be read: {text[:1].lower()}{text[1:]}"
