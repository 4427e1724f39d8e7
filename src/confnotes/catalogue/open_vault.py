"""Find the vault to use."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from confnotes import config, system
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.vault.known_vaults import clock_of
from confnotes.vault.settings import VAULT, setting_state
from confnotes.vault.vault import Vault


def find_vault(chosen: str | None) -> Vault:
    """The chosen vault, else $CONFNOTES_VAULT, else the one in or above the working directory, else the one in the
    settings.

    Cleans up after interrupted saves.

    Raises NotFoundError if no vault is found, SettingsError if the settings that name it cannot be read.
    """
    vault = _found(chosen or os.environ.get(config.VAULT_VARIABLE))
    vault.is_alone = bool(chosen)
    config.set_vault_clock(clock_of(vault.root))
    vault.settle()
    return vault


def use_clock_of(chosen: str | None) -> None:
    """Use the clock of the vault that would be found, before it is opened; does nothing without a vault."""
    with suppress(ConfnotesError):
        config.set_vault_clock(clock_of(_found(chosen or os.environ.get(config.VAULT_VARIABLE)).root))


class NoVaultError(NotFoundError):
    """No vault was given and none is known; `is_gone`: the settings name one that no longer exists."""

    is_gone = False


def _found(named: str | None) -> Vault:
    if named:
        return Vault.open(system.user_path(named))
    here = Vault.find(Path.cwd())
    if here is not None:
        return here
    configured = setting_state(VAULT)
    if configured.problem is not None:
        raise configured.problem
    if configured.value is not None:
        try:
            return Vault.open(configured.value)
        except NotFoundError as error:
            missing = NoVaultError(error.message, error.hint)
            missing.is_gone = True
            raise missing from error
    raise NoVaultError("no vault found here", "Create one with `confnotes init`, or name one with --vault.")
