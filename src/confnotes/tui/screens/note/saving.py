"""A screen on which a note is edited: what is typed is journaled, saved by itself, and never written over others'."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from textual.message import Message
from textual.timer import Timer

from confnotes.errors import ConfnotesError
from confnotes.markup import frontmatter
from confnotes.markup.merge_text import merge_text
from confnotes.model.timetable import wall_time
from confnotes.tui.messages import NoteSaved
from confnotes.tui.note_keeper import (
    ChangedOutside,
    Conflict,
    Failed,
    GoneOutside,
    News,
    NoteKeeper,
    Outcome,
    Saved,
    Unsaved,
)
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.drawing import Line, Part
from confnotes.tui.widgets.editor import NoteEditor

if TYPE_CHECKING:
    from confnotes.services.notes.take_note import OpenNote
    from confnotes.vault.vault import Vault

BURST: Final = 0.12
PAUSE_BEFORE_SAVING: Final = 1.0
LONGEST_UNSAVED: Final = 4.0
LOOK_EVERY: Final = 1.5
TRY_AGAIN: Final = 3.0


class SavingPage(Page):
    """Holds a note and its editor. A subclass puts `editor` on the screen and shows `state`.

    `conflict` is there until somebody chose between two versions (`is_choosing`: that is being asked), `failure` until
    it is saved.
    """

    class Heard(Message):
        """The keeper has news; comes from its thread."""

        def __init__(self, news: News) -> None:
            super().__init__()
            self.news = news

    def __init__(self, vault: Vault, note: OpenNote) -> None:
        super().__init__()
        self.vault = vault
        self.keeper = NoteKeeper(vault, note, lambda news: self.post_message(self.Heard(news)))
        self.front = frontmatter.split(note.text)
        self.editor = NoteEditor(self.front.body, clock=self.wall, ghost=" Type. It is saved by itself.")
        self.editor.read_only = note.read_only is not None
        self.failure: Failed | None = None
        self.conflict: Conflict | None = None
        self._saving = self._joined = False
        self._unsaved_since: float | None = None
        self._typed_last = 0.0
        self._try_again = 0.0
        self._journaled = -1
        self._known = self.editor.note.revision
        self._timer: Timer | None = None
        self.is_choosing = False
        self._may_leave_unsaved = self._left = False

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
        """The text of the file as it is to be."""
        return self.front.head + self.editor.text

    @property
    def is_unsaved(self) -> bool:
        """Whether there is something that the disk does not have."""
        return not self.keeper.is_saved(self.whole)

    @property
    def left_unsaved(self) -> Unsaved | None:
        """Which note is not saved and why, for one who leaves; None when it is."""
        if self.conflict is not None:
            reason = "another program changed it, too"
        elif self.failure is not None and self.is_unsaved:
            reason = self.failure.reason
        else:
            return None
        return Unsaved(self.keeper.note.path, reason, self.whole, self.keeper.kept_in)

    def _trouble(self) -> list[str]:
        """What is wrong, where the text is kept meanwhile, and what helps."""
        kept_in = self.keeper.kept_in
        kept = f"kept in {kept_in}" if kept_in else "only in memory: keep confnotes open"
        if self.conflict is not None:
            return ["Not saved: another program changed this note, too", "ctrl+s chooses", kept]
        if self.failure is not None:
            return [f"Not saved: {self.failure.reason}", kept, *filter(None, [self.failure.hint.partition(";")[0]])]
        return []

    @property
    def is_typing(self) -> bool:
        """Whether a key was pressed just now."""
        return time.monotonic() - self._typed_last < PAUSE_BEFORE_SAVING / 2

    def state(self) -> Line:
        """Whether the note is saved, in a word or two."""
        note = self.keeper.note
        if note.read_only:
            return [Part("read only", "warning"), Part(f" {note.read_only}", "dim")]
        if self.conflict is not None or self.failure is not None:
            return [Part("not saved", "error")]
        if self._unsaved_since is not None:
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
        self.show_state()

    def on_text_area_changed(self, event: NoteEditor.Changed) -> None:
        event.stop()
        revision = self.editor.note.revision
        if revision != self._known:
            self._known = revision
            self.touched()

    def touched(self) -> None:
        """The text is another now: it is journaled and saved soon."""
        now = time.monotonic()
        self._typed_last = now
        self._may_leave_unsaved = self._left = False
        if self._unsaved_since is None:
            self._unsaved_since = now
            self.show_state()
        if self._timer is None:
            self._timer = self.set_timer(BURST, self._tend)

    def _tend(self) -> None:
        """Journal the burst, and save when the typing rests or has gone on for long."""
        self._timer = None
        if self._unsaved_since is None:
            return
        text = self.whole
        if self.editor.note.revision != self._journaled or self.keeper.note.recovered:
            self._journaled = self.editor.note.revision
            self.keeper.journal(text)
        now = time.monotonic()
        rests = now - self._typed_last >= PAUSE_BEFORE_SAVING
        due = (rests or now - self._unsaved_since >= LONGEST_UNSAVED) and now >= self._try_again
        if due and self.conflict is None and not self._saving:
            self._saving = True
            self.keeper.save(text)
        if self.conflict is None or not rests:
            self._timer = self.set_timer(TRY_AGAIN if self.failure and rests else BURST, self._tend)

    def save_now(self) -> None:
        """Save before this returns; raises nothing. For signals, for leaving, and for ctrl+s."""
        if self._left:
            return
        if self.conflict is None and self.is_unsaved:
            self.learn(self.keeper.save_now(self.whole))
            if self._joined and self.is_unsaved:
                self.learn(self.keeper.save_now(self.whole))
        elif self.conflict is None:
            self._unsaved_since = None
        else:
            self.keeper.journal(self.whole)

    def on_saving_page_heard(self, event: Heard) -> None:
        event.stop()
        self.learn(event.news)

    def learn(self, news: News) -> None:
        """Take note of how saving went, or of what others did to the file."""
        if isinstance(news, Saved | Failed | Conflict):
            self._saving = False
            self._learn_outcome(news)
        elif isinstance(news, GoneOutside):
            self.keeper.forget_file()
            self.say("the file was moved or deleted; what you type makes it anew")
        elif news.theirs.version != self.keeper.note.version:
            if not self.is_unsaved:
                self.take_over(news)
            elif not self._saving:
                self._learn_outcome(Conflict(news.theirs))
        self.show_state()

    def _learn_outcome(self, outcome: Outcome) -> None:
        self._joined = False
        if isinstance(outcome, Saved):
            if self.failure is not None:
                self.say("saved")
            self.failure = None
            if outcome.text == self.whole:
                self._unsaved_since = None
            elif self._unsaved_since is not None:
                self._unsaved_since = time.monotonic()
            if outcome.written:
                self.post_message(NoteSaved(outcome.path))
        elif isinstance(outcome, Failed):
            self.failure = outcome
            self._try_again = time.monotonic() + TRY_AGAIN
        elif outcome.theirs is None:
            self.keeper.forget_file()
            self.touched()
        elif not self._join(outcome.theirs):
            self.conflict = outcome

    # Others who write

    def take_over(self, news: ChangedOutside) -> None:
        """Show what another program wrote; it can be undone."""
        self.show_version(news.theirs, by_others=True)
        self.say("another program changed this note; it is shown as it is now")

    def _join(self, theirs: OpenNote) -> bool:
        """Take over what another program wrote elsewhere in the note while somebody typed; False when unsure."""
        mine = self.keeper.note
        if mine.recovered or theirs.read_only:
            return False
        joined = merge_text(mine.text, self.whole, theirs.text)
        if joined is None:
            return False
        self.keeper.adopt(theirs)
        self._joined = True
        self.show_text(joined, by_others=True)
        self.touched()
        self.say("another program wrote into this note, too; both are here")
        return True

    def written_beside(self, here: OpenNote) -> None:
        """Show what this program itself wrote into the file, past the editor, and let it be found."""
        self.learn(ChangedOutside(here))
        self.post_message(NoteSaved(here.path))

    def change_fields(self, changes: Mapping[str, object]) -> bool:
        """Change fields of the front matter, saved as typing is; False when it cannot be done, which was told then."""
        try:
            text = frontmatter.set_fields(self.whole, changes)
        except ConfnotesError as error:
            self.complain(error)
            return False
        if text != self.whole:
            self.front = frontmatter.split(text)
            self._journaled = -1
            self.touched()
            self.text_taken_over()
        return True

    def show_version(self, theirs: OpenNote, *, by_others: bool = False) -> None:
        """Have the version that is on the disk in place of what is here."""
        self.keeper.adopt(theirs)
        self._unsaved_since = None
        self.show_text(theirs.text, by_others=by_others)

    def show_text(self, text: str, *, by_others: bool = False) -> None:
        """Show a whole file in place of what is here; it can be undone."""
        self.front = frontmatter.split(text)
        self.editor.take_over(self.front.body, by_others=by_others)
        self._journaled = self._known = self.editor.note.revision
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
            way_out = f"esc again leaves: it is kept in {kept_in} and comes back when it is opened"
            only_here = "it is nowhere but here, so this note stays open"
            self.complain(ConfnotesError(f"not saved: {self.failure.reason}", way_out if kept_in else only_here))
            return False
        self._let_go()
        return True

    def _let_go(self) -> None:
        """What is left unsaved comes back when the note is opened again, in this program, too."""
        if self.is_unsaved and not self._left:
            self._left = True
            self.keeper.let_go()

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
        self._let_go()
        self.keeper.close()
