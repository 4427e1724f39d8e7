"""Which notes may be hidden from an audience, whole: known by the words in them, and read only when they changed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Final

from confnotes.catalogue.remembered import remembered
from confnotes.errors import ConfnotesError
from confnotes.markup.merge_marks import BEGIN, END
from confnotes.markup.withheld import MAY_WITHHOLD
from confnotes.vault.vault import Vault
from confnotes.vault.version import FileVersion, digest_of

MAY_BE_WITHHELD: Final = re.compile(f"{BEGIN} |{END} |{MAY_WITHHOLD.pattern}", re.IGNORECASE)
_NAME: Final = f"may be withheld {digest_of(MAY_BE_WITHHELD.pattern.encode())}"
SETTLED: Final = 2 * 10**9
"""Nanoseconds after which a file with the same time and size is the same file: clocks of file systems tick every 2 s or
faster, and a note that was made private in between must not pass for its earlier version."""

_Known = dict[str, tuple[int, int, bool]]


def notes_that_may_be_withheld(vault: Vault) -> Iterator[str]:
    """The paths of notes with words that may make them private or unshared, or with git conflict markers."""
    known: _Known = remembered(vault, _load, None, lambda: _load(vault))
    versions, now = vault.files(), time.time_ns()
    found: _Known = {}
    read = 0
    for path, version in sorted(versions.items()):
        if not path.endswith(".md"):
            continue
        entry = known.get(path)
        if entry is None or entry[:2] != version:
            read += 1
            may = _may(vault, path)
            if is_settled(version, now):
                found[path] = (*version, may)
        else:
            found[path], may = entry, entry[2]
        if may:
            yield path
    if read or len(found) != len(known):
        known.clear()
        known |= found
        vault.cache.store(_NAME, {path: list(entry) for path, entry in found.items()})


def is_settled(version: FileVersion, now: int) -> bool:
    """Whether a file of that version, read at that time in ns, cannot have changed since without another version."""
    return now - version[0] > SETTLED


def _may(vault: Vault, path: str) -> bool:
    try:
        return MAY_BE_WITHHELD.search(vault.read(path).text) is not None
    except ConfnotesError:
        return False


def _load(vault: Vault) -> _Known:
    stored = vault.cache.load(_NAME)
    try:
        return {path: (mtime, size, may) for path, (mtime, size, may) in stored.items()}
    except (AttributeError, TypeError, ValueError):
        return {}
