"""The lines of hits, read from the vault of each."""

from __future__ import annotations

from pathlib import Path

from confnotes.catalogue.searching.searchable import read_text
from confnotes.model.hit import Hit, Hits
from confnotes.search.snippets import with_snippets
from confnotes.vault.vault import Vault


def read_hit(vault: Vault, hit: Hit) -> str | None:
    """The text of the note of a hit, in this vault or in the hit's own; None if it can no longer be read."""
    where = Vault(Path(hit.vault.root)) if hit.vault else vault
    return read_text(where, hit.path) if hit.path is not None else None


def with_lines(vault: Vault, found: Hits) -> Hits:
    """The hits with their best lines, without notes that are gone."""
    return with_snippets(found, lambda hit: read_hit(vault, hit))
