"""The time as it runs on screens and pages: the real time, or the replay of a day."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from confnotes import config


class AppClock:
    """The current time. A clock that was set (`--at`, $CONFNOTES_NOW, the vault) runs on from there."""

    def __init__(self, at: datetime | None = None) -> None:
        self.set(at or config.set_moment())

    def set(self, at: datetime | None) -> None:
        """Set the clock; None is the real time."""
        self._set_to = at
        self._set_when = time.monotonic()

    def now(self) -> datetime:
        """The current time: aware, or naive local time at the conference if the clock was set to such a time."""
        if self._set_to is None:
            return config.now()
        return self._set_to + timedelta(seconds=time.monotonic() - self._set_when)
