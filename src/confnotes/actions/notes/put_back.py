"""Undoing one change of a file."""

from __future__ import annotations

from confnotes.errors import ConfnotesError
from confnotes.vault.vault import Vault


def put_back(vault: Vault, path: str, text: str, *, instead_of: str) -> None:
    """Let the file say `text` again; raises ConfnotesError when it does not say `instead_of` any more."""

    def change(now: str) -> str:
        if now != instead_of:
            raise ConfnotesError(f"{path} was changed since", "undo it in the note itself")
        return text

    vault.change(path, change)
