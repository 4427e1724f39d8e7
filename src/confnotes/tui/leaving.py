"""What is asked for twice in one moment: a second esc, or the second click of two, does nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.screen import Screen
from textual.widgets import OptionList

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


_click = OptionList._on_click


async def _click_on_what_is_there(self: OptionList, event: events.Click) -> None:
    """A click on an option that a shorter list has taken the place of, for which Textual would end."""
    clicked = event.style.meta.get("option")
    if clicked is None or clicked < self.option_count:
        await _click(self, event)


OptionList._on_click = _click_on_what_is_there  # type: ignore[method-assign]
