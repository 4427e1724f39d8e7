"""Writing fetched titles down."""

from __future__ import annotations

from collections.abc import Mapping

from confnotes.vault import titles_file
from confnotes.vault.titles_file import FetchedTitle
from confnotes.vault.vault import Vault


def keep_titles(vault: Vault, found: Mapping[str, FetchedTitle]) -> None:
    """Write titles down, beside those that somebody else wrote meanwhile; raises ConfnotesError."""
    vault.change(titles_file.PATH, lambda text: titles_file.with_titles(text, found), new="")
