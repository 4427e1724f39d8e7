"""Write what other machines changed to the vault, over exactly the versions that were merged.

What the user, or an editor, wrote meanwhile is merged into it: no version that was on disk is overwritten unseen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from confnotes.actions.syncing.agreement import agreed_target
from confnotes.actions.syncing.merge_commits import NeedsUserError, is_of_import, merge_versions, second_name
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.git.repository import LINK, NONE, PENDING, REGULAR, Repository, TreeChange
from confnotes.merge.merge_lines import Names
from confnotes.vault.textfile import MAX_BYTES, read_bytes
from confnotes.vault.vault import Vault
from confnotes.vault.version import version_of
from confnotes.vault.writer import VaultWriter

_WHY = "sync"
_LARGEST = 1 << 32
_ATTEMPTS = 20  # each fails only if another program wrote meanwhile


def finish_program(vault: Vault) -> bool:
    """Write the rest of a program that a killed sync had begun to write: an import must find it and its last state of
    the sources as they belong together, or it takes values of other machines for the user's edits. Returns whether
    machines sync the vault.
    """
    is_synced = agreed_target(vault.root) is not None
    repository = Repository.find(vault.root) if is_synced else None
    if repository is not None and all(commits := repository.ids("HEAD", PENDING)):
        CheckOut(vault, repository, lambda _: True, Names()).write_program(*commits)
    return is_synced


class ChangedMeanwhileError(ConfnotesError):
    """A file changed after it was committed; the next commit has it."""


def _texts(change: TreeChange, content: Mapping[tuple[str, str], bytes]) -> tuple[bytes | None, bytes | None]:
    old, new = (
        content[entry.blob, change.path] if entry.mode in REGULAR else None for entry in (change.old, change.new)
    )
    return old, new


class CheckOut:
    """Writes the files of a commit that differ from those of the commit before.

    `is_own` says which paths of the repository are files of the vault.
    """

    def __init__(self, vault: Vault, repository: Repository, is_own: Callable[[str], bool], names: Names) -> None:
        self._vault, self._repository, self._is_own, self._names = vault, repository, is_own, names
        self._writer = VaultWriter(repository.root)

    def check(self, head: str, commit: str) -> None:
        """Raise NeedsUserError if `write` would touch unsaved work outside the vault."""
        changes = self._repository.changes(head or self._repository.no_files, commit)
        is_vault = all(self._is_own(change.path) for change in changes)
        self._refuse(changes, set() if is_vault else self._repository.staged(head))

    def write(self, head: str, commit: str) -> list[str]:
        """Write the changes from the commit that is checked out, "" for none, to another one; returns their paths.

        Raises ChangedMeanwhileError, before anything is written, if a program or what imports remember of it has
        changed since that commit: they are merged together, which only a merge of commits does.
        """
        changes = self._repository.changes(head or self._repository.no_files, commit)
        files = [change for change in changes if {change.old.mode, change.new.mode} & {*REGULAR}]
        content = self._content(files)
        files.sort(key=lambda change: not is_of_import(change.path))  # near each other in time
        for change in files:
            if is_of_import(change.path) and self._is_changed(change, content):
                raise ChangedMeanwhileError(f"{change.path} was changed meanwhile", "Sync again.")
        for change in files:
            self._write_file(change, content)
        return [change.path for change in files]

    def write_program(self, head: str, commit: str) -> None:
        """Write of these changes only programs and what imports remember, where they are as in the first commit."""
        changes = [change for change in self._repository.changes(head, commit) if is_of_import(change.path)]
        content = self._content(changes)
        for change in changes:
            if not self._is_changed(change, content):
                self._write_file(change, content)

    def _content(self, files: Sequence[TreeChange]) -> dict[tuple[str, str], bytes]:
        wanted = ((entry.blob, one.path) for one in files for entry in (one.old, one.new) if entry.mode in REGULAR)
        return self._repository.blobs(wanted, as_files=True)

    def _refuse(self, changes: Sequence[TreeChange], staged: set[str]) -> None:
        for change in changes:
            path = change.path
            if self._is_own(path):
                continue
            is_link = any(entry.mode == LINK for entry in (change.old, change.new))
            data = self._read(path) if not is_link and {change.old.mode, change.new.mode} & {*REGULAR} else None
            here = self._repository.blob_of_file(path, data) if data is not None else ""
            there = "" if change.old.mode == NONE else change.old.blob
            is_clean = (data is None and change.old.mode not in REGULAR) or here in (there, change.new.blob)
            if path in staged or is_link or not is_clean:
                message = f"another machine changed {path}, and so did you"
                raise NeedsUserError(message, "It is not a file of the vault: commit it and merge with git.")

    def _write_file(self, change: TreeChange, content: dict[tuple[str, str], bytes]) -> None:
        path = change.path
        old, new = _texts(change, content)
        for _ in range(_ATTEMPTS):
            here = self._read(path)
            with suppress(ConflictError):
                if here == new or (new is None and here != old):  # done, or changed here: that stays
                    break
                if here is None or here == old or self._is_unchanged(change, here):
                    self._put(path, here, new)
                    break
                assert new is not None
                merged = merge_versions(path, old or b"", here, new, self._names)
                if merged is None:
                    second = second_name(path, self._repository.blob_of_file(path, here))
                    if self._read(second) is None:
                        self._put(second, None, here)
                    self._put(path, here, new)
                else:
                    self._put(path, here, merged.text.encode())
                break
        else:
            raise ConflictError(f"{path} keeps changing", "Try again.")
        if change.new.mode == "100755" != change.old.mode and os.name == "posix":
            with suppress(OSError):
                (self._repository.root / path).chmod(0o755)

    def _is_unchanged(self, change: TreeChange, here: bytes | None) -> bool:
        return here is not None and self._repository.blob_of_file(change.path, here) == change.old.blob

    def _is_changed(self, change: TreeChange, content: Mapping[tuple[str, str], bytes]) -> bool:
        """Whether the file is neither as before nor as it will be."""
        here = self._read(change.path)
        return here not in _texts(change, content) and not self._is_unchanged(change, here)

    def _read(self, path: str) -> bytes | None:
        try:
            return read_bytes(self._repository.root, path, _LARGEST)
        except NotFoundError:
            return None

    def _put(self, path: str, here: bytes | None, data: bytes | None) -> None:
        """Replace the bytes of a file by others; None: there is none. Raises ConflictError if they have changed."""
        version = None if here is None else version_of(here)
        inside = self._in_vault(path)
        if data is None:
            if version is None:
                return
            if inside is not None and inside.endswith(".md"):
                self._vault.history.keep_file(inside, f"before {_WHY}")
            self._writer.remove(path, version)
            if inside is not None and inside.endswith(".md"):
                self._vault.history.deleted(inside)
            self._remove_empty((self._repository.root / path).parent)
        elif inside is not None and len(data) <= MAX_BYTES:
            self._vault.save_bytes(inside, data, version, _WHY)
        else:
            self._writer.write(path, data, version)

    def _in_vault(self, path: str) -> str | None:
        place = self._repository.root / path
        return place.relative_to(self._vault.root).as_posix() if place.is_relative_to(self._vault.root) else None

    def _remove_empty(self, folder: Path) -> None:
        with suppress(OSError):
            while folder not in (self._repository.root, self._vault.root):
                folder.rmdir()
                folder = folder.parent
