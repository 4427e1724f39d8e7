"""Signals that end, suspend and resume the program, and terminals that are gone.

Textual treats every SIGCONT as a resume and starts a second time on the terminal. A closing terminal sends one after
SIGHUP.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from types import FrameType
from typing import Final

from textual.app import App

from confnotes import system
from confnotes.tui.textual_private import draw_nowhere, has_terminal

END_SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT", "SIGBREAK") if hasattr(signal, name)
)
"""Windows has neither SIGHUP nor SIGQUIT; it sends SIGBREAK when its console closes."""
WITHOUT_TERMINAL: Final = 8.0
"""Seconds until a program whose terminal is gone is ended by force."""

_Handler = Callable[[int, FrameType | None], object]


def _wake_up() -> None:
    """Take a signal whose own handler does the work: the loop would lose it when its socket is full of other calls."""


def end_within(seconds: float, code: int) -> None:
    """End the process by force after that time, even if threads wait for a disk."""
    timer = threading.Timer(seconds, os._exit, (code,))
    timer.daemon = True
    timer.start()


class Signals:
    """Handles signals for the app; call `listen` once, in its loop."""

    def __init__(self, app: App[None], save: Callable[[], object], end: Callable[[signal.Signals], object]) -> None:
        """`save` everything that is open, and `end` because of a signal."""
        self._app, self._save, self._end = app, save, end
        self._is_aside = False

    def listen(self) -> None:
        """Take the signals over from the driver of the terminal, where there is one."""
        loop = asyncio.get_running_loop()
        context = copy_context()  # Textual keeps the running app in it, and a handler may be called in any other

        def hear(number: int, _frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self._end, signal.Signals(number), context=context)

        for number in END_SIGNALS:
            with suppress(RuntimeError, ValueError):
                with suppress(NotImplementedError):  # on Windows
                    loop.add_signal_handler(number, _wake_up)
                signal.signal(number, hear)
        # The socket that wakes the loop may be full: one byte a key, 278 on Linux. Then the loop is awake anyway.
        with suppress(ValueError):
            signal.set_wakeup_fd(signal.set_wakeup_fd(-1), warn_on_full_buffer=False)
        if system.is_served():  # the server is gone when the pipe is
            self._watch(loop)
        if not hasattr(signal, "SIGTSTP"):
            return
        stop, go_on = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)
        if callable(stop) and callable(go_on):
            signal.signal(signal.SIGTSTP, partial(self._stopped, loop, stop))
            signal.signal(signal.SIGCONT, partial(self._fetched_back, loop, go_on))
            self._watch(loop)

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        if sys.platform == "linux":
            threading.Thread(target=self._watch_terminal, args=(loop,), name="terminal", daemon=True).start()

    def _stopped(self, loop: asyncio.AbstractEventLoop, stop: _Handler, number: int, frame: FrameType | None) -> None:
        if has_terminal(self._app):
            loop.call_soon_threadsafe(self._put_aside, stop)
        else:  # another program has the terminal, and the app's loop waits for it
            stop(number, frame)

    def _put_aside(self, stop: _Handler) -> None:
        """Save before suspending, since the program may never be resumed."""
        self._save()
        self._is_aside = True
        stop(signal.SIGTSTP, None)

    def _fetched_back(
        self, loop: asyncio.AbstractEventLoop, go_on: _Handler, number: int, frame: FrameType | None
    ) -> None:
        if self._is_aside:
            self._is_aside = False
            go_on(number, frame)
        elif has_terminal(self._app):
            loop.call_soon_threadsafe(self._take_terminal)

    def _take_terminal(self) -> None:
        """Begin again on a terminal that reads whole lines: a shell had it after SIGSTOP, of which no program hears."""
        import termios

        with suppress(termios.error):
            if termios.tcgetattr(0)[3] & termios.ICANON and has_terminal(self._app):
                with self._app.suspend():
                    pass

    def _watch_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """End when the terminal is gone, even if SIGHUP is ignored or late."""
        poll = select.poll()
        poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
        while not poll.poll():
            pass
        draw_nowhere(self._app)
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self._end, signal.SIGHUP)
        time.sleep(WITHOUT_TERMINAL)
        os._exit(128 + signal.SIGHUP)
