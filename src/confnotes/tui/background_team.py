"""Syncs with the team while the app runs, if its vault has joined one: in a process of its own, which holds up no key.

The process is started once, syncs at each line of its input, and answers with a line; when the app ends, or is
killed, its input ends, and so does it. While a talk's note is open it syncs every few seconds, so that colleagues read
each other's lines as they are saved, otherwise every minute. If the team has a relay, it passes on what was saved at
once, and says what came.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from confnotes.errors import ConfnotesError

if TYPE_CHECKING:
    from confnotes.tui.navigation import GoingApp

TICK: Final = 0.5  # seconds between two looks whether it is time to sync
WHILE_NOTING, IN_A_QUIET_NOTE, ELSEWHERE = 2.5, 20.0, 60.0  # seconds from one sync to the next
QUIET_AFTER: Final = 600.0  # seconds without a line of anybody, after which a note counts as quiet
WAIT_FOR_SLOW: Final = 2  # times what a sync took, to the next one: a slow server is not asked all the time
NICE: Final = 10  # of the process: whoever types goes first
LOOK_FOR_TEAM: Final = 10.0  # seconds between two looks whether the vault has joined a team


class BackgroundTeam:
    """Syncs the vault of the app with its team, and tells its screens what colleagues wrote."""

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
                page.top.tell_corner(self._app.sync_word)
