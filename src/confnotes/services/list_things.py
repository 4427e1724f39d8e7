"""Lists of what the vault holds."""

from __future__ import annotations

from confnotes.vault.vault import Vault

THINGS = ("conferences", "sessions", "talks", "people", "notes", "papers", "tags", "tasks", "questions", "links")


def list_things(vault: Vault, what: str, query: str | None = None) -> list[dict[str, object]]:
    """Rows of the things named, those whose texts hold every word of `query`; raises UsageError for another name."""
    raise NotImplementedError
