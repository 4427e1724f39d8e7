"""The Note screen: the talk above, the text, its context in the panel beside it, its state below."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import events
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget

from confnotes.actions.notes.take_note import OpenNote
from confnotes.tui.command import Where
from confnotes.tui.screens.note.asking import QuestionQueue
from confnotes.tui.screens.note.base import NotePage
from confnotes.tui.screens.note.file import NoteFile
from confnotes.tui.screens.note.key_modes import KeyModes
from confnotes.tui.screens.note.links import LinkFollower
from confnotes.tui.screens.note.panel import NotePanel
from confnotes.tui.screens.note.playing import RecordingPlayer
from confnotes.tui.screens.note.previews import NotePreviews
from confnotes.tui.screens.note.switching import PlaceKeeper, TalkSwitcher
from confnotes.tui.screens.note.talk import LineMover, TalkMatcher
from confnotes.tui.screens.note.view import LONG_NOTE, CountedLines, NoteCounts, NoteLine, state_of, title_line
from confnotes.tui.screens.note.writing import WritingHelp
from confnotes.tui.widgets.find_bar import FindBar

COUNT_AFTER = 0.6  # seconds: words are counted once typing pauses
ROOM_FOR_WORDS = 100  # columns: the count is abbreviated below this


class NoteScreen(NotePage):
    """One note in its editor. `key` is the talk it is about, `line` the line of the file to start on."""

    where: ClassVar[Where] = Where.NOTE
    is_list: ClassVar[bool] = False
    completes: ClassVar[bool] = True

    DEFAULT_CSS = """
    NoteScreen .body { width: 1fr; }
    NoteScreen .desk { width: 1fr; }
    NoteScreen NoteEditor { height: 1fr; }
    NoteScreen #asking { height: 1; display: none; }
    NoteScreen.-asking #asking { display: block; }
    NoteScreen #panel, NoteScreen #preview {
        display: none; border-left: solid $rule; scrollbar-size-vertical: 1; scrollbar-gutter: auto;
    }
    NoteScreen.-panel #panel, NoteScreen.-preview #preview { display: block; }
    NoteScreen.-preview #panel { display: none; }
    NoteScreen.-narrow #panel { border-left: none; border-top: solid $rule; }
    NoteScreen.-preview.-narrow .desk { display: none; }
    NoteScreen.-preview.-narrow #preview { border-left: none; }
    """

    def __init__(self, note: OpenNote, *, key: str | None = None, line: int | None = None) -> None:
        super().__init__(note, key=key)
        self.line = self.below = NoteLine(self.where)
        self.ready = asyncio.Event()
        self._begin_at = line
        self._counted: CountedLines | None = None
        self._counted_at = -1
        self._stamping_chosen = False
        self.find_bar = FindBar(self.editor, self.say, self.show_keys)
        self.questions = QuestionQueue(self)
        self.writing = WritingHelp(self)
        self.completion = self.writing.completion
        self.panel = NotePanel(self, self.pass_time)
        self.links_reader = self.panel.references.reader
        self.links = LinkFollower(self)
        self.previews = NotePreviews(self, self.links)
        self.file = NoteFile(self)
        self.mover = LineMover(self)
        self.matcher = TalkMatcher(self, self.panel)
        self.player = RecordingPlayer(self)
        self.seen_place = PlaceKeeper(self)
        self.switcher = TalkSwitcher(self)
        self.modes = KeyModes(self, self.links.go_from_cursor, self.show_keys)

    def body(self) -> Iterable[Widget]:
        if self._begin_at is not None:  # now: keys may come before it is mounted
            self.go_to_line(self._begin_at)
        elif not self.seen_place.go_back():
            self.editor.move_cursor(self.editor.document.end)
        with Horizontal(classes="body"):
            yield Vertical(self.editor, self.questions.line, self.find_bar, classes="desk")
            yield self.panel.pane
            yield self.previews.pane
        yield self.completion.popup

    @property
    def is_amid_keys(self) -> bool:  # type: ignore[override]
        return self.modes.mode.is_amid_keys

    # What happens to the screen

    def on_mount(self) -> None:
        self.set_focus(self.editor)
        self.previews.read_setting()
        self.modes.read_setting()
        self.pass_time()
        self.seen_place.recall_undo()
        self.ready.set()
        self.set_interval(5.0, self.pass_time)
        self.set_interval(COUNT_AFTER, self.show_state)
        self.questions.begin()
        cursor = self.edited.keeper.note.cursor
        if cursor is not None:  # a template sets the cursor
            self.editor.go_to_place(cursor - len(self.edited.front.head))
        self.writing.begin()
        self.panel.begin()

    def see_keys(self) -> None:
        self.modes.read_setting()

    def on_resize(self, event: events.Resize) -> None:
        self._tell()
        self.completion.close()
        self.panel.fit(self.size.width)

    def on_screen_resume(self) -> None:
        self.previews.read_setting()
        self.modes.read_setting()
        self.editor.focus()
        self.writing.see_again()
        self.call_after_refresh(lambda: self.panel.read_again(self.memory))
        self.switcher.see_again()

    def on_screen_suspend(self) -> None:
        self.completion.close()

    def on_unmount(self) -> None:
        self.seen_place.keep_undo()
        self.switcher.stand_up()

    def on_text_area_changed(self, event: Message) -> None:
        self.writing.look()
        self.find_bar.text_changed()

    def on_text_area_selection_changed(self) -> None:
        self.writing.look()

    def follow(self, row: int, column: int) -> None:
        self.links.go(row, column)

    def press(self, target: str) -> None:
        if target == self.panel.colleagues.target:
            self.panel.colleagues.toggle()
        else:
            self.links.press(target)

    def indexed(self) -> None:
        self.panel.read_again(self.memory)

    @property
    def follows_team(self) -> bool:
        return self.key is not None

    def colleagues_wrote(self) -> None:
        self.panel.colleagues.read()

    def marked(self, key: str) -> None:
        self.panel.read_again(self.memory)

    def go_to_line(self, line: int) -> None:
        """Put the cursor on a line of the file, from 1."""
        self.editor.move_cursor((max(0, line - self.edited.front.body_line), 0))
        self.call_after_refresh(self.editor.scroll_cursor_visible, center=True)

    def remember_place(self) -> None:
        """Remember the cursor and scroll position, for coming back."""
        self.seen_place.keep()
        self.switcher.stand_up()

    def can_leave(self) -> bool:
        able = super().can_leave()
        if able:
            self.remember_place()
        return able

    # Clock and talk

    def pass_time(self) -> None:
        """Update what depends on the clock: timestamps, the current room, the time left."""
        if not self._stamping_chosen and self.is_live != self.editor.stamping:
            self.editor.set_stamping(self.is_live)
        self.switcher.sit_down()
        self._tell()

    def _tell(self) -> None:
        self.top.tell(*title_line(self.heading, self.memory, self.edited.wall(), self.size.width))

    def text_taken_over(self) -> None:
        self.matcher.learn_from_disk()
        self._tell()

    # The line below

    def show_state(self) -> None:
        line = state_of(self.edited)
        if not self.edited.is_failing:
            line = [*self.writing.same_words.count, *line, *self._count().line(brief=self.size.width < ROOM_FOR_WORDS)]
        self.below.state = line
        super().show_state()

    def show_keys(self) -> None:
        self.panel.invite(types=self.modes.mode.types)
        self.below.prompt = self.modes.mode.prompt
        self.below.mode = self.modes.mode.label
        keys = self.find_bar.keys if self.find_bar.is_open else self.modes.mode.hints
        self.below.keys = keys or self.previews.keys

    def _count(self) -> NoteCounts:
        """The counts below; updated once typing pauses. Those of a long note come later, from a thread."""
        document = self.editor.note
        if self._counted_at != document.revision and not self.edited.is_typing:
            self._counted_at = document.revision
            self.previews.refresh()
            if self._counted is not None and self._counted.is_near(document.lines):
                self._counted.recount(document.lines)
            elif len(document.lines) < LONG_NOTE:
                self._counted = CountedLines(document.lines)
            else:
                self.read_beside(partial(CountedLines, [*document.lines]), self._learn_counts)
        return self._counted.counts if self._counted is not None else NoteCounts()

    def _learn_counts(self, counted: CountedLines) -> None:
        self._counted, self._counted_at = counted, -1
        self.show_state()

    # Commands

    def action_preview(self) -> None:
        self.previews.toggle()
        self.show_keys()

    def action_stamp(self) -> None:
        if not self.editor.stamp_line():
            self.say("Type something on this line first")

    def action_stamping(self) -> None:
        self._stamping_chosen = True
        self.editor.set_stamping(not self.editor.stamping)
        self.say("Timestamps for new lines: on" if self.editor.stamping else "Timestamps for new lines: off")

    def action_leave(self) -> None:
        if self.can_leave():
            self.dismiss()

    def action_back(self) -> None:
        """Close the preview or find bar, or focus the text; never closes the note."""
        if self.has_class("-preview"):
            self.action_preview()
        elif self.find_bar.is_open:
            self.find_bar.leave()
        elif not self.editor.has_focus:
            self.editor.focus()
        else:
            self.say_briefly(f"Press {':q' if self.modes.name == 'vim' else self.key_of('close')} to close the note")
