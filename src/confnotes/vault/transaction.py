"""Several files written, renamed and removed together: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.vault.atomic import DiskDiffersError, atomic_rename
from confnotes.vault.folders import opened_folder, split_path
from confnotes.vault.program_save import Planned
from confnotes.vault.textfile import encode, write_error
from confnotes.vault.version import Version, version_of

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


class Transaction:
    """Inside the block files are written, renamed and removed one by one; an error that leaves it takes all back.

    A file that somebody changed in the meantime is left as they made it.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._undo: list[Callable[[], object]] = []
        self._folders: list[str] = []

    def __enter__(self) -> Transaction:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._take_back()

    def save(self, file: Planned) -> Version:
        """Write one file; answers its new version, raises as `Vault.save` does."""
        before = self._vault.read_bytes(file.path) if file.based_on else None
        self._note_folders(file.path)
        written = version_of(encode(file.text, file.based_on))
        with self._noted(partial(self._put_back, file.path, before, written)):
            return self._vault.save(file.path, file.text, file.based_on)

    def rename(self, path: str, name: str, based_on: Version) -> str:
        """Give a file another name in its folder; answers its new path.

        Raises ConflictError when it is another version by now or the name is taken, ConfnotesError; the file is then
        where it was.
        """
        folders, old = split_path(path)
        with self._noted(partial(self._name, folders, name, old, based_on)):
            self._name(folders, old, name, based_on)
        return "/".join([*folders, name])

    def remove(self, path: str, based_on: Version) -> None:
        """Take a file away; raises ConflictError when it is another version by now, ConfnotesError."""
        before = self._vault.read_bytes(path)
        if version_of(before) != based_on:
            raise ConflictError(f"{path} was changed by another program", "nothing was removed; try again")
        with self._noted(partial(self._vault.save_bytes, path, before, None)):
            try:
                self._put_back(path, None, based_on)
            except OSError as error:
                raise write_error(path, error) from error

    @contextmanager
    def _noted(self, undo: Callable[[], object]) -> Iterator[None]:
        """Noted first: what interrupts the writing may come when it is done and not yet known to be."""
        self._undo.append(undo)
        try:
            yield
        except ConfnotesError:
            self._undo.pop()
            raise

    def _note_folders(self, path: str) -> None:
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            folder = "/".join(parts[:depth])
            if folder not in self._folders and not (self._vault.root / folder).exists():
                self._folders.append(folder)

    def _take_back(self) -> None:
        for undo in reversed(self._undo):
            with suppress(ConfnotesError, OSError):
                undo()
        for folder_path in reversed(self._folders):
            with suppress(OSError):
                (self._vault.root / folder_path).rmdir()

    def _name(self, folders: list[str], old: str, name: str, based_on: Version) -> None:
        try:
            with opened_folder(self._vault.root, folders) as folder:
                atomic_rename(folder, old, name, based_on)
        except (DiskDiffersError, FileNotFoundError):
            message = f"{old} was changed by another program, or there is a {name} by now"
            raise ConflictError(message, "nothing was renamed; try again") from None
        except OSError as error:
            raise write_error(old, error) from error

    def _put_back(self, path: str, before: bytes | None, version: Version) -> None:
        if before is not None:
            self._vault.save_bytes(path, before, version)
        elif self._is(path, version):
            folders, name = split_path(path)
            with opened_folder(self._vault.root, folders) as folder:
                os.unlink(name, dir_fd=folder)

    def _is(self, path: str, version: Version) -> bool:
        try:
            return version_of(self._vault.read_bytes(path)) == version
        except NotFoundError:
            return False
