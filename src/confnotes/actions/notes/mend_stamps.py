"""Fix lines of a note that share a timestamp."""

from __future__ import annotations

from confnotes.errors import ConfnotesError
from confnotes.markup.double_stamps import DoubleStamp, double_stamps, mend_text
from confnotes.vault.vault import Vault


def mend_stamps(vault: Vault) -> list[DoubleStamp]:
    """Give these lines the next free second in their note; skips notes that cannot be changed."""
    mended: list[DoubleStamp] = []
    for path in vault.note_paths():
        found: list[DoubleStamp] = []

        def mend(text: str, path: str = path) -> str:
            nonlocal found
            text, found = mend_text(path, text)
            return text

        try:
            if any(double_stamps(vault.note(path))):
                vault.change(path, mend)
        except ConfnotesError:
            continue
        mended += found
    return mended
