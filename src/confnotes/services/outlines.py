"""Every note of the vault without its text, as the index knows it: nothing that did not change is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from confnotes.model.note import Outline
    from confnotes.vault.vault import Vault


def outlines(vault: Vault, conference: str | None = None) -> list[Outline]:
    """The notes of the vault, or of one conference (the name of its folder), by path.

    While the screens' first index is being built these are the notes read so far; else all of them, as they are now.
    """
    from confnotes.services.find import index_of

    found = index_of(vault).outlines(f"{conference}/" if conference else "")
    return sorted(found, key=lambda one: str(one.path))
