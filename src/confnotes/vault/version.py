"""Which version of a file somebody has: what a save is compared with, and two that do not agree."""

from __future__ import annotations

from dataclasses import field
from typing import NamedTuple, TypeAlias

from confnotes.errors import ConflictError
from confnotes.model.fast_dataclass import fast_dataclass

try:
    from _blake2 import blake2b
except ImportError:  # hashlib loads OpenSSL as well, 3 ms that `confnotes add` would wait for
    from hashlib import blake2b

BOM = b"\xef\xbb\xbf"


FileVersion: TypeAlias = tuple[int, int]
"""What a directory scan tells of a file, enough to see that it changed: when it was written in ns, its size in bytes.

A bare tuple, since a vault has tens of thousands and each start makes them all.
"""


@fast_dataclass(frozen=True, slots=True)
class Version:
    """The content of a file at one time; equal when the bytes are equal. `bom`: it began with a byte order mark."""

    digest: str
    size: int
    bom: bool = field(default=False, compare=False)


class TextFile(NamedTuple):
    """A text file as it was read, line ends as they are, without the byte order mark.

    `read_only` says why it cannot be saved again byte for byte (then `text` is for reading only), else None.
    """

    path: str
    text: str
    version: Version
    read_only: str | None = None


def digest_of(data: bytes) -> str:
    """A digest that tells contents apart."""
    return blake2b(data, digest_size=16).hexdigest()


def version_of(data: bytes) -> Version:
    """The version that these bytes are."""
    return Version(digest_of(data), len(data), data.startswith(BOM))


class EditConflictError(ConflictError):
    """The disk has another version than the one that was opened; `disk` is it, None when the file is gone."""

    def __init__(self, path: str, disk: TextFile | None) -> None:
        what = "was changed by another program" if disk else "was moved or deleted by another program"
        super().__init__(f"{path} {what}", "nothing was overwritten: choose one version, or keep both")
        self.path = path
        self.disk = disk
