"""`confnotes` without a verb where there is no terminal: what is on, if there is a vault, and what to type instead."""

from __future__ import annotations

from confnotes.cli.options import Invocation
from confnotes.cli.printing import tell
from confnotes.errors import ConfnotesError, UsageError


def show_now_and_hint(invocation: Invocation) -> int:
    """Print what is on now and a hint; always exit code 2, wrong usage."""
    try:
        vault = invocation.open_vault()
    except ConfnotesError as error:
        tell(f"confnotes: {error.message}", f"  {error.hint}")
    else:
        from confnotes.catalogue.program.whats_on import whats_on
        from confnotes.cli.now import say_whats_on

        say_whats_on(whats_on(vault, invocation.moment()))
    tell("confnotes: the screens need a terminal", "  commands work without one: see confnotes --help")
    return UsageError.exit_code
