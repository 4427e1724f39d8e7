"""Changing the files of a vault, one at a time; what can go wrong is told in words."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from confnotes import notices
from confnotes.errors import ConflictError, NotFoundError
from confnotes.vault import unfinished
from confnotes.vault.atomic import DiskDiffersError, atomic_remove, atomic_rename, atomic_write
from confnotes.vault.folders import open_folder, open_target, split_path
from confnotes.vault.journal import Journal
from confnotes.vault.layout import MARKER
from confnotes.vault.textfile import describe_unconfirmed, encode, read_text, write_error
from confnotes.vault.version import EditConflictError, Version, version_of


class VaultWriter:
    """Writes, renames and removes. `unconfirmed` are the paths of files of which the disk did not confirm the last
    change: it is there, and a power cut may undo it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.unconfirmed: set[str] = set()

    def write(self, path: str, data: bytes, based_on: Version | None) -> Version:
        """Write a file over that version, None: a new one; raises as `Vault.save` does."""
        try:
            with open_target(self._root, path, self._root, create=based_on is None) as target:
                doubt = atomic_write(target, data, based_on)
        except (DiskDiffersError, FileNotFoundError):
            disk = None
            with suppress(NotFoundError):
                disk = read_text(self._root, path)
            raise EditConflictError(path, disk) from None
        except OSError as error:
            raise write_error(path, error) from error
        self._tell(path, "is written", doubt)
        return version_of(data)

    def rename(self, path: str, name: str, based_on: Version) -> str:
        """Give a file another name in its folder; answers its new path.

        Raises ConflictError when it is another version by now or the name is taken, ConfnotesError; the file is then
        where it was.
        """
        folders, old = split_path(path)
        try:
            with open_folder(self._root, folders) as folder:
                doubt = atomic_rename(folder, old, name, based_on)
        except (DiskDiffersError, FileNotFoundError):
            message = f"{old} was changed by another program, or there is a {name} by now"
            raise ConflictError(message, "Nothing was renamed. Try again.") from None
        except OSError as error:
            raise write_error(path, error) from error
        renamed = "/".join([*folders, name])
        self._tell(renamed, "has its new name", doubt)
        return renamed

    def remove(self, path: str, based_on: Version) -> None:
        """Take a file away; raises ConflictError when it is another version by now, ConfnotesError."""
        try:
            with open_target(self._root, path, self._root) as target:
                doubt = atomic_remove(target, based_on)
        except (DiskDiffersError, FileNotFoundError):
            raise ConflictError(f"{path} was changed by another program", "Nothing was removed. Try again.") from None
        except OSError as error:
            raise write_error(path, error) from error
        self._tell(path, "is gone", doubt)

    def settle(self, journal: Journal, *folders: str) -> list[str]:
        """Clear what a killed program left of its saves in a folder, or in the one where they are made, or keep it.

        Answers the paths of what is kept, and tells of it.
        """

        def is_journaled(path: str, data: bytes) -> bool:
            kept = (one.text for one in journal.all() if one.path == path)
            return any(data in (encode(text, None), encode(text, version_of(data))) for text in kept)

        copies = list(unfinished.settle(self._root, [*folders] or [MARKER], is_journaled))
        for copy in copies:
            notices.tell(f"a save was interrupted; its text is now in {copy}")
        return copies

    def _tell(self, path: str, done: str, doubt: OSError | None) -> None:
        if doubt is None:
            self.unconfirmed.discard(path)
            return
        self.unconfirmed.add(path)
        notices.tell(describe_unconfirmed(path, done, doubt))
