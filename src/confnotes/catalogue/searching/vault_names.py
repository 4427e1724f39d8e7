"""The vaults that the setting `vaults` names, and short names for them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from confnotes import notices
from confnotes.errors import ConfnotesError
from confnotes.markup.names import fold
from confnotes.vault.settings import VAULTS, setting_value
from confnotes.vault.vault import Vault

MOST_VAULTS = 500
"""The maximum number of vaults: more are in a folder that was named by mistake."""


def vault_roots() -> list[Path]:
    """The folders of the vaults that the setting names: an entry is a vault, or a folder with vaults in it."""
    roots: dict[Path, None] = {}
    for entry in setting_value(VAULTS):
        folder = Path(entry)
        found = [folder] if _opens(folder) else []
        if not found:
            with suppress(OSError):
                found = sorted(one for one in folder.iterdir() if _opens(one))
        if not found:
            notices.tell(f"No vault found in {folder}. The setting is `vaults`: see `confnotes config vaults`.")
        roots |= dict.fromkeys(one.resolve() for one in found)
    return list(roots)[:MOST_VAULTS]


def vaults_beside(vault: Vault) -> list[Path]:
    """The folders of the vaults that are searched with the open one; none if the user named that one for this call."""
    return [] if vault.is_alone else [root for root in vault_roots() if root != vault.root]


def names_in_searches(vault: Vault) -> list[str]:
    """The names that `in:` takes, that of the open vault first; none if only that one is searched."""
    roots = vaults_beside(vault)
    names = name_vaults([*roots, vault.root])
    return [names[root] for root in (vault.root, *roots)] if roots else []


def _opens(folder: Path) -> bool:
    try:
        Vault.open(folder)
    except (ConfnotesError, OSError):
        return False
    return True


def name_vaults(roots: Sequence[Path]) -> dict[Path, str]:
    """The shortest names that tell vaults apart: the last parts of their folders."""
    names = {root: root.name for root in roots}
    for parts in range(2, max((len(root.parts) for root in roots), default=0) + 1):
        often = [fold(name) for name in names.values()]
        for root, name in names.items():
            if often.count(fold(name)) > 1:
                names[root] = "/".join(root.parts[-parts:])
    return names
