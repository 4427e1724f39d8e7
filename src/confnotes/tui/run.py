"""Run the app in a terminal, and print the messages that are left at the end."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from confnotes import notices, system
from confnotes.config import set_vault_clock
from confnotes.markup.safe import safe_text
from confnotes.tui import safe, terminal_keys
from confnotes.tui.app import LAST_MOMENT, ConfnotesApp
from confnotes.tui.keymap.keymap import key_of, key_problems
from confnotes.tui.now_loader import NowView
from confnotes.tui.signals import end_within
from confnotes.vault.known_vaults import clock_of, remember_vault
from confnotes.vault.settings import VAULT, SettingsError, set_setting

if TYPE_CHECKING:
    from concurrent.futures import Future

    from confnotes.tui.welcome.choose import Beginning
    from confnotes.vault.vault import Vault


def run(
    vault: Vault,
    at: datetime | None,
    first_look: Future[NowView] | None = None,
    *,
    wrap: tuple[str, date] | None = None,
    beginning: Beginning | None = None,
) -> bool:
    """Run the app until the user leaves it; `first_look` is what Now shows, loading already.

    `wrap` is a conference and the day whose review is shown first, `beginning` how a new vault starts. Returns whether
    to go back to the welcome.

    Ends the process with 128 plus its number if a signal ended it; raises the errors of the app.
    """
    safe.install()
    terminal_keys.install()
    remember_vault(vault.root)
    _tell_wrong_keys()
    app = ConfnotesApp(vault, at, first_look)
    if (clock := clock_of(vault.root)) is not None and not system.is_served():
        way_out = f"To leave it, press {key_of('palette')} and type “vault”."
        app.greeting = f"Sample vault: its clock starts at {clock:%H:%M} on {clock.day} {clock:%B %Y}. {way_out}"
    if wrap is not None:
        app.call_later(app.show, "day_wrap.DayWrapScreen", *wrap)
    if beginning is not None and beginning.imports:
        app.call_later(app.show, "import_.ImportScreen", typed=beginning.typed, listed=beginning.listed, begins=True)
    if beginning is not None:
        app.when_begun = partial(_remember, beginning)
        if not beginning.imports:
            app.when_begun()
    with notices.listen(app.hear):
        printed = len(app.heard)  # before the screens, and so above them
        app.run()
    if beginning is not None and beginning.imports and not app.begun:
        beginning.new.take_back()
    if app.wants_welcome and not app.left_unsaved:
        return True
    end_within(LAST_MOMENT, 1 if app.fault else app.return_code or 0)
    with suppress(OSError):
        for message in app.heard[printed:]:
            sys.stderr.write(f"confnotes: {safe_text(message, lines=False)}\n")
        for one in {**app.closed_unsaved, **{one.path: one for one in app.left_unsaved}}.values():
            sys.stderr.write(f"confnotes: {safe_text(one.message, lines=False)}\n  {safe_text(one.fate)}\n")
    if app.fault is not None:
        raise app.fault
    if app.return_code:
        sys.exit(app.return_code)
    return False


def run_welcome(at: datetime | None, message: str = "") -> None:
    """Show the welcome, starting with `message`, then the chosen vault, until the user leaves."""
    from confnotes.tui.welcome.app import WelcomeApp

    safe.install()
    terminal_keys.install()
    while True:
        welcome = WelcomeApp(message)
        welcome.run()
        if welcome.fault is not None:
            raise welcome.fault
        if welcome.return_code:
            sys.exit(welcome.return_code)
        if welcome.chosen is None:
            return
        vault = welcome.chosen.new.vault
        vault.settle()
        set_vault_clock(clock_of(vault.root))
        if not run(vault, at, beginning=welcome.chosen):
            return
        message = ""


def _tell_wrong_keys() -> None:
    for problem in key_problems()[:1]:
        others = len(key_problems()) - 1
        more = f" · confnotes config lists {others} more" if others else ""
        notices.tell(f"{problem.message} (using the default instead){more}")


def _remember(beginning: Beginning) -> None:
    """Remember the new vault; at once, since the next command in another terminal already needs it."""
    if beginning.remember:
        try:
            set_setting(VAULT.key, str(beginning.new.vault.root))
        except SettingsError as error:
            notices.tell(f"{error.message}: confnotes does not remember this vault")
