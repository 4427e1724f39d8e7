"""The index of a clone, replaced as a whole: git's own lock on it is taken so that the next run can tell and remove it.

A git that is killed while it writes the index leaves `index.lock`, and every later git command stops there. Here git
writes copies only. The lock is a link to a file of ours: one that a killed process left is recognised by that.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from confnotes import system
from confnotes.errors import ConfnotesError

_WAIT_SECONDS = 5.0  # git commands of the user take less, except for a commit with its editor open
_STALE_SECONDS = 2.0  # git holds the lock of a reference for milliseconds


class SafeIndex:
    """The index of the clone at `root` whose git folder is `folder`; `common` is that of all its work trees."""

    def __init__(self, root: Path, folder: Path, common: Path) -> None:
        self._root, self._folder, self._common = root, folder, common
        self._own = folder / "confnotes"

    def at(self, name: str) -> Path:
        """An index of ours that was copied."""
        return self._own / f"{name}.index"

    def spare(self, name: str) -> Path:
        """A place for an index of ours, without one."""
        self._own.mkdir(exist_ok=True)
        file = self.at(name)
        for old in (file, file.with_name(f"{file.name}.lock")):
            old.unlink(missing_ok=True)
        return file

    def copy(self, name: str) -> Path:
        """A copy of the index with its time: git compares the content of files that are as new as that."""
        file = self.spare(name)
        with suppress(FileNotFoundError):
            shutil.copy2(self._folder / "index", file)
        return file

    @contextmanager
    def replaced(self) -> Iterator[Path]:
        """A copy of the index to change, which becomes the index. Raises ConfnotesError if git is using it."""
        own, lock = self._own / "lock", self._folder / "index.lock"
        self._own.mkdir(exist_ok=True)
        own.touch()
        deadline = time.monotonic() + _WAIT_SECONDS
        while True:
            try:
                os.link(own, lock)
                break
            except FileExistsError:
                if time.monotonic() > deadline:
                    raise ConfnotesError(
                        "another git command is running in the vault",
                        f"Wait for it, or delete {lock} if none is running.",
                    ) from None
                time.sleep(0.05)
        try:
            index = self.copy("next")
            yield index
            if index.exists():
                index.replace(self._folder / "index")
        finally:
            lock.unlink(missing_ok=True)

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """One sync at a time: False if another one runs. Removes the locks that a killed one left."""
        with ExitStack() as held:
            try:
                descriptor = held.enter_context(system.locked_file(self._own / "running"))
            except BlockingIOError:
                yield False
                return
            if os.read(descriptor, 1):
                self._remove_locks()
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, b"1")
            yield True
            os.ftruncate(descriptor, 0)

    def _remove_locks(self) -> None:
        """Remove what a killed sync left: the versions that a merge compared, the lock on the index that is ours, and
        locks of references that nobody holds any more.
        """
        for file in self._root.glob(".merge_file_??????"):
            file.unlink(missing_ok=True)
        lock = self._folder / "index.lock"
        with suppress(OSError):
            if lock.samefile(self._own / "lock"):
                lock.unlink()
        found = {}
        for folder in {self._folder, self._common}:
            for file in (*folder.glob("*.lock"), *folder.glob("refs/**/*.lock")):
                with suppress(OSError):
                    if file != lock:
                        found[file] = file.stat().st_mtime_ns, file.stat().st_ino
        if not found:
            return
        time.sleep(_STALE_SECONDS)
        for file, before in found.items():
            with suppress(OSError):
                if (file.stat().st_mtime_ns, file.stat().st_ino) == before:
                    file.unlink()
