"""Moving in a note: by character, word and line, and with the mouse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Location, Selection

from confnotes.markup.headings import find as heading_of
from confnotes.markup.headings import section_end
from confnotes.tui.widgets import editor_typing as typing_help
from confnotes.tui.widgets.editor_canvas import NoteCanvas
from confnotes.tui.widgets.editor_wrapping import graphemes

_WORD: Final = re.compile(r"[\w'’]+|\s+|[^\w\s]+")
_LAST_GROUP: Final = re.compile(r"(?:[\w\u0300-\u036f]+|[^\w\s\u0300-\u036f]+)?\s*$")
_NEXT_GROUP: Final = re.compile(r"\s*(?:[\w\u0300-\u036f]+|[^\w\s\u0300-\u036f]+)?")
"""A word or a group of signs, with the blanks that ctrl+← and ctrl+→ go over on the way, as in most editors."""

_OTHERWISE: Final = ("delete_right", "cursor_line_start")
"""What Textual has on ctrl+d and ctrl+a, too, which are ours."""

_NEAR: Final = 64
"""No grapheme is longer than this."""


class PointingCanvas(NoteCanvas, inherit_bindings=False):
    """Moves the cursor and the selection."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(one for one in TextArea.BINDINGS if isinstance(one, Binding) and one.action not in _OTHERWISE),
        Binding("delete", "delete_right", "Delete the next character", show=False),
        Binding("home", "cursor_line_start", "Start of the line", show=False),
        Binding("ctrl+home", "go_to_begin", "Start of the note", show=False),
        Binding("ctrl+end", "go_to_end", "End of the note", show=False),
        Binding("ctrl+shift+home", "go_to_begin(True)", "Select to the start", show=False),
        Binding("ctrl+shift+end", "go_to_end(True)", "Select to the end", show=False),
        Binding("alt+b", "cursor_word_left", "Word to the left", show=False),  # as in a shell
        Binding("alt+f", "cursor_word_right", "Word to the right", show=False),
        Binding("ctrl+delete", "delete_word_right", "Delete the next word", show=False),
    ]

    @dataclass
    class Follow(Message):
        """A request to follow the link at `location`."""

        location: Location

    def action_go_to_begin(self, select: bool = False) -> None:
        self.move_cursor((0, 0), select=select)

    def action_go_to_end(self, select: bool = False) -> None:
        self.move_cursor(self.document.end, select=select)

    def go_to_place(self, place: int) -> None:
        """Move the cursor to that character of the text."""
        before = self.text[: max(place, 0)]
        self.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1))

    def selected_rows(self) -> tuple[int, int]:
        """The first and last row of the selection; a last row without selected text does not count."""
        start, end = sorted(self.selection)
        return start[0], end[0] - 1 if end[0] > start[0] and end[1] == 0 else end[0]

    # By words

    def get_cursor_word_left_location(self) -> Location:
        row, column = self.cursor_location
        found = _LAST_GROUP.search(self.note.lines[row][:column])
        return super().get_cursor_word_left_location() if not column or found is None else (row, found.start())

    def get_cursor_word_right_location(self) -> Location:
        row, column = self.cursor_location
        found = _NEXT_GROUP.match(self.note.lines[row], column)
        is_end = column == len(self.note.lines[row])
        return super().get_cursor_word_right_location() if is_end or found is None else (row, found.end())

    def action_cursor_word_left(self, select: bool = False) -> None:
        if select or self.selection.is_empty:
            super().action_cursor_word_left(select)
        else:
            self.move_cursor(min(self.selection))

    def action_cursor_word_right(self, select: bool = False) -> None:
        if select or self.selection.is_empty:
            super().action_cursor_word_right(select)
        else:
            self.move_cursor(max(self.selection))

    def action_delete_left(self) -> None:
        """Delete what is selected, the marker of an empty item before the cursor, or a character."""
        row, column = self.cursor_location
        begin = typing_help.erased_from(self.note.lines[row], column) if self.selection.is_empty else None
        if begin is None:
            super().action_delete_left()
        else:
            self.replace_as_typed("", (row, begin), (row, column))

    def action_delete_word_right(self) -> None:
        if self.selection.is_empty and not self.cursor_at_end_of_text:
            self.replace_as_typed("", self.cursor_location, self.get_cursor_word_right_location())
        else:
            super().action_delete_word_right()

    # Folding

    def validate_selection(self, selection: Selection) -> Selection:
        """Open folds where the cursor goes."""
        opened = [row for row, hidden in self.rows.folds.items() if any(end[0] in hidden for end in selection)]
        for row in opened:
            self.rows.fold(row, range(0))
        if opened:
            self.fit_size()
        return super().validate_selection(selection)

    def toggle_fold(self) -> bool:
        """Fold the section or the item at the cursor away but for its first line, or open it; False without one."""
        row = self.cursor_location[0]
        if row in self.rows.folds:
            self.rows.fold(row, range(0))
        else:
            lines = self.note.lines
            starts = (at for at in range(row, -1, -1) if at == row or heading_of(lines[at]))
            found = next(((at, below) for at in starts if (below := self._lines_below(at))), None)
            if found is None:
                return False
            at, below = found
            if row != at:
                self.move_cursor((at, len(lines[at])))
            for inner in [one for one in self.rows.folds if one in below]:
                self.rows.fold(inner, range(0))
            self.rows.fold(at, below)
        self.fit_size()
        self.refresh_rows()
        return True

    def get_cursor_down_location(self) -> Location:
        return self._past_folds(super().get_cursor_down_location(), down=True)

    def get_cursor_up_location(self) -> Location:
        return self._past_folds(super().get_cursor_up_location(), down=False)

    def _past_folds(self, place: Location, *, down: bool) -> Location:
        """A place beyond the fold in which a move by a row ends."""
        for row, hidden in self.rows.folds.items():
            if place[0] in hidden:
                goal = hidden.stop if down else row
                if goal == len(self.note.lines):
                    return self.cursor_location
                return goal, min(place[1], len(self.note.lines[goal]))
        return place

    def _lines_below(self, row: int) -> range:
        """The lines that belong to a heading or an item."""
        lines = self.note.lines
        shut = [self.in_code(at) for at in range(len(lines))]
        heading = None if shut[row] else heading_of(lines[row])
        if heading is not None:
            end = section_end(lines, row, heading[0], shut)
            while end > row + 1 and not lines[end - 1].strip():
                end -= 1
            return range(row + 1, end)
        lead = len(lines[row]) - len(lines[row].lstrip())
        end = row + 1
        while typing_help.is_item(lines[row]) and end < len(lines) and lines[end].strip():
            if len(lines[end]) - len(lines[end].lstrip()) <= lead:
                break
            end += 1
        return range(row + 1, end)

    def _ghost_of(self, row: int, source: str, *, is_here: bool) -> str:
        hidden = self.rows.folds.get(row)
        return super()._ghost_of(row, source, is_here=is_here) if hidden is None else f" ⋯ {len(hidden)} more"

    def get_cursor_left_location(self) -> Location:
        row, column = self.cursor_location
        line = self.note.lines[row]
        if column == 0 or line.isascii():
            return super().get_cursor_left_location()
        begin = max(0, column - _NEAR)
        return row, begin + graphemes(line[begin:column])[-1][0]

    def get_cursor_right_location(self) -> Location:
        row, column = self.cursor_location
        line = self.note.lines[row]
        if column >= len(line) or line.isascii():
            return super().get_cursor_right_location()
        return row, column + graphemes(line[column : column + _NEAR])[0][1]

    def get_cursor_line_start_location(self, smart_home: bool = False) -> Location:
        """With `smart_home` first to the text after the line's markers, then to the start of the line."""
        row, column = self.cursor_location
        home: Location = super().get_cursor_line_start_location(smart_home=False)
        begin = typing_help.text_begin(self.note.lines[row])
        return (row, begin) if smart_home and home[1] == 0 and column != begin else home

    # The mouse

    _pressed: Location = (0, 0)
    _clicked: Location = (0, 0)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.hold_preview()
        self._pressed = self.get_target_document_location(event)
        if event.ctrl or event.meta:
            event.prevent_default().stop()
            self.move_cursor(self._pressed)
            self.post_message(self.Follow(self._pressed))
        elif event.shift:
            event.prevent_default().stop()
            self.move_cursor(self._pressed, select=True)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self.let_preview_go()

    def on_click(self, event: events.Click) -> None:
        """A double click selects the word where the first click was, a triple click the line."""
        if event.chain < 2:
            self._clicked = self._pressed
        if event.chain < 2 or event.ctrl or event.meta or event.shift:
            return
        row, column = self._clicked
        line = self.note.lines[row]
        begin, end = word_at(line, column) if event.chain == 2 else (0, len(line))
        self.selection = Selection((row, begin), (row, end))
        self.record_cursor_width()


def word_at(line: str, column: int) -> tuple[int, int]:
    """The columns of the word, space or punctuation at a column."""
    at = min(column, len(line) - 1)
    return next((match.span() for match in _WORD.finditer(line) if match.start() <= at < match.end()), (column, column))
