"""What emacs's commands share: text, cursor, mark, kill ring and prefix argument."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from confnotes.tui.vim.text import READ_ONLY, EditedText, Location, TextBuffer, after, before

MOST_KILLS: Final = 60
MOST_MARKS: Final = 16


class EmacsError(Exception):
    """The command cannot be done; the text says why, as emacs does."""


class EmacsBuffer(TextBuffer, Protocol):
    """A text buffer whose cursor moves by rows of the screen."""

    def row_move(self, at: Location, rows: int, goal: int | None) -> tuple[Location, int]:
        """The place `rows` below, and the cell that later moves aim at: that of `at`, unless there is a `goal`."""


class EmacsState(EditedText[EmacsBuffer]):
    """The text being edited. Commands are functions of it and of the prefix argument, None without one."""

    def __init__(self, buffer: EmacsBuffer) -> None:
        super().__init__(buffer)
        self.mark: Location | None = None
        self.is_active = False
        """Whether the text between mark and cursor is selected."""
        self.marks: list[Location] = []
        self.kills: list[str] = []
        self.kill_at = 0
        self.goal: int | None = None
        self.keeps_goal = False
        self.last = ""
        """The name of the command before."""
        self.is_kill = self.was_kill = False
        self.has_changed = False
        self.yanked: Location | None = None
        self.recentered = 0
        self.message = self.error = ""

    @property
    def end(self) -> Location:
        last = len(self.lines) - 1
        return last, len(self.lines[last])

    @property
    def region(self) -> tuple[Location, Location]:
        """The text between mark and cursor, active or not."""
        if self.mark is None:
            raise EmacsError("The mark is not set now, so there is no region")
        self.mark = self.clamped(self.mark)
        start, end = sorted((self.mark, self.cursor))
        return start, end

    def clamped(self, at: Location) -> Location:
        """The nearest place that exists."""
        row = min(max(at[0], 0), len(self.lines) - 1)
        return row, min(max(at[1], 0), len(self.lines[row]))

    def text(self, start: Location, end: Location) -> str:
        (top, left), (bottom, right) = start, end
        if top == bottom:
            return self.lines[top][left:right]
        return "\n".join([self.lines[top][left:], *self.lines[top + 1 : bottom], self.lines[bottom][:right]])

    # Changes

    def replace(self, start: Location, end: Location, text: str) -> Location:
        """Replace text; the mark stays with its text. Where the new text ends."""
        if not self.buffer.writable:
            raise EmacsError(READ_ONLY)
        before = self.cursor
        if not self.has_changed:
            self.buffer.begin_step(before)
            self.has_changed = True
        self.buffer.replace(start, end, text)
        rows = text.count("\n")
        fresh = (start[0] + rows, len(text) - text.rfind("\n") - 1 + (0 if rows else start[1]))

        def moved(at: Location) -> Location:
            if at < end:
                return min(at, start)
            return at[0] - end[0] + fresh[0], at[1] - end[1] + fresh[1] if at[0] == end[0] else at[1]

        self.move_marks(lambda at: at if at <= start else moved(at))
        return fresh

    def move_marks(self, moved: Callable[[Location], Location]) -> None:
        """Move the marks, as a change of the text moves what is behind it."""
        self.mark = None if self.mark is None else moved(self.mark)
        self.marks = [moved(mark) for mark in self.marks]

    def insert(self, text: str) -> None:
        self.cursor = self.replace(self.cursor, self.cursor, text)

    def delete(self, start: Location, end: Location) -> None:
        """Delete text; the cursor goes to its start."""
        self.replace(start, end, "")
        self.cursor = start

    # The kill ring

    def kill(self, start: Location, end: Location, *, before: bool = False) -> None:
        """Delete text and keep it; kills in a row are one, with this one at its start if `before`."""
        self.keep(self.text(start, end), before=before)
        self.delete(start, end)
        self.is_kill = True

    def keep(self, text: str, *, before: bool = False, joins: bool = True) -> None:
        """Put text on the kill ring; joined to the kill before it, if that was the last command."""
        if joins and self.was_kill and self.kills:
            text = text + self.kills.pop() if before else self.kills.pop() + text
        self.kills = [*self.kills, text][-MOST_KILLS:]
        self.kill_at = len(self.kills) - 1
        self.buffer.clipboard = text

    def latest_kill(self) -> str:
        """The text to yank: what was copied elsewhere meanwhile, or the last kill."""
        copied = self.buffer.clipboard
        if copied and (not self.kills or copied != self.kills[-1]) and copied not in self.kills:
            self.keep(copied, joins=False)
        if not self.kills:
            raise EmacsError("Kill ring is empty")
        return self.kills[self.kill_at]

    # The mark

    def push_mark(self, at: Location, *, active: bool = False) -> None:
        """Set the mark; the previous one goes to the mark ring."""
        if self.mark is not None:
            self.marks = [self.mark, *self.marks][:MOST_MARKS]
        self.mark, self.is_active = at, active

    # Places

    def forward(self, at: Location, times: int) -> Location:
        """The place that many characters on, or back; the line end is one."""
        for _ in range(abs(times)):
            row, column = at
            if times > 0:
                if at == self.end:
                    raise EmacsError("End of buffer")
                at = (row, after(self.lines[row], column)) if column < len(self.lines[row]) else (row + 1, 0)
            else:
                at = self.before(at)
        return at

    def before(self, at: Location) -> Location:
        """The place of the character before."""
        row, column = at
        if column:
            return row, before(self.lines[row], column)
        if not row:
            raise EmacsError("Beginning of buffer")
        return row - 1, len(self.lines[row - 1])


Command = Callable[[EmacsState, int | None], None]
"""A command; the number is the prefix argument, None without one."""
