"""The names under which a note can be linked to, and the targets of links, spelt so that they can be compared."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from confnotes.markup.names import name_key


def link_key(target: str, source: str = "") -> str:
    """A link's target for comparing; "" when it is the note's own.

    `Notes/Flow.md` is `notes/flow`. A path that begins at the vault, or with `./` or `../` at the folder of the note at
    `source`, begins with "/": it means that very note.
    """
    wanted = target.strip()
    if wanted.startswith(("./", "../")):
        wanted = "/" + posixpath.normpath(posixpath.join(posixpath.dirname(source), wanted))
    key = name_key(wanted.removesuffix(".md"))
    return "" if key == "/" else key


def path_keys(path: str) -> list[str]:
    """The targets that mean the note at a path: all of it, with "/" in front, every end of it, and its stem."""
    key = name_key(path.removesuffix(".md"))
    parts = key.split("/")
    return [f"/{key}", *("/".join(parts[begin:]) for begin in range(1, len(parts) - 1)), parts[-1]]


def aliases(fields: Mapping[str, object]) -> list[str]:
    """The aliases that front matter gives a note."""
    value = fields.get("aliases") or fields.get("alias")
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return [str(item) for item in value if item is not None] if isinstance(value, list) else []
