"""Settings of other programs for the same folder: zk's `.zk/config.toml`, Obsidian's `.obsidian`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from confnotes.errors import ConfnotesError
from confnotes.markup.tags import TagSyntax
from confnotes.vault.folders import open_folder, read_regular

_MOST_BYTES = 1 << 20  # of a file with settings


def read_tag_syntax(root: Path) -> TagSyntax:
    """The syntax of tags; the default one unless zk has other settings."""
    said = _read(root, ".zk", "config.toml", tomllib.loads)
    for name in ("format", "markdown"):
        said = said.get(name) if isinstance(said, dict) else None
    if not isinstance(said, dict):
        return TagSyntax()
    return TagSyntax(
        said.get("hashtags", True) is True, said.get("colon-tags") is True, said.get("multiword-tags") is True
    )


def read_excluded(root: Path) -> tuple[str, ...]:
    """How the paths begin of files that Obsidian excludes from search; its regular expressions are ignored."""
    said = _read(root, ".obsidian", "app.json", json.loads)
    listed = said.get("userIgnoreFilters") if isinstance(said, dict) else None
    texts = (one for one in listed if isinstance(one, str)) if isinstance(listed, list) else ()
    return tuple(one for one in texts if one and not (one.startswith("/") and one.endswith("/")))


def _read(root: Path, folder: str, name: str, parse: Callable[[str], Any]) -> Any:
    """The settings in a file; None if it does not exist or cannot be read."""
    with suppress(OSError, ValueError, RecursionError, ConfnotesError), open_folder(root, [folder]) as opened:
        return parse(read_regular(opened, name, _MOST_BYTES)[0].decode())
    return None
