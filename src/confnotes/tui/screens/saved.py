"""Saved searches, with how much each finds now: open, rename, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.message import Message

from confnotes.errors import ConfnotesError
from confnotes.tui.beside import reads
from confnotes.tui.commands import Where
from confnotes.tui.screens.choice import Answer, ChoiceScreen
from confnotes.tui.screens.filtering import FilteringPage
from confnotes.tui.screens.saved_rows import SavedRow, saved_rows
from confnotes.tui.widgets.drawing import counted, place
from confnotes.tui.widgets.filter import Filter
from confnotes.tui.widgets.rows import RowList, remark


class SavedScreen(FilteringPage):
    """All of them, in the order of their file."""

    where: ClassVar[Where] = Where.SAVED

    @dataclass
    class Loaded(Message):
        """They were read; what they find is known of as many as were looked up so far."""

        saved: Sequence[SavedRow]

    def __init__(self) -> None:
        super().__init__()
        self.filter = Filter("type to filter")
        self.list = RowList("saved", classes="body")
        self._saved: Sequence[SavedRow] | None = None

    def on_mount(self) -> None:
        self.top.tell(place("Saved searches"), self.hint())
        self.list.focus()

    def on_screen_resume(self) -> None:
        self._load()

    def found_anew(self) -> None:
        self._load()

    @reads("saved")
    def _load(self) -> None:
        for rows in saved_rows(self.confnotes, {row.name: row.total for row in self._saved or ()}):
            self.post_message(self.Loaded(rows))

    def on_saved_screen_loaded(self, event: Loaded) -> None:
        self._saved = event.saved
        self.show_filtered()

    def show_filtered(self) -> None:
        from confnotes.markup.names import fold

        words = fold(self.filter.value).split()
        saved = self._saved or ()
        rows = [row for row in saved if all(word in fold(f"{row.name} {row.query}") for word in words)]
        if rows:
            self.list.show(rows)
        elif saved:
            self.list.show([remark("  nothing with these words")])
        elif self._saved is not None:
            self.list.show(
                [remark("", "  No search is saved yet.", "  On the search, ctrl+s saves what is asked there.")]
            )
        self.top.tell(place("Saved searches", counted(len(saved), "search", "searches")), self.hint())

    def on_row_list_pressed(self, event: RowList.Pressed) -> None:
        self.run_worker(self.action_open())

    async def action_open(self) -> None:
        from confnotes.tui.screens.search import SearchScreen

        row = self.list.chosen
        if isinstance(row, SavedRow):
            self.confnotes.go(SearchScreen(row.query, row.name))

    def action_rename(self) -> None:
        from confnotes.actions.save_query import save_query
        from confnotes.tui.screens.answer import AnswerScreen

        row = self.list.chosen
        if not isinstance(row, SavedRow):
            return

        def take(name: str) -> str | None:
            return self._done(lambda: save_query(self.confnotes.vault, name, row.query, instead_of=row.name))

        self.app.push_screen(
            AnswerScreen("Rename this search", row.query, example="its name", take=take, given=row.name)
        )

    def action_delete(self) -> None:
        from confnotes.actions.save_query import delete_query

        row = self.list.chosen
        if not isinstance(row, SavedRow):
            return

        def chosen(answer: str | None) -> None:
            if answer is not None and (fault := self._done(lambda: delete_query(self.confnotes.vault, row.name))):
                self.complain(ConfnotesError(fault))

        question = ChoiceScreen(
            f"Delete “{row.name}”?", row.query, [Answer("delete", "Delete it", "notes stay as they are")]
        )
        self.app.push_screen(question, chosen)

    def _done(self, change: Callable[[], object]) -> str | None:
        """Change what is saved and read it again; answers what went wrong."""
        try:
            change()
        except (ConfnotesError, OSError) as error:
            return getattr(error, "message", None) or str(error)
        self._load()
        return None
