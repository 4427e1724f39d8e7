"""Earlier versions of a note, brought back into its editor, and deleting it."""

from __future__ import annotations

from confnotes.tui.screens.deleting import DeletingPage
from confnotes.tui.screens.note.base import NotePage


class RestoringPage(DeletingPage, NotePage):
    """Shows what the note said before; what is taken from there is one step that can be undone."""

    def action_history(self) -> None:
        """Compare earlier versions with what the note says now."""
        from confnotes.tui.screens.history import HistoryScreen

        self.save_now()
        self.confnotes.go(HistoryScreen(self.keeper.note.path, text=lambda: self.whole, take=self._take))

    def _take(self, text: str, told: str) -> None:
        if self.editor.read_only:
            self.say("this note cannot be changed")
            return
        self.keeper.keep_version()
        self.show_text(text)
        self.touched()
        self.say(told)

    def action_delete_note(self) -> None:
        """Delete it and leave."""
        if self.keeper.note.version is None:
            self.say("it is not on disk yet: leave it, and nothing stays")
        else:
            self.delete_note(self.keeper.note.path)

    def note_deleted(self, path: str) -> None:
        self.keeper.forget_file()
        self.dismiss()
