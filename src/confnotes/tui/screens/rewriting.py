"""Screens that write links or tags anew in many notes: all or nothing, the notes that are open here included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.messages import NoteSaved
from confnotes.tui.screens.page import Page

if TYPE_CHECKING:
    from confnotes.actions.links.rename_links import Renaming


class RewritingPage(Page):
    """A subclass plans what is to be written and says what to do once it is."""

    @dataclass
    class Rewritten(Message):
        """These files were written; the note at `old` is at `new` now."""

        paths: Sequence[str]
        old: str
        new: str
        said: str

    @dataclass
    class NotRewritten(Message):
        """Nothing was written, and why."""

        error: ConfnotesError | OSError

    def __init__(self) -> None:
        super().__init__()
        self.is_writing = False

    def links_rewritten(self, event: Rewritten) -> None:
        """It was written; the notes that are open show it."""
        self.say(event.said)

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
            self._rewrite(renaming, said)

    def action_undo(self) -> None:
        """Undo what was written last; before that, what was deleted on the way."""
        if self.confnotes.steps.can_undo(self.place):
            super().action_undo()
        elif not self.is_writing and self.everything_saved():
            self.is_writing = True
            self._take_back()

    @work(thread=True, group="rewriting")
    def _rewrite(self, renaming: Renaming, said: str) -> None:
        from confnotes.actions.links.rename_person import apply

        try:
            apply(self.confnotes.vault, renaming)
        except (ConfnotesError, OSError) as error:
            self.post_message(self.NotRewritten(error))
        else:
            paths = [file.path for file in renaming.files]
            self.post_message(self.Rewritten(paths, renaming.old, renaming.new, said))

    @work(thread=True, group="rewriting")
    def _take_back(self) -> None:
        from confnotes.actions.links import rename_record

        try:
            record, changed = rename_record.take_back(self.confnotes.vault)
        except (ConfnotesError, OSError) as error:
            self.post_message(self.NotRewritten(error))
            return
        said = f"undone, but for {', '.join(changed)}: changed since" if changed else "undone"
        paths = [one.path for one in record.files]
        self.post_message(self.Rewritten(paths, record.new, record.old, said))

    def on_rewriting_page_not_rewritten(self, event: NotRewritten) -> None:
        self.is_writing = False
        self.confnotes.complain_of(event.error)

    def on_rewriting_page_rewritten(self, event: Rewritten) -> None:
        from confnotes.actions.notes.take_note import open_note
        from confnotes.tui.screens.note.base import NotePage

        self.is_writing = False
        written = {*event.paths, event.old, event.new} - {""}
        for path in written:
            self.confnotes.post_message(NoteSaved(path))
        for page in self.app.screen_stack:
            if isinstance(page, NotePage) and page.path in written:
                here = page.path
                try:
                    page.edited.show_version(open_note(self.confnotes.vault, event.new if here == event.old else here))
                except (ConfnotesError, OSError) as error:
                    self.confnotes.complain_of(error)
        self.links_rewritten(event)
