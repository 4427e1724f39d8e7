"""Open sources: a file, folder, archive, web address or standard input.

Nothing is unpacked to disk or written. Files in a folder are read on demand.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from confnotes.actions.importing.folder_files import MAX_FILE_BYTES, folder_files, read_regular_file
from confnotes.catalogue.photos.photo_files import picture_kind
from confnotes.errors import ConfnotesError, NotFoundError, StoppedError, UsageError
from confnotes.importers.source import Source
from confnotes.web.allowed_hosts import AllowedHosts
from confnotes.web.gzipped import GZIP_BEGINS
from confnotes.web.page_version import NO_VALIDATORS, Validators

STANDARD_INPUT = "-"
_OTHER_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)  # such as webcal://
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ImportContext:
    """How to open sources.

    `progress` is called with the current step, the amount done and the total (0: unknown). `cancelled` is polled
    between steps, and from another thread during a fetch. `allow_private` and `typed` are as in `Fetching`.
    """

    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    allow_private: AllowedHosts = False
    typed: bool = True

    def tell(self, what: str, done: int = 0, total: int = 0) -> None:
        """Report the next step; raises StoppedError if the import was cancelled."""
        if self.cancelled and self.cancelled():
            raise StoppedError
        if self.progress:
            self.progress(what, done, total)


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened source.

    `place` is its web address or absolute path, None for standard input. `unchanged`: the server says so, and the
    source is empty. `allow_private` is the option used for the fetch.
    """

    source: Source
    place: str | None = None
    validators: Validators = NO_VALIDATORS
    unchanged: bool = False
    allow_private: AllowedHosts = False
    warnings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The source's name in the vault: its address, else the file name without folders."""
        return self.place if self.place and is_address(self.place) else self.source.name

    def sha256(self) -> str:
        """SHA-256 of the bytes; for a folder, of all file names and contents."""
        if self.source.file:
            return hashlib.sha256(self.source.file.data).hexdigest()
        digest = hashlib.sha256()
        for file in self.source.files:
            data = file.data if "data" in vars(file) else file.load()
            digest.update(f"{len(file.path)} {file.path} {len(data)} ".encode("utf-8", "surrogateescape") + data)
        return digest.hexdigest()


def is_address(source: str) -> bool:
    """Whether a source is a web address."""
    return source.lower().startswith(("http://", "https://"))


def place_of(source: str) -> str | None:
    """Address or path of a source, before it is opened; None for standard input."""
    if source == STANDARD_INPUT:
        return None
    return source if is_address(source) else os.path.normpath(Path(source).absolute())


def open_source(source: str, asked: ImportContext, known: Validators | None = None) -> Opened:
    """Open a source; with `known`, a web source may be reported as unchanged.

    Raises NotFoundError, UsageError, NetworkError, StoppedError, and ConfnotesError if it is too large or not a file.
    """
    if not source.strip():
        raise UsageError("empty source name", "Import a file, a folder, a web address, or - for standard input.")
    if is_address(source):
        return _fetched(source, asked, known)
    if source == STANDARD_INPUT:
        asked.tell("reading standard input")
        data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise ConfnotesError(
                f"standard input is larger than {MAX_FILE_BYTES // 1024 // 1024} MB", "Import a smaller file."
            )
        at_hand, warnings = _of_bytes(data, source)
        return Opened(at_hand, warnings=warnings)
    if _OTHER_ADDRESS.match(source):
        raise UsageError(f"“{source[:200]}” is not a web address", "Begin it with https:// or http://.")
    path = Path(source)
    asked.tell(f"reading {path.name}")
    place = place_of(source)
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        is_folder = False  # reading it reports the reason
    if is_folder:
        files, warnings = folder_files(path, asked.cancelled)
        if not files:
            told = f" ({'; '.join(warnings)})" if warnings else ""
            raise NotFoundError(f"no files in {path}{told}", "Import a file, or a folder with files.")
        return Opened(Source(path.resolve().name, files, is_folder=True), place, warnings=warnings)
    data = read_regular_file(path)
    if picture_kind(data):
        return open_source(_address_in(data, path.name), replace(asked, typed=False), known)
    at_hand, warnings = _of_bytes(data, path.name)
    return Opened(at_hand, place, warnings=warnings)


def _address_in(picture: bytes, name: str) -> str:
    """The address in a picture's QR codes; raises ConfnotesError unless there is exactly one."""
    from confnotes.catalogue.photos.read_qr import links_in

    links = links_in(picture)
    if not links:
        raise ConfnotesError(
            f"no QR code with a web address found in {name}", "Take a closer photo, or type the address."
        )
    if len(links) > 1:
        raise ConfnotesError(
            f"several addresses found in {name}: {', '.join(links)}", "Type the address of the program."
        )
    return links[0]


def _fetched(url: str, asked: ImportContext, known: Validators | None) -> Opened:
    from confnotes.web.fetch_page import Fetching, fetch_page

    what = f"fetching {url}"
    asked.tell(what)

    def tell(done: int, total: int) -> None:
        asked.tell(what, done, total)

    how = Fetching(allow_private=asked.allow_private, typed=asked.typed, progress=tell, cancelled=asked.cancelled)
    page = fetch_page(url, how, known)
    source, warnings = _of_bytes(page.data, page.name)
    told = (*page.warnings, *warnings)
    return Opened(replace(source, url=page.url), url, page.validators, page.unchanged, asked.allow_private, told)


def _of_bytes(data: bytes, name: str) -> tuple[Source, tuple[str, ...]]:
    """A source of one file, or of an archive's files, and messages."""
    if not data.startswith((b"PK", GZIP_BEGINS)):
        return Source.of_bytes(data, name), ()
    from confnotes.actions.importing.archives import is_archive, unpack, without_gzip

    data, inner_name = without_gzip(data, name, MAX_FILE_BYTES)
    if is_archive(data):
        files, warnings = unpack(data, name)
        return Source(name, files, is_folder=True), warnings
    return replace(Source.of_bytes(data, inner_name), name=name), ()
