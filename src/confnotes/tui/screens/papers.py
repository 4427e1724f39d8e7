"""Papers: all papers in programs and notes. Typing filters, enter opens the paper's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import Enum
from typing import ClassVar

from confnotes.errors import ConfnotesError
from confnotes.model.paper import Paper, Reading
from confnotes.tui.command import Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.paper_view import PaperRow, page_of, times_noted
from confnotes.tui.screens.reading import ReadingPage
from confnotes.tui.widgets.drawing import Part, plural
from confnotes.tui.widgets.rows import Row, RowList, remark, with_headings

_Listed = tuple[Paper, str]
"""A paper, and the folded text that the filter searches."""

MOST_COPIED = 200  # entries: many terminals accept at most 75 KB for the clipboard (OSC 52)


def _is_yours(paper: Paper) -> bool:
    return bool(paper.note or paper.noted or any(one.note or one.starred or one.attended for one in paper.presented))


def _no_papers() -> Row:
    return remark(
        "",
        "  No papers yet.",
        "  Name one in a note: arXiv:1905.13633, a DOI or an OpenReview link.",
        f"  Or press {key_of('now')}, then {key_of('import')} to import a program with papers.",
    )


def _by_reading(paper: Paper) -> tuple[int, str]:
    """TO READ, then papers with notes, then READ, then the rest of the programs."""
    if paper.status is Reading.TO_READ:
        return 0, "TO READ"
    if paper.status is Reading.READ:
        return 2, "READ"
    return (1, "YOURS") if _is_yours(paper) else (3, "NOT MARKED")


def _by_newest(paper: Paper) -> tuple[int, str]:
    year = max((day.year for day in paper.days), default=0)
    return -year, str(year or "NO DATE")


def _by_lines(paper: Paper) -> tuple[int, str]:
    return (0, "WITH NOTES") if times_noted(paper) else (1, "WITHOUT NOTES")


class PaperOrder(Enum):
    """A sort order of papers: its label, its groups, and the order within a group."""

    READING = "to read first"
    NEWEST = "newest first"
    LINES = "most notes first"

    @property
    def group(self) -> Callable[[Paper], tuple[int, str]]:
        """A function from a paper to its group's position and heading."""
        return {PaperOrder.READING: _by_reading, PaperOrder.NEWEST: _by_newest, PaperOrder.LINES: _by_lines}[self]

    def place(self, paper: Paper) -> tuple[int, int, bool, str]:
        """A key to sort papers by."""
        last = max(paper.days, default=date.min).toordinal()
        within = -times_noted(paper) if self is PaperOrder.LINES else -last
        return self.group(paper)[0], within, not paper.is_titled, paper.title.casefold()


class PapersScreen(ReadingPage, ListScreen[tuple[Sequence[_Listed], PaperOrder]]):
    """The list of papers, each once."""

    where: ClassVar[Where] = Where.PAPERS
    gathering: ClassVar[str] = "Loading papers …"
    placeholder: ClassVar[str] = "Filter by title, author, conference, year, citekey or arXiv ID"
    has_pane: ClassVar[bool] = True
    of_notes: ClassVar[bool] = True
    CSS = """
    PapersScreen Pane { width: 40%; display: none; border-left: solid $rule; }
    PapersScreen.-wide Pane { display: block; }
    """
    _order = PaperOrder.READING
    _shown = 0

    @property
    def _papers(self) -> Sequence[_Listed]:
        return self.found[0] if self.found else ()

    def gather(self) -> Iterator[tuple[Sequence[_Listed], PaperOrder]]:
        from confnotes.catalogue.papers.find_paper import words_of
        from confnotes.catalogue.papers.papers import papers

        order = self._order
        listed = ((paper, words_of(paper)) for paper in papers(self.confnotes.vault))
        yield sorted(listed, key=lambda one: order.place(one[0])), order

    def gathered(self, found: tuple[Sequence[_Listed], PaperOrder]) -> None:
        papers, order = found
        super().gathered(found if order is self._order else self._sorted(papers))

    def _sorted(self, papers: Sequence[_Listed]) -> tuple[Sequence[_Listed], PaperOrder]:
        return sorted(papers, key=lambda listed: self._order.place(listed[0])), self._order

    def rows(self, found: tuple[Sequence[_Listed], PaperOrder]) -> Sequence[Row]:
        wanted = self.wanted()
        shown = [
            paper for paper, text in found[0] if wanted.fits(text, self.talks_of(one.talk for one in paper.presented))
        ]
        self._shown = len(shown)
        if not found[0]:
            return [_no_papers()]
        group = self._order.group
        rows = with_headings(shown, lambda paper: group(paper)[1], lambda paper: PaperRow(paper.key, paper))
        return rows or [self.no_match("papers")]

    def tell(self) -> None:
        to_read = sum(paper.status is Reading.TO_READ for paper, _ in self._papers)
        right = [
            *([] if self.is_complete else [Part("indexing notes   ", "faint")]),
            Part(f"{self._order.value}   ", "faint", "papers.order"),
            *([Part(f"{to_read:,} to read   ", "accent")] if to_read else []),
            Part(f"{self._shown:,} of {len(self._papers):,}", "dim"),
        ]
        self.top.tell([Part("Papers", "strong")], right if self._papers else self.hint())

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        paper = self.chosen_paper()
        self.pane.show(page_of(paper) if paper else None)

    async def action_open(self) -> None:
        paper = self.chosen_paper()
        if paper is not None:
            self.confnotes.show("paper.PaperScreen", paper.key, paper)

    def action_order(self) -> None:
        orders = list(PaperOrder)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self.found = self._sorted(self._papers)
        self.list.show((), keep=False)
        self.show_filtered()

    def action_copy_bibtex(self) -> None:
        from confnotes.exporters.data.bibtex import render

        listed = [row.paper for row in self.list.rows if isinstance(row, PaperRow)]
        if not listed:
            self.say("No papers to copy")
        elif len(listed) > MOST_COPIED:
            told = f"Too many papers to copy: {len(listed):,}"
            self.complain(ConfnotesError(told, "Type to filter, or run confnotes export -f bibtex"))
        else:
            self.app.copy_to_clipboard(render(listed))
            self.say(f"Copied the BibTeX of {plural(len(listed), 'paper')}")

    def chosen_paper(self) -> Paper | None:
        row = self.list.chosen
        return row.paper if isinstance(row, PaperRow) else None

    def marked(self, paper: Paper) -> None:
        """Update the paper in place, so that it keeps its position until the list is loaded again."""
        self.found = [(paper if one.key == paper.key else one, text) for one, text in self._papers], self._order
        self.show_filtered()
