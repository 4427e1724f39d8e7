"""Tasks and questions in a list: ticking tasks and answering questions in their notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from confnotes.markup.plain import plain_text
from confnotes.markup.questions import FoundQuestion
from confnotes.tui.screens.page import Controller, Page
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import quote_title
from confnotes.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from confnotes.catalogue.open_points import Point
    from confnotes.tui.screens.questions import ToAsk


def _is_open(row: Row) -> bool:
    point: Point | None = getattr(row, "point", None)
    return point is not None and point.open


class PointWorker(Controller[Page]):
    """Ticks tasks and answers questions; `changed` is called when a listed line was changed or is gone."""

    def __init__(
        self,
        page: Page,
        rows: RowList,
        changed: Callable[[], object],
        *,
        is_open: Callable[[Row], bool] = _is_open,
        askers: Callable[[], Sequence[str]] = list,
    ) -> None:
        """`rows` lists the points; `is_open` tells open ones, `askers` returns names to suggest for who asked."""
        super().__init__(page)
        self._rows, self._changed, self._is_open, self._askers = rows, changed, is_open, askers

    def tick(self, path: str, line: int, text: str, is_open: bool) -> None:
        """Tick or reopen the task in that line of a note."""
        from confnotes.catalogue.open_points import Point

        self._tick(Point(path, line, text, is_open))

    def tick_or_answer(self, point: Point) -> None:
        """Tick or reopen a task; ask for the answer to a question."""
        if not point.asks:
            self._tick(point)
        elif point.open:
            self._ask(point)
        else:
            self.say("This question is already answered")

    def _tick(self, point: Point) -> None:
        from confnotes.actions.notes.questions import tick

        vault, done = self.app.vault, point.open
        self.app.save_everything()
        with self.app.complaints():
            found = tick(vault, point, done)
            told = [f"{words}: {quote_title(plain_text(point.text))}" for words in ("☐ Reopened", "☑ Done")]
            step = UndoStep(
                told[done],
                lambda: tick(vault, point, not done),
                lambda: tick(vault, point, done),
                undone=told[not done],
            )
            self._worked(point, found, step)

    def _ask(self, point: Point) -> None:
        from confnotes.actions.notes.note_versions import revert_file
        from confnotes.actions.notes.questions import answer_in
        from confnotes.tui.screens.questions import QuestionsScreen, ToAsk

        vault = self.app.vault

        def answer(question: FoundQuestion, words: str, asked_by: str) -> Sequence[ToAsk] | None:
            self.app.save_everything()
            with self.app.complaints():
                before = vault.read(point.path).text
                found = answer_in(vault, point.path, question, words, asked_by)
                after = vault.read(point.path).text
                put_back = partial(revert_file, vault, point.path, before, instead_of=after)
                put_again = partial(revert_file, vault, point.path, after, instead_of=before)
                title = quote_title(point.text)
                step = UndoStep(f"Answered: {title}", put_back, put_again, undone=f"Not answered: {title}")
                self._worked(point, found, step)
                return ()
            return None

        question = FoundQuestion(point.line - 1, point.line, point.text, asked_by=point.asked_by)
        self.page.app.push_screen(QuestionsScreen(point.path, [ToAsk(question)], self._askers(), answer))

    def _worked(self, point: Point, found: bool, step: UndoStep) -> None:
        """Report the change if the line was `found`, and choose the next open row."""

        def and_tell(change: Callable[[], object]) -> None:
            change()
            self.app.note_saved(point.path)

        self.page.choose_next = self._next_open()
        if found:
            self.page.did(replace(step, undo=partial(and_tell, step.undo), redo=partial(and_tell, step.redo)))
            self.app.note_saved(point.path)
        else:
            self.say("This line is no longer in the note")
        self._changed()

    def _next_open(self) -> str | None:
        """The next open row below the chosen one, otherwise the nearest above."""
        rows = [*self._rows.rows]
        at = next((number for number, row in enumerate(rows) if row is self._rows.chosen), 0)
        return next((row.key for row in (*rows[at + 1 :], *reversed(rows[:at])) if self._is_open(row)), None)
