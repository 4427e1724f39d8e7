"""Screens on which papers are marked as to read or read; asking before anything is fetched about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from confnotes.model.paper import Paper, Reading
from confnotes.tui.screens.page import Page
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import quote_title

if TYPE_CHECKING:
    from confnotes.tui.screens.dialog import Answer

_SAID = {None: "Mark removed", Reading.TO_READ: "To read", Reading.READ: "Read"}


class ReadingPage(Page):
    """A screen that has a chosen paper; a subclass says which, and shows it again after a change."""

    def chosen_paper(self) -> Paper | None:
        """The paper that the mark applies to."""
        raise NotImplementedError

    def marked(self, paper: Paper) -> None:
        """React to a changed mark of this paper."""
        raise NotImplementedError

    def action_mark(self) -> None:
        from confnotes.actions.papers.mark_paper import next_reading

        paper = self.chosen_paper()
        if paper is not None:
            reading = next_reading(paper.status)
            self.write_beside(partial(self._mark, paper, reading), partial(self._marked, paper))

    def _mark(self, paper: Paper, reading: Reading | None) -> Paper:
        """Write the mark; returns the changed paper."""
        from confnotes.actions.papers.mark_paper import mark

        mark(self.confnotes.vault, paper, reading)
        return replace(paper, status=reading, status_is_said=reading is not None)

    def _marked(self, before: Paper, paper: Paper) -> None:
        from confnotes.actions.papers.mark_paper import mark

        vault = self.confnotes.vault
        said = before.status if before.status_is_said else None
        self.did(
            UndoStep(
                f"{_SAID[paper.status]}: {quote_title(paper.title)}",
                lambda: mark(vault, paper, said),
                lambda: mark(vault, paper, paper.status),
                undone=f"{_SAID[before.status]}: {quote_title(paper.title)}",
            )
        )
        self.marked(paper)


def ask_to_fetch(page: Page, title: str, text: str, answers: Sequence[Answer], fetch: Callable[[], object]) -> None:
    """Fetch from the web: at once if the person always allows it, else if they say "yes" or "once".

    What holds for later, "yes" or "no", is remembered.
    """
    from confnotes.actions.references.fetch_titles import Consent, consent, remember

    def answered(answer: str) -> None:
        with page.confnotes.complaints():
            if answer in set(Consent):
                remember(Consent(answer))
        if answer in ("yes", "once"):
            fetch()

    if consent() is Consent.YES:
        fetch()
    else:
        page.let_choose(title, text, answers, answered)
