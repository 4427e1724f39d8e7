"""Syncs the vault while the app runs, if the user agreed to it: in a process of its own, which holds up no key.

The process is started every few minutes and at the end, and never waited for. How the vault stands is a word for the
top line.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from confnotes.actions.syncing.agreement import SyncReport

SYNC_EVERY: Final = 120.0  # seconds: another machine shows a line while one still remembers it
LOOK_EVERY: Final = 1.0  # seconds between looks whether the process has ended


class BackgroundSync:
    """Syncs the vault at `root`. `tell` is called with the report of each sync that ended."""

    def __init__(self, root: Path, tell: Callable[[SyncReport], object]) -> None:
        self._root, self._tell = root, tell
        self._process: subprocess.Popen[bytes] | None = None
        self._is_agreed = False
        self.word = ""
        """How the vault stands: `synced 10:12`; empty if it is not synced."""

    def begin(self) -> bool:
        """Start a sync; False if the user never agreed to it."""
        from confnotes.actions.syncing.agreement import agreed_target

        self._is_agreed = agreed_target(self._root) is not None
        if self._is_agreed and self._process is None:
            self._start()
        return self._is_agreed

    def look(self) -> None:
        """Tell the report if the process has ended."""
        if self._process is None or self._process.poll() is None:
            return
        from confnotes.actions.syncing.agreement import last_sync

        self._process = None
        report = last_sync(self._root)
        if report is not None:
            self.word = sync_word(report)
            self._tell(report)

    def end(self) -> None:
        """Start a last sync, which continues after the app."""
        if self._is_agreed:
            self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "confnotes", "sync", "--vault", str(self._root), "--json"]
        nothing = subprocess.DEVNULL
        with suppress(OSError):
            self._process = subprocess.Popen(
                command, stdin=nothing, stdout=nothing, stderr=nothing, cwd=self._root, start_new_session=True
            )


def sync_word(report: SyncReport) -> str:
    """A report in a few cells."""
    if report.needs_user:
        return "sync needs you"
    if report.is_offline:
        return f"offline, {report.to_push} to push" if report.to_push else "offline"
    return f"synced {datetime.fromisoformat(report.at):%H:%M}"
