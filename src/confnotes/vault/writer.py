"""Change the files of a vault, one at a time, with errors for people."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from confnotes import notices
from confnotes.errors import ConflictError, NotFoundError, WriteError
from confnotes.vault import unfinished
from confnotes.vault.atomic import DiskDiffersError, atomic_remove, atomic_rename, atomic_write
from confnotes.vault.folders import open_folder, open_target, split_path
from confnotes.vault.journal import Journal
from confnotes.vault.layout import MARKER
from confnotes.vault.textfile import describe_unconfirmed, encode, read_text, write_error
from confnotes.vault.version import EditConflictError, Version, version_of


class VaultWriter:
    """Writes, renames and removes files. `unconfirmed` are the paths of files whose last change the disk did not
    confirm: a power cut may undo it.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.unconfirmed: set[str] = set()

    def write(self, path: str, data: bytes, based_on: Version | None) -> Version:
        """Write a file over that version (None: a new file); raises like `Vault.save`."""
        try:
            with open_target(self._root, path, self._root, create=based_on is None) as target:
                doubt = atomic_write(target, data, based_on)
        except (DiskDiffersError, FileNotFoundError):
            self._must_be_there(path)
            disk = None
            with suppress(NotFoundError):
                disk = read_text(self._root, path)
            raise EditConflictError(path, disk) from None
        except OSError as error:
            raise write_error(path, error) from error
        self._tell(path, "is written", doubt)
        return version_of(data)

    def rename(self, path: str, name: str, based_on: Version) -> str:
        """Rename a file in its folder; returns its new path.

        Raises ConflictError if it has another version or the name is taken, and ConfnotesError; the file is then
        unchanged.
        """
        folders, old = split_path(path)
        try:
            with open_folder(self._root, folders) as folder:
                doubt = atomic_rename(folder, old, name, based_on)
        except (DiskDiffersError, FileNotFoundError):
            self._must_be_there(path)
            message = f"{old} was changed by another program, or {name} now exists"
            raise ConflictError(message, "Nothing was renamed. Try again.") from None
        except OSError as error:
            raise write_error(path, error) from error
        renamed = "/".join([*folders, name])
        self._tell(renamed, "has its new name", doubt)
        return renamed

    def remove(self, path: str, based_on: Version) -> None:
        """Remove a file; raises ConflictError if it has another version, and ConfnotesError."""
        try:
            with open_target(self._root, path, self._root) as target:
                doubt = atomic_remove(target, based_on)
        except (DiskDiffersError, FileNotFoundError):
            self._must_be_there(path)
            raise ConflictError(f"{path} was changed by another program", "Nothing was removed. Try again.") from None
        except OSError as error:
            raise write_error(path, error) from error
        self._tell(path, "is gone", doubt)

    def settle(self, journal: Journal, *folders: str) -> list[str]:
        """Remove or keep what killed saves left in a folder, or in the marker folder.

        Returns the paths of kept files, and reports them.
        """

        def is_journaled(path: str, data: bytes) -> bool:
            kept = (one.text for one in journal.all() if one.path == path)
            return any(data in (encode(text, None), encode(text, version_of(data))) for text in kept)

        copies = list(unfinished.settle(self._root, [*folders] or [MARKER], is_journaled))
        for copy in copies:
            notices.tell(f"a save was interrupted; its text is now in {copy}")
        return copies

    def _must_be_there(self, path: str) -> None:
        """Raise WriteError if the vault itself is gone: its disk was disconnected, say."""
        if not self._root.is_dir():
            where = f"the folder {self._root} is gone"
            raise WriteError(path, where, "Put the folder back, or connect its disk, then save again.") from None

    def _tell(self, path: str, done: str, doubt: OSError | None) -> None:
        if doubt is None:
            self.unconfirmed.discard(path)
            return
        self.unconfirmed.add(path)
        notices.tell(describe_unconfirmed(path, done, doubt))
