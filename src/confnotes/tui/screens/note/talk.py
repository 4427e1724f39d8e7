"""A note and the program's talks: attaching a free note, moving lines to another talk's note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from confnotes.actions.notes import move_lines, take_note
from confnotes.actions.notes.take_note import OpenNote, open_again
from confnotes.errors import ConfnotesError
from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.screens.note.panel import NotePanel
from confnotes.tui.screens.page import Page
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import clean, plural
from confnotes.tui.widgets.editor_undo import history_kept
from confnotes.vault.vault import Vault

if TYPE_CHECKING:
    from confnotes.actions.importing.match_notes import Attached
    from confnotes.actions.notes.move_lines import Move
    from confnotes.tui.confnotes import Confnotes


class TalkMatcher(NoteController):
    """Attaches a free note to its talk, and fills in the talk's time, room and speakers."""

    def __init__(self, page: NotePage, panel: NotePanel) -> None:
        super().__init__(page)
        self._panel = panel

    def choose(self) -> None:
        from confnotes.tui.screens.talk_choice import MatchTalkScreen

        page = self.page
        page.save_now()
        if page.key is not None:
            self.say("This note already has a talk")
        elif (unsaved := page.left_unsaved) is not None:
            page.complain(ConfnotesError(unsaved.message, unsaved.hint(f"Save it with {page.key_of('save')} first.")))
        elif self.edited.keeper.note.version is None:
            self.say("This note is not on disk yet. Type something first.")
        else:
            self.app.push_screen(MatchTalkScreen(page.path, page.heading, match=self._match))

    def _match(self, key: str) -> None:
        path = self.page.path

        def match() -> tuple[OpenNote, Attached]:
            from confnotes.actions.importing import match_notes

            attached = match_notes.attach(self.vault, path, key)
            return take_note.open_note(self.vault, path), attached

        self.page.write_beside(match, self._learn)

    def _learn(self, matched: tuple[OpenNote, Attached]) -> None:
        here, attached = matched
        self.edited.written_beside(here)
        self._belongs_to(attached.key)
        self.page.did(self._step_of(attached))

    def _belongs_to(self, key: str | None) -> None:
        self.page.key = key
        self._panel.read_again(Memory())

    def _step_of(self, attached: Attached) -> UndoStep:
        from confnotes.actions.importing import match_notes

        app, vault, title = self.app, self.vault, clean(attached.title)

        def change(write: Callable[[], object], key: str | None) -> None:
            _save_all(app)
            write()
            _show_again(app, vault, attached.path, key)
            self._belongs_to(key)

        return UndoStep(
            f"Attached to “{title}”, with its time and room",
            lambda: change(lambda: match_notes.detach(vault, attached), None),
            lambda: change(lambda: match_notes.attach(vault, attached.path, attached.key), attached.key),
            undone=f"No longer attached to “{title}”",
        )

    def learn_from_disk(self) -> None:
        """Adopt the talk that another program, such as an import, attached the note to."""
        talk = self.edited.front.fields.get("talk")
        if self.page.key is None and isinstance(talk, str):
            self.page.key = talk
            self._panel.read_again(Memory())


class LineMover(NoteController):
    """Moves recent lines to another talk's note and shows it; undoes such a move."""

    def choose(self) -> None:
        """Save the note, then choose the lines and their target."""
        from confnotes.tui.screens.move_lines import MoveLinesScreen, Typed

        page = self.page
        page.save_now()
        if (unsaved := page.left_unsaved) is not None:
            page.complain(ConfnotesError(unsaved.message, unsaved.hint(f"Save it with {page.key_of('save')} first.")))
            return
        note = Typed(page.path, page.key, page.heading, self.editor.text, self.edited.wall())
        move = partial(self._move, wall=note.wall)
        self.app.push_screen(MoveLinesScreen(note, move=move, take_back=self._take_back))

    def _move(self, key: str, span: timedelta | None, *, wall: datetime) -> None:
        """Move what was typed within `span` before `wall`, the time of the choice; everything without a `span`."""

        def move() -> tuple[str, str | UndoStep]:
            planned = move_lines.plan(self.vault, self.page.path, key, span, wall)
            move_lines.move(self.vault, planned)
            return planned.target, self._step_of(planned, span, wall)

        self._work(move)

    def _step_of(self, moved: Move, span: timedelta | None, wall: datetime) -> UndoStep:
        app, vault = self.app, self.vault

        def change(write: Callable[[], object]) -> None:
            _save_all(app)
            write()
            app.note_saved(moved.source)
            _show_again(app, vault, moved.target, moved.key)

        def again() -> None:
            move_lines.move(vault, move_lines.plan(vault, moved.source, moved.key, span, wall))

        said = f"{plural(len(moved.lines), 'line', 'lines')} moved here from “{moved.source_title}”"
        return UndoStep(
            said,
            lambda: change(lambda: move_lines.take_back(vault, moved, app.clock())),
            lambda: change(again),
            undone=f"Back in “{moved.source_title}”",
        )

    def _take_back(self, moved: Move) -> None:
        at = self.app.clock()

        def take_back() -> tuple[str, str | UndoStep]:
            move_lines.take_back(self.vault, moved, at)
            return moved.source, f"{plural(len(moved.lines), 'line', 'lines')} moved back from “{moved.target_title}”"

        self._work(take_back)

    def _work(self, change: Callable[[], tuple[str, str | UndoStep]]) -> None:
        """Run `change`, which returns the path of the note to show and the message for it."""

        def work() -> tuple[OpenNote, str, str | UndoStep]:
            goal, told = change()
            return take_note.open_again(self.vault, self.page.path, self.page.key), goal, told

        self.page.write_beside(work, self._show_goal)

    def _show_goal(self, moved: tuple[OpenNote, str, str | UndoStep]) -> None:
        here, goal, told = moved
        app, page = self.app, self.page
        self.edited.written_beside(here)
        app.finding.note_saved(goal)
        if not page.is_current:
            return
        if goal != here.path:
            if not page.can_leave():
                return
            page.dismiss()
            app.call_later(app.open_path, goal)
        app.call_later(self._tell_there, told)

    def _tell_there(self, told: str | UndoStep) -> None:
        screen = self.app.screen
        if isinstance(screen, Page) and isinstance(told, UndoStep):
            screen.did(told)
        elif isinstance(screen, Page) and isinstance(told, str):
            screen.say(told)


def _save_all(app: Confnotes) -> None:
    """Save all open notes. Raises ConfnotesError for one that cannot be saved."""
    app.save_everything()
    for unsaved in app.left_unsaved:
        raise ConfnotesError(unsaved.message, unsaved.hint("Nothing was changed."))


def _show_again(app: Confnotes, vault: Vault, path: str, key: str | None) -> None:
    """Show what was written into a note, or that it was removed, on the screens that have it open."""
    app.note_saved(path)
    for page in app.screen_stack:
        if isinstance(page, NotePage) and page.path == path:
            with history_kept(page.editor.history):
                page.edited.written_beside(open_again(vault, path, key))
