"""The clock by which the lines of a note are stamped."""

from __future__ import annotations

from datetime import datetime

from confnotes.markup.frontmatter import split
from confnotes.model.timetable import wall_time
from confnotes.vault.vault import Vault


def wall_of(vault: Vault, path: str, at: datetime) -> datetime:
    """The naive wall-clock time in the zone of that note, else of its conference. Raises as `Vault.read` does."""
    given = split(vault.read(path).text).fields.get("timezone")
    if isinstance(given, str):
        return wall_time(at, given)
    folder = path.partition("/")[0]
    return wall_time(at, vault.facts(folder).timezone if folder in vault.conferences() else None)
