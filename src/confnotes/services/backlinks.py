"""Who links here."""

from __future__ import annotations

from dataclasses import dataclass

from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Backlink:
    """A line of another note that links here; `path` and `title` are that note's."""

    path: str
    title: str
    line: int
    text: str


def backlinks(vault: Vault, path: str) -> list[Backlink]:
    """Every line in the vault that links to the note at `path`."""
    raise NotImplementedError


def resolve(vault: Vault, target: str) -> list[str]:
    """The paths that a wikilink's target means, as Obsidian resolves it: one, none, or several when ambiguous."""
    raise NotImplementedError
