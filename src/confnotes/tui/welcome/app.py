"""The app of the welcome."""

from __future__ import annotations

import signal
from typing import ClassVar, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen

from confnotes.tui import themes
from confnotes.tui.key_sequences import SequenceApp
from confnotes.tui.signals import Signals
from confnotes.tui.typed_ahead import HOW_TO_QUIT, KeysInTurnApp
from confnotes.tui.welcome.choose import Beginning, ChooseScreen, WelcomeScreen


class WelcomeApp(KeysInTurnApp, SequenceApp, inherit_bindings=False):
    """Asks how to begin; `chosen` is the answer, None if the person left."""

    TITLE = "confnotes"
    CSS_PATH: ClassVar = ["../confnotes.tcss", "welcome.tcss"]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "help_quit", show=False, system=True)]

    def __init__(self, message: str = "") -> None:
        """`message` is shown first."""
        super().__init__()
        self._message = message
        self.chosen: Beginning | None = None
        self.fault: Exception | None = None
        themes.register_themes(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.default_variables(self.current_theme)

    def get_default_screen(self) -> Screen[None]:
        return ChooseScreen(self._begin, self._message)

    def _begin(self, chosen: Beginning) -> None:
        self.chosen = chosen
        self.exit()

    def action_help_quit(self) -> None:
        """Answer ctrl+c, which ends other programs."""
        screen = cast("WelcomeScreen", self.screen)
        screen.say(HOW_TO_QUIT.format(screen.key_of("quit")))

    def on_mount(self) -> None:
        Signals(self, lambda: None, self._end).listen()

    def _end(self, number: signal.Signals) -> None:
        self.exit(return_code=128 + number)

    def meet_fault(self, error: Exception) -> None:
        """Handle an unexpected error: end, and let the caller report it."""
        self.fault = self.fault or error
        super().meet_fault(error)
