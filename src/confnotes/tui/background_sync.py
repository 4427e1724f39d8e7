"""Syncs the vault while the app runs, with the user's other machines and with the team, as the user agreed to it.

Each has a process of its own, which holds up no key. That for other machines is started every few minutes and at the
end, and never waited for. How the vault stands is a word for the top line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from confnotes.errors import ConfnotesError
from confnotes.tui.widgets.drawing import plural

if TYPE_CHECKING:
    from confnotes.actions.syncing.agreement import SyncReport
    from confnotes.tui.navigation import GoingApp


TICK: Final = 0.5  # seconds between two looks whether it is time to sync
WHILE_NOTING, IN_A_QUIET_NOTE, ELSEWHERE = 2.5, 20.0, 60.0  # seconds from one sync to the next
QUIET_AFTER: Final = 600.0  # seconds without a line of anybody, after which a note counts as quiet
WAIT_FOR_SLOW: Final = 2  # times what a sync took, to the next one: a slow server is not asked all the time
NICE: Final = 10  # of the process: whoever types goes first
LOOK_FOR_TEAM: Final = 10.0  # seconds between two looks whether the vault has joined a team


class BackgroundTeam:
    """Syncs the vault of the app with its team, and tells its screens what colleagues wrote.

    The process is started once, syncs at each line of its input, and answers with a line; when the app ends, or is
    killed, its input ends, and so does it. While a talk's note is open it syncs every few seconds, so that colleagues
    read each other's lines as they are saved, otherwise every minute. If the team has a relay, it passes on what was
    saved at once, and says what came.
    """

    def __init__(self, app: GoingApp) -> None:
        self._app, self._root = app, app.vault.root
        self._process: subprocess.Popen[bytes] | None = None
        self._look_at = self._lively_until = 0.0
        self._asked_at = self._answered_at = self._took = 0.0
        self._has_begun = self._is_asked = self._has_saved = self._is_awaited = False
        self._views: object = None
        self._had_relay = False
        self._needs = self._relay_message = self._team_word = self._relay_word = ""
        self.word = ""
        """How the team stands if there is something to say: `team offline`."""

    def begin(self) -> None:
        """Sync from now on, as soon as the vault has a team."""
        if self._has_begun:
            return
        self._has_begun = True
        self._lively_until = monotonic() + QUIET_AFTER
        self._views = self._views_on_disk()
        self._app.set_interval(TICK, self._tick)

    def end(self) -> None:
        """Start a last sync, which continues after the app."""
        if self._process is not None:
            with suppress(OSError):
                self._ask()
                assert self._process.stdin is not None
                self._process.stdin.close()

    def now(self) -> bool:
        """Sync at once, because the user asked for it, and say how it ended; False without a team."""
        if self._process is None or self._process.poll() is not None:
            return False
        if not self._is_asked:
            self._ask()
        self._is_awaited = True
        return True

    def note_saved(self) -> None:
        """Something was saved: send it soon, and through a relay at once."""
        self._lively_until = monotonic() + QUIET_AFTER
        self._has_saved = True
        self._write(b"saved\n")

    def _tick(self) -> None:
        now = monotonic()
        if self._process is None or self._process.poll() is not None:
            if now >= self._look_at:
                self._look_at = now + LOOK_FOR_TEAM
                self._start()
        elif not self._is_asked and now >= self._answered_at + self._pause(now):
            self._ask()

    def _pause(self, now: float) -> float:
        """The seconds from the last answer to the next sync, by what is on the screen and how long it took."""
        page = self._app.page
        pause = ELSEWHERE
        if self._has_saved or (page is not None and page.follows_team):
            pause = WHILE_NOTING if now < self._lively_until else IN_A_QUIET_NOTE
        return max(pause, WAIT_FOR_SLOW * self._took)

    def _start(self) -> None:
        from confnotes.vault.team_state import team_of

        if team_of(self._root) is None:
            self._tell("")
            return
        command = [sys.executable, "-P", "-m", "confnotes", "team", "sync", "--stay", "--vault", str(self._root)]
        pipe = subprocess.PIPE
        with suppress(OSError):
            self._process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=self._root, start_new_session=True
            )
            if sys.platform != "win32":
                os.setpriority(os.PRIO_PROCESS, self._process.pid, NICE)
            Thread(target=self._listen, args=(self._process,), daemon=True).start()
            self._ask()

    def _ask(self) -> None:
        """Have the process sync."""
        self._is_asked, self._asked_at, self._has_saved = True, monotonic(), False
        self._write(b"\n")

    def _write(self, line: bytes) -> None:
        """Tell the process, if there is one."""
        with suppress(OSError):
            if self._process is not None and self._process.stdin is not None and not self._process.stdin.closed:
                self._process.stdin.write(line)
                self._process.stdin.flush()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        """Read reports until the process ends; runs in a thread."""
        assert process.stdout is not None
        for line in process.stdout:
            with suppress(ValueError):
                if self._app.is_running:
                    self._app.call_later(self._learn, json.loads(line))
        if self._app.is_running:
            self._app.call_later(self._ended)

    def _ended(self) -> None:
        self._is_asked = False
        before, self._answered_at = self._answered_at, monotonic()
        self._took = self._answered_at - self._asked_at if before else 0.0  # the first one starts the process

    def _learn(self, report: dict[str, Any]) -> None:
        if report["received"]:
            self._lively_until = monotonic() + QUIET_AFTER
        views, self._views = self._views, self._views_on_disk()
        if report["received"] or views != self._views:
            for page in self._app.pages:
                page.colleagues_wrote()
        if report["of"] == "relay":
            self._learn_of_relay(report)
            return
        self._ended()
        message = report["message"]
        self._tell("team needs you" if report["needs_user"] else "team offline" if message else "")
        was_awaited, self._is_awaited = self._is_awaited, False
        if report["needs_user"] and (was_awaited or message != self._needs):
            self._app.complain(ConfnotesError(f"Team not synced: {message}", report["hint"]))
        elif was_awaited and self._app.page is not None:
            self._app.page.say(self._team_word.capitalize() or "Synced with your team")
        self._needs = message

    def _views_on_disk(self) -> object:
        """Different whenever colleagues' talks were compared with other programs or marks than before."""
        from confnotes.vault.private_file import views_file

        with suppress(OSError):
            return views_file(self._root).stat().st_mtime_ns
        return None

    def _learn_of_relay(self, news: dict[str, Any]) -> None:
        """Say what only the user can change, and show that a relay is gone that was here."""
        if news["message"] and news["message"] != self._relay_message:
            self._app.complain(ConfnotesError(news["message"][:1].upper() + news["message"][1:], news["hint"]))
        self._relay_message = news["message"]
        self._had_relay = self._had_relay or not news["is_offline"]
        self._relay_word = "relay offline" if news["is_offline"] and self._had_relay else ""
        self._tell(self._team_word)

    def _tell(self, word: str) -> None:
        self._team_word = word
        word = word or self._relay_word
        if word != self.word:
            self.word = word
            for page in self._app.pages:
                page.top.corner = self._app.sync_word


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
            page.top.corner = self._app.sync_word
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
