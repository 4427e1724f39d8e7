"""How confnotes writes, renames and removes a file: as a whole, synced, and only if it has the known version.

Each operation ends in one of three ways. It raises, and the file is unchanged, unless the error is an UnclearError. It
returns None, and is done for good. Or it returns an OSError: it is done and visible, but the disk did not confirm it,
so that a power cut may undo it.

Writers of confnotes take turns through a lock on the folder. Other programs do not use the lock: what they write
between our comparison and our rename is detected when the two files are exchanged, and restored.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress

from confnotes import system
from confnotes.system import Folder
from confnotes.vault import unfinished
from confnotes.vault.folders import SaveTarget, in_folder, must_be_writable, read_regular, swap, sync, turn
from confnotes.vault.unfinished import are_one, put_new
from confnotes.vault.version import Version, version_of

_KEPT_ATTRIBUTES = "user."
_NOT_ASIDE = frozenset({errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT})


class DiskDiffersError(Exception):
    """The file is not the version that was expected; `kept_as` names a third version that was kept beside it."""

    def __init__(self, kept_as: str | None = None) -> None:
        super().__init__("the file is not the version that was expected")
        self.kept_as = kept_as


class UnclearError(OSError):
    """The disk failed during the operation, and it is unknown whether the file is the old or the new version."""


def atomic_write(target: SaveTarget, data: bytes, expected: Version | None) -> OSError | None:
    """Write `data` over exactly the version `expected` (None: a new file), keeping the file's permissions.

    Raises DiskDiffersError if the file has another version, PermissionError for a file or folder without a write bit,
    and other OSErrors.
    """
    folder, name = target.folder, target.name
    must_be_writable(folder, name)
    with turn(folder):
        before = _read(folder, name)
        if (before and version_of(before[0])) != expected:
            raise DiskDiffersError
        if before and before[0] == data:
            return None
        if before and not stat.S_IMODE(before[1].st_mode) & 0o222:
            raise PermissionError(errno.EACCES, "the file is read-only", name)
        facts = before[1] if before else None
        return _aside_or_beside(target, lambda where: _write(where, data, expected, facts))


def atomic_rename(folder: Folder, old: str, new: str, expected: Version) -> OSError | None:
    """Rename a file in its folder.

    Raises DiskDiffersError if it is not the version `expected` or the name is taken, and OSErrors.
    """
    must_be_writable(folder, old)
    with turn(folder):
        if _version(folder, old) != expected:
            raise DiskDiffersError
        doubt = None
        try:
            _rename(folder, old, new)
        except OSError as error:
            doubt = _seen(error, lambda: _version(folder, old), expected, None)
        return sync(folder) or doubt


def atomic_remove(target: SaveTarget, expected: Version) -> OSError | None:
    """Remove a file.

    Raises DiskDiffersError if it is not the version `expected`, and OSErrors.
    """
    must_be_writable(target.folder, target.name)
    with turn(target.folder):
        if _version(target.folder, target.name) != expected:
            raise DiskDiffersError
        return _aside_or_beside(target, lambda where: _remove(where, expected))


def _aside_or_beside(target: SaveTarget, act: Callable[[SaveTarget], OSError | None]) -> OSError | None:
    """Run `act` with new versions written to the target's own place for them; if that fails, to the file's folder."""
    beside = in_folder(target.folder, target.name)
    try:
        return act(target)
    except OSError as error:
        if target == beside or error.errno not in _NOT_ASIDE or isinstance(error, UnclearError):
            raise
        return act(beside)


def _write(target: SaveTarget, data: bytes, expected: Version | None, facts: os.stat_result | None) -> OSError | None:
    ours = version_of(data)
    made = unfinished.name_for(target.path, ours, expected) + unfinished.WHOLE
    _write_synced(target, made, data, facts)
    doubt = None
    try:
        try:
            if expected is None:
                _put_new(target, made)
            else:
                doubt = _put_over(target, made, expected, ours)
        except OSError as error:
            doubt = _seen(error, lambda: _version(target.folder, target.name), expected, ours)
    finally:
        unfinished.clear(target.aside, made, ours, expected)
    return sync(target.folder) or doubt


def _seen(
    error: OSError, look: Callable[[], Version | None], expected: Version | None, ours: Version | None
) -> OSError:
    """Judge a failed call by the file: returns the error if the file is `ours`, raises it if it is unchanged."""
    try:
        there = look()
    except OSError:
        raise UnclearError(error.errno, error.strerror) from error
    if there == ours:
        return error
    if there == expected:
        raise error
    raise DiskDiffersError from error


def _remove(target: SaveTarget, expected: Version) -> OSError | None:
    """Rename the file to the name of an unfinished one first, so that another program's version can be restored."""
    gone = unfinished.name_for(target.path, version_of(b""), expected) + unfinished.WHOLE
    doubt = None
    try:
        put_new(target.folder, target.name, target.aside, gone)
    except FileNotFoundError:
        raise DiskDiffersError from None
    except OSError as error:
        doubt = _seen(error, lambda: _version(target.folder, target.name), expected, None)
    try:
        was = _version(target.aside, gone)
    except OSError as error:
        return error
    if was not in (expected, None):
        with suppress(OSError):
            put_new(target.aside, gone, target.folder, target.name)
        raise DiskDiffersError
    with suppress(OSError):
        unfinished.remove(target.aside, gone)
    return sync(target.folder) or doubt


def _rename(folder: Folder, old: str, new: str) -> None:
    try:
        put_new(folder, old, folder, new)
    except FileExistsError:
        path, inside = system.at(folder, old)
        links = os.stat(path, dir_fd=inside, follow_symlinks=False).st_nlink
        if links > 1 or not are_one(folder, old, folder, new):  # not just other letter case
            raise DiskDiffersError from None
        system.replace_in(folder, old, folder, new)


def _read(folder: Folder, name: str) -> tuple[bytes, os.stat_result] | None:
    try:
        return read_regular(folder, name)
    except FileNotFoundError:
        return None


def _write_synced(target: SaveTarget, made: str, data: bytes, facts: os.stat_result | None) -> None:
    """Write the new version; once it has the name `made`, it is complete and on disk."""
    part = made.removesuffix(unfinished.WHOLE) + unfinished.PART
    descriptor = system.open_in(target.aside, part, system.WRITE | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        try:
            _keep_facts(target, descriptor, facts)
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view) :]
            if (error := sync(descriptor)) is not None:
                raise error
        finally:
            os.close(descriptor)
        system.replace_in(target.aside, part, target.aside, made)
    except BaseException:
        for name in (part, made):
            with suppress(OSError):
                unfinished.remove(target.aside, name)
        raise


def _keep_facts(target: SaveTarget, descriptor: int, facts: os.stat_result | None) -> None:
    """Copy owner, permissions and attributes to the new version; a new file gets the group of a setgid folder."""
    if not hasattr(os, "fchown"):
        return
    mine = os.fstat(descriptor)
    if facts is None:
        folder = os.stat(target.folder)  # noqa: PTH116 - usually a descriptor
        if folder.st_mode & stat.S_ISGID and folder.st_gid != mine.st_gid:
            with suppress(OSError):
                os.fchown(descriptor, -1, folder.st_gid)
        return
    if (mine.st_uid, mine.st_gid) != (facts.st_uid, facts.st_gid):
        with suppress(OSError):
            os.fchown(descriptor, facts.st_uid, facts.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(facts.st_mode))
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        source = system.open_in(target.folder, target.name, system.READ)
        try:
            for attribute in os.listxattr(source):
                if attribute.startswith(_KEPT_ATTRIBUTES):
                    os.setxattr(descriptor, attribute, os.getxattr(source, attribute))
        finally:
            os.close(source)


def _put_new(target: SaveTarget, made: str) -> None:
    try:
        put_new(target.aside, made, target.folder, target.name)
    except FileExistsError:
        raise DiskDiffersError from None
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
            raise
        if _read(target.folder, target.name) is not None:
            raise DiskDiffersError from None
        system.replace_in(target.aside, made, target.folder, target.name)


def _put_over(target: SaveTarget, made: str, expected: Version, ours: Version) -> OSError | None:
    aside, folder, name = target.aside, target.folder, target.name
    try:
        swapped = swap(aside, made, folder, name)
    except FileNotFoundError:
        raise DiskDiffersError from None
    if not swapped:
        if _version(folder, name) != expected:
            raise DiskDiffersError
        system.replace_in(aside, made, folder, name)
        return None
    try:
        if _version(aside, made) == expected:
            return None
    except OSError as error:  # whoever settles it reads it then
        return error
    swap(aside, made, folder, name)
    if _version(aside, made) == ours:
        raise DiskDiffersError
    kept = f"{name.removesuffix('.md')} (conflict {os.urandom(4).hex()}).md"
    system.replace_in(aside, made, folder, kept)
    raise DiskDiffersError(kept)


def _version(folder: Folder, name: str) -> Version | None:
    """The version on disk, None if the file does not exist; raises OSError."""
    found = _read(folder, name)
    return version_of(found[0]) if found else None
