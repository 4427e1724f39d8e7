"""The entry point of `confnotes` and `python -m confnotes`.

The command line and the screens do not import each other; this module passes the function that opens the screens.
"""

from __future__ import annotations

import gc
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from confnotes.cli.invocation import ScreenCommand
    from confnotes.errors import ConfnotesError
    from confnotes.vault.vault import Vault

_LONGEST_TURN = 0.0005
"""Seconds after which a thread yields: a key needs a dozen turns until it is on the screen, 5 ms each by default."""


def open_screens(
    vault: Vault | None, at: datetime | None, wrap: tuple[str, date] | None = None, message: str = ""
) -> None:
    """Run the terminal screens on a vault until the user leaves them; `wrap` is a conference and a day to review.

    Without a vault they begin with the welcome and a `message`.
    """
    from confnotes.tui.unneeded import leave_out

    leave_out()
    sys.setswitchinterval(_LONGEST_TURN)
    if vault is None:
        from confnotes.tui.run import run_welcome

        run_welcome(at, message)
        return
    gc.disable()  # until the first frame is shown
    first = None
    if wrap is None:
        from confnotes.clock import AppClock
        from confnotes.tui.now_loader import begin_look

        first = begin_look(vault, AppClock(at).now())
    from confnotes.tui.run import run, run_welcome

    if run(vault, at, first, wrap=wrap):
        run_welcome(at)


def key_problems() -> Iterable[ConfnotesError]:
    """What is wrong with the user's own keys, for `confnotes config`."""
    from confnotes.tui.keymap import keymap

    return keymap.key_problems()


def screen_commands() -> Iterator[ScreenCommand]:
    """Every command of the screens, for `confnotes help`."""
    from confnotes.cli.invocation import ScreenCommand
    from confnotes.tui.command_lists.legend import SIGNS, SYNTAX, names_of
    from confnotes.tui.commands import all_commands, format_keys, screen_name

    for one in all_commands():
        yield ScreenCommand(format_keys(one), one.title, one.help, one.words, screen_name(one.where))
    for sign, means in SIGNS:
        yield ScreenCommand(
            sign, means.capitalize(), "", f"symbol sign icon legend mean {names_of(sign)}", "a list of talks"
        )
    for mark, means in SYNTAX:
        yield ScreenCommand(mark, means.capitalize(), "", "syntax", "a line of a note")


def main() -> None:
    """Run the command line and leave with its exit code."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the command runs: ctrl+c ends imports without a traceback
    gc.set_threshold(20_000, 20, 20)  # starting creates many objects and hardly any garbage: this saves 4 of 110 ms
    from confnotes.cli.app import deliver_again, run_command_line

    sys.unraisablehook = deliver_again
    code = run_command_line(sys.argv[1:], open_screens, screen_commands, key_problems)
    gc.freeze()  # otherwise exiting walks all objects twice more: a tenth of the time of a search
    sys.exit(code)


if __name__ == "__main__":
    main()
