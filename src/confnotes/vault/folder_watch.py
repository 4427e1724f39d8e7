"""Linux's `inotify`: being told that files below a folder changed, in place of asking each of them for its time."""

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

_MODIFIED, _MOVED_FROM, _MOVED_TO, _CREATED, _DELETED = 0x2, 0x40, 0x80, 0x100, 0x200
_ONLY_FOLDERS, _NO_LINKS = 0x01000000, 0x02000000
_WATCHED = _MODIFIED | _MOVED_FROM | _MOVED_TO | _CREATED | _DELETED | _ONLY_FOLDERS | _NO_LINKS
_OVERFLOWED, _IS_FOLDER = 0x4000, 0x40000000
_EVENT = struct.Struct("iIII")  # which watch, what happened, cookie, how long the name behind it is
_GONE = {errno.ENOENT, errno.ENOTDIR}
_MOST_BYTES = 1 << 16


class FolderWatch:
    """Watches each folder from the moment when it is added. Thread-safe.

    Where `works` is False nothing is ever told: another system, or one that grants no more watches. Changes that
    another computer makes on a network drive are never told, either.
    """

    def __init__(self) -> None:
        library = _inotify()
        self._lock = threading.Lock()
        self._events = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC) if library else -1
        self._folders: dict[int, str] = {}

    @property
    def works(self) -> bool:
        """Whether changes in all folders that were added are told."""
        return self._events >= 0

    def add(self, folder: str) -> None:
        """Watch the folder itself, not those in it; one that is watched already stays so."""
        import ctypes

        library = _inotify()
        with self._lock:
            if library is None or self._events < 0:
                return
            watch = library.inotify_add_watch(self._events, os.fsencode(folder), _WATCHED)
            if watch >= 0:
                self._folders[watch] = folder  # another one than before where it was renamed
            elif ctypes.get_errno() not in _GONE:
                self._close()

    def changed(self) -> set[str] | None:
        """The notes and programs that changed since this was asked last; None where only a new look at all files
        tells, as folders changed, or more than the system keeps."""
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
        """Watch nothing any more."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._events >= 0:
            os.close(self._events)
            self._events = -1


def _told(data: bytes) -> Iterator[tuple[int, int, str]]:
    """By which watch, what happened, and to which name."""
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
