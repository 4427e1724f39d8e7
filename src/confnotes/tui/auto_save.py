"""When a note is journaled and saved automatically, and how changes that others make to its file are handled.

It knows neither a screen nor what time it is: whoever shows the note gives it a clock and wakes it when it asks to be.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from confnotes.actions.notes.take_note import OpenNote
from confnotes.merge.merge_text import merge_text
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

BURST: Final = 0.12  # seconds: keys that come closer together are journaled together
PAUSE_BEFORE_SAVING: Final = 1.0  # seconds without a key, in which nobody waits for the disk
LONGEST_UNSAVED: Final = 4.0  # seconds: who never pauses is saved all the same
TRY_AGAIN: Final = 3.0  # seconds after a save that failed; the journal holds the text meanwhile


class AutoSave:
    """Journals and saves what is typed into a note, each burst and each pause of it; all times are in seconds.

    A subclass shows the text and its state. `conflict` is there until somebody chose between two versions,
    `failure` until the note is saved.
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

    # What a subclass does

    @property
    def whole(self) -> str:
        """The text of the file as it is to be."""
        raise NotImplementedError

    def wake(self, seconds: float) -> None:
        """Call `tend` in that time, and not when it was asked for before."""
        raise NotImplementedError

    def show_text(self, text: str, *, by_others: bool = False) -> None:
        """Show a whole file in place of what is here; it can be undone."""
        raise NotImplementedError

    def show_state(self) -> None:
        """The state of the note has changed."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """One line about what was done."""
        raise NotImplementedError

    def was_written(self, path: str) -> None:
        """The file was written."""

    def take_over(self, news: ChangedOutside) -> None:
        """Show what another program wrote; it can be undone."""
        self.show_version(news.theirs, by_others=True)
        self.say("Another program changed this note. You see the new version.")

    # State

    @property
    def is_unsaved(self) -> bool:
        """Whether there is something that the disk does not have."""
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
        """Which note is not saved and why, for one who leaves; None when it is."""
        if self.conflict is not None:
            reason = "another program changed it, too"
        elif self.failure is not None and self.is_unsaved:
            reason = self.failure.reason
        else:
            return None
        return Unsaved(self.keeper.note.path, reason, self.whole, self.keeper.kept_in)

    # Saving by itself

    def touched(self) -> None:
        """The text is another now: it is journaled and saved soon."""
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
        """Journal the burst, and save when the typing rests or has gone on for long."""
        self._due = None
        if self._unsaved_since is None:
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
            self.conflict = self._unsaved_since = None  # nothing of one's own is left
            self.keeper.look_anew()
        if self.is_waiting and (self.conflict is None or not rests):
            self._wake_at(now + (TRY_AGAIN if self.failure and rests else BURST))

    def _journal(self, text: str) -> None:
        if text != self._entrusted:
            self._entrusted = text
            self.keeper.journal(text)

    def save_now(self) -> None:
        """Save before this returns; raises nothing. For signals, for leaving, and for ctrl+s."""
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
        """What is left unsaved comes back when the note is opened again, in this program, too."""
        if self.is_unsaved and not self._left:
            self._left = True
            self.keeper.let_go()

    def learn(self, news: NoteEvent) -> None:
        """Take note of how saving went, or of what others did to the file."""
        if isinstance(news, Saved | SaveFailure | Conflict):
            self._saving = False
            self._learn_outcome(news)
        elif news.known is self.keeper.note:  # else it was seen before the last save
            self._learn_change(news)
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
            self.touched()
        elif not self._join(outcome.theirs):
            self.conflict = outcome

    def _learn_saved(self, outcome: Saved) -> None:
        if self.failure is not None:
            self.say("Saved")
        self.failure = None
        if outcome.text == self.whole:
            self._journal(outcome.text)  # what was typed and deleted while it was being saved is kept no longer
            self._unsaved_since = None
        elif self._unsaved_since is not None:
            self._unsaved_since = self._clock()
        version = self.keeper.note.version
        if version != self._told:  # whoever leaves learns at once of a save in the keeper's thread, whose news is late
            self._told = version
            self.was_written(outcome.path)

    # Others who write

    def _join(self, theirs: OpenNote) -> bool:
        """Take over what another program wrote elsewhere in the note while somebody typed; False when unsure."""
        mine = self.keeper.note
        if mine.recovered or theirs.read_only:
            return False
        joined = merge_text(mine.text, self.whole, theirs.text)
        if joined is None:
            return False
        self._joined = True
        self.show_joined(theirs, joined, by_others=True)
        self.say("Another program changed this note, too. Both versions are here.")
        return True

    def show_joined(self, theirs: OpenNote, joined: str, *, by_others: bool = False) -> None:
        """Show and save a text that has in it what that version says."""
        self._adopt(theirs)
        self.show_text(joined, by_others=by_others)
        self.touched()

    def show_version(self, theirs: OpenNote, *, by_others: bool = False) -> None:
        """Have the version that is on the disk in place of what is here, which is kept no longer."""
        self._adopt(theirs)
        self.failure = self._unsaved_since = None
        self.show_text(theirs.text, by_others=by_others)
        self._journal(theirs.text)

    def _adopt(self, theirs: OpenNote) -> None:
        """What is typed is based on that version from now on."""
        self.keeper.adopt(theirs)
        self._told = theirs.version
        self.conflict = None
        self._entrusted = None

    def keep_mine(self, theirs: OpenNote) -> None:
        """Write what is here over that version."""
        self._adopt(replace(theirs, recovered=True))
        self._save_now()
