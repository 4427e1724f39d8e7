"""The base of controllers: each holds the state, commands and work of one feature of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

PageT = TypeVar("PageT", bound=Page)


class Controller(Generic[PageT]):
    """One feature of a `page`. Results of threads are passed to methods called on the screen."""

    def __init__(self, page: PageT) -> None:
        self.page = page

    @property
    def app(self) -> Confnotes:
        """The app, with the type that screens use."""
        return self.page.confnotes

    def say(self, text: str) -> None:
        """Show a message about what was done."""
        self.page.say(text)
