"""A note as a file: external editor, earlier versions, renaming, backlinks and deleting."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from textual.app import SuspendNotSupported

from confnotes.errors import ConfnotesError
from confnotes.markup.withheld import is_private
from confnotes.tui.note_keeper import Saved
from confnotes.tui.screens.deleting import NoteDeleter
from confnotes.tui.screens.note.base import NoteController
from confnotes.tui.signals import END_SIGNALS


class NoteFile(NoteController):
    """Commands on the note's file; each saves the note first."""

    # The user's own editor

    def edit_outside(self) -> None:
        """Open the note in the user's editor at the cursor's line, and wait until it closes."""
        from confnotes.actions.notes.edit_file import chosen_editor_command, open_in_editor
        from confnotes.actions.notes.mend_stamps import mend_stamps_of

        if self.edited.conflict is not None:
            self.edited.ask_about_conflict()
            return
        line = self.edited.front.body_line + self.editor.cursor_location[0]
        failure: ConfnotesError | None = None
        received: list[signal.Signals] = []
        try:
            chosen = chosen_editor_command()
            self._write()
            # What is raised while the app is suspended would leave it so.
            with self.page.app.suspend(), _signals_for_later() as received:
                try:
                    open_in_editor(chosen, self.vault.root / self.page.path, line)
                    mend_stamps_of(self.vault, self.page.path)
                except ConfnotesError as error:
                    failure = error
        except SuspendNotSupported:
            failure = ConfnotesError("No other program can run in this terminal", "Open the file in your editor")
        except ConfnotesError as error:
            failure = error
        if failure is not None:
            self.page.complain(failure)
        else:
            self.edited.edited_with = chosen.split()[0].rpartition("/")[2]
        self.edited.keeper.look()
        for number in received:
            self.app.end(number)

    def _write(self) -> None:
        """Write the note to disk, even a draft; raises ConfnotesError."""
        outcome = self.edited.keeper.write_now(self.edited.whole) if not self.edited.keeper.note.read_only else None
        if outcome is not None:
            self.edited.learn(outcome)
        if outcome is not None and not isinstance(outcome, Saved):
            reason = self.edited.failure.reason if self.edited.failure else "another program also changed it"
            raise ConfnotesError(f"Not saved: {reason}", "Your editor would open the last saved version")

    # Links, name, history and deletion

    def show_links(self) -> None:
        if self._is_on_disk():
            self.app.show("links.LinksScreen", self.page.path)

    def show_place(self) -> None:
        """Show and copy the path of the file."""
        if self._is_on_disk():
            path = str((self.vault.root / self.page.path).absolute())
            self.page.app.copy_to_clipboard(path)
            self.say(f"Copied: {path}")

    def make_private(self) -> None:
        """Keep this note out of what others get, or let it in again."""
        on = not is_private({"private": self.edited.front.fields.get("private", False)})
        if not self.edited.change_fields({"private": True if on else None}):
            return
        if on:
            self.say("Private: only your own exports contain this note")
        elif is_private(self.edited.front.fields):
            self.say("Still private, by another field or a tag of this note")
        else:
            self.say("No longer private: the team and the public get this note")

    def rename(self) -> None:
        if self._is_on_disk():
            self.app.show("rename.RenameScreen", self.page.path)

    def _is_on_disk(self) -> bool:
        self.page.save_now()
        if self.edited.keeper.note.version is None:
            self.say("This note is not on disk yet. Type something first.")
        return self.edited.keeper.note.version is not None

    def show_history(self) -> None:
        """Compare earlier versions with the current text."""
        from confnotes.tui.screens.history import HistoryScreen

        page = self.page
        page.save_now()
        self.app.push_screen(HistoryScreen(page.path, text=lambda: self.edited.whole, take=self._take))

    def _take(self, text: str, told: str) -> None:
        if self.editor.read_only:
            self.say("This note is read-only")
            return
        self.edited.keeper.keep_version()
        self.edited.show_text(text)
        self.edited.touched()
        self.say(told)

    def delete(self) -> None:
        """Delete the note and close its screen."""
        if self.edited.keeper.note.version is None:
            self.say("This note is not on disk yet. Close it to discard it.")
        else:
            NoteDeleter(self.page, self._leave).delete(self.page.path)

    def _leave(self, path: str) -> None:
        self.edited.keeper.forget_file()
        self.page.dismiss()


_OF_THE_OTHER_PROGRAM = ("SIGINT", "SIGQUIT")


@contextmanager
def _signals_for_later() -> Iterator[list[signal.Signals]]:
    """Hold back signals while another program has the terminal: ctrl+c is for that program, those that end us wait."""
    received: list[signal.Signals] = []
    before = {}
    woken = signal.set_wakeup_fd(-1)
    for number in END_SIGNALS:
        with suppress(ValueError, OSError):
            before[number] = signal.signal(number, lambda got, _frame: received.append(signal.Signals(got)))
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(woken)
        received[:] = [number for number in received if number.name not in _OF_THE_OTHER_PROGRAM]
