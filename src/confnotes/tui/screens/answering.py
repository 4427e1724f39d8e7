"""Screens that list tasks and questions: tasks are ticked in their files, questions take their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.tui.messages import NoteSaved
from confnotes.tui.screens.marking import quote_title
from confnotes.tui.screens.page import Page
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.rows import Row, RowList

if TYPE_CHECKING:
    from confnotes.catalogue.open_points import Point
    from confnotes.markup.questions import FoundQuestion
    from confnotes.tui.screens.questions import ToAsk


class AnsweringPage(Page):
    """A subclass makes `list`, whose rows of points are `PointRow`, and reads anew when a line has changed."""

    list: RowList

    def line_changed(self) -> None:
        """A line that is listed was changed in its note, or is not there any more."""
        raise NotImplementedError

    def is_open(self, row: Row) -> bool:
        """Whether the row is of a point that can be worked on."""
        point: Point | None = getattr(row, "point", None)
        return point is not None and point.open

    def note_changed(self, path: str | None) -> None:
        """A note was written: let it be found."""
        if path is not None:
            self.confnotes.finding.note_saved(path)
            self.app.post_message(NoteSaved(path))

    def tick_or_answer(self, point: Point) -> None:
        """Tick a task or open it again; ask what was answered to a question."""
        if point.asks:
            self._ask(point)
        else:
            self._tick(point)

    def _tick(self, point: Point) -> None:
        from confnotes.actions.notes.questions import tick

        self.confnotes.save_everything()
        vault, done = self.confnotes.vault, point.open
        try:
            found = tick(vault, point, done)
        except (ConfnotesError, OSError) as error:
            self.confnotes.complain_of(error)
            return
        if found:
            said = f"{'☑ done' if done else '☐ open again'}: {quote_title(point.text)}"
            self.did(
                UndoStep(said, lambda: tick(vault, point, not done), lambda: tick(vault, point, done), path=point.path)
            )
        self._changed(point.path, found)

    def stepped(self, step: UndoStep) -> None:
        super().stepped(step)
        if step.path:
            self.note_changed(step.path)
            self.line_changed()

    def _ask(self, point: Point) -> None:
        from confnotes.actions.notes.questions import answer_in
        from confnotes.markup.questions import FoundQuestion
        from confnotes.tui.screens.questions import QuestionsScreen, ToAsk

        if not point.open:
            self.say("this one is answered already")
            return

        def answer(question: FoundQuestion, words: str, asked_by: str) -> Sequence[ToAsk] | None:
            self.confnotes.save_everything()
            try:
                before = self.confnotes.vault.read(point.path).text
                found = answer_in(self.confnotes.vault, point.path, question, words, asked_by)
            except (ConfnotesError, OSError) as error:
                self.confnotes.complain_of(error)
                return None
            if found:
                self._say_answered(point, before)
            self._changed(point.path, found)
            return ()

        question = FoundQuestion(point.line - 1, point.line, point.text)
        self.app.push_screen(QuestionsScreen(point.path, [ToAsk(question)], self.askers(), answer))

    def _say_answered(self, point: Point, before: str) -> None:
        from confnotes.actions.notes.note_versions import revert_file

        vault = self.confnotes.vault
        after = vault.read(point.path).text
        self.did(
            UndoStep(
                f"answered: {quote_title(point.text)}",
                lambda: revert_file(vault, point.path, before, instead_of=after),
                lambda: revert_file(vault, point.path, after, instead_of=before),
                path=point.path,
            )
        )

    def askers(self) -> Sequence[str]:
        """Who may have asked."""
        return []

    def _changed(self, path: str, found: bool) -> None:
        self.choose_next = self._below()
        if found:
            self.note_changed(path)
        else:
            self.say("this line is not in the note any more")
        self.line_changed()

    def _below(self) -> str | None:
        """The next row that can be worked on; the choice goes there when the chosen one is done."""
        rows = [*self.list.rows]
        at = next((number for number, row in enumerate(rows) if row is self.list.chosen), 0)
        after = [*rows[at + 1 :], *reversed(rows[:at])]
        return next((row.key for row in after if self.is_open(row)), None)
