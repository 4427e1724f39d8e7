"""Marking the program: stars, attendance, ratings."""

from __future__ import annotations

from confnotes.vault.vault import Vault


def star(vault: Vault, key: str, on: bool | None = None) -> bool:
    """Star the talk, unstar it, or toggle (None); answers whether it is starred now."""
    raise NotImplementedError


def attend(vault: Vault, key: str, on: bool | None = None) -> bool:
    """Mark the talk as attended, not attended, or toggle (None); answers whether it is now."""
    raise NotImplementedError


def rate(vault: Vault, key: str, rating: int | None) -> int | None:
    """Rate the talk 1 to 5; None or 0 takes the rating away."""
    raise NotImplementedError
