"""Versions of files: what a save compares with, and conflicts between two."""

from __future__ import annotations

from dataclasses import field
from typing import NamedTuple, TypeAlias

from confnotes.errors import ConflictError
from confnotes.model.fast_dataclass import fast_dataclass

try:
    from _blake2 import blake2b
except ImportError:  # hashlib also loads OpenSSL, which would delay `confnotes add` by 3 ms
    from hashlib import blake2b

BOM = b"\xef\xbb\xbf"


FileVersion: TypeAlias = tuple[int, int]
"""What a directory scan knows of a file: modification time in ns, size in bytes; enough to notice changes.

A plain tuple, since a vault has tens of thousands and each start creates them all.
"""


@fast_dataclass(frozen=True, slots=True)
class Version:
    """The content of a file at one time; equal if the bytes are equal. `bom`: it began with a byte order mark."""

    digest: str
    size: int
    bom: bool = field(default=False, compare=False)


class TextFile(NamedTuple):
    """A text file as it was read, with its line ends but without the byte order mark.

    `read_only` says why it cannot be saved byte for byte (then `text` is for reading only), else None.
    """

    path: str
    text: str
    version: Version
    read_only: str | None = None


def digest_of(data: bytes) -> str:
    """A digest that identifies content."""
    return blake2b(data, digest_size=16).hexdigest()


def version_of(data: bytes) -> Version:
    """The version that these bytes are."""
    return Version(digest_of(data), len(data), data.startswith(BOM))


class EditConflictError(ConflictError):
    """The file on disk has another version than the one that was opened: `disk`, None if the file is gone."""

    def __init__(self, path: str, disk: TextFile | None) -> None:
        what = "was changed by another program" if disk else "was moved or deleted by another program"
        super().__init__(f"{path} {what}", "nothing was overwritten: choose one version, or keep both")
        self.path = path
        self.disk = disk
