"""Screens that write links or tags anew in many notes: all or nothing, the notes that are open here included."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from confnotes.errors import ConfnotesError, Failure
from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from confnotes.actions.links.rewrite import Renaming


class Rewritten(NamedTuple):
    """These files were written; the note at `old` is at `new` now."""

    paths: Sequence[str]
    old: str
    new: str
    said: str


class RewritingPage(Page):
    """A subclass plans what is to be written and says what to do once it is."""

    def __init__(self) -> None:
        super().__init__()
        self.is_writing = False

    def links_rewritten(self, written: Rewritten) -> None:
        """It was written; the notes that are open show it."""
        self.say(written.said)

    def everything_saved(self) -> bool:
        """Save the notes that are open; False when that cannot be done, which is told then."""
        self.confnotes.save_everything()
        for unsaved in self.confnotes.left_unsaved:
            self.complain(ConfnotesError(unsaved.message, "nothing was changed"))
            return False
        return True

    def rewrite(self, renaming: Renaming, said: str) -> None:
        """Write it."""
        if not self.is_writing and self.everything_saved():
            self.is_writing = True
            self.write_beside(partial(self._rewrite, renaming, said), self._rewritten, failed=self._not_rewritten)

    def action_undo(self) -> None:
        """Undo what was written last; before that, what was deleted on the way."""
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
        said = f"undone, but for {', '.join(changed)}: changed since" if changed else "undone"
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
