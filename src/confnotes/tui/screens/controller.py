"""What a screen holds for each subject that it deals with: an object with the subject's state, commands and work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

PageT = TypeVar("PageT", bound=Page)


class Controller(Generic[PageT]):
    """What `page` can do about one subject. Work in threads ends up in methods that are called on the screen."""

    def __init__(self, page: PageT) -> None:
        self.page = page

    @property
    def app(self) -> Confnotes:
        """The app, as screens see it."""
        return self.page.confnotes

    def say(self, text: str) -> None:
        """One line about what was done."""
        self.page.say(text)
