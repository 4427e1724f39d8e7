"""Problems that confnotes works around: one line each, shown once by the front end that runs.

Failures raise errors; what works with less, for example without a cache, is reported here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_told: dict[str, None] = {}
_listeners: list[Callable[[str], object]] = []


def tell(message: str) -> None:
    """Show one line to the user, each message only once. May be called in any thread."""
    with _lock:
        if message in _told:
            return
        _told[message] = None
        listener = _listeners[-1] if _listeners else None
    if listener is not None:
        listener(message)


@contextmanager
def listen(listener: Callable[[str], object]) -> Iterator[None]:
    """Inside the block the listener gets every message, in the thread that reports it, and earlier messages first."""
    with _lock:
        _listeners.append(listener)
        before = list(_told)
    for message in before:
        listener(message)
    try:
        yield
    finally:
        with _lock:
            _listeners.pop()
            if not _listeners:
                _told.clear()
