"""Fix lines of a note that share a timestamp or have words behind it."""

from __future__ import annotations

from contextlib import suppress

from confnotes.errors import ConfnotesError
from confnotes.markup.double_stamps import DoubleStamp, double_stamps, mend_text
from confnotes.vault.vault import Vault


def mend_stamps(vault: Vault) -> list[DoubleStamp]:
    """Fix them in every note that can be changed; returns the lines."""
    return [line for path in vault.note_paths() for line in mend_stamps_of(vault, path)]


def mend_stamps_of(vault: Vault, path: str) -> list[DoubleStamp]:
    """Fix them in one note, such as after somebody appended to its lines in another editor."""
    found: list[DoubleStamp] = []

    def mend(text: str) -> str:
        nonlocal found
        text, found = mend_text(path, text)
        return text

    with suppress(ConfnotesError):
        if any(double_stamps(vault.note(path))):
            vault.change(path, mend)
    return found
