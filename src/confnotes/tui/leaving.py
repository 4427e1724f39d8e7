"""What is asked for twice in one moment: a second esc, or the second click of two, does nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.screen import Screen

from confnotes.tui.textual_private import OneSize, pass_over_late_clicks

if TYPE_CHECKING:
    _Leaving = Screen[Any]
else:
    _Leaving = object  # Textual takes the style of a screen from the first of its bases that is one


class LeavingOnce(_Leaving):
    """A screen that is dismissed only while it is the one on top."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Palette(LeavingOnce, OneSize, CommandPalette):
    """The list of all commands."""


pass_over_late_clicks()
