"""Whether the terminal can show the screens, decided before any of them is loaded.

`confnotes` alone opens them on a terminal, and otherwise prints what is on now.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Final

from confnotes import system
from confnotes.cli.invocation import Invocation, OpenScreens
from confnotes.errors import ConfnotesError, UsageError

_WORKING: Final = (
    *("xterm", "tmux", "screen", "linux", "rxvt", "alacritty", "foot", "kitty", "wezterm", "ghostty", "konsole"),
    *("gnome", "vte", "st-", "contour", "iterm", "putty", "mintty", "cygwin", "ansi", "vt100", "vt102", "vt220"),
)
"""How the names of terminals begin that are known to work: looking others up takes a while."""
_ESCAPE: Final = b"\x1b["


def on_a_terminal() -> bool:
    """Whether a person uses a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def can_show_screens() -> bool:
    """Whether there is a terminal, and nothing known keeps it from showing the screens."""
    return on_a_terminal() and why_no_screens(os.environ) is None


def why_no_screens(environment: Mapping[str, str]) -> str | None:
    """Why a terminal cannot show the screens, in one line; None if it can, or if nothing is known about it."""
    name = environment.get("TERM", "").strip()
    if sys.platform == "win32" or name.startswith(_WORKING):  # consoles of Windows set no TERM, and all can
        return None
    if not name:
        return "unknown terminal: TERM is not set"
    if name in ("dumb", "unknown") or _lacks_escapes(name):
        return f"this terminal (TERM={name}) cannot show the screens"
    return None


def _lacks_escapes(name: str) -> bool:
    """Whether the system knows this terminal, and knows that it does not move the cursor as all others do."""
    try:
        import curses
    except ImportError:
        return False
    try:
        curses.setupterm(name, sys.stdout.fileno())
        return not (curses.tigetstr("cup") or b"").startswith(_ESCAPE)
    except (OSError, ValueError, curses.error):
        return False


def default_command(invocation: Invocation, open_screens: OpenScreens) -> int:
    """Open the screens on the vault; without a terminal or browser, print what is on instead. Returns the exit code.

    Raises UsageError for a terminal that cannot show them.
    """
    if on_a_terminal() or system.is_served():
        if (reason := why_no_screens(os.environ)) is not None:
            raise UsageError(reason, "Set TERM, for example to xterm-256color, or use the commands: confnotes --help.")
        invocation.told_damage = True
        _open(invocation, open_screens)
        return 0
    return _show_now_and_hint(invocation)


def _open(invocation: Invocation, open_screens: OpenScreens) -> None:
    """Open the screens on the vault, or on the welcome if none was named and none is known."""
    from confnotes.catalogue.open_vault import NoVaultError

    try:
        vault = invocation.open_vault()
    except NoVaultError as error:
        open_screens(None, invocation.at, None, error.message if error.is_gone else "")
    else:
        open_screens(vault, invocation.at)


def _show_now_and_hint(invocation: Invocation) -> int:
    """Print what is on now and a hint; always exit code 2, wrong usage."""
    from confnotes.cli.printing import tell

    try:
        vault = invocation.open_vault()
    except ConfnotesError as error:
        tell(f"confnotes: {error.message}", f"  {error.hint}")
    else:
        from confnotes.catalogue.program.whats_on import whats_on
        from confnotes.cli.now import say_whats_on

        say_whats_on(whats_on(vault, invocation.moment()))
    tell("confnotes: the screens need a terminal", "  The commands work without one: see `confnotes --help`.")
    return UsageError.exit_code
