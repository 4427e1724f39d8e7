"""The base of screens that edit a note: journaled, saved automatically, never overwriting other programs' changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar, Final

from textual import events
from textual.message import Message
from textual.timer import Timer

from confnotes.actions.notes.take_note import OpenNote
from confnotes.catalogue.program.cards import Card
from confnotes.errors import ConfnotesError
from confnotes.markup import frontmatter
from confnotes.markup.headings import title_in
from confnotes.markup.merge_marks import first_mark, may_have_mark
from confnotes.model.timetable import wall_time, wall_time_of
from confnotes.tui.auto_save import AutoSave
from confnotes.tui.note_keeper import ChangedOutside, Conflict, NoteEvent, NoteKeeper, Unsaved
from confnotes.tui.screens.marking import MarkingPage
from confnotes.tui.screens.note.memory import Memory
from confnotes.tui.screens.page import Controller
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.editor import NoteEditor

LOOK_EVERY: Final = 1.5  # seconds between two checks for changes by other programs
EARLY, OVERRUN = timedelta(minutes=10), timedelta(minutes=30)
GHOST: Final = " Start typing. It saves itself."
VIM_GHOST: Final = " Press i to type. It saves itself."
UNKNOWN_TALK = timedelta(hours=3)
"""How long a note without a talk counts as live after it was created."""


class EditedNote(AutoSave):
    """A note in its `editor` on a `page`. `front` is its front matter.

    `is_choosing`: the person is choosing between two versions. `edited_with` is the external editor that has it open.
    """

    def __init__(self, page: NotePage, note: OpenNote) -> None:
        super().__init__(NoteKeeper(page.vault, note, lambda news: page.post_message(NotePage.Heard(news))))
        self.page = page
        self.front = frontmatter.split(note.text)
        self.editor = NoteEditor(self.front.body, clock=self.wall, ghost=GHOST)
        self.editor.read_only = note.read_only is not None
        self._known = self.editor.note.revision
        self._timer: Timer | None = None
        self.is_choosing = False
        self.edited_with = ""
        self._may_leave_unsaved = False
        self._marks_sought_in, self._marked_line = -1, 0

    # State

    @property
    def timezone(self) -> str | None:
        """The conference's zone, by its name."""
        given = self.front.fields.get("timezone")
        return given if isinstance(given, str) else None

    def wall(self) -> datetime:
        """The wall-clock at the conference, naive."""
        return wall_time(self.page.confnotes.clock(), self.timezone)

    @property
    def whole(self) -> str:
        return self.front.head + self.editor.text

    def trouble(self) -> list[str]:
        """What is wrong, where the text is kept for now, and what to do."""
        kept_in = self.keeper.kept_in
        kept = f"kept in {kept_in}" if kept_in else "only in memory: keep confnotes open"
        if self.conflict is not None:
            return ["Not saved: another program also changed this note", f"{self.page.key_of('save')} to choose", kept]
        if self.failure is not None:
            return [f"Not saved: {self.failure.reason}", kept, *filter(None, [self.failure.hint.rstrip(".")])]
        if line := self._unmerged():
            return [f"Git merge conflict at line {line}", "keep one version", "delete <<<<<<<, =======, >>>>>>>"]
        return []

    def _unmerged(self) -> int:
        """The first line of the file with a git conflict marker, 0 for none; looked for once typing pauses."""
        if self._marks_sought_in != self.editor.note.revision and not self.is_typing:
            self._marks_sought_in = self.editor.note.revision
            line = first_mark(self.editor.note.lines) if may_have_mark(self.editor.text) else None
            self._marked_line = line + self.front.body_line - 1 if line else 0
        return self._marked_line

    @property
    def is_failing(self) -> bool:
        """Whether it could not be saved."""
        return self.keeper.note.read_only is None and (self.conflict is not None or self.failure is not None)

    def show_state(self) -> None:
        self.page.show_state()

    def say(self, text: str) -> None:
        self.page.say(text)

    # Automatic saving

    def begin(self) -> None:
        """The note is on the screen."""
        self.page.set_interval(LOOK_EVERY, self.keeper.look)
        self.page.confnotes.closed_unsaved.pop(self.page.path, None)
        if self.keeper.note.remark:
            self.page.complain(ConfnotesError(self.keeper.note.remark))
        if self.keeper.note.recovered:
            self.say("Recovered what you typed before confnotes ended")
            self.touched()
        elif line := self._unmerged():
            helps = "keep one version and delete the lines <<<<<<<, =======, >>>>>>>"
            self.page.complain(ConfnotesError(f"Git merge conflict at line {line}: {helps}"))
        self.show_state()

    def text_changed(self) -> None:
        """The editor has changed something: its text, or only what is selected there."""
        revision = self.editor.note.revision
        if revision != self._known:
            self._known = revision
            self.touched()

    def touched(self) -> None:
        self._may_leave_unsaved = False
        super().touched()

    def wake(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.page.set_timer(seconds, self.tend)

    def was_written(self, path: str) -> None:
        self.page.confnotes.note_saved(path)
        self.page.note_written(path)

    # Changes by other programs

    def written_beside(self, here: OpenNote) -> None:
        """Show what confnotes itself wrote into the file, bypassing the editor, and index it."""
        self.learn(ChangedOutside(here, self.keeper.note))
        self.page.confnotes.note_saved(here.path)

    def change_fields(self, changes: Mapping[str, object]) -> bool:
        """Change fields of the front matter and save; False after showing an error."""
        try:
            text = frontmatter.set_fields(self.whole, changes)
        except ConfnotesError as error:
            self.page.complain(error)
            return False
        if text != self.whole:
            self.front = frontmatter.split(text)
            self.touched()
            self.page.text_taken_over()
        return True

    def take_over(self, news: ChangedOutside) -> None:
        """Make a change from the user's own editor a step that can be undone."""
        if not self.edited_with:
            super().take_over(news)
            return
        self.show_version(news.theirs)
        self.say(f"Loaded changes from {self.edited_with} · {self.page.key_of('undo')} to undo")
        self.edited_with = ""

    def show_text(self, text: str, *, by_others: bool = False) -> None:
        self.front = frontmatter.split(text)
        self.editor.take_over(self.front.body, by_others=by_others)
        self._known = self.editor.note.revision
        self.page.text_taken_over()

    def ask_about_conflict(self) -> None:
        """Let the person choose a version; both are kept until then. Never interrupts typing."""
        if self.conflict is None or self.is_choosing or not self.page.is_current:
            return
        theirs = self.conflict.theirs
        if theirs is not None:
            from confnotes.tui.screens.note.versions import VersionsScreen

            self.is_choosing = True
            choose = partial(self._chosen, theirs)
            self.page.app.push_screen(VersionsScreen(self.whole, theirs.text, choose))

    def put_in_place(self, line: int, start: int, old: str, new: str) -> bool:
        """Replace `old` at that column of a line of the file with `new` and save; False when `old` is not at that
        place."""
        row = line - self.front.body_line
        lines = self.editor.note.lines
        if not (0 <= row < len(lines) and lines[row].startswith(old, start)) or self.editor.read_only:
            return False
        self.editor.replace_span(row, start, start + len(old), new)
        self.save_now()
        return True

    def _chosen(self, shown: OpenNote, answer: str) -> None:
        """Apply the choice between this text and the version on disk that was shown."""
        conflict, self.conflict = self.conflict, None
        self.is_choosing = False
        if conflict is None or conflict.theirs is None:
            return
        theirs = conflict.theirs
        if answer == "later" or theirs.version != shown.version:
            self.conflict = conflict
            if answer != "later":
                self.say("The other program changed the note again. Review the changes.")
        elif answer == "theirs":
            self.show_version(theirs)
        elif answer == "passages":
            self._join_passages(theirs)
        elif answer == "mine" or self._put_beside(theirs):
            self.keep_mine(theirs)
        self.show_state()

    def take_theirs(self) -> bool:
        """Choose the version on disk in a conflict; False without one."""
        self.save_now()
        if self.conflict is None or self.conflict.theirs is None:
            return False
        self._chosen(self.conflict.theirs, "theirs")
        return True

    def _join_passages(self, theirs: OpenNote) -> None:
        """Keep both versions of each difference, mine first; save theirs to a copy if the front matter differs."""
        from confnotes.tui.screens.note.versions import both_passages

        other = frontmatter.split(theirs.text)
        if other.head != self.front.head and not self._put_beside(theirs):
            return
        self.show_joined(theirs, self.front.head + both_passages(self.editor.text, other.body))

    def _put_beside(self, theirs: OpenNote) -> bool:
        try:
            copy = self.keeper.save_beside(theirs.text, self.wall())
        except ConfnotesError as error:
            self.conflict = Conflict(theirs, self.keeper.note)
            self.page.complain(error)
            return False
        self.say(f"Saved the other version to {copy.path}")
        self.page.confnotes.note_saved(copy.path)
        return True

    # Leaving

    def save(self) -> None:
        """Save on request; if there are two versions, ask which one to keep."""
        if self.conflict is not None:
            self.ask_about_conflict()
            return
        self.save_now()
        self.show_state()

    def can_leave(self) -> bool:
        """Save; False when that failed and the person does not know yet."""
        self.save_now()
        self.show_state()
        kept_in = self.keeper.kept_in
        if self.conflict is not None and not self._may_leave_unsaved:
            self._may_leave_unsaved = True
            self.ask_about_conflict()
            return False
        if self.failure is not None and self.is_unsaved and not self._may_leave_unsaved:
            self._may_leave_unsaved = kept_in is not None
            again = "Press the same keys again to leave the note"
            way_out = f"{again}; your text is kept in {kept_in} and restored when you open it"
            only_here = "Your text exists only on this screen, so the note stays open"
            self.page.complain(ConfnotesError(f"Not saved: {self.failure.reason}", way_out if kept_in else only_here))
            return False
        self._end()
        return True

    def see_again(self) -> None:
        """Check for changes by other programs when the screen is shown again."""
        self._left = False
        self.keeper.look()

    def close(self) -> None:
        """Close the note; text that cannot be saved is kept in the journal."""
        self.save_now()
        self._end()
        self.keeper.close()

    def _end(self) -> None:
        """Leave no new file behind if nothing is left of what was written, and let unsaved text be restored."""
        if self.conflict is None and not self.is_unsaved and self.keeper.remove_if_emptied():
            self._told = None
            self.page.confnotes.note_saved(self.page.path)
        if (unsaved := self.left_unsaved) is not None:
            self.page.confnotes.closed_unsaved[self.page.path] = unsaved
        self.let_go()


class NotePage(MarkingPage):
    """A screen on which a note is `edited`; a subclass places the `editor` on it and shows the state.

    `key` is the talk it is about, `memory` its context: talk, earlier notes, backlinks.
    """

    shows_files: ClassVar[bool] = False  # every line is needed for writing
    no_talk: ClassVar[str] = "This is a free note: attach it to a talk first."

    @dataclass
    class Heard(Message):
        """The note's keeper reports an event, from its own thread."""

        news: NoteEvent

    def __init__(self, note: OpenNote, *, key: str | None = None) -> None:
        super().__init__()
        self.vault = self.confnotes.vault
        self.edited = EditedNote(self, note)
        self.editor = self.edited.editor
        talk = self.edited.front.fields.get("talk")
        self.key = key or (talk if isinstance(talk, str) else None)
        self.memory = Memory()
        self._begins = wall_time_of(self.edited.front.fields.get("start" if self.key else "created"))

    def see_app_focus(self, focus: bool) -> None:
        if not focus:
            self.edited.save_now()

    @property
    def path(self) -> str:
        return self.edited.keeper.note.path

    @property
    def is_live(self) -> bool:
        """Whether the talk is on, about to start or just over: talks start early and overrun.

        A free note counts as live for the first hours after it was created.
        """
        card = self.memory.card
        begin = self._begins if card is None else card.start
        if begin is None:
            return False
        end = begin + UNKNOWN_TALK if card is None else (card.end or begin) + OVERRUN
        return begin - EARLY <= self.edited.wall() <= end

    @property
    def heading(self) -> str:
        """The talk's title, else the note's."""
        return self.memory.card.title if self.memory.card is not None else self.note_title

    @property
    def note_title(self) -> str:
        """The note's title, as its text in the editor says."""
        return title_in(replace(self.edited.front, body=self.editor.text), self.path)

    # State

    def show_state(self) -> None:
        """Update the banner below the top line with any problems of the note."""
        self.keep_saying(self.edited.trouble())

    def mention(self, text: str) -> bool:
        return not self.edited.is_failing and super().mention(text)

    def text_taken_over(self) -> None:
        """React to a change of text or front matter that did not come from the editor."""

    def note_written(self, path: str) -> None:
        """The file of the note was written."""

    # What happens to the screen

    def on_mount(self) -> None:
        self.edited.begin()

    def on_text_area_changed(self, event: NoteEditor.Changed) -> None:
        event.stop()
        self.edited.text_changed()

    def on_note_editor_follow(self, event: NoteEditor.Follow) -> None:
        event.stop()
        self.follow(*event.location)

    def follow(self, row: int, column: int) -> None:
        """Follow the link at that place of the text."""

    def on_note_page_heard(self, event: Heard) -> None:
        event.stop()
        self.edited.learn(event.news)

    def on_screen_suspend(self) -> None:
        self.save_now()

    def on_screen_resume(self) -> None:
        self.edited.see_again()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self.save_now()

    def on_unmount(self) -> None:
        self.edited.close()

    # Saving and leaving

    def save_now(self) -> None:
        """Save before this returns; raises nothing."""
        self.edited.save_now()

    @property
    def left_unsaved(self) -> Unsaved | None:
        """Why the note is not saved, for a message on leaving; None when it is."""
        return self.edited.left_unsaved

    def can_leave(self) -> bool:
        """Save; False when that failed and the person does not know yet."""
        return self.edited.can_leave()

    # The talk

    def chosen_card(self) -> Card | None:
        return self.memory.card

    # Undo: text and marks in the order they changed

    def did(self, step: UndoStep) -> None:
        self.editor.add_step(step)
        self.say(f"{step.said} · {self.key_of('undo')} to undo")

    def action_undo(self) -> None:
        self.editor.undo()

    def action_redo(self) -> None:
        self.editor.redo()

    def on_note_editor_undone(self, event: NoteEditor.Undone) -> None:
        event.stop()
        with self.confnotes.complaints():
            if event.step is not None:
                (event.step.redo if event.again else event.step.undo)()
            self.say(event.told)
            if event.step is not None:
                self.stepped(event.step)


class NoteController(Controller[NotePage]):
    """One feature of a note's screen."""

    def __init__(self, page: NotePage) -> None:
        super().__init__(page)
        self.vault = page.vault
        self.edited = page.edited
        self.editor = page.editor
