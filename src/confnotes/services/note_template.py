"""Texts that a new note may begin with: plain files, in which nothing is executed."""

from __future__ import annotations

from pathlib import Path

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.vault.vault import Vault

MOST_BYTES = 100_000


def template_text(vault: Vault, name: str) -> str:
    """The text of a template file, or of the one of that name in the vault's `.confnotes/templates` folder.

    Raises NotFoundError when there is none, ConfnotesError when it is no readable text.
    """
    folder = vault.root / ".confnotes" / "templates"
    own = [folder / f"{name}.md", folder / name] if "/" not in name and not name.startswith(".") else []
    file = next((candidate for candidate in [*own, Path(name)] if candidate.is_file()), None)
    if file is None:
        raise NotFoundError(f"there is no template “{name}”", f"give a file, or put one at {folder / name}.md")
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ConfnotesError(f"the template {file} is larger than {MOST_BYTES // 1000} KB", "choose a smaller one")
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise ConfnotesError(
            f"the template {file} cannot be read: {error}", "it must be a text file in UTF-8"
        ) from None
