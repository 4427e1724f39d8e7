"""Failing, or ending, a program at each of its calls to the system in turn, in this process."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from unittest import mock

from confnotes.vault import folders

CALLS = ("open", "close", "read", "write", "fsync", "rename", "link", "unlink", "mkdir", "fstat", "fchmod", "listdir")


class Killed(BaseException):
    """The program is no more."""


class Faults:
    """Counts calls and lets the one `at` that number, from 1, fail; `after` it did its work, or before.

    `kill` ends the program there: no later call does anything, but that what was open is closed.
    """

    def __init__(self, at: int = 0, *, code: int = errno.EIO, after: bool = False, kill: bool = False) -> None:
        self.at, self.code, self.after, self.kill = at, code, after, kill
        self.made: list[str] = []
        self._opened: set[int] = set()

    @contextmanager
    def inside(self) -> Iterator[Faults]:
        """Inside the block calls are counted and fail."""
        rename = folders._renameat2()
        with ExitStack() as patched:
            patched.callback(self._close_all)
            for name in CALLS:
                real = getattr(os, name)
                patched.enter_context(mock.patch.object(os, name, self._around(name, real)))
            if rename is not None:
                wrapped = self._around("renameat2", rename)
                patched.enter_context(mock.patch.object(folders, "_renameat2", lambda: wrapped))
            yield self

    @property
    def is_dead(self) -> bool:
        """Whether the program was ended."""
        return self.kill and 0 < self.at <= len(self.made)

    def _around(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if self.is_dead:
                raise Killed
            self.made.append(name)
            fails = len(self.made) == self.at
            if fails and not self.after:
                return self._fail(name, real, arguments)
            answer = real(*arguments, **named)
            if name == "open":
                self._opened.add(answer)
            elif name == "close":
                self._opened.discard(arguments[0])
            return self._fail(name, real, arguments) if fails else answer

        return call

    def _fail(self, name: str, real: Callable[..., Any], arguments: tuple[Any, ...]) -> int:
        if self.kill:
            raise Killed
        if name == "close" and arguments[0] in self._opened:  # Linux closes also where it tells of an error
            real(*arguments)
            self._opened.discard(arguments[0])
        if name == "renameat2":
            import ctypes

            ctypes.set_errno(self.code)
            return -1
        raise OSError(self.code, os.strerror(self.code))

    def _close_all(self) -> None:
        if self.is_dead:
            for descriptor in self._opened:
                with suppress(OSError):  # a stream around it may have closed it
                    os.close(descriptor)
