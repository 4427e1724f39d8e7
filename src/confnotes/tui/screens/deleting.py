"""Screens on which a note can be deleted: what links to it is told, and asked about, before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.messages import NoteSaved
from confnotes.tui.screens.choice import Answer, ChoiceScreen
from confnotes.tui.screens.marking import quoted
from confnotes.tui.screens.page import Page
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import counted

if TYPE_CHECKING:
    from confnotes.actions.notes.delete_note import Deletion
    from confnotes.tui.confnotes import Confnotes

MOST_NAMED = 3


class DeletingPage(Page):
    """A subclass says which note is to go, and what to do once it is gone."""

    @dataclass
    class DeletionPlanned(Message):
        """What links to the note was found."""

        deletion: Deletion

    @dataclass
    class Deleted(Message):
        """The note is gone."""

        deletion: Deletion

    @dataclass
    class NotDeleted(Message):
        """It stays, and why."""

        error: ConfnotesError | OSError

    def note_deleted(self, path: str) -> None:
        """The note is gone."""

    def delete_note(self, path: str) -> None:
        """Ask, and delete it."""
        self.confnotes.save_everything()
        for unsaved in self.confnotes.left_unsaved:
            if unsaved.path == path:
                self.complain(ConfnotesError(unsaved.message, "nothing was deleted"))
                return
        self.say("looking for links to it …")
        self._plan_deletion(path)

    @work(thread=True, exclusive=True, group="deleting")
    def _plan_deletion(self, path: str) -> None:
        from confnotes.actions.notes.delete_note import plan_deletion

        try:
            self.post_message(self.DeletionPlanned(plan_deletion(self.confnotes.vault, path)))
        except (ConfnotesError, OSError) as error:
            self.post_message(self.NotDeleted(error))

    def on_deleting_page_deletion_planned(self, event: DeletionPlanned) -> None:
        self.line.unsay()
        if not self.is_current:
            return
        deletion = event.deletion
        titles = list(dict.fromkeys(one.title for one in deletion.backlinks))
        named = ", ".join(f"“{title}”" for title in titles[:MOST_NAMED]) + (
            f" and {len(titles) - MOST_NAMED} more" * (len(titles) > MOST_NAMED)
        )
        told = f"{counted(len(deletion.backlinks), 'line links', 'lines link')} to it, in {named}." if titles else ""
        answers = (Answer("keep", "Keep it"), Answer("delete", "Delete it", "to bring it back: ctrl+p, Deleted notes"))

        def answered(answer: str | None) -> None:
            if answer == "delete":
                self._delete(deletion)

        question = ChoiceScreen(f"Delete “{deletion.title}”?", told or "No note links to it.", answers)
        self.app.push_screen(question, answered)

    @work(thread=True, exclusive=True, group="deleting")
    def _delete(self, deletion: Deletion) -> None:
        from confnotes.actions.notes.delete_note import delete

        try:
            delete(self.confnotes.vault, deletion)
        except (ConfnotesError, OSError) as error:
            self.post_message(self.NotDeleted(error))
        else:
            self.post_message(self.Deleted(deletion))

    def on_deleting_page_not_deleted(self, event: NotDeleted) -> None:
        self.confnotes.complain_of(event.error)

    def on_deleting_page_deleted(self, event: Deleted) -> None:
        path = event.deletion.path
        self.confnotes.visits.forget(path)
        self.confnotes.post_message(NoteSaved(path))
        self.note_deleted(path)
        self.app.call_later(self._tell_deleted, deletion_step(self.confnotes, event.deletion))

    def _tell_deleted(self, step: UndoStep) -> None:
        """Say so where one is now: the screen of the note was left."""
        if isinstance(self.app.screen, Page):
            self.app.screen.did(step)


def deletion_step(app: Confnotes, deletion: Deletion) -> UndoStep:
    """The deletion as a step that any screen can undo."""
    from confnotes.actions.notes.delete_note import bring_back, delete

    def undo() -> None:
        bring_back(app.vault, deletion.path)
        app.post_message(NoteSaved(deletion.path))

    def redo() -> None:
        delete(app.vault, deletion)
        app.visits.forget(deletion.path)
        app.post_message(NoteSaved(deletion.path))

    return UndoStep(f"deleted: {quoted(deletion.title)}", undo, redo, path=deletion.path)
