"""Several files written together: all of them, or none."""

from __future__ import annotations

import os
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.vault.folders import opened_folder, split_path
from confnotes.vault.program_save import Planned
from confnotes.vault.textfile import encode
from confnotes.vault.version import Version, version_of

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


class Transaction:
    """Inside the block files are written one by one; an error that leaves it takes all of them back.

    A file that somebody changed in the meantime is left as they made it.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._done: list[tuple[str, bytes | None, Version]] = []
        self._folders: list[str] = []

    def __enter__(self) -> Transaction:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._take_back()

    def save(self, file: Planned) -> None:
        """Write one file; raises as `Vault.save` does."""
        before = self._vault.read_bytes(file.path) if file.based_on else None
        self._note_folders(file.path)
        # Noted first: what interrupts the writing may come when it is done and not yet known to be.
        self._done.append((file.path, before, version_of(encode(file.text, file.based_on))))
        try:
            self._vault.save(file.path, file.text, file.based_on)
        except ConfnotesError:
            self._done.pop()
            raise

    def _note_folders(self, path: str) -> None:
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            folder = "/".join(parts[:depth])
            if folder not in self._folders and not (self._vault.root / folder).exists():
                self._folders.append(folder)

    def _take_back(self) -> None:
        for path, before, version in reversed(self._done):
            with suppress(ConfnotesError, OSError):
                if before is not None:
                    self._vault.save_bytes(path, before, version)
                elif self._is(path, version):
                    folders, name = split_path(path)
                    with opened_folder(self._vault.root, folders) as folder:
                        os.unlink(name, dir_fd=folder)
        for folder_path in reversed(self._folders):
            with suppress(OSError):
                (self._vault.root / folder_path).rmdir()

    def _is(self, path: str, version: Version) -> bool:
        try:
            return version_of(self._vault.read_bytes(path)) == version
        except NotFoundError:
            return False
