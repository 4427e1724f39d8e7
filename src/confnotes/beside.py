"""Work in a second process: a copy of this one, which exists at once and knows all that was read.

A copy has no other threads of this process, whose locks it would find as they are. So commands from a shell say where
they allow it, and the index, which also screens write, has a copy only of a process with one thread.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Final, NoReturn, TypeVar, cast

_Made = TypeVar("_Made")
_ALLOWED: Final = ContextVar("second_process", default=False)

Send = Callable[[object], None]
"""Sends plain values to the first process."""


def is_spare_core() -> bool:
    """Whether this system can copy a process, and has a core for it."""
    return hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1


class SecondProcess:
    """A copy of this process that does the work; it ends with this one, and says nothing but what it sends."""

    def __init__(self, work: Callable[[Send], object]) -> None:
        """Raises OSError if there are too many processes."""
        from multiprocessing.connection import Pipe

        self._receiving, sending = Pipe(duplex=False)
        first = os.getpid()
        try:
            self.id = os.fork()
            if not self.id:
                _work(work, sending.send, first)
        except OSError:
            self._receiving.close()
            raise
        finally:
            sending.close()

    def said(self, *, wait: bool) -> Iterator[object]:
        """What it has sent since the last call; with `wait` until it ends."""
        with suppress(EOFError, OSError, pickle.UnpicklingError):  # it ended, maybe in the middle of a value
            while wait or self._receiving.poll():
                yield self._receiving.recv()

    def end(self) -> None:
        """End it if it is still working."""
        with suppress(ProcessLookupError):
            os.kill(self.id, signal.SIGKILL)
        os.waitpid(self.id, 0)
        self._receiving.close()


def _work(work: Callable[[Send], object], send: Send, first: int) -> NoReturn:
    """Work, and never continue what the first process was doing."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if sys.platform == "linux":
            import ctypes

            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: Linux ends it when its parent ends
        if os.getppid() == first:
            _ALLOWED.set(False)
            work(send)
    finally:
        os._exit(0)


@contextmanager
def second_process_allowed() -> Iterator[None]:
    """Inside the block, `beside` may copy this process. No other thread may hold a lock that the work needs."""
    before = _ALLOWED.set(sys.platform == "linux" and is_spare_core())
    try:
        yield
    finally:
        _ALLOWED.reset(before)


@contextmanager
def beside(work: Callable[[], _Made], *, pays: bool) -> Iterator[Callable[[], _Made]]:
    """Begin the work in a second process; what is yielded waits for its result, which must be plain values.

    Without a second process, and after one that failed, it does the work itself, and raises what that raises. A second
    process ends with the block.
    """
    copy = None
    if pays and _ALLOWED.get():
        with suppress(OSError):  # as where a user has too many processes
            copy = SecondProcess(lambda send: send(work()))
    if copy is None:
        yield work
        return

    def made() -> _Made:
        for result in copy.said(wait=True):
            return cast(_Made, result)
        return work()

    try:
        yield made
    finally:
        copy.end()
