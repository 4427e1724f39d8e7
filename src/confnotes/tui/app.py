"""The app: opens the vault on Now, navigates between screens, and ends without losing anything."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from confnotes.clock import AppClock
from confnotes.errors import ConfnotesError
from confnotes.tui import themes
from confnotes.tui.background_search import BackgroundSearch, Indexing
from confnotes.tui.background_sync import BackgroundSync
from confnotes.tui.giving_back import GatheredMemory
from confnotes.tui.key_sequences import SequenceApp
from confnotes.tui.navigation import GoingApp
from confnotes.tui.now_loader import NowView, first_note
from confnotes.tui.reminders import REMIND_EVERY, Reminders
from confnotes.tui.signals import Signals, end_within
from confnotes.tui.typed_ahead import HOW_TO_QUIT, LINE_COPIED, KeysInTurnApp
from confnotes.tui.watching_photos import WatchingPhotos, watched_folder

if TYPE_CHECKING:
    from concurrent.futures import Future

    from textual.await_complete import AwaitComplete

    from confnotes.vault.vault import Vault

LAST_MOMENT, LAST_KEYS = 2.0, 0.15
FIRST_LOOK = 1.0  # seconds: photos and the index wait until Now is painted
ASK_AGAIN = 8.0  # seconds: as long as the message about unsaved text is shown
NOTICE_AGAIN = 1.0  # seconds between two checks for reminders


class ConfnotesApp(KeysInTurnApp, SequenceApp, GoingApp, inherit_bindings=False):
    """Navigates between screens; each screen implements its own commands.

    It also reminds of talks that start in a few minutes, and shows notices, such as of a missing cache.
    """

    TITLE = "confnotes"
    CSS_PATH = "confnotes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "help_quit", show=False, system=True)]

    def __init__(self, vault: Vault, at: datetime | None = None, first_look: Future[NowView] | None = None) -> None:
        super().__init__(vault)
        self._first_look = first_look
        self.time = AppClock(at)
        self.fault: Exception | None = None
        self.begun = self.wants_welcome = False
        self.when_begun: Callable[[], None] = lambda: None
        self.greeting = ""
        self.finding = BackgroundSearch(vault, self.post_message, self.patience.rest)
        self.photos = WatchingPhotos(vault, partial(self.call_later, self._learn_placed))
        self.syncing = BackgroundSync(self)
        self.heard: list[str] = []
        self._notices_shown = 0
        self.reminders = Reminders(self)
        self.gathered = GatheredMemory(self, self.finding)
        self._may_leave_unkept = False
        themes.register_themes(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.default_variables(self.current_theme)

    def watch_app_focus(self, focus: bool) -> None:
        for page in self.pages:
            page.see_app_focus(focus)

    def clock(self) -> datetime:
        """The current time; naive if it is local time at the conference."""
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
        self.set_timer(FIRST_LOOK, self.syncing.begin)
        self.call_after_refresh(self._show_notices)
        self.call_after_refresh(self._greet)
        self.set_interval(REMIND_EVERY, self.reminders.remind)
        Signals(self, self.save_everything, self.end).listen()

    def action_sync(self) -> None:
        self.save_everything()
        self.syncing.now()

    def _greet(self) -> None:
        if self.greeting and not self.heard and self.page is not None:
            self.page.say(self.greeting)

    def _watch_photos(self) -> None:
        """Continue watching the photo folder that the person chose."""
        folder = watched_folder(self.vault.root)
        if folder is not None:
            self.photos.begin(folder)

    def _collect_garbage(self) -> None:
        """Resume garbage collection in small steps, without the objects created at start-up."""
        gc.freeze()
        gc.set_threshold(2_000, 10, 50)
        gc.enable()

    def end(self, number: signal.Signals) -> None:
        """Save and end on a signal, including pending keys, without waiting long."""
        self.save_everything()
        end_within(LAST_MOMENT, 128 + number)
        self.set_timer(LAST_KEYS, partial(self._end, 128 + number))

    def _end(self, code: int) -> None:
        self.take_what_is_typed()
        self.save_everything()
        self.exit(return_code=code)

    def meet_fault(self, error: Exception) -> None:
        """Handle an unexpected error: save, end, and let the caller of `run` report it.

        Errors of disks, files and vaults in workers are shown on the screen instead.
        """
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
            if isinstance(error, OSError | ConfnotesError):
                self.complain_of(error)
                return
        self.fault = self.fault or error
        with suppress(Exception):
            self.save_everything()
        super().meet_fault(error)

    async def action_quit(self) -> None:
        """Save and quit; text that could not be saved anywhere is printed after the same key again."""
        if self._may_leave():
            self.exit() if self.page is None else self.unless_asked(self.exit)

    def action_help_quit(self, has_copied: bool = False) -> None:
        """Answer ctrl+c, which ends other programs, where nothing is selected to copy."""
        if self.page is not None:
            self.page.say((LINE_COPIED if has_copied else HOW_TO_QUIT).format(self.page.key_of("quit")))

    def action_open_vault(self) -> None:
        """Save, and leave this vault for the welcome, which lists the others."""
        if self._may_leave():
            self.back_to_welcome()

    def _may_leave(self) -> bool:
        """Save everything; False where that failed, and nobody has said yet to leave all the same."""
        self.take_what_is_typed()
        self.save_everything()
        only_here = any(one.kept_in is None for one in self.left_unsaved)
        if only_here and not self._may_leave_unkept:
            self._may_leave_unkept = True
            self.set_timer(ASK_AGAIN, self._ask_again)
            self.complain(
                ConfnotesError("Not saved, and kept only in memory", "Press the same key again to quit and print it.")
            )
            return False
        return True

    def _ask_again(self) -> None:
        self._may_leave_unkept = False

    def _tell_damage(self) -> None:
        """Show on the current screen that a file cannot be fully read, or can be again."""
        if self.page is not None:
            self.page.tell_damage()

    def note_saved(self, path: str) -> None:
        """Index a note written by any thread, and update search results."""
        self.finding.note_saved(path)
        self.call_later(self._learn_saved, path)

    def program_saved(self) -> None:
        """Index what an import wrote, and let the team know soon, which compares its talks with the program."""
        self.finding.look_again()
        self.syncing.team.note_saved()

    def marks_saved(self) -> None:
        """Let the team know of a changed mark soon."""
        self.syncing.team.note_saved()

    def _learn_saved(self, path: str) -> None:
        self.gathered.note_saved(path)
        self.syncing.team.note_saved()
        if self.page is not None:
            self.page.found_anew()

    def _learn_placed(self, notes: Collection[str], said: str) -> None:
        """Index notes in which photos from the watched folder were placed, and report it."""
        for note in notes:
            self.finding.note_saved(note)
            self.gathered.note_saved(note)
        if self.page is not None:
            self.page.say(said)

    def on_indexing(self, event: Indexing) -> None:
        """Show the progress of indexing on the screen that searches."""
        if self.page is not None:
            self.page.indexing(event)
        if not event.total:
            self.gathered.give_back_soon()

    def on_unmount(self) -> None:
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        self.visits.end(self.clock())
        self.finding.close()
        self.syncing.end()
        self.photos.end()
        # The loop would wait for its executor's threads at the end; do not wait for reads still running.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))

    # Notices, such as of a missing cache: on the current screen, and again at the end

    def hear(self, message: str) -> None:
        """Take a notice, in any thread."""
        self.heard.append(message)
        if self.is_running:
            self.call_later(self._show_notices)

    def _show_notices(self) -> None:
        """Show notices on the current screen, those before the first frame together."""
        waiting = self.heard[self._notices_shown :]
        if waiting and self.page is not None and self.first_note_shown.is_set():
            self._notices_shown = len(self.heard)
            self.page.complain(ConfnotesError(" · ".join(waiting)))
        elif waiting:
            self.set_timer(NOTICE_AGAIN, self._show_notices)

    # Memory

    @property
    def completer(self) -> Any:
        """The completion index, a `Completer`, shared by all notes."""
        return self.gathered.completer

    @property
    def sync_word(self) -> str:
        """How the vault stands with other machines and the team: `synced 10:12`; or empty."""
        return " · ".join(filter(None, (self.syncing.word, self.syncing.team.word)))

    def pop_screen(self) -> AwaitComplete:
        if self.page is not None and self.page.is_list:
            self.gathered.give_back_soon()
        return super().pop_screen()

    # The first import of a new vault

    def has_begun(self, conference: str) -> None:
        """Handle the first saved program of a new vault: show its conference on Now."""
        self.begun = True
        self.when_begun()
        self.conference = conference

    def back_to_welcome(self) -> None:
        """Leave this vault for the welcome."""
        self.wants_welcome = True
        self.exit()

    # Commands

    def show_help(self, where: object) -> None:
        self.show("help.HelpScreen", where)

    def action_photos(self) -> None:
        self.show("photos.PhotosScreen", self.photos.folder)

    def action_toggle_light(self) -> None:
        self.action_theme(themes.LIGHT.name if self.current_theme.dark else themes.DARK.name)

    def action_theme(self, name: str = "") -> None:
        """Use that theme from now on; without a name, let the person see and choose one."""
        if not name:
            self.action_command_palette("theme ")
            return
        self.theme = name
        themes.remember(name)
