"""Work beside a screen waits while keys come: it is done in pieces, with a rest after each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from confnotes.wanted import go_on

Rest = Callable[[], None]
"""Called by work between any two of its pieces; each is a few milliseconds at most."""

_TYPING_SECONDS: Final = 0.5
_WORK_SECONDS: Final = 0.002
_REST_SECONDS: Final = 0.004
_REST_WHILE_TYPING: Final = 0.025


class Patience:
    """Owned by who draws the screen, and handed to all work that is done in threads. Thread-safe."""

    def __init__(self) -> None:
        self._key_came_at = 0.0
        self._turn = _Turn()

    def key_came(self) -> None:
        """Somebody types, and goes on doing so for a moment."""
        self._key_came_at = time.monotonic()

    def rest(self) -> None:
        """Let the screen have its turn when this thread has worked for a little while, a longer one while keys come.

        Work that nobody wants any more ends here: raises UnwantedError.
        """
        go_on()
        if time.perf_counter() - self._turn.began >= _WORK_SECONDS:
            typing = time.monotonic() - self._key_came_at < _TYPING_SECONDS
            time.sleep(_REST_WHILE_TYPING if typing else _REST_SECONDS)
            self._turn.began = time.perf_counter()


class _Turn(threading.local):
    """When this thread went to work."""

    began = 0.0


def no_rest() -> None:
    """There is no screen to wait for."""
