"""Screens that leave once: a second esc, or the second click of two, takes no screen beneath away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.screen import Screen

if TYPE_CHECKING:
    _Leaving = Screen[Any]
else:
    _Leaving = object  # Textual takes the style of a screen from the first of its bases that is one


class LeavingOnce(_Leaving):
    """A screen that is dismissed only while it is the one on top."""

    def dismiss(self, result: Any = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Palette(LeavingOnce, CommandPalette):
    """The list of all commands."""
