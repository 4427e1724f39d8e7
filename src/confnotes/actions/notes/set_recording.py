"""Writing into a note which recording its talk has, and when that begins."""

from __future__ import annotations

from datetime import datetime

from confnotes.catalogue.recordings import FIELD
from confnotes.markup import frontmatter
from confnotes.vault.vault import Vault


def format_begin(begins: datetime) -> str:
    """A begin as the front matter has it: local, to the second."""
    return begins.replace(tzinfo=None).isoformat(timespec="seconds")


def set_recording(vault: Vault, path: str, *, begins: datetime | None = None, video: str | None = None) -> None:
    """Write what is given into the note's front matter; nothing else of the file changes.

    Raises NotFoundError, ConfnotesError when the note cannot be changed.
    """
    changes: dict[str, object] = {}
    if begins is not None:
        changes[FIELD] = format_begin(begins)
    if video is not None:
        changes["video"] = video
    vault.change(path, lambda text: frontmatter.set_fields(text, changes))
