"""Work of a command in a second process: a copy of this one, which exists at once and knows all that was read.

Only commands from a shell allow it, and only on Linux: screens have threads, whose locks a copy would find as they are.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Final, TypeVar

_Made = TypeVar("_Made")
_ALLOWED: Final = ContextVar("second_process", default=False)


@contextmanager
def second_process_allowed() -> Iterator[None]:
    """Inside the block, `beside` may copy this process. No other thread may hold a lock that the work needs."""
    before = _ALLOWED.set(sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1)
    try:
        yield
    finally:
        _ALLOWED.reset(before)


@contextmanager
def beside(work: Callable[[], _Made], *, pays: bool) -> Iterator[Callable[[], _Made]]:
    """Begin the work in a copy of this process; what is yielded waits for its result, which must be plain values.

    Without a copy, and after one that failed, it does the work itself, and raises what that raises. A copy ends with
    the block, or with this process.
    """
    copy = None
    if pays and _ALLOWED.get():
        reading, writing = os.pipe()
        with suppress(OSError):  # as where a user has too many processes
            copy = _copy(work, writing)
        os.close(writing)
    if copy is None:
        yield work
        return

    def made() -> _Made:
        with suppress(EOFError, pickle.UnpicklingError):  # it ended before it had sent everything
            result: _Made = pickle.load(stream)
            return result
        return work()

    try:
        with os.fdopen(reading, "rb") as stream:
            yield made
    finally:
        os.kill(copy, signal.SIGKILL)
        os.waitpid(copy, 0)


def _copy(work: Callable[[], object], writing: int) -> int:
    """The process that works and sends what it made, says nothing, and never continues what this one was doing."""
    parent = os.getpid()
    if copy := os.fork():
        return copy
    try:
        import ctypes

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: Linux ends it when its parent ends
        if os.getppid() == parent:
            _ALLOWED.set(False)
            with os.fdopen(writing, "wb") as stream:
                pickle.dump(work(), stream, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
