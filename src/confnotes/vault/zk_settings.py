"""The settings of zk, where the vault is one of its notebooks, too: `.zk/config.toml`."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path

from confnotes.errors import ConfnotesError
from confnotes.markup.tags import TagSyntax
from confnotes.vault.folders import open_folder, read_regular

_MOST_BYTES = 1 << 20


def read_tag_syntax(root: Path) -> TagSyntax:
    """Which tags the notes have; the usual ones where the file is missing or cannot be read."""
    unreadable = (OSError, ValueError, AttributeError, RecursionError, ConfnotesError)
    with suppress(*unreadable), open_folder(root, [".zk"]) as folder:
        data, _ = read_regular(folder, "config.toml", _MOST_BYTES)
        said = tomllib.loads(data.decode()).get("format", {}).get("markdown", {})
        return TagSyntax(
            said.get("hashtags", True) is True, said.get("colon-tags") is True, said.get("multiword-tags") is True
        )
    return TagSyntax()
