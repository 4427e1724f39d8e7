"""Saved searches with their current number of results: open, rename, delete."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from confnotes.errors import ConfnotesError
from confnotes.markup.names import fold
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.tui.command import Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.dialog import Answer, AnswerScreen
from confnotes.tui.screens.list_screen import ListScreen
from confnotes.tui.screens.page import Page, in_one_line
from confnotes.tui.widgets.drawing import Line, Part, begin, clean, place, plural, spread
from confnotes.tui.widgets.rows import Row, remark
from confnotes.wanted import go_on

if TYPE_CHECKING:
    from confnotes.catalogue.searching.saved_queries import SavedQuery
    from confnotes.tui.confnotes import Confnotes


@fast_dataclass(frozen=True, slots=True)
class SavedRow(Row):
    """A saved search: its name, query and current number of results (None: not counted yet)."""

    name: str
    query: str
    total: int | None

    def lines(self, width: int, chosen: bool) -> list[Line]:
        left = [*begin(chosen, clean(self.name)), Part(f"   {clean(self.query)}", "faint")]
        return [spread(left, [Part("" if self.total is None else f"{self.total:,} ", "dim")], width)]


def saved_rows(app: Confnotes, totals: Mapping[str, int | None]) -> Iterator[tuple[SavedRow, ...]]:
    """All saved searches, first with the known `totals` by name, then with current ones.

    Run it in a worker; it stops when the worker is cancelled.
    """
    from confnotes.catalogue.searching.saved_queries import saved_queries

    saved = saved_queries(app.vault)
    yield tuple(_row(one, totals.get(one.name)) for one in saved)
    known: list[SavedRow] = []
    for one in saved:
        go_on()
        known.append(_row(one, app.finding.find(one.query, 1, "relevance", typing=False, everywhere=True).total))
    if known:
        yield tuple(known)


def _row(one: SavedQuery, total: int | None) -> SavedRow:
    return SavedRow(f"saved:{one.name}", one.name, one.query, total)


def ask_for_name(page: Page, query: str, name: str | None, kept: Callable[[str], None]) -> None:
    """Ask for a name and save the query; `name` is its present name, if any. `kept` is called with the new one."""
    from confnotes.actions.save_query import save_query
    from confnotes.catalogue.searching.saved_queries import saved_queries

    vault = page.confnotes.vault

    def take(answer: str) -> str | None:
        given = " ".join(answer.split())
        if given != name and any(one.name == given for one in saved_queries(vault)):
            return f"A search named “{given}” already exists"
        try:
            save_query(vault, given, query)
        except (ConfnotesError, OSError) as error:
            return in_one_line(error)
        kept(given)
        return None

    title = "Save this search"
    page.app.push_screen(AnswerScreen(title, query.strip(), example="Name", take=take, given=name or ""))


class SavedScreen(ListScreen[Sequence[SavedRow]]):
    """The list of saved searches, in the order of their file."""

    where: ClassVar[Where] = Where.SAVED
    placeholder: ClassVar[str] = "Filter by name or query"

    def found_anew(self) -> None:
        self.load()

    def gather(self) -> Iterator[Sequence[SavedRow]]:
        return saved_rows(self.confnotes, {row.name: row.total for row in self.found or ()})

    def rows(self, found: Sequence[SavedRow]) -> Sequence[Row]:
        words = fold(self.filter.value).split()
        rows = [row for row in found if all(word in fold(f"{row.name} {row.query}") for word in words)]
        nothing = ("", "  No saved searches yet.", f"  Press {key_of('save')} on the Search screen to save a search.")
        return rows or [remark("  No matching searches") if found else remark(*nothing)]

    def tell(self) -> None:
        told = plural(len(self.found or ()), "search", "searches")
        self.top.tell(place("Saved searches", told), self.hint())

    async def action_open(self) -> None:
        row = self.list.chosen
        if isinstance(row, SavedRow):
            self.confnotes.show("search.SearchScreen", row.query, row.name)

    def action_rename(self) -> None:
        from confnotes.actions.save_query import save_query

        row = self.list.chosen
        if not isinstance(row, SavedRow):
            return

        def take(name: str) -> str | None:
            self.choose_next = f"saved:{name}"
            return self._done(lambda: save_query(self.confnotes.vault, name, row.query, instead_of=row.name))

        self.app.push_screen(AnswerScreen("Rename this search", row.query, example="Name", take=take, given=row.name))

    def action_delete(self) -> None:
        from confnotes.actions.save_query import delete_query

        row = self.list.chosen
        if not isinstance(row, SavedRow):
            return

        def chosen(_: str) -> None:
            if fault := self._done(lambda: delete_query(self.confnotes.vault, row.name)):
                self.complain(ConfnotesError(fault))

        answers = [Answer("delete", "Delete search", "your notes are not affected")]
        self.let_choose(f"Delete saved search “{row.name}”?", row.query, answers, chosen)

    def _done(self, change: Callable[[], object]) -> str | None:
        """Apply a change and load the list again; returns an error message, or None."""
        try:
            change()
        except (ConfnotesError, OSError) as error:
            return in_one_line(error)
        self.load()
        return None
