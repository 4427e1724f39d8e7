"""Folders of a vault, opened step by step so that no link leads out of it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from confnotes.errors import ConfnotesError, NotFoundError

_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})


def split_path(path: str) -> tuple[list[str], str]:
    """The folders and the name of a path in the vault; raises NotFoundError when it is no such path."""
    parts = path.split("/")
    if not path or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise NotFoundError(f"“{path}” is no path in this vault", "give a path relative to the vault")
    return parts[:-1], parts[-1]


@contextmanager
def opened_folder(root: Path, folders: list[str], *, create: bool = False) -> Iterator[int]:
    """A descriptor of the folder; makes the folders that are missing when `create`.

    Raises OSError; ConfnotesError when one of the folders is a link.
    """
    descriptor = os.open(root, _FLAGS)
    try:
        for name in folders:
            inner = _inner(descriptor, name, create)
            outer, descriptor = descriptor, inner
            _close(outer)
        yield descriptor
    finally:
        _close(descriptor)


def must_be_writable(folder: int, name: str) -> None:
    """Raise PermissionError for a folder (a descriptor) without a write bit, which is no hindrance to root."""
    if not stat.S_IMODE(os.fstat(folder).st_mode) & 0o222:
        raise PermissionError(errno.EACCES, "the folder is read-only", name)


def synced(descriptor: int) -> OSError | None:
    """Have the disk confirm what a file says, or a folder names; answers why it did not.

    File systems that know no such thing are taken at their word.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        return None if error.errno in _NO_SYNC else error
    return None


def _close(folder: int) -> None:
    with suppress(OSError):
        os.close(folder)


def _inner(outer: int, name: str, create: bool) -> int:
    try:
        return os.open(name, _FLAGS | os.O_NOFOLLOW, dir_fd=outer)
    except FileNotFoundError:
        if not create:
            raise
        must_be_writable(outer, name)
        with suppress(FileExistsError):
            os.mkdir(name, dir_fd=outer)
        synced(outer)
        return os.open(name, _FLAGS | os.O_NOFOLLOW, dir_fd=outer)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise ConfnotesError(
                f"“{name}” is a link or no folder", "confnotes follows no links: use the folder itself"
            ) from error
        raise
