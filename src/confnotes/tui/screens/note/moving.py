"""What was typed in the wrong room goes to another talk's note, which is shown then; and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.screens.note.base import NotePage
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.drawing import counted

if TYPE_CHECKING:
    from confnotes.actions.notes.move_lines import Move
    from confnotes.actions.notes.take_note import OpenNote


class MovingPage(NotePage):
    """Moves lines of this note to another; the note is saved before."""

    @dataclass
    class Moved(Message):
        """Lines went; `here` is this note as it is now, `goal` the path of the note to show."""

        here: OpenNote
        goal: str
        told: str

    @dataclass
    class NotMoved(Message):
        """They could not go."""

        error: ConfnotesError | OSError

    def action_move_typed(self) -> None:
        """Choose what goes where."""
        from confnotes.tui.screens.move_lines import MoveLinesScreen, Typed

        self.save_now()
        if self.left_unsaved is not None:
            self.complain(ConfnotesError(self.left_unsaved.message, "ctrl+s saves it first"))
            return
        note = Typed(self.keeper.note.path, self.key, self.heading, self.editor.text, self.wall())
        move = partial(self._move, wall=note.wall)
        self.confnotes.go(MoveLinesScreen(note, move=move, take_back=self._take_back))

    def _move(self, key: str, span: timedelta | None, *, wall: datetime) -> None:
        """Move what was typed in the time before `wall`, which is when the lines were chosen; all without a `span`."""
        from confnotes.actions.notes import move_lines

        def move() -> tuple[str, str]:
            planned = move_lines.plan(self.vault, self.keeper.note.path, key, span, wall)
            move_lines.move(self.vault, planned)
            lines = counted(len(planned.lines), "line", "lines")
            return planned.target, f"{lines} moved here from “{planned.source_title}” · alt+m takes them back"

        self._work(move)

    def _take_back(self, moved: Move) -> None:
        from confnotes.actions.notes import move_lines

        at = self.confnotes.clock()

        def take_back() -> tuple[str, str]:
            move_lines.take_back(self.vault, moved, at)
            return moved.source, f"{counted(len(moved.lines), 'line', 'lines')} back from “{moved.target_title}”"

        self._work(take_back)

    @work(thread=True, exclusive=True, group="move")
    def _work(self, change: Callable[[], tuple[str, str]]) -> None:
        from confnotes.actions.notes import take_note

        try:
            goal, told = change()
            self.post_message(self.Moved(take_note.open_note(self.vault, self.keeper.note.path), goal, told))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.NotMoved(error))

    def on_moving_page_not_moved(self, event: NotMoved) -> None:
        self.confnotes.complain_of(event.error)

    def on_moving_page_moved(self, event: Moved) -> None:
        app = self.confnotes
        self.written_beside(event.here)
        app.finding.note_saved(event.goal)
        if not self.is_current:
            return
        if event.goal != event.here.path:
            if not self.can_leave():
                return
            self.dismiss()
            app.call_later(app.open_path, event.goal)
        app.call_later(self._tell_there, event.told)

    def _tell_there(self, told: str) -> None:
        screen = self.confnotes.screen
        if isinstance(screen, Page):
            screen.say(told)
