"""Confnotes on something like Windows: `python tests/windows.py COMMAND …` runs a command of it there.

What Windows lacks is gone (modules, functions and flags of `os`, signals), and what it refuses is refused: folders are
not opened, open files neither moved nor removed, names not taken twice, links not followed by flag. Python's own
library, and that of others, were loaded before and stay what they are. What passes here may still fail on Windows.
"""

from __future__ import annotations

import asyncio
import asyncio.subprocess
import concurrent.futures.thread
import errno
import fcntl
import logging.handlers
import multiprocessing
import os
import select
import selectors
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import sys
import tempfile
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from forked import serve

LOADED = (asyncio, concurrent, logging, multiprocessing, select, selectors, shutil, socket, subprocess, zoneinfo)
MODULES = ("curses", "fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty")
OF_OS = """
    O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK O_SYNC O_NOCTTY chown chroot fchdir fchmod fchown fdatasync fork forkpty
    fpathconf fstatvfs getegid geteuid getgid getgroups getloadavg getpgid getpgrp getpriority getuid getxattr killpg
    lchown listxattr lockf mkfifo mknod nice openpty pathconf pread preadv pwrite pwritev removexattr sched_getaffinity
    setegid seteuid setgid setpgid setpriority setsid setuid setxattr statvfs sync uname wait3 wait4
"""
OF_SIGNALS = "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH SIGXCPU SIGXFSZ"
BINARY = 1 << 28


def load_others() -> None:
    """Import what has to be there before Windows is simulated."""
    os.environ["TEXTUAL_DRIVER"] = "textual.drivers.headless_driver:HeadlessDriver"  # that of Windows needs Windows
    import click
    import mcp.server.mcpserver
    import textual.app
    import textual.drivers.linux_driver
    import textual.widgets

    asyncio.new_event_loop().close()  # from Python 3.14 on, this decides which kind of loop, by `sys.platform`
    assert click and mcp and textual


def simulate() -> None:
    """Take from this process what Windows has not; for one that ends with it."""
    load_others()
    locked = _Locking()
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    del sys.modules["textual.drivers"].linux_driver  # it imports some of these
    sys.modules["textual.drivers.linux_driver"] = None  # type: ignore[assignment]
    sys.modules["msvcrt"] = locked
    _refuse()
    for name in OF_OS.split():
        if hasattr(os, name):
            delattr(os, name)
    for name in OF_SIGNALS.split():
        delattr(signal, name)
    os.process_cpu_count = os.cpu_count  # type: ignore[attr-defined]  # from 3.13 on; elsewhere it asks the scheduler
    signal.SIGBREAK = signal.SIGABRT  # type: ignore[attr-defined]
    ssl.enum_certificates = lambda store: []  # type: ignore[attr-defined]
    os.O_BINARY = BINARY  # type: ignore[attr-defined]
    sys.platform = "win32"


class _Locking(ModuleType):
    """The module msvcrt, as far as it locks."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self._flock, self._how = fcntl.flock, fcntl.LOCK_EX | fcntl.LOCK_NB

    def locking(self, descriptor: int, mode: int, size: int) -> None:
        assert (mode, size) == (self.LK_NBLCK, 1)
        assert os.lseek(descriptor, 0, os.SEEK_CUR) > 1 << 30, "a locked byte of the content can be read by nobody"
        try:
            self._flock(descriptor, self._how)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None


def _is_open(path: str | Path) -> bool:
    """Whether this process has the file open."""
    real = os.path.realpath(path)
    opened = (f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd"))  # noqa: PTH208
    return any(os.path.realpath(one) == real for one in opened if os.path.lexists(one))


def _refused(path: str | Path) -> PermissionError:
    return PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _refuse() -> None:
    """Have the functions of `os` refuse what they refuse on Windows."""
    opens, renames, replaces, unlinks = os.open, os.rename, os.replace, os.unlink
    cloexec = os.O_CLOEXEC

    def open_(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if dir_fd is not None:
            raise NotImplementedError("dir_fd unavailable on this platform")
        if os.path.isdir(path):  # noqa: PTH112
            raise _refused(path)
        if "/confnotes/" in sys._getframe(1).f_code.co_filename:
            assert flags & BINARY, f"{path} is opened as text: line breaks would become two bytes"
        return opens(path, flags & ~BINARY | cloexec, mode)

    def moved(move: Callable[..., None], *, over: bool) -> Callable[..., None]:
        def call(old: Any, new: Any, *, src_dir_fd: int | None = None, dst_dir_fd: int | None = None) -> None:
            if src_dir_fd is not None or dst_dir_fd is not None:
                raise NotImplementedError("dir_fd unavailable on this platform")
            if os.path.lexists(new) and not over:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(new))
            for path in (old, new):
                if os.path.isfile(path) and _is_open(path):  # noqa: PTH113
                    raise _refused(path)
            move(old, new)

        return call

    def unlink(path: Any, *, dir_fd: int | None = None) -> None:
        if dir_fd is not None:
            raise NotImplementedError("dir_fd unavailable on this platform")
        if _is_open(path):
            raise _refused(path)
        unlinks(path)

    def no_link(*_: object, **options: object) -> None:
        raise NotImplementedError("link: follow_symlinks unavailable on this platform")

    syncs = os.fsync

    def fsync(fd: Any) -> None:
        assert not stat.S_ISDIR(os.fstat(fd).st_mode)
        syncs(fd)

    os.open, os.unlink, os.remove, os.link = open_, unlink, unlink, no_link
    os.rename, os.replace = moved(renames, over=False), moved(replaces, over=True)
    os.fsync = fsync
    assert tempfile


def main() -> None:
    """Do what the command says, as on Windows."""
    simulate()
    if sys.argv[1] == "-c":
        exec(sys.argv[2], {"__name__": "__main__"})
    else:
        from confnotes.__main__ import main

        main()


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        load_others()
        serve(sys.argv[2], main)
    main()
