"""Values that can be computed again, as JSON in the user's cache folder; damaged or missing ones are recomputed.

The first line is the digest of the rest: otherwise damaged values could end up in a note.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from confnotes import config
from confnotes.vault.private_file import vault_id, write_private
from confnotes.vault.version import digest_of

_FORMAT = 3  # raised when the stored values change; older files are ignored


class Cache:
    """The cached values of one vault, by name."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def folder(self) -> Path:
        """The vault's folder in the cache."""
        return config.cache_folder() / "vaults" / vault_id(self._root)

    def load(self, name: str) -> Any:
        """The value stored under the name; None if there is no intact one."""
        try:
            with (self.folder / f"{_file_name(name)}.json").open("rb") as file:  # to release its bytes at once
                digest, rows = file.readline(), file.read()
            if digest.decode() != f"{digest_of(rows)}\n":
                return None
            text = rows.decode()
            del rows
            stored = json.loads(text)
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(stored, list) or len(stored) != 3 or stored[:2] != [_FORMAT, name]:
            return None
        return stored[2]

    def store(self, name: str, value: Any) -> None:
        """Store a value; a cache that cannot be written is ignored."""
        rows = json.dumps([_FORMAT, name, value], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        write_private(self.folder / f"{_file_name(name)}.json", digest_of(rows).encode() + b"\n" + rows)


def _file_name(name: str) -> str:
    return digest_of(name.encode("utf-8", "surrogateescape"))
