"""What vim's keys remember: cursor, mode, marks, jumps, registers, the last search, change and selection."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from confnotes.tui.vim.patterns import VimSearch
from confnotes.tui.vim.registers import Held, Registers
from confnotes.tui.vim.text import (
    END,
    Beep,
    Location,
    Shape,
    Span,
    TextBuffer,
    after,
    cell_of,
    column_at_cell,
    indent_of,
    last_column,
)

JUMPS: Final = 100
READ_ONLY: Final = "This note is read-only"


class Mode(StrEnum):
    """The mode; its value is what the status line calls it."""

    NORMAL = "NORMAL"
    INSERT = "INSERT"
    REPLACE = "REPLACE"
    VISUAL = "VISUAL"
    VISUAL_LINE = "VISUAL LINE"
    VISUAL_BLOCK = "VISUAL BLOCK"


VISUAL: Final = {Mode.VISUAL: Shape.CHARS, Mode.VISUAL_LINE: Shape.LINES, Mode.VISUAL_BLOCK: Shape.BLOCK}
VISUAL_OF: Final = {shape: mode for mode, shape in VISUAL.items()}


class VimRequest(StrEnum):
    """What the screen is asked to do."""

    SAVE = "save"
    CLOSE = "close"
    FOLLOW = "follow"
    OPEN = "open"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Insertion:
    """What was typed in insert mode: the number of characters deleted before its start, and the text."""

    deleted: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Selected:
    """A selection: where it began, where the cursor is, and its shape."""

    anchor: Location
    cursor: Location
    shape: Shape
    to_end: bool = False


@dataclass(frozen=True, slots=True)
class CharSearch:
    """The last f, F, t or T."""

    character: str
    direction: int
    until: bool


Key = str | Insertion
"""A key by its name, or what was typed in insert mode, to be typed again."""


@dataclass(slots=True)
class Change:
    """The last change, for `.`: its keys without counts, and what was selected when it began in a selection."""

    keys: list[Key] = field(default_factory=list)
    register: str = ""
    count: int | None = None
    selected: Selected | None = None


@dataclass(slots=True)
class InsertSession:
    """Typing since insert mode began or the cursor was moved by a key.

    `start` is where the typed text begins, `deleted` what was deleted before that. `rows` are those of a block that the
    text is to be repeated on, with its cell; `left` is the column that the cursor goes to then.
    """

    start: Location
    deleted: int = 0
    count: int = 1
    opens: str = ""
    rows: range = field(default_factory=lambda: range(0))
    cell: int = 0
    at_end: bool = False
    left: int = 0
    overwritten: list[tuple[Location, str]] = field(default_factory=list)


class VimState:
    """The state that all commands share, and the ways to change the text."""

    def __init__(self, buffer: TextBuffer) -> None:
        self.buffer = buffer
        self.registers = Registers(buffer)
        self.cursor: Location = (0, 0)
        self.anchor: Location = (0, 0)
        self.mode = Mode.NORMAL
        self.wanted: int | None = None
        self.marks: dict[str, Location] = {"'": (0, 0)}
        self.jumps: list[Location] = []
        self.jump_at = 0
        self.char_search: CharSearch | None = None
        self.search: VimSearch | None = None
        self.ignore_case = self.smart_case = False
        self.last_selected: Selected | None = None
        self.change = Change()
        self.inserted = Insertion()
        self.session: InsertSession | None = None
        self.message = ""
        self.requests: list[tuple[VimRequest, str]] = []
        self.pending: deque[Key] = deque()
        self.last_macro = ""
        self.recording = ""
        self.substitution: tuple[str, str, str] | None = None
        self.last_ex = ""
        self.once = False
        self.run_other: Callable[[str], bool] = lambda name: False
        self._in_step = False

    # The text

    @property
    def lines(self) -> Sequence[str]:
        """The lines."""
        return self.buffer.lines

    @property
    def line(self) -> str:
        """The line with the cursor."""
        return self.lines[self.cursor[0]]

    @property
    def is_visual(self) -> bool:
        """Whether something is selected."""
        return self.mode in VISUAL

    def begin_step(self) -> None:
        """Begin the step that `u` undoes; raises Beep for a read-only text."""
        if not self.buffer.writable:
            raise Beep(READ_ONLY)
        if not self._in_step:
            self._in_step = True
            self.buffer.begin_step(self.cursor)

    def end_step(self) -> None:
        """End that step."""
        if self._in_step:
            self._in_step = False
            self.buffer.end_step()

    def replace(self, start: Location, end: Location, text: str) -> Location:
        """Replace text; the location after the new text."""
        self.begin_step()
        removed, added = end[0] - start[0], text.count("\n")
        self.buffer.replace(start, end, text)
        self.lines_changed(start[0] + 1, added - removed)
        last = start[1] + len(text) if not added else len(text) - text.rfind("\n") - 1
        self.changed(start, (start[0] + added, max(last - 1, 0)))
        return start[0] + added, last

    def set_lines(self, first: int, lines: Sequence[str]) -> None:
        """Replace as many lines from a row on; lines that stay the same are left alone."""
        self.begin_step()
        old = self.lines[first : first + len(lines)]
        changed = [index for index, line in enumerate(lines) if line != old[index]]
        if changed:
            low, high = changed[0], changed[-1] + 1
            self.buffer.set_lines(first + low, lines[low:high])
        self.changed((first, 0), (first + len(lines) - 1, 0))

    def add_lines(self, row: int, lines: Sequence[str], tails: Sequence[str] = ()) -> None:
        """Insert lines before a row."""
        self.begin_step()
        self.buffer.add_lines(row, lines, tails or [""] * len(lines))
        self.lines_changed(row, len(lines))
        self.changed((row, 0), (row + len(lines) - 1, 0))

    def remove_lines(self, first: int, last: int) -> None:
        """Remove lines."""
        self.begin_step()
        self.buffer.remove_lines(first, last)
        self.lines_changed(first, first - last - 1, gone=last - first + 1)
        row = min(first, len(self.lines) - 1)
        self.changed((row, 0), (row, 0))

    def changed(self, start: Location, end: Location) -> None:
        """Remember where the last change was."""
        self.marks["["], self.marks["]"], self.marks["."] = start, end, start

    def lines_changed(self, row: int, more: int, gone: int = 0) -> None:
        """Move the marks below a row after lines were added or removed; those in `gone` rows from it on go."""
        if not more:
            return
        for name, (at, column) in list(self.marks.items()):
            if row <= at < row + gone and name.isalpha():
                del self.marks[name]
            elif at >= row:
                self.marks[name] = (max(at + more, row if more < 0 else 0), column)
        self.jumps = [(at + more if at >= row + gone else at, column) for at, column in self.jumps]
        for selected in filter(None, [self.last_selected]):
            (top, left), (bottom, right) = selected.anchor, selected.cursor
            self.last_selected = Selected(
                (max(top + more, row) if top >= row else top, left),
                (max(bottom + more, row) if bottom >= row else bottom, right),
                selected.shape,
                selected.to_end,
            )

    # The cursor

    def clamp(self) -> None:
        """Keep the cursor in the text, in normal mode on a character, and the other end of a selection."""
        self.anchor = (min(self.anchor[0], len(self.lines) - 1), self.anchor[1])
        row = max(0, min(self.cursor[0], len(self.lines) - 1))
        line = self.lines[row]
        most = last_column(line) if self.mode is Mode.NORMAL else len(line)
        self.cursor = (row, max(0, min(self.cursor[1], most)))

    def go_to_text(self, row: int) -> None:
        """Put the cursor on the first character of a line that is not blank."""
        row = max(0, min(row, len(self.lines) - 1))
        self.cursor = (row, indent_of(self.lines[row]))

    def wanted_cell(self) -> int:
        """The cell that moving up and down aims for."""
        if self.wanted is None:
            self.wanted = cell_of(self.line, self.cursor[1])
        return self.wanted

    def in_wanted_cell(self, row: int) -> Location:
        """The place in that cell of a row."""
        line, cell = self.lines[row], self.wanted_cell()
        most = len(line) if self.is_visual else last_column(line)
        return row, most if cell == END else min(column_at_cell(line, cell), most)

    def remember_jump(self) -> None:
        """Remember where the cursor is before it jumps."""
        self.marks["'"] = self.cursor
        self.jumps = [at for at in self.jumps if at[0] != self.cursor[0]][-JUMPS:]
        self.jumps.append(self.cursor)
        self.jump_at = len(self.jumps)

    def text_of(self, span: Span) -> Held:
        """The text of a span, as a register holds it."""
        (top, left), (bottom, right) = span.start, span.end
        if span.shape is Shape.LINES:
            tails = self.buffer.tails(top, bottom)
            return Held(tuple(self.lines[top : bottom + 1]), Shape.LINES, tuple(tails))
        if span.shape is Shape.BLOCK:
            parts = [line[slice(*self.columns_of(line, span))] for line in self.lines[top : bottom + 1]]
            width = max(map(len, parts)) if span.right == END else span.right - span.left + 1
            return Held(tuple(parts), Shape.BLOCK, width=width)
        if top == bottom:
            return Held((self.lines[top][left:right],))
        return Held((self.lines[top][left:], *self.lines[top + 1 : bottom], self.lines[bottom][:right]))

    def columns_of(self, line: str, span: Span) -> tuple[int, int]:
        """The columns of a line that are in a block."""
        start = column_at_cell(line, span.left)
        if span.right == END:
            return start, len(line)
        end = column_at_cell(line, span.right)
        return start, max(start, after(line, end) if end < len(line) else len(line))

    # Selections

    @property
    def selected(self) -> Selected:
        """The selection."""
        return Selected(self.anchor, self.cursor, VISUAL[self.mode], self.wanted == END)

    def span_of(self, selected: Selected) -> Span:
        """The text that is selected; behind the end of a line its line end is, too."""
        if selected.shape is Shape.LINES:
            start, end = sorted(((selected.anchor[0], 0), selected.cursor))
            return Span(start, end, Shape.LINES)
        start, end = sorted((selected.anchor, selected.cursor))
        if selected.shape is Shape.BLOCK:
            first, then = (self._cells(at) for at in (selected.anchor, selected.cursor))
            right = END if selected.to_end else max(first[1], then[1])
            return Span(start, end, Shape.BLOCK, min(first[0], then[0]), right)
        line = self.lines[end[0]]
        if end[1] < len(line):
            return Span(start, (end[0], after(line, end[1])))
        behind = (end[0] + 1, 0) if end[0] + 1 < len(self.lines) else (end[0], len(line))
        return Span(start, behind)

    def _cells(self, at: Location) -> tuple[int, int]:
        line = self.lines[at[0]]
        left = cell_of(line, at[1])
        return left, max(left, cell_of(line, after(line, at[1])) - 1) if at[1] < len(line) else left

    def leave_visual(self) -> None:
        """End the selection and remember it."""
        if self.is_visual:
            self.last_selected = self.selected
            start, end = sorted((self.anchor, self.cursor))
            self.marks["<"], self.marks[">"] = start, end
            self.mode = Mode.NORMAL
            if self.wanted == END:
                self.wanted = None

    def ask(self, request: VimRequest, what: str = "") -> None:
        """Ask the screen for something."""
        self.requests.append((request, what))
