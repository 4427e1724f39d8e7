"""Differences between operating systems: open folders, locks, signals, moving open files, and limits of a
process.

Linux and macOS open a folder and act in it through a descriptor, so that no link can replace it meanwhile; any open
file can be locked; and a file may be renamed or removed while it is open. On Windows a folder is its path, which is
checked before each use; a lock is a range of bytes; and only closed files move.
"""

from __future__ import annotations

import errno
import os
import shlex
import signal
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from confnotes.errors import ConfnotesError

Folder = int | Path
"""A folder to act in: its descriptor, or its path if the system has no descriptors of folders."""

OPEN_FILES_MOVE = sys.platform != "win32"
"""Whether a file can be renamed, replaced and removed while it is open."""

SERVED_VARIABLE = "CONFNOTES_SERVED"
"""Set for screens in a browser, whose user may be at another machine."""

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CLOEXEC = getattr(os, "O_CLOEXEC", getattr(os, "O_NOINHERIT", 0))
_BINARY = getattr(os, "O_BINARY", 0)  # without it, Windows writes two bytes for each line break
READ = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | _CLOEXEC | _BINARY
WRITE = os.O_WRONLY | _NOFOLLOW | _CLOEXEC | _BINARY
UPDATE = os.O_RDWR | _NOFOLLOW | _CLOEXEC | _BINARY
"""Flags of `os.open`: do not follow links, do not wait for pipes, do not inherit, do not translate bytes."""

_JUNCTION = 0xA0000003  # a link between folders on Windows, which lstat calls a folder
_TRIES, _PAUSE = 25, 0.02  # other programs on Windows, mostly virus scanners, hold new files open for some milliseconds
_LOCK_PAUSE = 0.002  # seconds: other processes of confnotes hold a lock for milliseconds


def split_words(text: str) -> list[str]:
    """The words of a command line, quotes undone; a backslash on Windows is part of a path. Raises ValueError."""
    return shlex.split(text.replace("\\", "\\\\") if sys.platform == "win32" else text)


def end_by_signals() -> None:
    """From now on SIGINT and SIGTERM end the process at once, whatever its threads wait for."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_DFL)


def is_served() -> bool:
    """Whether the screens run in a browser: then nothing outside the vault is opened, and no program is started."""
    return bool(os.environ.get(SERVED_VARIABLE))


def refuse_if_served() -> None:
    """Raise ConfnotesError if the screens run in a browser: for what starts programs or asks this desktop."""
    if is_served():
        raise ConfnotesError("not in a browser", "Use confnotes in a terminal on the machine with the vault.")


def at(folder: Folder, name: str) -> tuple[str | Path, int | None]:
    """A name in a folder, as the path and `dir_fd` that functions of `os` take."""
    return (name, folder) if isinstance(folder, int) else (folder / name, None)


def enter_folder(name: str | Path, inside: int | Path | None = None) -> Folder:
    """Open a folder, `inside` another one if given; links are followed only without `inside`.

    Raises OSError: ENOTDIR or ELOOP if it is a link or not a folder.
    """
    if OPEN_FILES_MOVE:
        flags = os.O_RDONLY | os.O_DIRECTORY | _CLOEXEC | (0 if inside is None else _NOFOLLOW)
        return os.open(name, flags, dir_fd=inside if isinstance(inside, int) else None)
    path = Path(name) if inside is None else Path(at(inside, str(name))[0])
    facts = path.stat(follow_symlinks=inside is None)
    is_junction = inside is not None and getattr(facts, "st_reparse_tag", 0) == _JUNCTION
    if is_junction or not stat.S_ISDIR(facts.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    return path


def leave_folder(folder: Folder) -> None:
    """Close a folder that was entered; raises nothing."""
    if isinstance(folder, int):
        with suppress(OSError):
            os.close(folder)


def open_in(folder: Folder, name: str, flags: int, mode: int = 0o600) -> int:
    """Open a file in a folder; links are refused. Raises OSError."""
    path, inside = at(folder, name)
    return open_file(path, flags, mode, inside)


def open_file(path: str | Path, flags: int, mode: int = 0o600, inside: int | None = None) -> int:
    """Open a file; links are refused. Raises OSError, ELOOP for a link."""
    if not _NOFOLLOW and os.path.islink(path):  # noqa: PTH114
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return os.open(path, flags, mode, dir_fd=inside)


def user_path(text: str) -> Path:
    """The path that a user typed; `~` is their home, and stays a name if they have none."""
    return Path(os.path.expanduser(text))  # noqa: PTH111  (Path raises RuntimeError for unknown users)


def real_path(path: Path) -> Path:
    """The path without links, as far as it exists; a loop of links stays as it is."""
    return Path(os.path.realpath(path))


def open_to_read(path: Path, *, follow: bool) -> int:
    """Open a file without waiting for a pipe. Raises OSError, ELOOP for a link unless `follow`."""
    return os.open(path, READ & ~_NOFOLLOW) if follow else open_file(path, READ)


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a regular file or of a link to one; never waits for a pipe or reads a device.

    Raises OSError: EINVAL for anything but a file, EFBIG above `most` bytes.
    """
    with os.fdopen(open_to_read(path, follow=True), "rb") as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        data = file.read(most + 1) if facts.st_size <= most else b""
        if facts.st_size > most or len(data) > most:
            raise OSError(errno.EFBIG, "the file is too large", str(path))
        return data


def replace_in(folder: Folder, name: str, new_folder: Folder, new: str) -> None:
    """Rename a file, replacing an existing one. Raises OSError."""
    (old_path, inside), (new_path, new_inside) = at(folder, name), at(new_folder, new)
    for left in reversed(range(1 if OPEN_FILES_MOVE else _TRIES)):
        try:
            os.replace(old_path, new_path, src_dir_fd=inside, dst_dir_fd=new_inside)
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def flush(opened: Folder) -> None:
    """Have the disk confirm an open file, or the names in a folder if the system supports it. Raises OSError."""
    if isinstance(opened, int):
        os.fsync(opened)
    elif OPEN_FILES_MOVE:
        descriptor = os.open(opened, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def open_lock(folder: Folder) -> int:
    """A descriptor to lock for a folder, the same file for every process. Raises OSError."""
    if isinstance(folder, int):
        return os.open(".", os.O_RDONLY | os.O_DIRECTORY | _CLOEXEC, dir_fd=folder)
    from hashlib import sha256
    from tempfile import gettempdir

    locks = Path(gettempdir(), "confnotes-locks")
    locks.mkdir(exist_ok=True)
    name = sha256(os.path.normcase(folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return open_file(locks / name, UPDATE | os.O_CREAT)


@contextmanager
def locked_file(file: Path, seconds: float = 0) -> Iterator[int]:
    """Hold the lock of a file, created where it is missing, among all threads and processes.

    Raises BlockingIOError if another one holds it for `seconds`, and OSError.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = open_file(file, UPDATE | os.O_CREAT)
    try:
        wait_for_lock(descriptor, time.monotonic() + seconds)
        yield descriptor
    finally:
        with suppress(OSError):
            os.close(descriptor)


def wait_for_lock(descriptor: int, deadline: float) -> None:
    """Lock an open file until it is closed. Raises BlockingIOError at the deadline, and OSError."""
    while True:
        try:
            lock(descriptor)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_LOCK_PAUSE)
        else:
            return


def remove_open(file: Path, descriptor: int) -> None:
    """Remove an open file and close it; it stays locked as long as the system allows. Raises OSError."""
    try:
        if OPEN_FILES_MOVE:
            file.unlink()
    finally:
        os.close(descriptor)
    if not OPEN_FILES_MOVE:
        file.unlink()


if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = (1 << 31) - 2  # far beyond any content: nobody else can read a locked byte

    def lock(descriptor: int) -> None:
        """Lock an open file until it is closed. Raises OSError, BlockingIOError if another process holds the lock."""
        before = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from error
        finally:
            os.lseek(descriptor, before, os.SEEK_SET)

    def limit_process(seconds: int, memory: int) -> None:
        """Do nothing: Windows limits processes only from outside, and the parent's deadline ends this one."""

else:
    import fcntl

    def lock(descriptor: int) -> None:
        """Lock an open file until it is closed. Raises OSError, BlockingIOError if another process holds the lock."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def limit_process(seconds: int, memory: int) -> None:
        """Limit this process to some seconds of CPU time and bytes of memory, and keep it from writing files."""
        import resource

        limits = (
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        )
        for limit, most in limits:
            resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))
