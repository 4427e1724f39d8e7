"""Screens with a line of their keys, which messages replace: the dialogs and the welcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.content import Content
from textual.screen import Screen, ScreenResultType
from textual.widgets import Static

from confnotes.tui import commands
from confnotes.tui.bound_keys import bind
from confnotes.tui.command import Command, Where
from confnotes.tui.textual_private import SteadyScreen
from confnotes.tui.widgets.drawing import keys


class KeyLineScreen(SteadyScreen, Screen[ScreenResultType]):
    """Has the keys of the keymap: a subclass says `where` it is, and shows `key_line`."""

    where: ClassVar[Where]
    is_amid_keys = False

    def __init__(self, *does: tuple[str, str]) -> None:
        """`does` are pairs of an action of the keymap, or several, and its label."""
        super().__init__()
        self._does = does

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        bind(cls)

    def key_line(self) -> Static:
        return Static(self.shown_keys(self._does), classes="keys")

    def key_of(self, on: str) -> str:
        """The first key of an action here, for a sentence."""
        return commands.key_of(on, self.where)

    def shown_keys(self, does: Sequence[tuple[str, str]]) -> Content:
        """A line of keys, by actions of the keymap; what is none, such as "type", stands for itself."""
        return keys(*((" ".join(self.key_of(on) or on for on in names.split()), label) for names, label in does))

    def missing(self, command: Command) -> str:
        """What a command still needs here: nothing."""
        return ""

    def say(self, text: str) -> None:
        """Show a message in place of the keys."""
        self.tell(text, "$warning")

    say_briefly = say

    def unsay(self) -> None:
        """Show the keys again."""
        self.query_one(".keys", Static).update(self.shown_keys(self._does))

    see_keys = unsay

    def tell(self, text: str, style: str) -> None:
        """Show a line in place of the keys."""
        self.query_one(".keys", Static).update(Content.styled(text, style))
