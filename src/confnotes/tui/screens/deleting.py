"""Deleting a note from a screen, after a question that names its backlinks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.dialog import Answer
from confnotes.tui.screens.page import Controller, Page
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import plural, quote_title

if TYPE_CHECKING:
    from confnotes.actions.notes.note_versions import Deletion
    from confnotes.tui.confnotes import Confnotes

MOST_NAMED = 3


class NoteDeleter(Controller[Page]):
    """Deletes notes from a screen; `deleted` is called with the path of each deleted note."""

    def __init__(self, page: Page, deleted: Callable[[str], object] | None = None) -> None:
        super().__init__(page)
        self._deleted = deleted

    def delete(self, path: str) -> None:
        """Delete the note after asking."""
        from confnotes.actions.notes.note_versions import plan_deletion

        self.app.save_everything()
        for unsaved in self.app.left_unsaved:
            if unsaved.path == path:
                self.page.complain(ConfnotesError(unsaved.message, unsaved.hint("The note was not deleted.")))
                return
        self.say("Looking for backlinks …")
        self.page.write_beside(partial(plan_deletion, self.app.vault, path), self._ask)

    def _ask(self, deletion: Deletion) -> None:
        self.page.line.unsay()
        if not self.page.is_current:
            return
        titles = list(dict.fromkeys(one.title for one in deletion.backlinks))
        named = ", ".join(f"“{title}”" for title in titles[:MOST_NAMED]) + (
            f" and {len(titles) - MOST_NAMED} more" * (len(titles) > MOST_NAMED)
        )
        told = f"{plural(len(deletion.backlinks), 'link')} in {named} will become unresolved." if titles else ""
        answers = (
            Answer("keep", "Cancel"),
            Answer("delete", "Delete note", f"restore it later with {key_of('palette')}, “Deleted notes”"),
        )

        def answered(answer: str) -> None:
            if answer == "delete":
                self._delete(deletion)

        self.page.let_choose(f"Delete “{deletion.title}”?", told or "No other note links to it.", answers, answered)

    def _delete(self, deletion: Deletion) -> None:
        from confnotes.actions.notes.note_versions import delete

        self.page.write_beside(partial(delete, self.app.vault, deletion), lambda _: self._learn_deleted(deletion))

    def _learn_deleted(self, deletion: Deletion) -> None:
        self.app.visits.forget(deletion.path)
        self.app.note_saved(deletion.path)
        if self._deleted is not None:
            self._deleted(deletion.path)
        self.app.call_later(self._tell_deleted, deletion_step(self.app, deletion))

    def _tell_deleted(self, step: UndoStep) -> None:
        """Show the message on the current screen; the note's own screen is closed."""
        if isinstance(self.app.screen, Page):
            self.app.screen.did(step)


def deletion_step(app: Confnotes, deletion: Deletion) -> UndoStep:
    """The deletion as a step that any screen can undo."""
    from confnotes.actions.notes.note_versions import delete, undelete

    def undo() -> None:
        undelete(app.vault, deletion.path)
        app.note_saved(deletion.path)

    def redo() -> None:
        delete(app.vault, deletion)
        app.visits.forget(deletion.path)
        app.note_saved(deletion.path)

    title = quote_title(deletion.title)
    return UndoStep(f"Deleted {title}", undo, redo, undone=f"Restored {title}")
