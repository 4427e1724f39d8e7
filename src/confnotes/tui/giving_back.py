"""Gives memory back when lists were left or the index was made: what was gathered is gathered again when wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from confnotes.tui.commands import Where
from confnotes.tui.opening import OpeningApp
from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from textual.await_complete import AwaitComplete
    from textual.screen import Screen
    from textual.timer import Timer

    from confnotes.catalogue.completing.complete import Completer
    from confnotes.tui.finding import Finding

GIVE_BACK_AFTER = 0.5
"""Seconds after a list was left, or the programs of all conferences were read for the index.

Who goes from one list straight into the next is not held up.
"""


class GivingBackApp(OpeningApp):
    """Forgets what lists were made of once no list is open, save for the program of the conference that is shown."""

    finding: Finding
    _giving_back: Timer | None = None
    _completer: Completer | None = None

    @property
    def completer(self) -> Completer:
        """What can be completed, gathered once for all notes; made when it is first asked for."""
        if self._completer is None:
            from confnotes.catalogue.completing.complete import Completer

            self._completer = Completer(self.vault, self.patience.rest)
        return self._completer

    def pop_screen(self) -> AwaitComplete:
        if _is_list(self.screen):
            self.give_back_soon()
        return super().pop_screen()

    def give_back_soon(self) -> None:
        """Give back what nothing that is open needs, after a while."""
        if self._giving_back is not None:
            self._giving_back.stop()
        self._giving_back = self.set_timer(GIVE_BACK_AFTER, self._give_back_when_idle)

    def _give_back_when_idle(self) -> None:
        screens = self.screen_stack
        if screens and getattr(screens[-1], "is_typing", False):
            self.give_back_soon()
        elif screens and not any(map(_is_list, screens)):  # none when the program ends
            self.run_worker(self.give_back, thread=True, group="giving back", exclusive=True, exit_on_error=False)

    def give_back(self) -> None:
        """Forget it, in a thread."""
        from confnotes.catalogue.papers import papers
        from confnotes.catalogue.people import people
        from confnotes.garbage import give_back

        self.vault.keep_only({self.conference} if self.conference else set())
        people.forget(self.vault)
        papers.forget()
        self.finding.give_back()
        if not any(isinstance(screen, Page) and screen.where is Where.NOTE for screen in self.screen_stack):
            self._completer = None
        give_back()


def _is_list(screen: Screen[Any]) -> bool:
    return isinstance(screen, Page) and screen.where not in (Where.NOW, Where.NOTE)
