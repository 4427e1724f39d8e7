"""Watching folders for photos that come in, by looking at them now and then."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from confnotes.catalogue.photos.photo_files import files_in

LOOK_EVERY: Final = 3.0
"""Seconds between two looks; a file that did not change between them is there whole."""


class Arrivals:
    """The files of some folders that have not been handed out yet."""

    def __init__(self, sources: Sequence[Path], vault: Path) -> None:
        self._sources = sources
        self._vault = vault
        self._seen: dict[Path, tuple[int, int]] = {}
        self._handed_out: dict[Path, tuple[int, int]] = {}

    def look(self) -> list[Path]:
        """The files that have come or changed, and rested since the last look; raises NotFoundError."""
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
        """Hand these out once more: they could not be written."""
        for file in files:
            self._handed_out.pop(file, None)
