"""The note in other hands: in the user's own editor, and changed by another program while somebody typed here."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from confnotes.errors import ConfnotesError
from confnotes.markup import frontmatter
from confnotes.tui.messages import NoteSaved
from confnotes.tui.note_keeper import ChangedOutside, Conflict, Saved
from confnotes.tui.screens.note.base import NotePage

if TYPE_CHECKING:
    from confnotes.actions.notes.take_note import OpenNote
    from confnotes.vault.vault import Vault


class OutsidePage(NotePage):
    """Hands the note to the user's editor, and lets them choose where two versions are in each other's way."""

    def __init__(self, vault: Vault, note: OpenNote, *, key: str | None) -> None:
        super().__init__(vault, note, key=key)
        self._edited_with = ""

    # The user's own editor

    def action_edit_outside(self) -> None:
        from confnotes.actions.notes.edit_file import chosen_editor, open_in_editor

        if self.conflict is not None:
            self.ask_about_conflict()
            return
        line = self.front.body_line + self.editor.cursor_location[0]
        failure: ConfnotesError | None = None
        received: list[signal.Signals] = []
        try:
            chosen = chosen_editor()
            self._write()
            # What is raised while the app is suspended would leave it so.
            with self.app.suspend(), _signals_for_later() as received:
                try:
                    open_in_editor(chosen, self.vault.root / self.keeper.note.path, line)
                except ConfnotesError as error:
                    failure = error
        except SuspendNotSupported:
            failure = ConfnotesError("no other program can have this terminal", "open the file in your editor")
        except ConfnotesError as error:
            failure = error
        if failure is not None:
            self.complain(failure)
        else:
            self._edited_with = chosen.split()[0].rpartition("/")[2]
        self.keeper.look()
        for number in received:
            self.confnotes.end(number)

    def _write(self) -> None:
        """Have the note on the disk as it is here, a draft, too; raises ConfnotesError."""
        outcome = self.keeper.write_now(self.whole) if not self.keeper.note.read_only else None
        if outcome is not None:
            self.learn(outcome)
        if outcome is not None and not isinstance(outcome, Saved):
            reason = self.failure.reason if self.failure else "another program changed it, too"
            raise ConfnotesError(f"not saved: {reason}", "your editor would open what was saved before")

    def take_over(self, news: ChangedOutside) -> None:
        """What was changed in the user's own editor is a step like any other that they made."""
        if not self._edited_with:
            super().take_over(news)
            return
        self.show_version(news.theirs)
        self.say(f"taken over from {self._edited_with} · ctrl+z undoes it")
        self._edited_with = ""

    # Two versions

    def show_versions(self, theirs: OpenNote) -> None:
        from confnotes.tui.screens.note.versions import VersionsScreen

        self.app.push_screen(VersionsScreen(self.whole, theirs.text, lambda answer: self._chosen(theirs, answer)))

    def _chosen(self, shown: OpenNote, answer: str) -> None:
        """Do what was chosen between this text and the version that was shown."""
        conflict, self.conflict = self.conflict, None
        self.is_choosing = False
        if conflict is None or conflict.theirs is None:
            return
        theirs = conflict.theirs
        if answer == "later" or theirs.version != shown.version:
            self.conflict = conflict
            if answer != "later":
                self.say("the other program has changed it again; look once more")
        elif answer == "theirs":
            self.show_version(theirs)
        elif answer == "passages":
            self._join_passages(theirs)
        else:
            self._keep_mine(theirs, beside=answer == "both")
        self.show_state()

    def _join_passages(self, theirs: OpenNote) -> None:
        """Put what differs into the text twice, mine first; front matter stays as it is here, theirs goes beside."""
        from confnotes.tui.screens.note.versions import both_passages

        other = frontmatter.split(theirs.text)
        if other.head != self.front.head and not self._put_beside(theirs):
            return
        self.show_joined(theirs, self.front.head + both_passages(self.editor.text, other.body))

    def _keep_mine(self, theirs: OpenNote, *, beside: bool) -> None:
        if beside and not self._put_beside(theirs):
            return
        self.keep_mine(theirs)

    def _put_beside(self, theirs: OpenNote) -> bool:
        try:
            copy = self.keeper.save_beside(theirs.text, self.wall())
        except ConfnotesError as error:
            self.conflict = Conflict(theirs, self.keeper.note)
            self.complain(error)
            return False
        self.say(f"the other version is in {copy.path}")
        self.confnotes.post_message(NoteSaved(copy.path))
        return True


@contextmanager
def _signals_for_later() -> Iterator[list[signal.Signals]]:
    """Signals that come while another program has the terminal: ctrl+c is for that program, those that end us wait."""
    ending = (signal.SIGTERM, signal.SIGHUP)
    received: list[signal.Signals] = []
    before = {}
    woken = signal.set_wakeup_fd(-1)
    for number in (*ending, signal.SIGINT, signal.SIGQUIT):
        with suppress(ValueError, OSError):
            before[number] = signal.signal(number, lambda got, _frame: received.append(signal.Signals(got)))
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(woken)
        received[:] = [number for number in received if number in ending]
