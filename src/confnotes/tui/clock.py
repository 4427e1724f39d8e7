"""What time it is on the screens: the real time, or a day that is being replayed."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from confnotes import config


class AppClock:
    """The time; one that was set (`--at`, $CONFNOTES_NOW, the vault) runs on from there, so that a day is replayed."""

    def __init__(self, at: datetime | None = None) -> None:
        self.set(at or config.set_moment())

    def set(self, at: datetime | None) -> None:
        """Let it be that moment now; None is the real time."""
        self._set_to = at
        self._set_when = time.monotonic()

    def now(self) -> datetime:
        """The moment: aware, or naive wall-clock time at the conference when the clock was set so."""
        if self._set_to is None:
            return config.now()
        return self._set_to + timedelta(seconds=time.monotonic() - self._set_when)
