"""Background work that yields to typing: it runs in short pieces, with a rest after each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from confnotes.wanted import go_on

Rest = Callable[[], None]
"""Called by work between its pieces; each piece takes a few milliseconds at most."""

_TYPING_SECONDS: Final = 0.5  # after a key, in which more are likely
_WORK_SECONDS: Final = 0.002  # before work beside the screen lets keys through
_REST_SECONDS: Final = 0.004  # each time
_REST_WHILE_TYPING: Final = 0.025  # each time, while keys come


class Patience:
    """Owned by the screens, and passed to all work in threads. Thread-safe."""

    def __init__(self) -> None:
        self._key_came_at = 0.0
        self._turn = _Turn()

    def key_came(self) -> None:
        """Note that a key was pressed: the user probably keeps typing for a moment."""
        self._key_came_at = time.monotonic()

    def rest(self) -> None:
        """Pause this thread if it has worked for a little while, longer while the user types.

        Raises UnwantedError if the result of the work is no longer needed.
        """
        go_on()
        if time.perf_counter() - self._turn.began >= _WORK_SECONDS:
            typing = time.monotonic() - self._key_came_at < _TYPING_SECONDS
            time.sleep(_REST_WHILE_TYPING if typing else _REST_SECONDS)
            self._turn.began = time.perf_counter()


class _Turn(threading.local):
    """When this thread's turn began."""

    began = 0.0


def no_rest() -> None:
    """The `Rest` for work without a screen."""
