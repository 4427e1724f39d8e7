"""The note editor as the buffer of vim's and emacs's keys: its edits, undo steps and window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.widgets.text_area import Edit, Location, Selection

from confnotes.tui.textual_private import redo_steps, undo_steps
from confnotes.tui.vim.text import ReplacedLines, UndoneStep
from confnotes.tui.widgets.editor_document import NoteEdit

if TYPE_CHECKING:
    from confnotes.tui.widgets.editor import NoteEditor


class EditorBuffer:
    """What vim's and emacs's keys ask of a text, done by the editor, so that saving and undo work as they do there."""

    def __init__(self, editor: NoteEditor) -> None:
        self._editor = editor
        self._begun = False
        self._before: list[Edit] | None = None
        self.replace = editor.replace_text
        self.set_lines = editor.set_lines
        self.add_lines = editor.add_lines
        self.remove_lines = editor.remove_lines
        self.open_line = editor.open_line
        self.break_line = editor.break_line
        self.lead_gone = editor.lead.take_gone
        self.leave_line = editor.lead.leave
        self.tidy = editor.tidy_lists

    @property
    def lines(self) -> Sequence[str]:
        return self._editor.note.lines

    @property
    def has_final_newline(self) -> bool:
        return self._editor.note.has_final_newline

    @property
    def writable(self) -> bool:
        return not self._editor.read_only

    @property
    def clipboard(self) -> str:
        return self._editor.app.clipboard

    @clipboard.setter
    def clipboard(self, text: str) -> None:
        self._editor.app.copy_to_clipboard(text)

    # Undo

    def begin_step(self, cursor: Location) -> None:
        self._editor.selection = Selection.cursor(cursor)
        self._before = self._editor.begin_step()
        self._begun = True

    def end_step(self) -> None:
        if self._begun:
            self._begun = False
            self._editor.end_step(self._before)

    def go_through_step(self, *, again: bool) -> UndoneStep | None:
        history = self._editor.history
        steps = redo_steps(history) if again else undo_steps(history)
        if not steps:
            return None
        first, edits = steps[-1][0], [edit for edit in steps[-1] if isinstance(edit, NoteEdit)]
        before = first.selection_before if isinstance(first, NoteEdit) else None
        cursor = before.end if before is not None else self._editor.cursor_location
        done = [_replaced_lines(edit) for edit in edits]
        if again:
            self._editor.redo()
            return UndoneStep(cursor, done)
        self._editor.undo()
        return UndoneStep(cursor, [ReplacedLines(one.row, one.new, one.old) for one in done[::-1]])

    def tails(self, first: int, last: int) -> Sequence[str]:
        return self._editor.note.tails[first : last + 1]

    # The window

    @property
    def width(self) -> int:
        return max(self._editor.wrap_width, 20)

    def view(self) -> tuple[int, int, int]:
        rows, height = self._editor.rows, max(self._editor.size.height, 1)
        top = min(int(self._editor.scroll_offset.y), rows.height - 1)
        first, last = rows.row(top), rows.row(min(top + height, rows.height) - 1)
        return first[0] if first else 0, last[0] if last else 0, height

    def scroll(self, rows: int) -> None:
        self._scroll_to(int(self._editor.scroll_offset.y) + rows)

    def show(self, row: int, place: str) -> None:
        height = max(self._editor.size.height, 1)
        above = {"top": 0, "middle": (height - 1) // 2, "bottom": height - 1}[place]
        self._scroll_to(self._editor.rows.top(row) - above)

    def _scroll_to(self, row: int) -> None:
        self._editor.scroll_to(y=max(row, 0), animate=False, immediate=True)

    def row_move(self, at: Location, rows: int, goal: int | None) -> tuple[Location, int]:
        shown = self._editor.rows
        offset = shown.location_to_offset(at)
        goal = int(offset.x) if goal is None else goal
        y = max(0, min(int(offset.y) + rows, shown.height - 1))
        y = shown.text_row(y) if rows > 0 else y
        if y == offset.y:
            return at, goal
        place: Location = shown.offset_to_location(Offset(goal, y))
        return place, goal

    def row_of_screen(self, at: Location, step: int) -> Location:
        rows = self._editor.rows
        offset = rows.location_to_offset(at)
        y = max(0, min(offset.y + step, rows.height - 1))
        place: Location = rows.offset_to_location(Offset(offset.x, rows.text_row(y) if step > 0 else y))
        return place


def _replaced_lines(edit: NoteEdit) -> ReplacedLines:
    """The lines that an edit replaced, without the one that it only touches at its start or end."""
    (row, column), old, new = edit.top, edit.made.replaced_text, edit.text
    if column == 0 and all(text.endswith("\n") or not text for text in (old, new)):
        return ReplacedLines(row, old.split("\n")[:-1], new.split("\n")[:-1])
    if all(text.startswith("\n") or not text for text in (old, new)):
        return ReplacedLines(row + 1, old.split("\n")[1:], new.split("\n")[1:])
    return ReplacedLines(row, old.split("\n"), new.split("\n"))
