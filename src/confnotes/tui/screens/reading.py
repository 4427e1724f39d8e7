"""Screens on which a paper is marked as to read, or as read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual import work
from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.model.paper import Paper, Reading
from confnotes.tui.screens.marking import quoted
from confnotes.tui.screens.page import Page
from confnotes.tui.undo import UndoStep

_SAID = {None: "neither read nor to read", Reading.TO_READ: "to read", Reading.READ: "read"}


class ReadingPage(Page):
    """A screen that has a chosen paper; a subclass says which, and shows it anew after a mark."""

    @dataclass
    class Marked(Message):
        """It was written down that the paper, as it is now, is read, or not."""

        paper: Paper
        before: Paper

    @dataclass
    class NotMarked(Message):
        """It could not be written down."""

        error: ConfnotesError | OSError

    def chosen_paper(self) -> Paper | None:
        """The paper that a mark is for."""
        raise NotImplementedError

    def marked(self, paper: Paper) -> None:
        """The mark of this paper has changed."""
        raise NotImplementedError

    def action_mark(self) -> None:
        """Say the next thing of it: to read, read, nothing."""
        from confnotes.actions.papers.mark_paper import next_reading

        paper = self.chosen_paper()
        if paper is not None:
            self._mark(paper, next_reading(paper.status))

    @work(thread=True, group="mark")
    def _mark(self, paper: Paper, reading: Reading | None) -> None:
        from confnotes.actions.papers.mark_paper import mark

        try:
            mark(self.confnotes.vault, paper, reading)
        except (ConfnotesError, OSError) as error:
            self.post_message(self.NotMarked(error))
        else:
            marked = replace(paper, status=reading, status_is_said=reading is not None)
            self.post_message(self.Marked(marked, paper))

    def on_reading_page_marked(self, event: Marked) -> None:
        from confnotes.actions.papers.mark_paper import mark

        vault, paper, before = self.confnotes.vault, event.paper, event.before
        said = before.status if before.status_is_said else None
        self.did(
            UndoStep(
                f"{_SAID[paper.status]}: {quoted(paper.title)}",
                lambda: mark(vault, paper, said),
                lambda: mark(vault, paper, paper.status),
            )
        )
        self.marked(paper)

    def read_again(self) -> None:
        """Read what is shown again, after a mark was undone."""
        raise NotImplementedError

    def stepped(self, step: UndoStep) -> None:
        super().stepped(step)
        self.read_again()

    def on_reading_page_not_marked(self, event: NotMarked) -> None:
        self.confnotes.complain_of(event.error)
