"""The clock of a vault: `clock: 2019-12-10T10:10` in its `.confnotes/vault.yaml`, to replay its days.

The sample vault has one, so that its conference is always on.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from confnotes import system
from confnotes.config import parse_moment
from confnotes.errors import ConfnotesError
from confnotes.vault import layout

_MOST_BYTES = 100_000


def clock_of(root: Path) -> datetime | None:
    """The moment that the vault sets; None for the real time, and if the file cannot be read."""
    try:
        text = system.read_file(root / layout.MARKER / layout.SETTINGS, _MOST_BYTES).decode()
    except (OSError, UnicodeDecodeError):
        return None
    if "clock:" not in text:
        return None
    from confnotes.markup.yaml12 import load

    try:
        fields = load(text)
        return parse_moment(str(fields["clock"])) if isinstance(fields, dict) and "clock" in fields else None
    except ConfnotesError:
        return None
