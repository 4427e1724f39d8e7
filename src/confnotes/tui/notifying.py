"""Reminders outside the window: the terminal's bell, and a desktop notification.

Terminals that are known to show notifications get an escape sequence, which also works over SSH; elsewhere
`notify-send` is run. The text comes from outside, so it goes through `safe_text`, and through base64 or without the
separators of the sequence.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from html import escape
from threading import Thread
from typing import TYPE_CHECKING, Final

from confnotes.markup.safe import safe_text
from confnotes.tui.textual_private import write_to_terminal
from confnotes.vault.settings import NOTIFICATIONS, setting_value

if TYPE_CHECKING:
    from confnotes.tui.navigation import GoingApp

LONGEST_WAIT: Final = 5.0  # seconds for a program that hangs
LONGEST: Final = 160  # characters of a title
_END: Final = "\x1b\\"
_OSC_9: Final = frozenset({"iTerm.app"})
_OSC_777: Final = frozenset({"WezTerm", "ghostty", "rio"})


def notify(app: GoingApp, title: str, body: str) -> None:
    """Ring the bell and show a notification, as far as the settings want it."""
    wanted = setting_value(NOTIFICATIONS)
    if wanted == "no":
        return
    app.bell()
    if wanted == "bell":
        return
    title, body = _one_line(title), _one_line(body)
    if sequence := terminal_notification(title, body, os.environ):
        write_to_terminal(app, sequence)
    elif command := desktop_command(title, body, os.environ):
        Thread(target=_run, args=(command,), daemon=True).start()  # quitting does not wait for a program that hangs


def terminal_notification(title: str, body: str, environment: Mapping[str, str]) -> str:
    """The sequence with which this terminal shows a notification; "" if it is not known to have one."""
    program, kind = environment.get("TERM_PROGRAM", ""), environment.get("TERM", "")
    if environment.get("KITTY_WINDOW_ID") or kind == "xterm-kitty":
        parts = (
            f"\x1b]99;i=confnotes:e=1:d={done}:p={part};{_coded(text)}{_END}" for done, part, text in _of(title, body)
        )
        return "".join(_passed_on(one, environment) for one in parts)
    if program in _OSC_9 or environment.get("ITERM_SESSION_ID"):
        return _passed_on(f"\x1b]9;{title}: {body}\x07", environment)
    if program in _OSC_777 or environment.get("VTE_VERSION") or kind.startswith(("foot", "rxvt-unicode")):
        told = ";".join(text.replace(";", ",") for text in (title, body))
        return _passed_on(f"\x1b]777;notify;{told}\x07", environment)
    return ""


def _of(title: str, body: str) -> Sequence[tuple[int, str, str]]:
    return (0, "title", title), (1, "body", body)


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")


def _passed_on(sequence: str, environment: Mapping[str, str]) -> str:
    """The sequence wrapped for the terminal around tmux or screen."""
    if environment.get("TMUX"):
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}{_END}"
    return f"\x1bP{sequence.replace(_END, chr(7))}{_END}" if environment.get("STY") else sequence


def desktop_command(title: str, body: str, environment: Mapping[str, str]) -> Sequence[str]:
    """The program that shows a notification on this desktop; empty without one, and over SSH."""
    here = any(environment.get(name) for name in ("WAYLAND_DISPLAY", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS"))
    if not here or environment.get("SSH_CONNECTION"):
        return ()
    program = shutil.which("notify-send", path=environment.get("PATH"))
    return (program, "--app-name=confnotes", "--", escape(title), escape(body)) if program else ()


def _run(command: Sequence[str]) -> None:
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            command,
            check=False,
            timeout=LONGEST_WAIT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _one_line(text: str) -> str:
    cleaned = "".join(one for one in safe_text(text, lines=False) if one.isprintable())
    return " ".join(cleaned.split())[:LONGEST]
