"""A paper's page: authors, talks, your notes, links and BibTeX."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import ClassVar

from textual import events
from textual.worker import get_current_worker

from confnotes.errors import Failure
from confnotes.model.paper import Paper
from confnotes.tui.command import Where
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.paper_view import line_key, reading_of, rows_of
from confnotes.tui.screens.reading import ReadingPage, ask_to_fetch
from confnotes.tui.widgets.drawing import Part, clean
from confnotes.tui.widgets.rows import LinkRow, remark

Texts = Mapping[tuple[str, int], str]
"""The lines that mention a paper, by note and line number."""


class PaperScreen(ReadingPage, ListScreen[tuple[Paper, Texts, bool]]):
    """The page of one paper."""

    where: ClassVar[Where] = Where.PAPER

    def __init__(self, name: str, paper: Paper | None = None) -> None:
        """`name` is any name of the paper: citekey, identifier or title; `paper` is given if already loaded."""
        super().__init__()
        self._name_of_it = name
        self._paper = paper

    def begin(self) -> None:
        self.list.focus()
        self.show_filtered()

    def on_resize(self, event: events.Resize) -> None:
        self.show_filtered()

    def gather(self) -> Iterator[tuple[Paper, Texts, bool]]:
        from confnotes.catalogue.papers.find_paper import paper
        from confnotes.catalogue.papers.papers import lines_of

        vault = self.confnotes.vault
        if self._paper is not None and self.found is None:
            yield self._paper, lines_of(vault, self._paper), True
        is_complete = self.confnotes.finding.brought_up_to_date()
        found = paper(vault, self._name_of_it)
        yield found, lines_of(vault, found), is_complete

    def gathered(self, found: tuple[Paper, Texts, bool]) -> None:
        self.found = found
        self._paper, _, self.is_complete = found
        self.show_filtered()

    def not_gathered(self, error: Failure) -> None:
        if self._paper is None:
            self.tell_in_list(error)
        else:
            self.confnotes.complain_of(error)

    def show_filtered(self) -> None:
        from confnotes.exporters.data.bibtex import entry_of, format_entry

        paper = self._paper
        if paper is None:
            self.top.tell([Part(clean(self._name_of_it), "strong")], self.hint())
            self.list.show([remark("", "  Loading …")])
            return
        self.top.tell([Part(clean(paper.title), "strong")], [reading_of(paper)] if paper.status else self.hint())
        texts = self.found[1] if self.found else {}
        self.list.show(rows_of(paper, texts, format_entry(entry_of(paper)), self.app.size.width))

    # Opening and copying

    def action_open(self) -> None:
        row = self.list.chosen
        if not isinstance(row, LinkRow) or self._paper is None:
            return
        for noted in self._paper.noted:
            if row.key == line_key(noted):
                self.confnotes.open_path(noted.path, noted.line)
                return
        self.confnotes.follow(row.target)

    def action_browse(self) -> None:
        if self._paper is not None and self._paper.ids:
            self.confnotes.open_link(self._paper.ids[0].address)
        else:
            self.say("This paper has no link")

    def action_copy_citekey(self) -> None:
        if self._paper is not None:
            self.app.copy_to_clipboard(self._paper.citekey)
            self.say(f"Copied {self._paper.citekey}")

    def action_copy_bibtex(self) -> None:
        from confnotes.exporters.data.bibtex import entry_of, format_entry

        if self._paper is not None:
            self.app.copy_to_clipboard(format_entry(entry_of(self._paper)))
            self.say("BibTeX copied")

    # Read or to read

    def chosen_paper(self) -> Paper | None:
        return self._paper

    def marked(self, paper: Paper) -> None:
        if self._paper is not None and self._paper.key == paper.key:
            self._paper = paper
            self.show_filtered()
            self.load()

    # A note about it

    def action_write(self) -> None:
        from confnotes.actions.notes.take_note import paper_note

        if self._paper is not None:
            begun = partial(paper_note, self.confnotes.vault, self._paper)
            self.write_beside(begun, self.confnotes.show_note)

    # Fetching data

    def action_fetch(self) -> None:
        """Fetch the paper's data from the web, after asking for consent once."""
        from confnotes.tui.screens.dialog import Answer

        answers = [
            Answer("once", "Fetch once"),
            Answer("yes", "Always fetch without asking", "also for references, in all vaults"),
            Answer("cancel", "Cancel"),
        ]
        words = "Confnotes asks the DOI registry, arXiv or the paper's site, and stores the answer in your vault."
        if self._paper is not None:
            ask_to_fetch(self, "Fetch authors, year and venue from the web?", words, answers, self._begin_to_fetch)

    def _begin_to_fetch(self) -> None:
        if self._paper is not None:
            self.say("Fetching …")
            self.read_beside(partial(self._fetch, self._paper), self._fetched)

    def _fetch(self, paper: Paper) -> str:
        """Fetch and store the paper's data; returns its new name."""
        from confnotes.actions.papers.fetch_paper import FetchOptions, fetch_paper

        worker = get_current_worker()
        return f"@{fetch_paper(self.confnotes.vault, paper, FetchOptions(cancelled=lambda: worker.is_cancelled)).key}"

    def _fetched(self, key: str) -> None:
        self._name_of_it = key
        self.say("Saved to .confnotes/papers.bib")
        self.load()
