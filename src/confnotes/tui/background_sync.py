"""Syncs the vault while the app runs, if the user agreed to it: in a process of its own, which holds up no key.

The process is started every few minutes and at the end, and never waited for. How the vault stands is a word for the
top line.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Final

from confnotes.errors import ConfnotesError
from confnotes.tui.background_team import BackgroundTeam
from confnotes.tui.widgets.drawing import plural

if TYPE_CHECKING:
    from confnotes.actions.syncing.agreement import SyncReport
    from confnotes.tui.navigation import GoingApp

SYNC_EVERY: Final = 120.0  # seconds: another machine shows a line while one still remembers it
LOOK_EVERY: Final = 1.0  # seconds between looks whether the process has ended


class BackgroundSync:
    """Syncs the vault of the app, and shows in the corner of its screens how it stands."""

    def __init__(self, app: GoingApp) -> None:
        self._app, self._root = app, app.vault.root
        self._needs = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._is_agreed = self._was_asked = False
        self.team = BackgroundTeam(app)
        self.word = ""
        """How the vault stands: `synced 10:12`; empty if it is not synced."""

    def begin(self) -> None:
        """Sync from now on, if the user agreed to it."""
        from confnotes.actions.syncing.agreement import agreed_target

        self.team.begin()
        self._is_agreed = agreed_target(self._root) is not None
        if self._is_agreed:
            self._start()
            self._app.set_interval(SYNC_EVERY, self._start)
            self._app.set_interval(LOOK_EVERY, self._look)

    def now(self) -> None:
        """Sync at once, because the user asked for it, and say how it ended."""
        from confnotes.actions.syncing.agreement import agreed_target

        if not self._is_agreed and agreed_target(self._root) is not None:
            self.begin()
        if self._is_agreed:
            self._start()
            self._was_asked = True
            self._say("Syncing …")
        elif self.team.now():
            self._say("Syncing with your team …")
        else:
            hint = "Run `confnotes sync --setup ADDRESS` in a terminal."
            self._app.complain(ConfnotesError("Sync is not set up", hint))

    def _say(self, words: str) -> None:
        if self._app.page is not None:
            self._app.page.say(words)

    def _look(self) -> None:
        """Show how the vault stands if the process has ended, and once why a sync needs the user."""
        if self._process is None or self._process.poll() is None:
            return
        from confnotes.actions.syncing.agreement import last_sync

        self._process = None
        report = last_sync(self._root)
        if report is None:
            return
        self.word = sync_word(report)
        for page in self._app.pages:
            page.top.tell_corner(self._app.sync_word)
        was_asked, self._was_asked = self._was_asked, False
        if report.doubts and self._app.page is not None:
            files, keys = plural(len(report.doubts), "file"), self._app.page.key_of("conflicts")
            self._say(f"Both versions of a line are in {files}: {keys} lists them")
        elif was_asked and not report.needs_user:
            self._say(self.word.capitalize())
        if report.needs_user and (was_asked or report.message != self._needs):
            self._app.complain(ConfnotesError(f"Not synced: {report.message}", "Run `confnotes sync` in a terminal."))
        self._needs = report.message

    def end(self) -> None:
        """Start a last sync, which continues after the app."""
        self.team.end()
        if self._is_agreed:
            self._start()

    def _start(self) -> None:
        if self._process is not None:
            return
        command = [sys.executable, "-P", "-m", "confnotes", "sync", "--vault", str(self._root), "--json"]
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
