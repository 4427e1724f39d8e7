"""A screen on which a note is edited: what is typed is journaled, saved by itself, and never written over others'."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual.message import Message
from textual.timer import Timer

from confnotes.errors import ConfnotesError
from confnotes.markup import frontmatter
from confnotes.markup.merge_marks import first_mark
from confnotes.model.timetable import wall_time
from confnotes.tui.auto_save import AutoSave
from confnotes.tui.messages import NoteSaved
from confnotes.tui.note_keeper import ChangedOutside, News, NoteKeeper
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.drawing import Line, Part
from confnotes.tui.widgets.editor import NoteEditor

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.vault.vault import Vault

LOOK_EVERY: Final = 1.5


class SavingPage(Page, AutoSave):
    """Holds a note and its editor. A subclass puts `editor` on the screen and shows `state`.

    `is_choosing`: it is being asked which of two versions stays.
    """

    class Heard(Message):
        """The keeper has news; comes from its thread."""

        def __init__(self, news: News) -> None:
            super().__init__()
            self.news = news

    def __init__(self, vault: Vault, note: OpenNote) -> None:
        Page.__init__(self)
        keeper = NoteKeeper(vault, note, lambda news: self.post_message(self.Heard(news)))
        AutoSave.__init__(self, keeper)
        self.vault = vault
        self.front = frontmatter.split(note.text)
        self.editor = NoteEditor(self.front.body, clock=self.wall, ghost=" Type. It is saved by itself.")
        self.editor.read_only = note.read_only is not None
        self._known = self.editor.note.revision
        self._timer: Timer | None = None
        self.is_choosing = False
        self._may_leave_unsaved = False

    # What a subclass knows better

    @property
    def timezone(self) -> str | None:
        """The conference's zone."""
        return None

    def show_state(self) -> None:
        """The state of the note has changed; what is wrong with it stands below the top line until it is right."""
        self.keep_saying(self._trouble())

    def show_versions(self, theirs: OpenNote) -> None:
        """Show both versions and let the person choose."""

    def text_taken_over(self) -> None:
        """The note's front matter came from the disk again."""

    # State

    def wall(self) -> datetime:
        """The wall-clock at the conference, naive."""
        return wall_time(self.confnotes.clock(), self.timezone)

    @property
    def whole(self) -> str:
        return self.front.head + self.editor.text

    def _trouble(self) -> list[str]:
        """What is wrong, where the text is kept meanwhile, and what helps."""
        kept_in = self.keeper.kept_in
        kept = f"kept in {kept_in}" if kept_in else "only in memory: keep confnotes open"
        if self.conflict is not None:
            return ["Not saved: another program changed this note, too", "ctrl+s chooses", kept]
        if self.failure is not None:
            return [f"Not saved: {self.failure.reason}", kept, *filter(None, [self.failure.hint.partition(";")[0]])]
        if line := self._unmerged():
            return [f"git left a merge unfinished, line {line}", "keep one version", "delete <<<<<<<, =======, >>>>>>>"]
        return []

    def _unmerged(self) -> int:
        """The first line of the file in which git left a merge unfinished, 0 for none."""
        line = first_mark(self.editor.note.lines)
        return line + self.front.body_line - 1 if line else 0

    def state(self) -> Line:
        """Whether the note is saved, in a word or two."""
        note = self.keeper.note
        if note.read_only:
            return [Part("read only", "warning"), Part(f" {note.read_only}", "dim")]
        if self.conflict is not None or self.failure is not None:
            return [Part("not saved", "error")]
        if self.is_waiting:
            return [Part("saving…", "dim")]
        if note.version is None:
            return [Part("new, not on disk yet", "faint")]
        return [Part("saved", "dim")]

    # Saving by itself

    def on_mount(self) -> None:
        self.set_interval(LOOK_EVERY, self.keeper.look)
        self.watch(self.app, "app_focus", self._app_focus_changed, init=False)
        if self.keeper.note.recovered:
            self.say("recovered what was typed before confnotes ended")
            self.touched()
        elif line := self._unmerged():
            helps = "keep one version and delete the lines <<<<<<<, =======, >>>>>>>"
            self.complain(ConfnotesError(f"git left a merge unfinished in this note, line {line}: {helps}"))
        self.show_state()

    def on_text_area_changed(self, event: NoteEditor.Changed) -> None:
        event.stop()
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
        self._timer = self.set_timer(seconds, self.tend)

    def on_saving_page_heard(self, event: Heard) -> None:
        event.stop()
        self.learn(event.news)

    def was_written(self, path: str) -> None:
        self.confnotes.post_message(NoteSaved(path))

    # Others who write

    def written_beside(self, here: OpenNote) -> None:
        """Show what this program itself wrote into the file, past the editor, and let it be found."""
        self.learn(ChangedOutside(here, self.keeper.note))
        self.confnotes.post_message(NoteSaved(here.path))

    def change_fields(self, changes: Mapping[str, object]) -> bool:
        """Change fields of the front matter, saved as typing is; False when it cannot be done, which was told then."""
        try:
            text = frontmatter.set_fields(self.whole, changes)
        except ConfnotesError as error:
            self.complain(error)
            return False
        if text != self.whole:
            self.front = frontmatter.split(text)
            self.touched()
            self.text_taken_over()
        return True

    def show_text(self, text: str, *, by_others: bool = False) -> None:
        self.front = frontmatter.split(text)
        self.editor.take_over(self.front.body, by_others=by_others)
        self._known = self.editor.note.revision
        self.text_taken_over()

    def ask_about_conflict(self) -> None:
        """Let the person say which version stays; both are there until then. Never asked while somebody types."""
        if self.conflict is None or self.is_choosing or not self.is_current:
            return
        theirs = self.conflict.theirs
        if theirs is not None:
            self.is_choosing = True
            self.show_versions(theirs)

    # Leaving

    def action_save(self) -> None:
        if self.conflict is not None:
            self.ask_about_conflict()
            return
        self.save_now()
        self.show_state()

    def can_leave(self) -> bool:
        """Save; False when that did not work and the person has not been told so yet."""
        self.save_now()
        self.show_state()
        kept_in = self.keeper.kept_in
        if self.conflict is not None and not self._may_leave_unsaved:
            self._may_leave_unsaved = True
            self.ask_about_conflict()
            return False
        if self.failure is not None and self.is_unsaved and not self._may_leave_unsaved:
            self._may_leave_unsaved = kept_in is not None
            way_out = f"ctrl+o again leaves: it is kept in {kept_in} and comes back when it is opened"
            only_here = "it is nowhere but here, so this note stays open"
            self.complain(ConfnotesError(f"not saved: {self.failure.reason}", way_out if kept_in else only_here))
            return False
        self.let_go()
        return True

    def on_screen_suspend(self) -> None:
        self.save_now()

    def on_screen_resume(self) -> None:
        self._left = False
        self.keeper.look()

    def on_descendant_blur(self) -> None:
        self.save_now()

    def _app_focus_changed(self, focus: bool) -> None:
        if not focus:
            self.save_now()

    def on_unmount(self) -> None:
        self.save_now()
        self.let_go()
        self.keeper.close()
