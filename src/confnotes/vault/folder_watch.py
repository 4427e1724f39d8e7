"""Linux's `inotify`: reports changed files below a folder, instead of checking the time of each."""

from __future__ import annotations

import errno
import os
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from confnotes.vault.scan import PROGRAM, is_text_name

if TYPE_CHECKING:
    import ctypes

_MODIFIED, _MOVED_FROM, _MOVED_TO, _CREATED, _DELETED = 0x2, 0x40, 0x80, 0x100, 0x200  # inotify(7)
_ONLY_FOLDERS, _NO_LINKS = 0x01000000, 0x02000000  # inotify(7)
_WATCHED = _MODIFIED | _MOVED_FROM | _MOVED_TO | _CREATED | _DELETED | _ONLY_FOLDERS | _NO_LINKS
_OVERFLOWED, _IS_FOLDER = 0x4000, 0x40000000  # inotify(7)
_EVENT = struct.Struct("iIII")  # watch, event, cookie, length of the name that follows
_GONE = {errno.ENOENT, errno.ENOTDIR}
_MOST_BYTES = 1 << 16  # of events read at once; the rest waits


class FolderWatch:
    """Watches each folder from the moment it is added. Thread-safe.

    `works` is False if nothing is reported: on other systems, or if the system grants no more watches. Changes by other
    computers on a network drive are never reported, either.
    """

    def __init__(self) -> None:
        library = _inotify()
        self._lock = threading.Lock()
        self._events = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC) if library else -1
        self._folders: dict[int, str] = {}

    @property
    def works(self) -> bool:
        """Whether changes in all added folders are reported."""
        return self._events >= 0

    def add(self, folder: str) -> None:
        """Watch the folder, but not its subfolders; does nothing if it is watched already."""
        import ctypes

        library = _inotify()
        with self._lock:
            if library is None or self._events < 0:
                return
            watch = library.inotify_add_watch(self._events, os.fsencode(folder), _WATCHED)
            if watch >= 0:
                self._folders[watch] = folder  # its path may have changed by renaming
            elif ctypes.get_errno() not in _GONE:
                self._close()

    def changed(self) -> set[str] | None:
        """The notes and programs that changed since the last call; None if only a new scan of all files can tell,
        because folders changed or the system lost events.
        """
        files: set[str] = set()
        everything = False
        with self._lock, suppress(BlockingIOError):
            while self._events >= 0:
                for watch, happened, name in _told(os.read(self._events, _MOST_BYTES)):
                    if happened & _OVERFLOWED:
                        everything = True
                    elif _matters(happened, name):
                        everything = everything or bool(happened & _IS_FOLDER)
                        files.add(f"{self._folders[watch]}/{name}")
        return None if everything else files

    def close(self) -> None:
        """Stop watching."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._events >= 0:
            os.close(self._events)
            self._events = -1


def _told(data: bytes) -> Iterator[tuple[int, int, str]]:
    """The watch, the events and the name of each report."""
    at = 0
    while at < len(data):
        watch, happened, _, length = _EVENT.unpack_from(data, at)
        at += _EVENT.size + length
        yield watch, happened, os.fsdecode(data[at - length : at].rstrip(b"\0"))


def _matters(happened: int, name: str) -> bool:
    is_ours = bool(happened & _IS_FOLDER) or name.endswith(".md") or name == PROGRAM
    return is_ours and not name.startswith(".") and is_text_name(name)


@cache
def _inotify() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        import ctypes

        library = ctypes.CDLL(None, use_errno=True)
        library.inotify_add_watch.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_uint32)
        library.inotify_init1.argtypes = (ctypes.c_int,)
    except (ImportError, OSError, AttributeError):
        return None
    return library
