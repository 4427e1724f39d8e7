"""Screens that rewrite links or tags in many notes: all or none, including notes that are open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from confnotes.errors import ConfnotesError, Failure
from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from confnotes.actions.links.rewrite import Renaming


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

    def everything_saved(self) -> bool:
        """Save all open notes; False after showing an error."""
        self.confnotes.save_everything()
        for unsaved in self.confnotes.left_unsaved:
            self.complain(ConfnotesError(unsaved.message, unsaved.hint("Nothing was changed.")))
            return False
        return True

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
        from confnotes.actions.links import rewrite

        record, changed = rewrite.take_back(self.confnotes.vault)
        said = f"Undone, except in {', '.join(changed)} (changed since)" if changed else "Undone"
        return Rewritten([one.path for one in record.files], record.new, record.old, said)

    def _not_rewritten(self, error: Failure) -> None:
        self.is_writing = False
        self.confnotes.complain_of(error)

    def _rewritten(self, done: Rewritten) -> None:
        from confnotes.actions.notes.take_note import open_note
        from confnotes.tui.screens.note.base import NotePage

        self.is_writing = False
        written = {*done.paths, done.old, done.new} - {""}
        for path in written:
            self.confnotes.note_saved(path)
        for page in self.app.screen_stack:
            if isinstance(page, NotePage) and page.path in written:
                here = page.path
                with self.confnotes.complaints():
                    page.edited.show_version(open_note(self.confnotes.vault, done.new if here == done.old else here))
        self.links_rewritten(done)
