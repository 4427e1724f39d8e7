"""What a screen holds for each subject that it deals with: an object with the subject's state, commands and work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from confnotes.tui.screens.dialog import Answer, ChoiceScreen
from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from confnotes.tui.confnotes import Confnotes

PageT = TypeVar("PageT", bound=Page)
_Found = TypeVar("_Found")


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

    def let_choose(
        self, title: str, text: str, answers: Sequence[Answer], then: Callable[[str], object], *, leads: bool = False
    ) -> None:
        """Let one of the answers be chosen; `then` is called with its id, and not at all where the question is left."""

        def chosen(answer: str | None) -> None:
            if answer is not None:
                then(answer)

        self.page.app.push_screen(ChoiceScreen(title, text, answers, leads=leads), chosen)

    def read(self, group: str, work: Callable[[], _Found], then: Callable[[_Found], object]) -> None:
        """Read files and work something out in a thread, and go on with what was found, unless the screen is left."""
        self.page.read_beside(work, then, group=group)

    def change(self, group: str, work: Callable[[], _Found], then: Callable[[_Found], object]) -> None:
        """Write files in a thread, and go on with what came of it; what goes wrong is told."""
        self.page.write_beside(work, then, group=group)
