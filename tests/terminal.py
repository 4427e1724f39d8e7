"""A terminal for tests: a real program on a real pseudo-terminal, its screen kept by pyte."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import pexpect
import ptyprocess
import pyte
import pytest
from pyte.charsets import LAT1_MAP
from pyte.modes import IRM
from pyte.screens import Char
from wcwidth import wcwidth

from forked import begin

if sys.platform == "win32":
    pytest.skip("needs a terminal of Linux or macOS", allow_module_level=True)

import fcntl
import termios

# Sequences that pyte does not know and would print: keyboard protocols and mode queries.
UNKNOWN = re.compile(
    r"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[\?[0-9;]*[um]|\x1bP.*?\x1b\\|\x1b_.*?\x1b\\", re.DOTALL
)
MODE = re.compile(r"\x1b\[(?:\?(?P<mode>1049|1000|1003|1006|1015|2004|25)(?P<set>[hl])|(?P<keyboard>[<>])\d*u)")
DRAWN_MOST = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)|\x1b\[(?P<looks>[0-9;]*)m|\x1b\[(?P<row>[0-9]+);(?P<column>[0-9]+)H"
)
KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "tab": "\t",
    "backspace": "\x7f",
    "end": "\x1b[F",
    "ctrl+end": "\x1b[1;5F",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
    "ctrl+p": "\x10",
    "ctrl+n": "\x0e",
    "ctrl+o": "\x0f",
}


PATIENCE = 60.0  # seconds, for a machine on which a start takes ten of them
CONFNOTES = [sys.executable, "-m", "confnotes"]


def environment_of(home: Path, now: str = "2031-05-12T10:10", **more: str) -> dict[str, str]:
    """The variables of a person who has that home and that clock, and of this machine nothing but its programs."""
    own = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("STATE", "CACHE", "CONFIG")}
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "CONFNOTES_NOW": now,
        **own,
        **more,
    }


def _without_ruling(path: str, flags: int) -> int:
    """Open a terminal that is not to become our own."""
    return os.open(path, flags | os.O_NOCTTY)


class _Forked(ptyprocess.PtyProcess):  # type: ignore[misc]
    """confnotes in a terminal, forked from a process that has its modules, with these words, environment and folder."""

    terminated: bool
    exitstatus: int | None
    signalstatus: int | None

    def __init__(self, words: list[str], environment: Mapping[str, str], folder: str, size: tuple[int, int]) -> None:
        ours, its = os.openpty()
        termios.tcsetwinsize(ours, size)
        self._told, number = begin(words, environment, folder, [its] * 3)
        os.close(its)
        super().__init__(number, ours)
        self._told.setblocking(False)

    def isalive(self) -> bool:
        """Whether it runs; how it ended is in `exitstatus` or `signalstatus`."""
        if self.terminated:
            return False
        try:
            self.status = int.from_bytes(self._told.recv(4), "big")
        except BlockingIOError:
            return True
        code = os.waitstatus_to_exitcode(self.status)
        self.exitstatus, self.signalstatus = (code, None) if code >= 0 else (None, -code)
        self.terminated = True
        self._told.close()
        return False


def _has_own_keys(environment: Mapping[str, str]) -> bool:
    """Whether the settings name keys, which the process that forks has already read for all."""
    settings = Path(environment.get("XDG_CONFIG_HOME", ""), "confnotes", "config.yaml")
    return settings.is_file() and "\nkey" in f"\n{settings.read_text(encoding='utf-8', errors='replace')}"


class _Spawn(pexpect.spawn):  # type: ignore[misc]
    """A program in a terminal; confnotes is forked."""

    def _spawnpty(self, args: list[bytes], *, env: Mapping[str, str], cwd: str, **how: Any) -> ptyprocess.PtyProcess:
        words = [os.fsdecode(one) for one in args]
        if words[:3] == CONFNOTES and not _has_own_keys(env):
            return _Forked(words[3:], env, cwd, how["dimensions"])
        return super()._spawnpty(args, env=env, cwd=cwd, **how)


@cache
def _is_narrow(character: str) -> bool:
    return bool(wcwidth(character) == 1)


class _Cells(pyte.Screen):
    """pyte's screen. It takes in what is drawn most without a look at each character, which took most of the time of
    tests in terminals."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(columns, rows)
        self._others = pyte.Stream(self)

    def feed(self, drawn: str) -> None:
        """Take in what a program has drawn."""
        at = 0
        while at < len(drawn):
            found = DRAWN_MOST.match(drawn, at) if self._others._taking_plain_text else None
            if found is None:
                self._others.feed(drawn[at])
                at += 1
                continue
            at = found.end()
            if found["text"]:
                self.draw(found["text"])
            elif found["row"]:
                self.cursor_position(int(found["row"]), int(found["column"]))
            else:
                self.select_graphic_rendition(*(int(one or 0) for one in found["looks"].split(";")))

    def draw(self, data: str) -> None:
        """Draw a text; one of narrow characters that fits into its row all at once."""
        cursor, end = self.cursor, self.cursor.x + len(data)
        is_plain = not self.charset and self.g0_charset is LAT1_MAP and IRM not in self.mode
        if not is_plain or end > self.columns or not all(map(_is_narrow, set(data))):
            super().draw(data)
            return
        row, looks = self.buffer[cursor.y], cursor.attrs[1:]
        for column, character in enumerate(data, cursor.x):
            row[column] = tuple.__new__(Char, (character, *looks))
        cursor.x = end
        self.dirty.add(cursor.y)


class Terminal:
    """A program in a terminal of so many columns and rows; use it in a `with` statement."""

    def __init__(
        self,
        command: list[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        columns: int = 120,
        rows: int = 32,
    ) -> None:
        self._screen = _Cells(columns, rows)
        self._child = _Spawn(
            command[0],
            command[1:],
            cwd=str(folder),
            env={"TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
            dimensions=(rows, columns),
            encoding="utf-8",
            codec_errors="replace",
        )
        self._child.delaybeforesend = None
        self.printed = ""
        """What it has written outside of a screen of its own, which is what is left in a real terminal."""
        self.drawn = 0
        """How many characters the program has written so far."""
        self.modes_left_on: set[str] = set()
        """What a program has to undo before it ends: the screen of its own, mouse, paste marks, hidden cursor, keys."""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._child.close(force=True)
        except pexpect.ExceptionPexpect:  # killed, and not gone within 0.1 s: the machine is busy
            self.wait_for_end_alone()

    @property
    def text(self) -> str:
        """What is on the screen now, lines without their trailing spaces."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def rows_drawn_anew(self) -> list[str]:
        """The rows that were drawn since the last time, top to bottom: a look at all of them takes some ms."""
        rows, self._screen.dirty = sorted(self._screen.dirty), set()
        columns = range(self._screen.columns)
        return ["".join(self._screen.buffer[row][column].data for column in columns) for row in rows]

    @property
    def cells(self) -> list[tuple[pyte.screens.Char, ...]]:
        """What is on the screen now, cell by cell, with colors."""
        buffer = self._screen.buffer
        return [
            tuple(buffer[row][column] for column in range(self._screen.columns)) for row in range(self._screen.lines)
        ]

    def read(self, seconds: float, met: Callable[[], bool] | None = None) -> None:
        """Let the program run and take in what it draws; not beyond the frame with which a condition is met."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                drawn = self._child.read_nonblocking(4096, timeout=left)
            except pexpect.TIMEOUT:
                return
            except pexpect.EOF:
                return
            self.drawn += len(drawn)
            if "1049" not in self.modes_left_on:
                self.printed += drawn.partition("\x1b[?1049h")[0]
            self._note_modes(drawn)
            self._screen.feed(UNKNOWN.sub("", drawn))
            if met and met():
                return

    def wait_for(self, wanted: str, seconds: float = PATIENCE) -> None:
        """Read until the words are on the screen; AssertionError with the screen when they do not come."""
        self.wait_until(lambda: wanted in self.text, f"“{wanted}”", seconds)

    def wait_until(self, met: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Read until a condition is met; AssertionError with the screen when it is not."""
        until = time.monotonic() + seconds
        while not met():
            assert time.monotonic() < until, f"{what} did not come; the screen:\n{self.text}"
            assert self._child.isalive() or met(), f"the program ended before {what}; the screen:\n{self.text}"
            self.read(0.05, met)

    def _note_modes(self, drawn: str) -> None:
        for found in MODE.finditer(drawn):
            mode = "no cursor" if found["mode"] == "25" else found["mode"] or "keyboard"
            begun = found["keyboard"] == ">" if found["keyboard"] else (found["set"] == "h") != (mode == "no cursor")
            (self.modes_left_on.add if begun else self.modes_left_on.discard)(mode)

    def press(self, *keys: str) -> None:
        """Press keys by name, with a moment between them as a person leaves.

        The moment begins when the program has taken the key: an escape that it reads with what follows is another key.
        """
        for key in keys:
            self._child.send(KEYS.get(key, key))
            self._until_taken()
            self.read(0.15)

    def _until_taken(self) -> None:
        """Wait until nothing that was sent waits for the program any more (Linux; elsewhere nobody tells)."""
        until = time.monotonic() + PATIENCE
        with suppress(OSError), open(f"/proc/{self._child.pid}/fd/0", "rb", opener=_without_ruling) as there:
            while time.monotonic() < until and any(fcntl.ioctl(there, termios.FIONREAD, bytes(4))):
                self.read(0.01)

    def send(self, keys: str) -> None:
        """Send characters as they are, and do not wait."""
        self._child.send(keys)

    def send_bytes(self, data: bytes) -> None:
        """Send bytes, which need not be text, and do not wait."""
        os.write(self._child.child_fd, data)

    def type(self, text: str) -> None:
        """Type a text, quickly but key by key."""
        for character in text:
            self._child.send(character)
            self.read(0.01)

    def wait_for_kept(self, words: str, folder: Path) -> None:
        """Read until a file below the folder holds the words, as the journal does for a program that is killed."""

        def is_kept() -> bool:
            with suppress(FileNotFoundError):  # another one stands in its place
                return any(words.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())
            return False

        self.wait_until(is_kept, f"“{words}” in a file")
        self.read(0.3)  # the file may still have to take its name

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self._child.kill(number)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    @property
    def is_alive(self) -> bool:
        """Whether the program runs."""
        return bool(self._child.isalive())

    @property
    def is_stopped(self) -> bool:
        """Whether the program was put aside, as ctrl+z does it."""
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(self._child.pid)], capture_output=True, text=True)
        return state.stdout.startswith("T")

    @property
    def reads_whole_lines(self) -> bool:
        """Whether the terminal passes on whole lines, as for a shell, and not each key."""
        return bool(termios.tcgetattr(self._child.fileno())[3] & termios.ICANON)

    def read_whole_lines(self) -> None:
        """Let the terminal pass on whole lines and show what is typed, as a shell does."""
        modes = termios.tcgetattr(self._child.fileno())
        modes[3] |= termios.ICANON | termios.ECHO
        termios.tcsetattr(self._child.fileno(), termios.TCSANOW, modes)

    @property
    def threads(self) -> int:
        """How many threads the program has (Linux)."""
        return sum(1 for _ in Path(f"/proc/{self._child.pid}/task").iterdir())

    def hang_up(self) -> None:
        """Let the terminal be gone, as when its window is closed."""
        self._child.ptyproc.fileobj.close()

    def wait_for_end_alone(self, seconds: float = PATIENCE) -> None:
        """Wait until the program has ended, without a terminal to look at."""
        until = time.monotonic() + seconds
        while self._child.ptyproc.isalive():
            assert time.monotonic() < until, "it does not end"
            time.sleep(0.05)

    def wait_for_end(self, seconds: float = PATIENCE) -> int:
        """The exit code once the program has ended."""
        until = time.monotonic() + seconds
        while self._child.isalive():
            assert time.monotonic() < until, f"it does not end; the screen:\n{self.text}"
            self.read(0.05)
        self.read(1)  # what it wrote between the last look and its end, where reading ends
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -self._child.signalstatus)


def started(folder: Path, *more: str, now: str = "2031-05-12T10:10") -> Terminal:
    """confnotes on the vault in that folder, in a small window."""
    command = [*CONFNOTES, *more, "--vault", "vault"]
    return Terminal(command, folder=folder, environment=environment_of(folder, now), columns=80, rows=24)
