"""A note as a file: in the user's own editor, its earlier versions, its name, what links to it, and deleting it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from textual.app import SuspendNotSupported

from confnotes.errors import ConfnotesError
from confnotes.tui.note_keeper import Saved
from confnotes.tui.screens.deleting import NoteDeleter
from confnotes.tui.screens.note.base import NoteController
from confnotes.tui.signals import END_SIGNALS


class NoteFile(NoteController):
    """What can be done with the file of the note; what is typed is saved before."""

    # The user's own editor

    def edit_outside(self) -> None:
        """Give the terminal to the user's editor, with the note at the line of the cursor, until it is left."""
        from confnotes.actions.notes.edit_file import chosen_editor_command, open_in_editor

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
                except ConfnotesError as error:
                    failure = error
        except SuspendNotSupported:
            failure = ConfnotesError("no other program can have this terminal", "open the file in your editor")
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
        """Have the note on the disk as it is here, a draft, too; raises ConfnotesError."""
        outcome = self.edited.keeper.write_now(self.edited.whole) if not self.edited.keeper.note.read_only else None
        if outcome is not None:
            self.edited.learn(outcome)
        if outcome is not None and not isinstance(outcome, Saved):
            reason = self.edited.failure.reason if self.edited.failure else "another program changed it, too"
            raise ConfnotesError(f"not saved: {reason}", "your editor would open what was saved before")

    # Its name, what it said before, and its end

    def show_links(self) -> None:
        """Who links to this note."""
        if self._is_on_disk():
            self.app.show("links.LinksScreen", self.page.path)

    def show_place(self) -> None:
        """Show and copy the path of the file."""
        if self._is_on_disk():
            path = str((self.vault.root / self.page.path).absolute())
            self.page.app.copy_to_clipboard(path)
            self.say(f"Copied: {path}")

    def rename(self) -> None:
        """Give this note another name."""
        if self._is_on_disk():
            self.app.show("rename.RenameScreen", self.page.path)

    def _is_on_disk(self) -> bool:
        self.page.save_now()
        if self.edited.keeper.note.version is None:
            self.say("this note is not on disk yet: type something first")
        return self.edited.keeper.note.version is not None

    def show_history(self) -> None:
        """Compare earlier versions with what the note says now."""
        from confnotes.tui.screens.history import HistoryScreen

        page = self.page
        page.save_now()
        self.app.go(HistoryScreen(page.path, text=lambda: self.edited.whole, take=self._take))

    def _take(self, text: str, told: str) -> None:
        if self.editor.read_only:
            self.say("this note cannot be changed")
            return
        self.edited.keeper.keep_version()
        self.edited.show_text(text)
        self.edited.touched()
        self.say(told)

    def delete(self) -> None:
        """Delete it and leave."""
        if self.edited.keeper.note.version is None:
            self.say("it is not on disk yet: leave it, and nothing stays")
        else:
            NoteDeleter(self.page, self._leave).delete(self.page.path)

    def _leave(self, path: str) -> None:
        self.edited.keeper.forget_file()
        self.page.dismiss()


_OF_THE_OTHER_PROGRAM = ("SIGINT", "SIGQUIT")


@contextmanager
def _signals_for_later() -> Iterator[list[signal.Signals]]:
    """Signals that come while another program has the terminal: ctrl+c is for that program, those that end us wait."""
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
