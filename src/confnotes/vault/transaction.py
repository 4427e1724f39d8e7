"""Write, rename and remove several files together: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from confnotes import notices
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.snapshot import BEFORE
from confnotes.vault.textfile import encode
from confnotes.vault.version import Version, version_of

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


class FileChange(NamedTuple):
    """A file that is written: its bytes before, None without it, and the digest after, None if it is removed."""

    path: str
    before: bytes | None
    after: str | None


class Transaction:
    """Inside the block, files are written, renamed and removed one by one; an error that leaves it undoes everything.

    `why` is the name of the action, for the history of the notes; `note` gets each change of a file before it is made.
    Files that somebody changed in the meantime stay as they are.
    """

    def __init__(self, vault: Vault, why: str, note: Callable[[FileChange], object] = lambda _change: None) -> None:
        self._vault = vault
        self._why = why
        self._note = note
        self._undo: list[Callable[[], object]] = []
        self._folders: list[str] = []

    def __enter__(self) -> Transaction:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._take_back()

    def save(self, file: PlannedFile) -> Version:
        """Write one file; returns its new version, raises like `Vault.save`."""
        before = self._vault.read_bytes(file.path) if file.based_on else None
        self._note_folders(file.path)
        written = version_of(encode(file.text, file.based_on))
        self._note(FileChange(file.path, before, written.digest))
        with self._noted(partial(self._put_back, file.path, before, written)):
            return self._vault.save(file.path, file.text, file.based_on, self._why)

    def rename(self, path: str, name: str, based_on: Version) -> str:
        """Rename a file in its folder; returns its new path, raises like `Vault.rename`."""
        renamed, old = "/".join([*path.split("/")[:-1], name]), path.rpartition("/")[2]
        with self._noted(partial(self._rename_back, renamed, old, based_on)):
            return self._vault.rename(path, name, based_on)

    def remove(self, path: str, based_on: Version) -> None:
        """Remove a file; the text of a note is first added to its history.

        Raises ConflictError if it has another version, and ConfnotesError, also if its text cannot be kept.
        """
        before = self._vault.read_bytes(path)
        if version_of(before) != based_on:
            raise ConflictError(f"{path} was changed by another program", "Nothing was removed. Try again.")
        if path.endswith(".md"):
            self._keep(path, before)
        self._note(FileChange(path, before, None))
        with self._noted(partial(self._put_back, path, before, None)):
            self._vault.remove(path, based_on)
        if path.endswith(".md"):
            self._vault.history.deleted(path)

    def put(self, path: str, data: bytes | None) -> None:
        """Give a file these bytes, or remove it (None); raises like `save` and `remove`."""
        before = self._current(path)
        based_on = None if before is None else version_of(before)
        if data is None:
            if based_on is not None:
                self.remove(path, based_on)
            return
        self._note_folders(path)
        written = version_of(data)
        self._note(FileChange(path, before, written.digest))
        with self._noted(partial(self._put_back, path, before, written)):
            self._vault.save_bytes(path, data, based_on, self._why)

    def _keep(self, path: str, data: bytes) -> None:
        try:
            self._vault.history.keep(path, data, BEFORE + self._why)
        except OSError as error:
            message = f"cannot keep a copy of {path}: {error.strerror or error}"
            raise ConfnotesError(
                message,
                "Nothing was removed. Free space in your state folder, or allow more space for earlier versions.",
            ) from error

    @contextmanager
    def _noted(self, undo: Callable[[], object]) -> Iterator[None]:
        """Record how to undo a change before making it: an interrupt may come when it is done but not yet noticed."""
        self._undo.append(undo)
        try:
            yield
        except ConflictError:
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
            try:
                undo()
            except ConflictError:
                pass  # it was not done, or somebody has changed it since
            except (ConfnotesError, OSError) as error:
                notices.tell(f"not everything could be undone: {error}")
        for folder_path in reversed(self._folders):
            with suppress(OSError):
                (self._vault.root / folder_path).rmdir()

    def _put_back(self, path: str, before: bytes | None, version: Version | None) -> None:
        """Restore a file that has `version`, None if it was removed; nothing is written if it never changed."""
        if self._current(path) == before:
            return
        if before is not None:
            self._vault.save_bytes(path, before, version)
        elif version is not None:
            self._vault.remove(path, version)

    def _rename_back(self, renamed: str, old: str, based_on: Version) -> None:
        if self._current(renamed) is not None:
            self._vault.rename(renamed, old, based_on)

    def _current(self, path: str) -> bytes | None:
        try:
            return self._vault.read_bytes(path)
        except NotFoundError:
            return None
