"""Runs the app in a terminal, and prints messages that are left when it has ended."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from confnotes import notices
from confnotes.markup.safe import safe_text
from confnotes.tui import safe, terminal_keys
from confnotes.tui.app import LAST_MOMENT, ConfnotesApp
from confnotes.tui.signals import end_within

if TYPE_CHECKING:
    from concurrent.futures import Future

    from confnotes.tui.now_loader import NowView
    from confnotes.vault.vault import Vault


def run(
    vault: Vault,
    at: datetime | None,
    first_look: Future[NowView] | None = None,
    *,
    wrap: tuple[str, date] | None = None,
) -> None:
    """Show the app until it is left; `first_look` is one at what Now shows, begun already.

    `wrap` is a conference's day whose end is shown first.

    Ends the process with 128 plus its number when a signal ended it; raises what went wrong inside.
    """
    safe.install()
    terminal_keys.install()
    app = ConfnotesApp(vault, at, first_look)
    if wrap is not None:
        app.call_later(app.show, "day_wrap.DayWrapScreen", *wrap)
    with notices.listen(app.hear):
        app.run()
    end_within(LAST_MOMENT, 1 if app.fault else app.return_code or 0)
    with suppress(OSError):
        for message in app.heard:
            sys.stderr.write(f"confnotes: {safe_text(message, lines=False)}\n")
        for one in app.left_unsaved:
            sys.stderr.write(f"confnotes: {safe_text(one.message, lines=False)}\n  {safe_text(one.fate)}\n")
    if app.fault is not None:
        raise app.fault
    if app.return_code:
        sys.exit(app.return_code)
