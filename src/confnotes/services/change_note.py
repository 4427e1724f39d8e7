"""Changing a note that is on disk, whoever else writes to it meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from confnotes.errors import ConfnotesError
from confnotes.vault.conflict import EditConflictError
from confnotes.vault.vault import Vault

_ATTEMPTS = 10


def change_note(vault: Vault, path: str, change: Callable[[str], str]) -> bool:
    """Put what `change` makes of the note's text in its place; False when that is what was there.

    When another program wrote meanwhile, `change` is asked again with the new text. Raises NotFoundError,
    ConfnotesError when the file cannot be changed.
    """
    for attempt in range(_ATTEMPTS):
        file = vault.read(path)
        if file.read_only:
            raise ConfnotesError(f"{path} cannot be changed: {file.read_only}", "convert it to UTF-8 first")
        text = change(file.text)
        if text == file.text:
            return False
        try:
            vault.save(path, text, file.version)
        except EditConflictError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return True
    raise AssertionError
