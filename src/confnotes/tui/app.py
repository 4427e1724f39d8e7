"""The app: opens the vault on Now, goes from screen to screen, and ends without losing anything."""

from __future__ import annotations

import gc
import signal
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from confnotes.errors import ConfnotesError
from confnotes.tui import themes
from confnotes.tui.background_search import BackgroundSearch, Indexing
from confnotes.tui.clock import AppClock
from confnotes.tui.giving_back import GatheredMemory
from confnotes.tui.navigation import GoingApp
from confnotes.tui.now_loader import first_note
from confnotes.tui.reminders import REMIND_EVERY, Reminders
from confnotes.tui.screens.page import MESSAGE_SECONDS, Page
from confnotes.tui.signals import Signals, end_within
from confnotes.tui.textual_private import OpenApp
from confnotes.tui.watching_photos import WatchingPhotos, watched_folder

if TYPE_CHECKING:
    from concurrent.futures import Future

    from textual.await_complete import AwaitComplete

    from confnotes.catalogue.completing.complete import Completer
    from confnotes.tui.now_loader import NowView
    from confnotes.vault.vault import Vault

LAST_MOMENT, LAST_KEYS = 2.0, 0.15
FIRST_LOOK = 1.0  # seconds: Now is painted first; photos and the index can wait for that
NOTICE_AGAIN = 1.0  # seconds between two looks for something to tell


class ConfnotesApp(OpenApp, GoingApp):
    """Goes from screen to screen; what a screen does is the screen's own affair.

    Beside the screens it announces what begins in a few minutes and what works only in part.
    """

    TITLE = "confnotes"
    CSS_PATH = "confnotes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, vault: Vault, at: datetime | None = None, first_look: Future[NowView] | None = None) -> None:
        super().__init__(vault)
        self._first_look = first_look
        self.time = AppClock(at)
        self.fault: Exception | None = None
        self.finding = BackgroundSearch(vault, self.post_message, self.patience.rest)
        self.photos = WatchingPhotos(vault, partial(self.call_later, self._learn_placed))
        self.heard: list[str] = []
        self._notices_shown = 0
        self.reminders = Reminders(self)
        self.gathered = GatheredMemory(self, self.finding)
        self._may_leave_unkept = False
        self.register_theme(themes.DARK)
        self.register_theme(themes.LIGHT)
        self.theme = themes.preferred_theme()

    def clock(self) -> datetime:
        """The moment; naive when it is the wall-clock at the conference."""
        return self.time.now()

    def get_default_screen(self) -> Screen[None]:
        from confnotes.tui.screens.now import NowScreen

        if first_note(self._first_look) is None:
            self.first_note_shown.set()
        return NowScreen(self._first_look)

    def on_mount(self) -> None:
        self.vault.damage.on_change = partial(self.call_later, self._tell_damage)
        self.call_after_refresh(self._collect_garbage)
        self.set_timer(FIRST_LOOK, self._watch_photos)
        self.set_timer(FIRST_LOOK, lambda: self.run_worker(self.finding.open, thread=True, exit_on_error=False))
        self.call_after_refresh(self._show_notices)
        self.set_interval(REMIND_EVERY, self.reminders.remind)
        Signals(self, self.save_everything, self.end).listen()

    def _watch_photos(self) -> None:
        """Go on watching the folder of photos that the person wants watched."""
        folder = watched_folder(self.vault.root)
        if folder is not None:
            self.photos.begin(folder)

    def _collect_garbage(self) -> None:
        """Collect garbage again, a little at a time, but not among what was made for the start and stays."""
        gc.freeze()
        gc.set_threshold(2_000, 10, 50)
        gc.enable()

    def end(self, number: signal.Signals) -> None:
        """Save and leave because a signal says so, with the keys that are on their way; nothing is waited for long."""
        self.save_everything()
        end_within(LAST_MOMENT, 128 + number)
        self.set_timer(LAST_KEYS, partial(self._end, 128 + number))

    def _end(self, code: int) -> None:
        self.take_what_is_typed()
        self.save_everything()
        self.exit(return_code=code)

    def meet_fault(self, error: Exception) -> None:
        """A fault of the program itself: save, end, and let the caller of `run` tell it.

        A worker that failed on a disk or file ends nothing: the screen shows the error.
        """
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
            if isinstance(error, OSError):
                self.complain_of(error)
                return
        self.fault = self.fault or error
        with suppress(Exception):
            self.save_everything()
        super().meet_fault(error)

    async def action_quit(self) -> None:
        """Save and quit. A text that could not be kept anywhere needs a second ctrl+q, and is printed then."""
        self.take_what_is_typed()
        self.save_everything()
        only_here = any(one.kept_in is None for one in self.left_unsaved)
        if only_here and not self._may_leave_unkept:
            self._may_leave_unkept = True
            self.set_timer(MESSAGE_SECONDS, self._ask_again)
            self.complain(
                ConfnotesError("Not saved, and kept only in memory", "Press ctrl+q again to quit and print it.")
            )
            return
        self.exit()

    def _ask_again(self) -> None:
        self._may_leave_unkept = False

    def _tell_damage(self) -> None:
        """A file cannot be read whole, or can be again: the screen on top says so."""
        if self.page is not None:
            self.page.tell_damage()

    def note_saved(self, path: str) -> None:
        """A note was written, by any thread: let it be found, at once where one searches."""
        self.finding.note_saved(path)
        self.call_later(self._learn_saved, path)

    def _learn_saved(self, path: str) -> None:
        self.gathered.note_saved(path)
        if self.page is not None:
            self.page.found_anew()

    def _learn_placed(self, notes: Collection[str], said: str) -> None:
        """Photos were placed in notes that came into the watched folder: let these be found, and say so."""
        for note in notes:
            self.finding.note_saved(note)
            self.gathered.note_saved(note)
        if self.page is not None:
            self.page.say(said)

    def on_indexing(self, event: Indexing) -> None:
        """The index is being brought up to date; the screen that searches says so."""
        if self.page is not None:
            self.page.indexing(event)
        if not event.total:
            self.gathered.give_back_soon()

    def on_unmount(self) -> None:
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        self.finding.close()
        self.photos.end()
        # The loop waits for its executor's threads when it ends; what is still being read is not waited for.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))

    # What goes on with less than it should, as without a cache: where the person looks, and again at the end

    def hear(self, message: str) -> None:
        """Take a notice, in any thread."""
        self.heard.append(message)
        if self.is_running:
            self.call_later(self._show_notices)

    def _show_notices(self) -> None:
        """Show notices on the current screen, those from before the first frame together."""
        waiting = self.heard[self._notices_shown :]
        if waiting and self.page is not None:
            self._notices_shown = len(self.heard)
            self.page.complain(ConfnotesError(" · ".join(waiting)))
        elif waiting:
            self.set_timer(NOTICE_AGAIN, self._show_notices)

    # Memory

    @property
    def completer(self) -> Completer:
        """What can be completed, gathered once for all notes."""
        return self.gathered.completer

    def pop_screen(self) -> AwaitComplete:
        if isinstance(self.screen, Page) and self.screen.is_list:
            self.gathered.give_back_soon()
        return super().pop_screen()

    # Commands

    def action_photos(self) -> None:
        self.show("photos.PhotosScreen", self.photos.folder)

    def action_toggle_light(self) -> None:
        self.theme = themes.DARK.name if self.theme == themes.LIGHT.name else themes.LIGHT.name
        themes.remember(self.theme)
