"""What the terminal can show: asked when the first picture is wanted, never before the first frame.

The terminal is asked for its name (XTVERSION) and what it can do (DA1); `terminal_keys` takes the answers out of what
is typed. Pictures of kitty's are cells of text and scroll with it; only kitty and Ghostty draw them so, others that
know kitty's protocol do not. iTerm2 and WezTerm take iTerm2's inline images, and what tells Sixel gets that.
"""

from __future__ import annotations

import os
import re
import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from confnotes.tui.textual_private import write_to_terminal
from confnotes.tui.widgets.picture_lines import Drawn, Graphics, forget_kitty_picture
from confnotes.vault.settings import PICTURES, setting_value

if TYPE_CHECKING:
    from textual.app import App

_QUESTION: Final = "\x1b[>0q\x1b[c"
ANSWERED_WITHIN: Final = 1.0  # seconds: over SSH from far away it takes a third of one
_KITTY_WITH_PLACEHOLDERS: Final = (0, 28)
_INLINE: Final = ("iTerm2", "WezTerm")
_SIXEL: Final = "4"
_SILENT: Final = ("linux", "screen", "dumb", "vt")
"""Terminals that have no graphics, and of which some print questions that they do not know."""

_MOST_SENT: Final = 40_000_000
"""Characters of the pictures that the terminal holds at once: those that fill a window have two million."""


def may_ask(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is known to ignore what it does not know: not within GNU screen, nor on a console."""
    term = environment.get("TERM", "")
    if sys.platform == "win32" or "STY" in environment or environment.get("TERM_PROGRAM") == "Apple_Terminal":
        return False
    return bool(term) and ("TMUX" in environment or not term.startswith(_SILENT))


def graphics_of(name: str, attributes: list[str]) -> Graphics:
    """How the terminal of that name and with these device attributes shows pictures."""
    kitty = re.match(r"kitty\((\d+)\.(\d+)", name)
    if name.startswith("ghostty") or (kitty and (int(kitty[1]), int(kitty[2])) >= _KITTY_WITH_PLACEHOLDERS):
        return Graphics.KITTY
    if name.startswith(_INLINE):
        return Graphics.ITERM
    return Graphics.SIXEL if _SIXEL in attributes[1:] else Graphics.BLOCKS


def _cell_size() -> tuple[int, int]:
    """The pixels of a cell, from the system; those of a VT340 if it does not know, as Windows Terminal has them."""
    if sys.platform != "win32":
        import fcntl
        import struct
        import termios

        try:
            size = fcntl.ioctl(sys.__stderr__.fileno(), termios.TIOCGWINSZ, b"\0" * 8)  # type: ignore[union-attr]
        except (OSError, ValueError, AttributeError):
            return 10, 20
        rows, columns, width, height = struct.unpack("HHHH", size)
        if rows and columns and width >= columns and height >= rows:
            return width // columns, height // rows
    return 10, 20


class TerminalPictures:
    """Knows how the terminal of an app shows pictures, and sends it those of kitty's."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._name = ""
        self._found: Graphics | None = None
        self._waiting: list[Callable[[], object]] = []
        self._sent: OrderedDict[int, str] = OrderedDict()
        app.app_resume_signal.subscribe(app, lambda _: self._send_again())

    @property
    def graphics(self) -> Graphics:
        """How pictures are shown, as far as is known."""
        if setting_value(PICTURES) != "auto" or self._found is None:
            return Graphics.BLOCKS
        if self._found is Graphics.KITTY and (self._app.console.color_system != "truecolor" or self._app.no_color):
            return Graphics.BLOCKS  # the number of a picture is a color of 24 bits
        return self._found

    @property
    def cell(self) -> tuple[int, int]:
        return _cell_size()

    def when_known(self, then: Callable[[], object]) -> None:
        """Call `then` once it is known how the terminal shows pictures, mostly at once."""
        is_known = self._found is not None or setting_value(PICTURES) != "auto"
        if is_known or self._app.is_headless or not may_ask(os.environ):
            then()
            return
        self._waiting.append(then)
        if len(self._waiting) == 1:
            write_to_terminal(self._app, _QUESTION)
            self._app.set_timer(ANSWERED_WITHIN, lambda: self._settle(self._found or Graphics.BLOCKS))

    def hear(self, answer: str) -> None:
        """Take an answer of the terminal: its name, then its device attributes."""
        if answer.startswith("\x1bP"):
            self._name = answer[4:-2]
        else:
            self._settle(graphics_of(self._name, answer[3:-1].split(";")))

    def _settle(self, graphics: Graphics) -> None:
        self._found = graphics
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    def send(self, drawn: Drawn) -> None:
        """Send a picture that is about to be shown, unless the terminal has it."""
        if not drawn.number:
            return
        if drawn.number not in self._sent:
            write_to_terminal(self._app, drawn.code)
        self._sent[drawn.number] = drawn.code
        self._sent.move_to_end(drawn.number)
        while sum(map(len, self._sent.values())) > _MOST_SENT and len(self._sent) > 1:
            write_to_terminal(self._app, forget_kitty_picture(self._sent.popitem(last=False)[0]))

    def _send_again(self) -> None:
        """Send all pictures again: the terminal forgot them when another program had it."""
        for code in self._sent.values():
            write_to_terminal(self._app, code)
