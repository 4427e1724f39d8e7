"""Where a vault keeps what each source of a conference said; see `vault/imported.py` for what is in these files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from confnotes.vault.layout import IMPORTED, MARKER

CHANGES = "changes.jsonl"


def imported_folder(conference: str) -> str:
    """The folder for the sources of a conference."""
    return f"{MARKER}/{IMPORTED}/{conference}"


def imported_paths(root: Path, conference: str) -> list[str]:
    """The files that are kept of the sources of a conference, sorted."""
    folder = imported_folder(conference)
    with suppress(OSError):
        return sorted(f"{folder}/{file.name}" for file in (root / folder).iterdir() if file.name.endswith(".json"))
    return []
