"""Folders of a vault, opened step by step so that no link leads out of it, and operations in an open folder.

Here files are read safely, new versions are created and exchanged by Linux's `renameat2`, and writers of confnotes take
turns; other programs do not take part in that.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from confnotes import system
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.system import Folder
from confnotes.vault.layout import MARKER

_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS})


def split_path(path: str) -> tuple[list[str], str]:
    """The folders and the name of a path in the vault; raises NotFoundError if it is not such a path."""
    parts = path.split("/")
    if not path or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise NotFoundError(f"“{path}” is not a path in this vault", "Give a path relative to the vault.")
    return parts[:-1], parts[-1]


@contextmanager
def open_folder(root: Path, folders: list[str], *, create: bool = False) -> Iterator[Folder]:
    """Open a folder; creates missing folders if `create`.

    Raises OSError, and ConfnotesError if one of the folders is a link.
    """
    folder = system.enter_folder(root)
    try:
        for name in folders:
            inner = _inner(folder, name, create)
            outer, folder = folder, inner
            system.leave_folder(outer)
        yield folder
    finally:
        system.leave_folder(folder)


def must_be_writable(folder: Folder, name: str) -> None:
    """Raise PermissionError for a folder without a write bit, which would not stop root."""
    if not stat.S_IMODE(os.stat(folder).st_mode) & 0o222:  # noqa: PTH116 - usually a descriptor
        raise PermissionError(errno.EACCES, "the folder is read-only", name)


def sync(opened: Folder) -> OSError | None:
    """Have the disk confirm an open file, or the names in a folder; returns the error if it did not.

    File systems without this operation count as confirming.
    """
    try:
        system.flush(opened)
    except OSError as error:
        return None if error.errno in _NO_SYNC else error
    return None


def _inner(outer: Folder, name: str, create: bool) -> Folder:
    try:
        return system.enter_folder(name, outer)
    except FileNotFoundError:
        if not create:
            raise
        must_be_writable(outer, name)
        with suppress(FileExistsError):
            path, inside = system.at(outer, name)
            os.mkdir(path, dir_fd=inside)
        sync(outer)
        return system.enter_folder(name, outer)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise ConfnotesError(
                f"“{name}” is a link or not a folder", "confnotes does not follow links: use the folder itself."
            ) from error
        raise


def read_regular(folder: Folder, name: str, limit: int | None = None) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file; raises OSError: EFBIG above the limit, ELOOP for a link, EINVAL for other kinds."""
    descriptor = system.open_in(folder, name, system.READ)
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", name)
        if limit is not None and facts.st_size > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), name)
        parts = []
        while part := os.read(descriptor, max(facts.st_size, 1 << 16)):
            parts.append(part)
        return b"".join(parts), facts
    finally:
        with suppress(OSError):
            os.close(descriptor)


_NOREPLACE = 1  # flags of renameat2(2)
_EXCHANGE = 2  # as above: both names stay, with their files exchanged
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}

_Rename = Callable[[int, bytes, int, bytes, int], int]


def swap(folder: Folder, one: str, other_folder: Folder, other: str) -> bool:
    """Exchange two files, each in its folder; False if this system cannot. Raises OSError."""
    return _rename(folder, one, other_folder, other, _EXCHANGE)


def rename_new(folder: Folder, old: str, new_folder: Folder, new: str) -> bool:
    """Rename unless `new` exists; False if this system cannot. Raises FileExistsError and other OSErrors."""
    if isinstance(folder, Path):  # on Windows
        (folder / old).rename(system.at(new_folder, new)[0])
        return True
    return _rename(folder, old, new_folder, new, _NOREPLACE)


def _rename(folder: Folder, old: str, new_folder: Folder, new: str, flags: int) -> bool:
    call = _renameat2()
    if call is None or not isinstance(folder, int) or not isinstance(new_folder, int):
        return False
    import ctypes

    if call(folder, os.fsencode(old), new_folder, os.fsencode(new), flags) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), new)


@cache
def _renameat2() -> _Rename | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        import ctypes

        function = ctypes.CDLL(None, use_errno=True).renameat2
    except (ImportError, OSError, AttributeError):
        return None
    function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    function.restype = ctypes.c_int
    return function


_LOCK_SECONDS = 5.0  # other writers of confnotes hold a folder for milliseconds


@contextmanager
def turn(folder: Folder, seconds: float = _LOCK_SECONDS) -> Iterator[bool]:
    """Wait for other confnotes writers in this folder, at most `seconds`.

    Yields whether no other holds it; True if locks do not work. Raises OSError.
    """
    deadline = time.monotonic() + seconds
    descriptor = system.open_lock(folder)
    is_ours = True
    try:
        try:
            system.wait_for_lock(descriptor, deadline)
        except OSError as error:
            is_ours = not isinstance(error, BlockingIOError)
        yield is_ours
    finally:
        with suppress(OSError):
            os.close(descriptor)


class SaveTarget(NamedTuple):
    """The file's folder, its name, and the folder for its new version.

    `path` is the path of the file, for the name of an unfinished version.
    """

    folder: Folder
    name: str
    aside: Folder
    path: str


def in_folder(folder: Folder, name: str) -> SaveTarget:
    """A file whose new version is written beside it."""
    return SaveTarget(folder, name, folder, name)


@contextmanager
def open_target(root: Path, path: str, vault: Path | None, *, create: bool = False) -> Iterator[SaveTarget]:
    """The file at `path` below `root`; creates missing folders if `create`.

    In a vault, new versions are written to the marker folder, which other programs ignore and the next start checks for
    leftovers. Raises OSError, and ConfnotesError if one of the folders is a link.
    """
    folders, name = split_path(path)
    with ExitStack() as opened:
        folder = opened.enter_context(open_folder(root, folders, create=create))
        target = in_folder(folder, name)
        if vault is not None:
            with suppress(OSError, ConfnotesError, ValueError):
                aside = opened.enter_context(open_folder(vault, [MARKER]))
                target = SaveTarget(folder, name, aside, (root / path).relative_to(vault).as_posix())
        yield target
