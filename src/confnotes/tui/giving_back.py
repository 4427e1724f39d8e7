"""Releases the memory of lists after they were closed; they are loaded again when opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from confnotes.tui.background_search import BackgroundSearch

if TYPE_CHECKING:
    from confnotes.catalogue.completing.complete import Completer
    from confnotes.tui.navigation import GoingApp

GIVE_BACK_AFTER = 0.5
"""Seconds after a list was closed, or the programs of all conferences were read for the index.

Going from one list straight to the next is not slowed down.
"""


class GatheredMemory:
    """Caches shared by all screens, released when no open screen needs them."""

    def __init__(self, app: GoingApp, finding: BackgroundSearch) -> None:
        self._app, self._finding = app, finding
        self._timer: Timer | None = None
        self._completer: Completer | None = None

    @property
    def completer(self) -> Completer:
        """The completion index for all notes, created on first use."""
        if self._completer is None:
            from confnotes.catalogue.completing.complete import Completer

            self._completer = Completer(self._app.vault, self._app.patience.rest)
        return self._completer

    def note_saved(self, path: str) -> None:
        """Create the completion index again."""
        if self._completer is not None:
            self._completer.note_saved(path)

    def give_back_soon(self) -> None:
        """Release what no open screen needs, after a while."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._app.set_timer(GIVE_BACK_AFTER, self._give_back_when_idle)

    def _give_back_when_idle(self) -> None:
        pages = self._app.pages
        if pages and getattr(pages[-1], "is_typing", False):
            self.give_back_soon()
        elif pages and not any(page.is_list for page in pages):  # None when the program ends
            self._app.run_worker(self.give_back, thread=True, group="giving back", exclusive=True, exit_on_error=False)

    def give_back(self) -> None:
        """Release the data of lists except the current conference's program, in a thread."""
        from confnotes.catalogue.remembered import forget
        from confnotes.garbage import give_back

        app = self._app
        app.vault.keep_only({app.conference} if app.conference else set())
        forget(app.vault)
        self._finding.give_back()
        if not any(page.completes for page in app.pages):
            self._completer = None
        give_back()
