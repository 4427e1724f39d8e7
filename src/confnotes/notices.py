"""What goes on although something is wrong: a line each, told once by whichever front end runs.

What fails raises an error; what works with less than it should, as without a cache, is told here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_told: dict[str, None] = {}
_listeners: list[Callable[[str], object]] = []


def tell(message: str) -> None:
    """Say it to the person, in one line; what was said already is not said again. May be called in any thread."""
    with _lock:
        if message in _told:
            return
        _told[message] = None
        listener = _listeners[-1] if _listeners else None
    if listener is not None:
        listener(message)


@contextmanager
def listen(listener: Callable[[str], object]) -> Iterator[None]:
    """Inside the block the listener hears every message, in the thread that tells it; first those told before."""
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
