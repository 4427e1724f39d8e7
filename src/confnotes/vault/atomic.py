"""The one way in which confnotes writes a file of the vault: whole, synced, and only over the version it knows.

Writers of confnotes take turns through a lock on the folder. Other programs know nothing of the lock: what they wrote
between our comparison and our rename is seen when the two files are exchanged, and put back.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from confnotes.vault.exchange import rename_new, swap
from confnotes.vault.folders import must_be_writable
from confnotes.vault.version import Version, version_of

TEMPORARY_PREFIX = ".confnotes-"
_LOCK_SECONDS = 5.0
_KEPT_ATTRIBUTES = "user."


class DiskDiffersError(Exception):
    """The file is not the version that was expected; `kept_as` names a third version that was kept beside it."""

    def __init__(self, kept_as: str | None = None) -> None:
        super().__init__("the file is not the version that was expected")
        self.kept_as = kept_as


def atomic_write(folder: int, name: str, data: bytes, expected: Version | None) -> None:
    """Write `data` to `name` in the folder (a descriptor), over exactly the version `expected` (None: a new file).

    Keeps the file's permissions. After it returns the data is on the disk, synced. Raises DiskDiffersError when
    another version is there, PermissionError for a file or folder without a write bit, other OSErrors; the file is
    then as it was.
    """
    must_be_writable(folder, name)
    with _turn(folder):
        before = _read(folder, name)
        if (before and version_of(before[0])) != expected:
            raise DiskDiffersError
        if before and before[0] == data:
            return
        if before and not stat.S_IMODE(before[1].st_mode) & 0o222:
            raise PermissionError(errno.EACCES, "the file is read-only", name)
        temporary = f"{TEMPORARY_PREFIX}{os.urandom(8).hex()}.tmp"
        try:
            _write_synced(folder, temporary, data, name if before else None, before[1] if before else None)
            if expected is None:
                _put_new(folder, temporary, name)
            else:
                _put_over(folder, temporary, name, expected, version_of(data))
        finally:
            with suppress(FileNotFoundError):
                os.unlink(temporary, dir_fd=folder)
        os.fsync(folder)


def atomic_rename(folder: int, old: str, new: str, expected: Version) -> None:
    """Give a file of the folder (a descriptor) another name; synced when it returns.

    Raises DiskDiffersError when it is not the version `expected` or the other name is taken, and OSErrors.
    """
    must_be_writable(folder, old)
    with _turn(folder):
        if _version(folder, old) != expected:
            raise DiskDiffersError
        try:
            if not rename_new(folder, old, new):
                os.link(old, new, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
                os.unlink(old, dir_fd=folder)
        except FileExistsError:
            if not _are_one(folder, old, new):
                raise DiskDiffersError from None
            os.rename(old, new, src_dir_fd=folder, dst_dir_fd=folder)
        os.fsync(folder)


def read_regular(folder: int, name: str, limit: int | None = None) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file; raises OSError: EFBIG beyond the limit, ELOOP for a link, EINVAL for no file."""
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
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
        os.close(descriptor)


def _read(folder: int, name: str) -> tuple[bytes, os.stat_result] | None:
    try:
        return read_regular(folder, name)
    except FileNotFoundError:
        return None


@contextmanager
def _turn(folder: int) -> Iterator[None]:
    """Wait for other confnotes writers in this folder; go on without a turn where locks do not work."""
    deadline = time.monotonic() + _LOCK_SECONDS
    descriptor = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
    try:
        while time.monotonic() < deadline:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.002)
            except OSError:
                break
            else:
                break
        yield
    finally:
        os.close(descriptor)


def _write_synced(folder: int, temporary: str, data: bytes, old: str | None, facts: os.stat_result | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, 0o666, dir_fd=folder)
    try:
        if facts is not None and old is not None:
            _keep_facts(folder, old, descriptor, facts)
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_facts(folder: int, old: str, descriptor: int, facts: os.stat_result) -> None:
    mine = os.fstat(descriptor)
    if (mine.st_uid, mine.st_gid) != (facts.st_uid, facts.st_gid):
        with suppress(OSError):
            os.fchown(descriptor, facts.st_uid, facts.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(facts.st_mode))
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        source = os.open(old, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
        try:
            for attribute in os.listxattr(source):
                if attribute.startswith(_KEPT_ATTRIBUTES):
                    os.setxattr(descriptor, attribute, os.getxattr(source, attribute))
        finally:
            os.close(source)


def _put_new(folder: int, temporary: str, name: str) -> None:
    try:
        if rename_new(folder, temporary, name):
            return
        os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        raise DiskDiffersError from None
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
            raise
        if _read(folder, name) is not None:
            raise DiskDiffersError from None
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)


def _put_over(folder: int, temporary: str, name: str, expected: Version, ours: Version) -> None:
    try:
        swapped = swap(folder, temporary, name)
    except FileNotFoundError:
        raise DiskDiffersError from None
    if not swapped:
        before = _read(folder, name)
        if before is None or version_of(before[0]) != expected:
            raise DiskDiffersError
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        return
    if _version(folder, temporary) == expected:
        return
    swap(folder, temporary, name)
    if _version(folder, temporary) == ours:
        raise DiskDiffersError
    kept = f"{name.removesuffix('.md')} (conflict {os.urandom(4).hex()}).md"
    os.rename(temporary, kept, src_dir_fd=folder, dst_dir_fd=folder)
    raise DiskDiffersError(kept)


def _are_one(folder: int, old: str, new: str) -> bool:
    """Whether two spellings name one file, as where capitals do not count."""
    one, other = (os.stat(name, dir_fd=folder, follow_symlinks=False) for name in (old, new))
    return (one.st_dev, one.st_ino, one.st_nlink) == (other.st_dev, other.st_ino, 1)


def _version(folder: int, name: str) -> Version | None:
    try:
        return version_of(read_regular(folder, name)[0])
    except OSError:
        return None
