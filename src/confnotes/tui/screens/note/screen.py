"""Note: where the day is spent. The talk above, the text, what is known around it beside, its state below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from confnotes.markup import questions, tasks
from confnotes.model.timetable import wall_time
from confnotes.tui.commands import Where
from confnotes.tui.screens.note.asking import AskingPage
from confnotes.tui.screens.note.beginning import BeginningPage
from confnotes.tui.screens.note.completing import CompletingPage
from confnotes.tui.screens.note.matching import MatchingPage
from confnotes.tui.screens.note.moving import MovingPage
from confnotes.tui.screens.note.outside import OutsidePage
from confnotes.tui.screens.note.playing import PlayingPage
from confnotes.tui.screens.note.querying import QueryingPage
from confnotes.tui.screens.note.referring import ReferringPage
from confnotes.tui.screens.note.relating import RelatingPage
from confnotes.tui.screens.note.replacing import ReplacingPage
from confnotes.tui.screens.note.restoring import RestoringPage
from confnotes.tui.screens.note.stamping import StampingPage
from confnotes.tui.screens.note.switching import SwitchingPage
from confnotes.tui.screens.note.view import NoteLine, title_line
from confnotes.tui.widgets.drawing import Part, counted
from confnotes.tui.widgets.preview import Preview

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.vault.vault import Vault

COUNT_AFTER = 0.6
ROOM_FOR_WORDS = 100


class NoteScreen(
    AskingPage,
    BeginningPage,
    CompletingPage,
    MatchingPage,
    MovingPage,
    OutsidePage,
    PlayingPage,
    QueryingPage,
    ReferringPage,
    RelatingPage,
    ReplacingPage,
    RestoringPage,
    StampingPage,
    SwitchingPage,
):
    """One note in its editor. `key` is the talk it is about, `line` the line of the file to begin on."""

    where: ClassVar[Where] = Where.NOTE

    DEFAULT_CSS = """
    NoteScreen { layers: base completion; }
    NoteScreen .body { width: 1fr; }
    NoteScreen .desk { width: 1fr; }
    NoteScreen NoteEditor { height: 1fr; }
    NoteScreen #panel, NoteScreen #preview {
        display: none; border-left: solid $rule; scrollbar-size-vertical: 1; scrollbar-gutter: auto;
    }
    NoteScreen.-panel #panel, NoteScreen.-preview #preview { display: block; }
    NoteScreen.-preview #panel { display: none; }
    NoteScreen.-preview.-narrow .desk { display: none; }
    NoteScreen.-preview.-narrow #preview { border-left: none; }
    """

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None, line: int | None = None) -> None:
        super().__init__(vault, note, key=key)
        self.line = self.below = NoteLine(self.where)
        self.preview = Preview("preview", self.answers)
        self._begin_at = line
        self._counts: tuple[int, int, int, int] = (-1, 0, 0, 0)

    def body(self) -> Iterable[Widget]:
        if self._begin_at is not None:  # now: keys may come before it is mounted
            self.go_to_line(self._begin_at)
        elif not self.back_to_place():
            self.editor.move_cursor(self.editor.document.end)
        with Horizontal(classes="body"):
            yield Vertical(self.editor, self.asking, self.find_bar, classes="desk")
            yield self.panel
            yield self.preview
        yield self.popup

    # What the talk tells

    @property
    def heading(self) -> str:
        """The talk's title, else the note's."""
        card = self.memory.card
        if card is not None:
            return card.title
        return self.note_title

    def on_mount(self) -> None:
        self.set_focus(self.editor)
        self.pass_time()
        self.recall_undo()
        if self._begin_at is not None:
            self.call_after_refresh(self.editor.scroll_cursor_visible, center=True)
        self.ready.set()
        self.set_interval(5.0, self.pass_time)
        self.set_interval(COUNT_AFTER, self.show_state)

    def on_resize(self, event: events.Resize) -> None:
        self._tell()

    def on_screen_resume(self) -> None:
        self.editor.focus()

    def memory_changed(self) -> None:
        self.pass_time()

    def pass_time(self) -> None:
        """What the clock says: whether lines are stamped, where one sits, how long the talk still takes."""
        self.stamp_while_live()
        self.sit_down()
        self._tell()

    def _tell(self) -> None:
        now = wall_time(self.confnotes.clock(), self.timezone)
        self.top.tell(*title_line(self.heading, self.memory, now, self.size.width))

    def text_taken_over(self) -> None:
        self.learn_talk()
        self._tell()

    # The line below

    def show_state(self) -> None:
        line = self.state()
        if not any(part.role == "error" for part in line):
            _, words, open_tasks, open_questions = self._count()
            if words:
                line = [*line, Part(f" · {counted(words, 'word')}", "faint")]
            brief = self.size.width < ROOM_FOR_WORDS
            if open_tasks:
                line.append(Part(f" · ☐ {open_tasks}" if brief else f" · {open_tasks} to do", "faint"))
            if open_questions:
                line.append(Part(f" · ? {open_questions}" if brief else f" · {open_questions} unanswered", "faint"))
        self.below.tell_state(line)
        super().show_state()

    def show_keys(self) -> None:
        self.below.tell_keys(self.find_bar.keys if self.find_bar.is_open else [])

    def _count(self) -> tuple[int, int, int, int]:
        """Revision, words, open tasks and open questions; counted anew when nobody is typing."""
        document = self.editor.note
        if self._counts[0] != document.revision and not self.is_typing:
            words = sum(len(line.split()) for line in document.lines)
            found = [task for line in document.lines if (task := tasks.find(line)) is not None]
            open_tasks = sum(1 for task in found if task.text and not task.done)
            open_questions = sum(1 for asked in questions.find_all(document.lines) if asked.answer is None)
            self._counts = (document.revision, words, open_tasks, open_questions)
            self._refresh_preview()
        return self._counts

    # Panel and preview

    def action_preview(self) -> None:
        self.toggle_class("-preview")
        if self.has_class("-preview"):
            self._refresh_preview()
            if self.has_class("-narrow"):
                self.preview.focus()
        else:
            self.editor.focus()

    def _refresh_preview(self) -> None:
        if self.has_class("-preview"):
            row = self.editor.rows.row(int(self.editor.scroll_offset.y))
            self.preview.show_text(self.editor.text, row[0] if row else 0)

    # Commands

    def action_leave(self) -> None:
        if self.can_leave():
            self.dismiss()

    def action_back(self) -> None:
        """Close what is open over the text, or go back to it; what closes nothing leaves nothing."""
        if self.has_class("-preview"):
            self.action_preview()
        elif self.find_bar.is_open:
            self.on_find_bar_left()
        elif not self.editor.has_focus:
            self.editor.focus()
        else:
            self.say("ctrl+o leaves the note")

    def action_toggle_task(self) -> None:
        self.editor.toggle_task()

    def action_move_up(self) -> None:
        self.editor.move_lines(-1)

    def action_move_down(self) -> None:
        self.editor.move_lines(1)

    def action_duplicate(self) -> None:
        self.editor.duplicate_lines()

    def action_select_all(self) -> None:
        self.editor.select_all()

    def action_join(self) -> None:
        self.editor.join_lines()
