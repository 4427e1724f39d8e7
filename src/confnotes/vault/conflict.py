"""Two versions of one file."""

from __future__ import annotations

from confnotes.errors import ConflictError
from confnotes.vault.version import TextFile


class EditConflictError(ConflictError):
    """The disk has another version than the one that was opened; `disk` is it, None when the file is gone."""

    def __init__(self, path: str, disk: TextFile | None) -> None:
        what = "was changed by another program" if disk else "was moved or deleted by another program"
        super().__init__(f"{path} {what}", "nothing was overwritten: take one version, or keep both")
        self.path = path
        self.disk = disk
