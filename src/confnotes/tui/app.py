"""The app: opens the vault on Now, goes from screen to screen, and ends without losing anything."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.command import Provider
from textual.content import Content
from textual.screen import Screen
from textual.worker import WorkerFailed

from confnotes import notices
from confnotes.errors import ConfnotesError
from confnotes.markup.safe import safe_text
from confnotes.tui import pasting, safe, terminal_keys, themes
from confnotes.tui.background_search import BackgroundSearch, Indexing
from confnotes.tui.clock import AppClock
from confnotes.tui.commands import Where
from confnotes.tui.navigation import GoingApp
from confnotes.tui.now_loader import first_note
from confnotes.tui.screens.page import MESSAGE_SECONDS, Page
from confnotes.tui.signals import Signals, end_within
from confnotes.tui.textual_private import OpenApp
from confnotes.tui.watching_photos import PhotosPlaced, WatchingPhotos, watched_folder

if TYPE_CHECKING:
    from concurrent.futures import Future

    from textual.await_complete import AwaitComplete
    from textual.timer import Timer

    from confnotes.catalogue.completing.complete import Completer
    from confnotes.catalogue.program.cards import Card
    from confnotes.tui.now_loader import NowView
    from confnotes.vault.vault import Vault

LAST_MOMENT, LAST_KEYS = 2.0, 0.15
FIRST_LOOK = 1.0
REMIND_EVERY = 5.0
NOTICE_AGAIN = 1.0
GIVE_BACK_AFTER = 0.5
"""Seconds after a list was left, or the programs of all conferences were read for the index.

Who goes from one list straight into the next is not held up.
"""


def _palette() -> type[Provider]:
    from confnotes.tui.palette import CommandsProvider

    return CommandsProvider


class ConfnotesApp(OpenApp, GoingApp):
    """Goes from screen to screen; what a screen does is the screen's own affair.

    It tells beside the screens what begins in a few minutes and what goes on with less than it should, and gives memory
    back when lists were left: what was gathered is gathered again when wanted.
    """

    TITLE = "confnotes"
    CSS_PATH = "confnotes.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, vault: Vault, at: datetime | None = None, first_look: Future[NowView] | None = None) -> None:
        super().__init__(vault)
        self._first_look = first_look
        self.time = AppClock(at)
        self.fault: Exception | None = None
        self.finding = BackgroundSearch(vault, self.post_message, self.patience.rest)
        self.photos = WatchingPhotos(vault, self.post_message)
        self.heard: list[str] = []
        self._notices_shown = 0
        self._reminded_at: datetime | None = None
        self._due: Sequence[tuple[timedelta, Card]] = ()
        self._reminded = set[str]()
        self._giving_back: Timer | None = None
        self._completer: Completer | None = None
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
        self.set_interval(REMIND_EVERY, self.remind)
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

    def save_everything(self) -> None:
        """Save every note that is open, and remember what could not be saved."""
        self.left_unsaved.clear()
        for screen in self.screen_stack:
            save_now = getattr(screen, "save_now", None)
            if save_now is not None:
                save_now()
                self.left_unsaved += filter(None, [getattr(screen, "left_unsaved", None)])

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

        A worker that met a disk or file that does not play along ends nothing: that is told on the screen.
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
        """Save and leave; a text that is nowhere but here is printed then, when that is what the person wants."""
        self.take_what_is_typed()
        self.save_everything()
        only_here = any(one.kept_in is None for one in self.left_unsaved)
        if only_here and not self._may_leave_unkept:
            self._may_leave_unkept = True
            self.set_timer(MESSAGE_SECONDS, self._ask_again)
            self.complain(ConfnotesError("not saved and kept nowhere but here", "ctrl+q again leaves and prints it"))
            return
        self.exit()

    def _ask_again(self) -> None:
        self._may_leave_unkept = False

    def _tell_damage(self) -> None:
        """A file cannot be read whole, or can be again: the screen on top says so."""
        if self._page is not None:
            self._page.tell_damage()

    def note_saved(self, path: str) -> None:
        """A note was written, by any thread: let it be found, at once where one searches."""
        self.finding.note_saved(path)
        self.call_later(self._learn_saved, path)

    def _learn_saved(self, path: str) -> None:
        self._known_anew(path)
        if self._page is not None:
            self._page.found_anew()

    def on_photos_placed(self, event: PhotosPlaced) -> None:
        """Photos came into the watched folder: let their notes be found, and say where they are."""
        from confnotes.catalogue.photos.plan_photos import PhotoState

        placed = [photo for photo in event.photos if photo.state is PhotoState.PLACE and photo.note]
        for note in {photo.note for photo in placed if photo.note}:
            self.finding.note_saved(note)
            self._known_anew(note)
        page = self._page
        if placed and page is not None:
            many = f"{len(placed)} photos placed, the last" if len(placed) > 1 else "a photo placed"
            page.say(f"{many} in “{placed[-1].title}”")

    @property
    def _page(self) -> Page | None:
        """The screen on top; None when a dialog is, and when none is left while the program ends."""
        top = self.screen_stack[-1] if self.screen_stack else None
        return top if isinstance(top, Page) else None

    def _known_anew(self, path: str) -> None:
        if self._completer is not None:
            self._completer.note_saved(path)

    def on_indexing(self, event: Indexing) -> None:
        """The index is being brought up to date; the screen that searches says so."""
        if self._page is not None:
            self._page.indexing(event)
        if not event.total:
            self.give_back_soon()

    def on_unmount(self) -> None:
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        self.finding.close()
        self.photos.end()
        # The loop waits for its executor's threads when it ends; what is still being read is not waited for.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))

    def complain_of(self, error: Exception) -> None:
        """The same for an error that need not be one of ours."""
        if not isinstance(error, ConfnotesError):
            reason = getattr(error, "strerror", None) or str(error)
            name = getattr(error, "filename", None)
            error = ConfnotesError(f"{name}: {reason}" if name else reason)
        self.complain(error)

    def complain(self, error: ConfnotesError) -> None:
        """Say what went wrong where the person looks."""
        if self._page is not None:
            self._page.complain(error)
        else:
            self.notify(Content(f"{error.message} · {error.hint}".rstrip(" ·")).plain, severity="error", markup=False)

    # What begins in a few minutes: a starred talk, or the next in the room one is in

    def remind(self) -> None:
        """Find out what begins when it is another minute, else tell what is not told yet."""
        minute = self.clock().replace(second=0, microsecond=0)
        if minute != self._reminded_at and not getattr(self._page, "is_typing", False):
            self._reminded_at = minute
            self.run_worker(self._find_what_begins, thread=True, exclusive=True, group="reminding", exit_on_error=False)
        else:
            self._tell_what_begins()

    def _find_what_begins(self) -> None:
        from confnotes.catalogue.program.switch_talks import about_to_begin

        self.call_later(self._learn_what_begins, about_to_begin(self.vault, self.clock(), self.seat))

    def _learn_what_begins(self, due: Sequence[tuple[timedelta, Card]]) -> None:
        self._due = due
        self._tell_what_begins()

    def _tell_what_begins(self) -> None:
        page = self._page
        for until, card in self._due if page is not None else ():
            if card.key in self._reminded:
                continue
            minutes = -(-until // timedelta(minutes=1))
            if page is not None and (card.key == getattr(page, "key", None) or page.mention_talk(card, minutes)):
                self._reminded.add(card.key)
            return

    # What goes on with less than it should, as without a cache: where the person looks, and again at the end

    def hear(self, message: str) -> None:
        """Take a notice, in any thread."""
        self.heard.append(message)
        if self.is_running:
            self.call_later(self._show_notices)

    def _show_notices(self) -> None:
        """Show them on the screen that is there, those before the first frame together."""
        waiting = self.heard[self._notices_shown :]
        if waiting and self._page is not None:
            self._notices_shown = len(self.heard)
            self._page.complain(ConfnotesError(" · ".join(waiting)))
        elif waiting:
            self.set_timer(NOTICE_AGAIN, self._show_notices)

    # Memory

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
        """Forget what lists were made of, save for the program of the conference that is shown; in a thread."""
        from confnotes.catalogue.remembered import forget
        from confnotes.garbage import give_back

        self.vault.keep_only({self.conference} if self.conference else set())
        forget(self.vault)
        self.finding.give_back()
        if not any(isinstance(screen, Page) and screen.where is Where.NOTE for screen in self.screen_stack):
            self._completer = None
        give_back()

    # Commands

    def action_photos(self) -> None:
        from confnotes.tui.screens.photos import PhotosScreen

        self.go(PhotosScreen(self.photos.folder))

    def action_toggle_light(self) -> None:
        self.theme = themes.DARK.name if self.theme == themes.LIGHT.name else themes.LIGHT.name
        themes.remember(self.theme)


def _is_list(screen: Screen[Any]) -> bool:
    return isinstance(screen, Page) and screen.where not in (Where.NOW, Where.NOTE)


def run(
    vault: Vault,
    at: datetime | None,
    first_look: Future[NowView] | None = None,
    *,
    wrap: tuple[str, date] | None = None,
) -> None:
    """Show the app until it is left; `first_look` is one at what Now shows, begun already.

    `wrap` is a conference's day whose end is shown first.

    Ends the process with 128 plus its number when a signal ended it; raises what went wrong inside.
    """
    safe.install()
    pasting.install()
    terminal_keys.install()
    app = ConfnotesApp(vault, at, first_look)
    if wrap is not None:
        app.call_later(app.wrap_up, *wrap)
    with notices.listen(app.hear):
        app.run()
    end_within(LAST_MOMENT, 1 if app.fault else app.return_code or 0)
    with suppress(OSError):
        for message in app.heard:
            sys.stderr.write(f"confnotes: {safe_text(message, lines=False)}\n")
        for one in app.left_unsaved:
            sys.stderr.write(f"confnotes: {safe_text(one.message, lines=False)}\n  {safe_text(one.fate)}\n")
    if app.fault is not None:
        raise app.fault
    if app.return_code:
        sys.exit(app.return_code)
