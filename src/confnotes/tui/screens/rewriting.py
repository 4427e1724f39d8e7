"""Screens that rewrite links or tags in many notes: all or none, including notes that are open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from confnotes.errors import ConfnotesError, Failure
from confnotes.markup.link_names import stem_of
from confnotes.tui.screens.page import Page
from confnotes.tui.undo import UndoStep

if TYPE_CHECKING:
    from confnotes.actions.links.rewrite import Renaming
    from confnotes.tui.confnotes import Confnotes
    from confnotes.vault.vault import Vault


class Rewritten(NamedTuple):
    """The files that were written; the note at `old` is now at `new`."""

    paths: Sequence[str]
    old: str
    new: str
    said: str


class RewritingPage(Page):
    """Rewrites notes; a subclass plans the changes and reacts once they are written."""

    def __init__(self) -> None:
        super().__init__()
        self.is_writing = False

    def links_rewritten(self, written: Rewritten) -> None:
        """React to the finished change; open notes already show it."""
        self.say(written.said)

    def rewrite(self, renaming: Renaming, said: str) -> None:
        """Write the planned changes."""
        if not self.is_writing and self.everything_saved():
            self.is_writing = True
            self.write_beside(partial(self._rewrite, renaming, said), self._rewritten, failed=self._not_rewritten)

    def action_undo(self) -> None:
        """Undo the last step on this screen, otherwise the last rewrite."""
        if self.confnotes.steps.can_undo(self.place):
            super().action_undo()
        elif not self.is_writing and self.everything_saved():
            self.is_writing = True
            self.write_beside(self._take_back, self._rewritten, failed=self._not_rewritten)

    def _rewrite(self, renaming: Renaming, said: str) -> Rewritten:
        from confnotes.actions.links.rewrite import apply

        apply(self.confnotes.vault, renaming)
        return Rewritten([file.path for file in renaming.files], renaming.old, renaming.new, said)

    def _take_back(self) -> Rewritten:
        return taken_back(self.confnotes.vault)

    def _not_rewritten(self, error: Failure) -> None:
        self.is_writing = False
        self.confnotes.complain_of(error)

    def _rewritten(self, done: Rewritten) -> None:
        self.is_writing = False
        show_rewritten(self.confnotes, done)
        self.links_rewritten(done)


def taken_back(vault: Vault) -> Rewritten:
    """Undo the last rewrite. Raises ConfnotesError, OSError."""
    from confnotes.actions.links import rewrite

    record, changed = rewrite.take_back(vault)
    said = f"Undone, except in {', '.join(changed)} (changed since)" if changed else "Undone"
    return Rewritten([one.path for one in record.files], record.new, record.old, said)


def show_rewritten(confnotes: Confnotes, done: Rewritten) -> None:
    """Show the rewritten notes on all open screens, and index them."""
    from confnotes.actions.notes.take_note import open_note
    from confnotes.tui.screens.note.base import NotePage

    written = {*done.paths, done.old, done.new} - {""}
    for path in written:
        confnotes.note_saved(path)
    for page in confnotes.screen_stack:
        if isinstance(page, NotePage) and page.path in written:
            here = page.path
            with confnotes.complaints():
                page.edited.show_version(open_note(confnotes.vault, done.new if here == done.old else here))


def step_of_rename(confnotes: Confnotes, done: Rewritten) -> UndoStep:
    """A rename that was just written, as a step to undo in the renamed note."""

    def save() -> None:
        confnotes.save_everything()
        for unsaved in confnotes.left_unsaved:
            raise ConfnotesError(unsaved.message, unsaved.hint("Nothing was changed."))

    def undo() -> None:
        from confnotes.actions.links.rewrite import last_rewrite

        save()
        last = last_rewrite(confnotes.vault)
        if last is None or (last.old, last.new) != (done.old, done.new):
            raise ConfnotesError("Links were changed again since", "Rename the note back by hand.")
        show_rewritten(confnotes, taken_back(confnotes.vault))

    def redo() -> None:
        from confnotes.actions.links.rename import plan_named
        from confnotes.actions.links.rewrite import apply

        save()
        renaming = plan_named(confnotes.vault, done.old, stem_of(done.new))
        apply(confnotes.vault, renaming)
        show_rewritten(confnotes, done)

    return UndoStep(done.said, undo, redo)
