"""Which vault is meant."""

from __future__ import annotations

import os
from pathlib import Path

from confnotes import config
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.vault.vault import Vault


def find_vault(chosen: str | None) -> Vault:
    """The vault chosen, else $CONFNOTES_VAULT, else the one here or above, else the one in the user's settings.

    What a killed program left in it of its saves is cleared or kept.

    Raises NotFoundError when there is none.
    """
    vault = _found(chosen or os.environ.get(config.VAULT_VARIABLE))
    vault.settle()
    return vault


def _found(named: str | None) -> Vault:
    if named:
        return Vault.open(Path(named).expanduser())
    here = Vault.find(Path.cwd())
    if here is not None:
        return here
    configured = _configured()
    if configured:
        return Vault.open(Path(configured).expanduser())
    raise NotFoundError("there is no vault here", "make one with `confnotes init`, or name one with --vault")


def _configured() -> str | None:
    from confnotes.markup.yaml12 import load

    file = config.settings_file()
    try:
        value = load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, ConfnotesError) as error:
        reason = error.message if isinstance(error, ConfnotesError) else type(error).__name__
        raise ConfnotesError(f"{file} cannot be read: {reason}", "mend it, or name a vault with --vault") from error
    vault = value.get("vault") if isinstance(value, dict) else None
    return vault if isinstance(vault, str) else None
