"""`confnotes` alone: the screens, or a hint where there is no terminal for them."""

from __future__ import annotations

import sys

from confnotes.cli.invocation import Invocation, OpenScreens


def on_a_terminal() -> bool:
    """Whether there is a terminal to show screens on."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def without_verb(invocation: Invocation, open_screens: OpenScreens) -> int:
    """Open the screens on the vault; without a terminal say what is on instead. Returns the exit code."""
    if on_a_terminal():
        open_screens(invocation.open_vault(), invocation.at)
        return 0
    from confnotes.cli.without_terminal import show_now_and_hint

    return show_now_and_hint(invocation)
