"""Which vault is meant."""

from __future__ import annotations

from confnotes.vault.vault import Vault


def find_vault(chosen: str | None) -> Vault:
    """The vault chosen, else $CONFNOTES_VAULT, else the one here or above, else the configured one."""
    raise NotImplementedError
