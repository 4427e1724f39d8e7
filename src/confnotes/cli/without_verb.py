"""`confnotes` alone: the screens, or a hint where there is no terminal for them."""

from __future__ import annotations

import os

from confnotes.cli.invocation import Invocation, OpenScreens
from confnotes.cli.terminal import on_a_terminal, why_no_screens
from confnotes.errors import UsageError


def without_verb(invocation: Invocation, open_screens: OpenScreens) -> int:
    """Open the screens on the vault; without a terminal say what is on instead. Returns the exit code.

    Raises UsageError for a terminal that cannot show them.
    """
    if on_a_terminal():
        if (reason := why_no_screens(os.environ)) is not None:
            raise UsageError(reason)
        invocation.told_damage = True
        open_screens(invocation.open_vault(), invocation.at)
        return 0
    from confnotes.cli.without_terminal import show_now_and_hint

    return show_now_and_hint(invocation)
