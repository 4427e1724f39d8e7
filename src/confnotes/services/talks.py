"""Finding a talk by what a person types."""

from __future__ import annotations

from datetime import datetime

from confnotes.services.cards import Card
from confnotes.vault.vault import Vault


def find_talk(vault: Vault, text: str, at: datetime | None = None) -> Card:
    """The talk that `text` names: its key, its id, a unique beginning or part of its title, a near title, “now”, “next”.

    Raises NotFoundError with the nearest titles, ConfnotesError with the candidates when several fit.
    """
    raise NotImplementedError


def card(vault: Vault, key: str) -> Card:
    """The card of the talk with that key; raises NotFoundError."""
    raise NotImplementedError
