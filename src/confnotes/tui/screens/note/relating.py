"""Notes like this one: looked up when they are asked for, and gone to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from confnotes.tui.beside import reads
from confnotes.tui.screens.choice import Answer, ChoiceScreen
from confnotes.tui.screens.note.base import NotePage

if TYPE_CHECKING:
    from confnotes.model.related import Related
    from confnotes.tui.finding import Finding


class RelatingPage(NotePage):
    """Shows what this note has to do with others."""

    @dataclass
    class Alike(Message):
        """The notes like this one were found; more may be when the index is not `up_to_date`."""

        notes: tuple[Related, ...]
        up_to_date: bool

    def action_related(self) -> None:
        self.save_now()
        self._relate(self.confnotes.finding)

    @reads("related")
    def _relate(self, finding: Finding) -> None:
        from confnotes.catalogue.related import related

        up_to_date = finding.brought_up_to_date()
        self.post_message(self.Alike(related(self.vault, self.keeper.note.path), up_to_date))

    def on_relating_page_alike(self, event: Alike) -> None:
        if not event.notes:
            self.say(
                "no other note is like this one" if event.up_to_date else "the notes are being read; ask again soon"
            )
            return
        answers = [Answer(note.path, note.title, note.why) for note in event.notes]
        self.app.push_screen(ChoiceScreen("Related notes", "", answers, leads=True), self._open_related)

    def _open_related(self, path: str | None) -> None:
        if path is not None:
            self.confnotes.open_path(path)
