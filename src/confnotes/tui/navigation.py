"""Navigation to screens, which are imported on first use, and to notes, each of which has one editor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partialmethod
from importlib import import_module
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.content import Content

from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.patience import Patience
from confnotes.tui.outward import find_browser, refuse_link, refuse_screen
from confnotes.tui.screens.page import NO_PROGRAM, Page, error_on_screen, in_one_line
from confnotes.tui.typed_ahead import happened
from confnotes.tui.undo import UndoSteps
from confnotes.tui.visits import Visits

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.catalogue.program.current_room import Seat
    from confnotes.tui.note_keeper import Unsaved
    from confnotes.tui.now_loader import Start
    from confnotes.tui.screens.note.memory import Memory
    from confnotes.vault.vault import Vault

MOST_NOTES = 5  # on the stack of screens: each holds an editor with its undo steps


class GoingApp(App[None]):
    """Opens screens, notes, web pages, and the targets of clicked parts.

    It holds the visited notes (`visits`) and the current room (`seat`).
    """

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self.vault = vault
        self.conference: str | None = None
        self.visits = Visits(vault.root)
        self.steps = UndoSteps(vault)
        self.patience = Patience()
        self.seat: Seat | None = None
        self.left_unsaved: list[Unsaved] = []
        self.closed_unsaved: dict[str, Unsaved] = {}  # by path
        self.first_note_shown = asyncio.Event()

    # Saving and messages

    def clock(self) -> datetime:
        """The current time; naive if it is local time at the conference."""
        raise NotImplementedError

    def save_everything(self) -> None:
        """Save every open note, and remember those that could not be saved."""
        self.left_unsaved.clear()
        for screen in self.screen_stack:
            save_now = getattr(screen, "save_now", None)
            if save_now is not None:
                save_now()
                self.left_unsaved += filter(None, [getattr(screen, "left_unsaved", None)])

    def complain_of(self, error: Exception) -> None:
        """Show an error on the current screen; it may be any exception."""
        self.complain(error_on_screen(error))

    def complain(self, error: ConfnotesError) -> None:
        """Show an error on the current screen."""
        if self.page is not None:
            self.page.complain(error)
        else:
            self.notify(Content(in_one_line(error)).plain, severity="error", markup=False)

    @property
    def page(self) -> Page | None:
        """The top screen; None if it is a dialog, or if no screen is left at the end."""
        top = self.screen_stack[-1] if self.screen_stack else None
        return top if isinstance(top, Page) else None

    @property
    def sync_word(self) -> str:
        """How the vault stands with other machines and the team; or empty."""
        return ""

    @property
    def pages(self) -> list[Page]:
        """The open screens without dialogs."""
        return [screen for screen in self.screen_stack if isinstance(screen, Page)]

    @contextmanager
    def complaints(self) -> Iterator[None]:
        """Show errors that are raised inside, and end them there."""
        try:
            yield
        except (ConfnotesError, OSError) as error:
            self.complain_of(error)

    def take_what_is_typed(self) -> None:
        """Before the program ends, have a dialog write unfinished text that belongs to a note."""
        hand_over = getattr(self.screen, "hand_over", None)
        if hand_over is not None:
            hand_over()

    # Opening

    async def begin_with(self, start: Start) -> None:
        """Show the note that was left open last time."""
        from confnotes.tui.screens.note.memory import Memory

        self.conference = start.conference or None
        memory = Memory(start.card, next=start.next) if start.card is not None else None
        self.show_note(start.note, start.key, memory=memory)
        ready = getattr(self.screen, "ready", None)
        if isinstance(ready, asyncio.Event):
            await happened(ready)
        self.first_note_shown.set()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste):
            self.patience.key_came()
            if not self.first_note_shown.is_set():
                await happened(self.first_note_shown)
                self.first_note_shown.set()
        await super().on_event(event)

    def open_talk(self, key: str, *, instead: bool = False, memory: Memory | None = None) -> None:
        """Open the note of the talk, or a new one; `instead` replaces the note on the screen.

        `memory` is its context, if known.
        """
        from confnotes.actions.notes import take_note

        self._open(lambda: take_note.draft(self.vault, key), key, None, instead=instead, memory=memory)

    def open_path(self, path: str, line: int | None = None) -> None:
        """Open the note at that path of the vault, at a line of the file if given."""
        self._open(lambda: self._note_at(path), self.visits.talk_of(path), line)

    def _note_at(self, path: str) -> OpenNote:
        """The note at that path; if nothing was written into that of a talk, it begins again."""
        from confnotes.actions.notes import take_note

        try:
            return take_note.open_note(self.vault, path)
        except NotFoundError:
            if (key := self.visits.talk_of(path)) is None:
                raise
            return take_note.draft(self.vault, key)

    def open_new(self, title: str) -> None:
        """Create a free note."""
        from confnotes.actions.notes import take_note

        self._open(lambda: take_note.new_note(self.vault, title, self.conference, self.clock()), None, None)

    def _back_to(self, path: str, line: int | None) -> bool:
        """Return to the note if it is already open further down: a note has only one editor."""
        from confnotes.tui.screens.note.screen import NoteScreen

        there = next((one for one in self.screen_stack if isinstance(one, NoteScreen) and one.path == path), None)
        if there is None:
            return False
        self.save_everything()
        if any(one.kept_in is None for one in self.left_unsaved):
            self.complain(
                ConfnotesError("A note is not saved and kept only in memory", "It stays open until it is saved.")
            )
            return True
        self._pop_until(self.screen_stack.index(there))
        if line is not None:
            there.go_to_line(line)
        return True

    def open_note_before(self) -> None:
        """Open the previous note in place of this one; skips notes that no longer exist."""
        from confnotes.tui.screens.note.screen import NoteScreen

        here = self.screen.path if isinstance(self.screen, NoteScreen) else None
        for visit in self.visits.before(here):
            try:
                self.show_note(self._note_at(visit.path), visit.key, instead=True)
            except NotFoundError:
                self.visits.forget(visit.path)
                continue
            except (ConfnotesError, OSError) as error:
                self.complain_of(error)
            return
        if self.page is not None:
            self.page.say("No other note was open before this one.")

    def action_note_before(self) -> None:
        self.open_note_before()

    def _open(
        self,
        note: Callable[[], OpenNote],
        key: str | None,
        line: int | None,
        *,
        instead: bool = False,
        memory: Memory | None = None,
    ) -> None:
        with self.complaints():
            self.show_note(note(), key, line, instead=instead, memory=memory)

    def show_note(
        self,
        note: OpenNote,
        key: str | None = None,
        line: int | None = None,
        *,
        instead: bool = False,
        memory: Memory | None = None,
    ) -> None:
        """Show an opened note, on top or `instead` of the note on the screen.

        `key` is its talk if known, `line` a line of its file, `memory` its context.
        """
        from confnotes.tui.screens.note.screen import NoteScreen

        if self._back_to(note.path, line):
            return
        screen = NoteScreen(note, key=key, line=line)
        if memory is not None:
            screen.memory = memory
        if instead and isinstance(self.screen, NoteScreen):
            self.switch_screen(screen)
            return
        if sum(isinstance(one, NoteScreen) for one in self.screen_stack) >= MOST_NOTES:
            self._back_to_now()
        self.push_screen(screen)

    def _back_to_now(self) -> None:
        """Close all screens above Now if everything is saved."""
        self.save_everything()
        if not self.left_unsaved:
            self._pop_until(0)

    def _pop_until(self, index: int) -> None:
        from confnotes.tui.screens.note.screen import NoteScreen

        for screen in self.screen_stack[:index:-1]:
            if isinstance(screen, NoteScreen):
                screen.remember_place()
            self.pop_screen()

    # Screens

    def show(self, name: str, *given: object, instead: bool = False, **named: object) -> None:
        """Open the screen of that name, such as "people.PeopleScreen", with these arguments; `instead` replaces this
        one.
        """
        if (refusal := refuse_screen(name)) is not None:
            self.complain(refusal)
            return
        module, _, screen = name.rpartition(".")
        made = getattr(import_module(f"confnotes.tui.screens.{module}"), screen)(*given, **named)
        (self.switch_screen if instead else self.push_screen)(made)

    action_board = partialmethod(show, "board.BoardScreen")
    action_conflicts = partialmethod(show, "conflicts.ConflictsScreen")
    action_export = partialmethod(show, "export.screen.ExportScreen")
    action_history = partialmethod(show, "history.HistoriesScreen")
    action_import_program = partialmethod(show, "import_.ImportScreen")
    action_new_note = partialmethod(show, "dialog.new_note_screen")
    action_papers = partialmethod(show, "papers.PapersScreen")
    action_people = partialmethod(show, "people.PeopleScreen")
    action_program = partialmethod(show, "program.ProgramScreen")
    action_saved = partialmethod(show, "saved.SavedScreen")
    action_schedule = partialmethod(show, "schedule.ScheduleScreen")
    action_search = partialmethod(show, "search.SearchScreen")
    action_settings = partialmethod(show, "settings.SettingsScreen")
    action_tags = partialmethod(show, "tags.TagsScreen")
    action_tracks = partialmethod(show, "tracks.TracksScreen")
    action_unresolved = partialmethod(show, "unresolved.UnresolvedScreen")

    def action_program_of(self, name: str) -> None:
        """Show the program of that conference, in place of another one."""
        self.show("program.ProgramScreen", name, instead=self.page is not None and self.page.where == "program")

    def action_posters(self) -> None:
        self.show("posters.hall.PostersScreen", conference=self.conference)

    def action_recorded(self) -> None:
        """Show slides and videos, those of the note on the screen first."""
        reader = getattr(self.page, "links_reader", None)
        self.show("recorded.RecordedScreen", reader() if reader is not None else None)

    def action_now(self) -> None:
        """Close all screens above Now."""
        self.unless_asked(self._back_to_now)

    def unless_asked(self, leave: Callable[[], object]) -> None:
        """Leave, unless an open screen asks first whether it may lose what was typed there."""
        if not any(page.asks_before(leave) for page in self.pages[::-1]):
            leave()

    def action_rooms(self) -> None:
        screen = import_module("confnotes.tui.screens.rooms").rooms_screen(self)
        if screen is not None:
            self.push_screen(screen)
        elif self.page is not None:
            self.page.say("No talk is on, and none starts soon." if self.page.has_program else NO_PROGRAM)

    def _show_of_conference(self, name: str) -> None:
        self.show(name, self.conference)

    action_changes = partialmethod(_show_of_conference, "changes.ChangesScreen")
    action_day_wrap = partialmethod(_show_of_conference, "day_wrap.DayWrapScreen")
    action_first_page = partialmethod(_show_of_conference, "first_page.FirstPageScreen")
    action_tasks = partialmethod(_show_of_conference, "tasks.TasksScreen")

    def action_refresh(self, name: str | None = None) -> None:
        """Import the program of a conference again, by default of the one shown."""
        if self.conference is None and name is None:
            self.complain(ConfnotesError("No program yet", NO_PROGRAM))
        else:
            self.show("import_.ImportScreen", refreshing=name or self.conference)

    def action_command_palette(self, typed: str = "") -> None:
        from confnotes.tui.palette import Palette

        if self.page is not None:
            self.push_screen(Palette(self.page, typed))

    def follow(self, target: str) -> None:
        """Open the target of a clicked part: "url:…", "person:…", "paper:…", "talk:…", "track:…" or "note:…"."""
        kind, _, what = target.partition(":")
        if kind == "url":
            self.open_link(what)
        elif kind == "person":
            self.show("person.PersonScreen", what)
        elif kind == "paper":
            self.show("paper.PaperScreen", what)
        elif kind == "talk":
            self.open_talk(what)
        elif kind == "track":
            self.show("program.ProgramScreen", filtered=f'track:"{what}"')
        elif kind == "note":
            self.open_path(what)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open an address in the browser; without a browser, name it."""
        with self.complaints():
            find_browser(url)
            super().open_url(url, new_tab=new_tab)

    def open_link(self, url: str) -> None:
        """Open a web page or a mail address in its program; other schemes are refused."""
        with self.complaints():
            refuse_link(url)
            self.open_url(url)
