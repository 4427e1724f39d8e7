"""Automatic journaling and saving of a note, and merging of changes by other programs.

It knows neither screen nor clock: the note's screen provides a clock and a timer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from confnotes.actions.notes.take_note import OpenNote
from confnotes.merge.merge_files import merge_file
from confnotes.tui.note_keeper import (
    ChangedOutside,
    Conflict,
    GoneOutside,
    NoteEvent,
    NoteKeeper,
    Saved,
    SaveFailure,
    SaveResult,
    Unsaved,
)
from confnotes.vault.journal import BURST

PAUSE_BEFORE_SAVING: Final = 1.0  # seconds without a key before saving
LONGEST_UNSAVED: Final = 4.0  # seconds: the longest time without saving while typing
TRY_AGAIN: Final = 3.0  # seconds after a failed save; the journal holds the text until then


class AutoSave:
    """Journals each burst of typing and saves in each pause; all times are in seconds.

    A subclass shows the text and messages. `conflict` is set until a version was chosen, `failure` until the note is
    saved.
    """

    def __init__(self, keeper: NoteKeeper, clock: Callable[[], float] = time.monotonic) -> None:
        self.keeper = keeper
        self.failure: SaveFailure | None = None
        self.conflict: Conflict | None = None
        self._clock = clock
        self._saving = self._joined = self._left = False
        self._unsaved_since: float | None = None
        self._typed_last = self._try_again = 0.0
        self._due: float | None = None
        self._entrusted: str | None = None
        self._told = keeper.note.version

    # For subclasses

    @property
    def whole(self) -> str:
        """The whole text to write to the file."""
        raise NotImplementedError

    def wake(self, seconds: float) -> None:
        """Call `tend` after that time, replacing an earlier request."""
        raise NotImplementedError

    def show_text(self, text: str, *, by_others: bool = False) -> None:
        """Replace the shown text with a whole file, as an undo step."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Update the shown state of the note."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """One line about what was done."""
        raise NotImplementedError

    def was_written(self, path: str) -> None:
        """React to the written file."""

    def take_over(self, news: ChangedOutside) -> None:
        """Show what another program wrote, as an undo step."""
        self.show_version(news.theirs, by_others=True)
        self.say("A sync or another program changed this note. You see the new version.")

    # State

    @property
    def is_unsaved(self) -> bool:
        """Whether there is text that is not on disk."""
        return not self.keeper.is_saved(self.whole)

    @property
    def is_waiting(self) -> bool:
        """Whether something was typed since the note was saved."""
        return self._unsaved_since is not None

    @property
    def is_typing(self) -> bool:
        """Whether a key was pressed just now."""
        return self._clock() - self._typed_last < PAUSE_BEFORE_SAVING / 2

    @property
    def left_unsaved(self) -> Unsaved | None:
        """Why the note is not saved, for a message on leaving; None when it is."""
        if self.conflict is not None:
            reason, remedy = "another program also changed it", "Open the note and choose a version."
        elif self.failure is not None and self.is_unsaved:
            reason, remedy = self.failure.reason, self.failure.hint
        else:
            return None
        return Unsaved(self.keeper.note.path, reason, self.whole, self.keeper.kept_in, remedy)

    # Automatic saving

    def touched(self) -> None:
        """The text has changed: journal and save it soon."""
        now = self._clock()
        self._typed_last = now
        self._left = False
        if self._unsaved_since is None:
            self._unsaved_since = now
            self.show_state()
        self._wake_at(now + BURST)

    def _wake_at(self, moment: float) -> None:
        if self._due is None or moment < self._due:
            self._due = moment
            self.wake(moment - self._clock())

    def tend(self) -> None:
        """Journal the burst, and save after a pause or a long stretch of typing."""
        self._due = None
        if self._unsaved_since is None:
            self.show_state()
            return
        text = self.whole
        self._journal(text)
        now = self._clock()
        rests = now - self._typed_last >= PAUSE_BEFORE_SAVING
        due = (rests or now - self._unsaved_since >= LONGEST_UNSAVED) and now >= self._try_again
        if self.conflict is None and due and not self._saving:
            self._saving = True
            self.keeper.save(text)
        elif rests and self.conflict is not None and self.keeper.is_saved(text):
            self.conflict = self._unsaved_since = None  # no changes of the user are left
            self.keeper.look_anew()
        if self.is_waiting and (self.conflict is None or not rests):
            self._wake_at(now + (TRY_AGAIN if self.failure and rests else BURST))

    def _journal(self, text: str) -> None:
        if text != self._entrusted:
            self._entrusted = text
            self.keeper.journal(text)

    def save_now(self) -> None:
        """Save before returning; raises nothing. For signals, leaving and ctrl+s."""
        if self._left:
            return
        if self.conflict is not None:
            self._entrusted = self.whole
            self.keeper.journal(self._entrusted)
        elif self.is_waiting or self.is_unsaved:
            self._save_now()
            if self._joined and self.is_unsaved:
                self._save_now()

    def _save_now(self) -> None:
        self._entrusted = self.whole
        self.learn(self.keeper.save_now(self._entrusted))

    def let_go(self) -> None:
        """Let unsaved text be restored when the note is opened again, even in this run."""
        if self.is_unsaved and not self._left:
            self._left = True
            self.keeper.let_go()

    def learn(self, news: NoteEvent) -> None:
        """Handle the result of a save, or a change of the file by another program."""
        flickers = isinstance(news, Saved) and self.failure is None and self.is_typing
        if isinstance(news, Saved | SaveFailure | Conflict):
            self._saving = False
            self._learn_outcome(news)
        elif news.known is self.keeper.note:  # otherwise it was seen before the last save
            self._learn_change(news)
        if flickers:  # the next key would take “saved” back, and each of the two draws the line below again
            self._wake_at(self._clock() + PAUSE_BEFORE_SAVING / 2)
        else:
            self.show_state()

    def _learn_change(self, news: ChangedOutside | GoneOutside) -> None:
        if isinstance(news, GoneOutside):
            self.keeper.forget_file()
            self.say("The file was moved or deleted. If you type, confnotes creates it again.")
        elif news.theirs.version == self.keeper.note.version:
            return
        elif not self.is_unsaved:
            self.take_over(news)
        elif not self._saving:
            self._learn_outcome(Conflict(news.theirs, news.known))

    def _learn_outcome(self, outcome: SaveResult) -> None:
        self._joined = False
        if isinstance(outcome, Saved):
            self._learn_saved(outcome)
        elif isinstance(outcome, SaveFailure):
            self.failure = outcome
            self._try_again = self._clock() + TRY_AGAIN
        elif outcome.known is not self.keeper.note:
            self.touched()
        elif outcome.theirs is None:
            self.keeper.forget_file()
            self.say("The file was moved or deleted while you typed: confnotes wrote it again.")
            self.touched()
        elif not self._join(outcome.theirs):
            self.conflict = outcome

    def _learn_saved(self, outcome: Saved) -> None:
        if self.failure is not None:
            self.say("Saved")
        self.failure = None
        if outcome.text == self.whole:
            self._journal(outcome.text)  # text typed and deleted during the save is no longer kept
            self._unsaved_since = None
        elif self._unsaved_since is not None:
            self._unsaved_since = self._clock()
        version = self.keeper.note.version
        if version != self._told:  # on leaving, do not wait for news of a save in the keeper's thread
            self._told = version
            self.was_written(outcome.path)

    # Changes by other programs

    def _join(self, theirs: OpenNote) -> bool:
        """Merge changes of another program in other parts of the note; False if they overlap."""
        mine = self.keeper.note
        if mine.recovered or theirs.read_only:
            return False
        joined = merge_file("", mine.text, self.whole, theirs.text).sure_text
        if joined is None:
            return False
        self._joined = True
        self.show_joined(theirs, joined, by_others=True)
        self.say("Another program changed other lines of this note: they are in it now, with yours.")
        return True

    def show_joined(self, theirs: OpenNote, joined: str, *, by_others: bool = False) -> None:
        """Show and save a text that includes that version."""
        self._adopt(theirs)
        self.show_text(joined, by_others=by_others)
        self.touched()

    def show_version(self, theirs: OpenNote, *, by_others: bool = False) -> None:
        """Replace the shown text with the version on disk, and drop the kept text."""
        self._adopt(theirs)
        self.failure = self._unsaved_since = None
        self.show_text(theirs.text, by_others=by_others)
        self._journal(theirs.text)

    def _adopt(self, theirs: OpenNote) -> None:
        """Make that version the base of further typing."""
        self.keeper.adopt(theirs)
        self._told = theirs.version
        self.conflict = None
        self._entrusted = None

    def keep_mine(self, theirs: OpenNote) -> None:
        """Overwrite that version with the shown text."""
        self._adopt(replace(theirs, recovered=True))
        self._save_now()
