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

_CONTROL = re.compile(rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]")
_QUIET_SECONDS = 0.03


class Screen:
    """A program on a terminal of 120 x 40; killed at the end of the `with`."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self._began = time.perf_counter()
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            full = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execvpe(arguments[0], list(arguments), full)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._seen = b""

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._terminal)

    def until(self, text: str, seconds: float = 30.0) -> float:
        """Milliseconds from the start until the text is on the screen. Raises TimeoutError."""
        end = time.perf_counter() + seconds
        while text.encode() not in _CONTROL.sub(b"", self._seen):
            if time.perf_counter() > end or self._read(1.0) is None:
                raise TimeoutError(f"“{text}” did not appear in {self._seen[-2000:]!r}")
        return (time.perf_counter() - self._began) * 1000

    def settle(self, seconds: float = 0.5) -> None:
        """Wait until nothing more is drawn."""
        while self._read(seconds):
            pass

    def press(self, keys: str) -> None:
        """Type, and forget what was seen before."""
        self._seen = b""
        os.write(self._terminal, keys.encode())

    def key(self, key: str) -> float:
        """Milliseconds from a key to the end of what it draws."""
        self.settle(_QUIET_SECONDS)
        began = time.perf_counter()
        os.write(self._terminal, key.encode())
        ended = None
        while self._read(2.0 if ended is None else _QUIET_SECONDS):
            ended = time.perf_counter()
        if ended is None:
            raise TimeoutError(f"nothing was drawn for {key!r}")
        return (ended - began) * 1000

    def _read(self, seconds: float) -> bytes | None:
        """What was drawn, empty when nothing was, None when the program has ended."""
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        if not ready:
            return b""
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            return None
        self._seen += data
        if b"\x1b[6n" in data:
            os.write(self._terminal, b"\x1b[1;1R")
        return data
