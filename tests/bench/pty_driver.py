"""Runs a screen program in a terminal of its own and times it from outside."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

_CONTROL = re.compile(rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]")
_QUIET_SECONDS = 0.03
_KEY_SECONDS = 5.0


def visible(drawn: bytes) -> bytes:
    """What a program wrote, without the control sequences."""
    return _CONTROL.sub(b"", drawn)


class Screen:
    """A program on a terminal of 120 x 40; killed at the end of the `with`."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self._began = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            full = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execvpe(arguments[0], list(arguments), full)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._seen = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)

    def until(self, text: str, seconds: float = 30.0) -> float:
        """Milliseconds from the start until the text is on the screen. Raises TimeoutError."""
        end = time.perf_counter() + seconds
        while not self.has_shown(text):
            if time.perf_counter() > end or self._read(1.0) is None:
                raise TimeoutError(f"“{text}” did not appear in {self._seen[-2000:]!r}")
        return (time.perf_counter() - self._began) * 1000

    def has_shown(self, text: str) -> bool:
        """Whether the text was drawn since the last press."""
        return text.encode() in visible(self._seen)

    def wait_for_end(self, seconds: float = 20.0) -> None:
        """Wait until the program has ended; raises TimeoutError."""
        end = time.perf_counter() + seconds
        while self._read(0.1) is not None:
            if time.perf_counter() > end:
                raise TimeoutError("the program does not end")

    def settle(self, seconds: float = 0.5) -> None:
        """Wait until nothing more is drawn."""
        while self._read(seconds):
            pass

    def let_run(self, seconds: float) -> None:
        """Take in for so long what is drawn."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def press(self, keys: str) -> None:
        """Type, and forget what was seen before."""
        self._seen = b""
        os.write(self.terminal, keys.encode())

    def key(self, key: str, quiet: float = _QUIET_SECONDS, until: str = "") -> float:
        """Milliseconds from a key to the end of what it draws: to the last byte before so many seconds of quiet.

        The quiet counts from when `until` was drawn. Raises TimeoutError where that does not come within 5 s, or the
        program goes on drawing.
        """
        self.settle(_QUIET_SECONDS)
        began = ended = time.perf_counter()
        self.press(key)
        while (left := began + _KEY_SECONDS - time.perf_counter()) > 0:
            drawn = bool(self._seen) and self.has_shown(until)
            if not self._read(quiet if drawn else left):
                break
            ended = time.perf_counter()
        if left <= 0 or not drawn:
            wanted = f"“{until.strip()}” did not appear" if not drawn else "the drawing did not end"
            raise TimeoutError(f"{wanted} within {_KEY_SECONDS:.0f} s of {key!r}: {visible(self._seen)[-500:]!r}")
        return (ended - began) * 1000

    def _read(self, seconds: float) -> bytes | None:
        """What was drawn, empty when nothing was, None when the program has ended."""
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return b""
        try:
            data = os.read(self.terminal, 1 << 16)
        except OSError:
            return None
        self._seen += data
        if b"\x1b[6n" in data:
            os.write(self.terminal, b"\x1b[1;1R")
        return data
