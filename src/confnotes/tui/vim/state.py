"""What vim's keys remember: cursor, mode, marks, jumps, registers, the last search, change and selection."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from confnotes.tui.vim.patterns import LinePattern, VimSearch, translate
from confnotes.tui.vim.registers import Held, Registers
from confnotes.tui.vim.text import (
    END,
    READ_ONLY,
    Beep,
    EditedText,
    LinesOfFile,
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
CLOSE: Final = 79  # columns: changes on a line that are closer count as one for `g;`


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
    OLDER = "the note of an older jump"
    NEWER = "the note of a newer jump"
    ALTERNATE = "the previous note"


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


@dataclass(frozen=True, slots=True)
class Substitution:
    """What `:s` replaces: a pattern, by what, and its flags."""

    pattern: str
    by: str
    flags: str = ""


class TrackedRows:
    """Rows in ascending order, which stay with their lines while the text changes; those of removed lines go."""

    def __init__(self, rows: Iterable[int]) -> None:
        self._rows = deque(rows)
        self._moved = 0

    def take(self) -> int | None:
        """The next row, None after the last one."""
        return self._rows.popleft() + self._moved if self._rows else None

    def move(self, row: int, more: int, gone: int) -> None:
        """Follow lines that were added or removed at a row."""
        if not self._rows or self._rows[-1] + self._moved < row:
            return
        if self._rows[0] + self._moved >= row + gone:  # the usual change is above all rows that are left
            self._moved += more
            return
        kept = (at + self._moved for at in self._rows if not row <= at + self._moved < row + gone)
        self._rows, self._moved = deque(at + more if at >= row else at for at in kept), 0


class VimState(EditedText[TextBuffer]):
    """The state that all commands share, and the ways to change the text."""

    def __init__(self, buffer: TextBuffer) -> None:
        super().__init__(buffer)
        self.registers = Registers(buffer)
        self.anchor: Location = (0, 0)
        self.mode = Mode.NORMAL
        self.wanted: int | None = None
        self.marks: dict[str, Location] = {"'": (0, 0), '"': (0, 0)}
        self.jumps: list[Location] = []
        self.jump_at = 0
        self._mark_before: Location | None = None
        self.lost_marks: dict[str, Location] = {}
        self.changes: list[Location] = []
        self.change_at = 0
        self._tracked: list[TrackedRows] = []
        self.char_search: CharSearch | None = None
        self.search: VimSearch | None = None
        self.ignore_case = self.smart_case = False
        self.last_selected: Selected | None = None
        self.change = self.earlier_change = Change()
        self.inserted = Insertion()
        self.session: InsertSession | None = None
        self.message = self.error = ""
        self.requests: list[tuple[VimRequest, str]] = []
        self.pending: deque[Key] = deque()
        self.last_macro = ""
        self.recording = ""
        self.abbreviations: dict[str, str] = {}
        self.substitution: Substitution | None = None
        self.asking: Generator[str, str, None] | None = None
        self.once = False
        self.run_other: Callable[[str], bool] = lambda name: False
        self.run_keys: Callable[[Sequence[Key]], None] = lambda keys: None
        self.is_step_held = False
        self._in_step = False

    # The text

    @property
    def lines(self) -> Sequence[str]:
        """The lines; the empty one after the final newline counts only while typing."""
        lines = self.buffer.lines
        hides = self.buffer.has_final_newline and self.session is None and len(lines) > 1 and not lines[-1]
        return LinesOfFile(lines) if hides else lines

    def keep_final_newline(self) -> None:
        """End the text with a newline again after something was typed after it."""
        if self.buffer.has_final_newline and self.buffer.lines[-1]:
            self.buffer.add_lines(len(self.buffer.lines), [""], [""])

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
        if self._in_step and not self.is_step_held:
            self._in_step = False
            self.buffer.end_step()

    def begin_change(self) -> None:
        """Begin a step that adds text; a text whose lines were all deleted ends with a newline again."""
        self.begin_step()
        if self.buffer.has_final_newline and self.session is None and [*self.buffer.lines[:2]] == [""]:
            self.buffer.add_lines(1, [""], [""])

    def replace(self, start: Location, end: Location, text: str) -> Location:
        """Replace text; the location after the new text."""
        self.begin_change()
        removed, added = end[0] - start[0], text.count("\n")
        self.buffer.replace(start, end, text)
        if removed and not added:
            self._join_places(start, end, len(text))
        self.lines_changed(start[0] + 1, added - removed, gone=max(removed - added, 0))
        last = start[1] + len(text) if not added else len(text) - text.rfind("\n") - 1
        self.changed(start, (start[0] + added, max(last - 1, 0)))
        return start[0] + added, last

    def set_lines(self, first: int, lines: Sequence[str]) -> None:
        """Replace as many lines from a row on; lines that stay the same are left alone."""
        self.begin_change()
        old = self.lines[first : first + len(lines)]
        changed = [index for index, line in enumerate(lines) if line != old[index]]
        if changed:
            low, high = changed[0], changed[-1] + 1
            self.buffer.set_lines(first + low, lines[low:high])
        self.changed((first, 0), (first + len(lines) - 1, 0))

    def add_lines(self, row: int, lines: Sequence[str], tails: Sequence[str] = ()) -> None:
        """Insert lines before a row."""
        self.begin_change()
        self.buffer.add_lines(row, lines, tails or [""] * len(lines))
        self.lines_changed(row, len(lines))
        self.changed((row, 0), (row + len(lines) - 1, 0))

    def remove_lines(self, first: int, last: int) -> None:
        """Remove lines."""
        self.begin_step()
        self.buffer.remove_lines(first, last)
        self.lost_marks = {}
        self.lines_changed(first, first - last - 1, gone=last - first + 1)
        row = min(first, len(self.lines) - 1)
        self.changed((row, 0), (row, 0))

    def remember_change(self, change: Change) -> None:
        """Keep a change for `.`."""
        self.earlier_change, self.change = self.change, change

    def changed(self, start: Location, end: Location) -> None:
        """Remember where the last change was."""
        self.marks["["], self.marks["]"], self.marks["."] = start, end, start
        row, column = self.changes[-1] if self.changes else (-1, 0)
        if row == start[0] and abs(column - start[1]) <= CLOSE:
            self.changes.pop()
        self.changes = [*self.changes[-JUMPS + 1 :], start]
        self.change_at = len(self.changes)

    def lines_changed(self, row: int, more: int, gone: int = 0) -> None:
        """Move marks below a row after lines were added or removed; those on the `gone` rows from it on go."""
        if not more:
            return
        for name, (at, column) in list(self.marks.items()):
            if row <= at < row + gone and name not in "<>":
                if name.islower():
                    self.lost_marks[name] = (at, column)
                del self.marks[name]
        self._move_places(lambda at: (at[0] if at[0] < row else row if at[0] < row + gone else at[0] + more, at[1]))
        for tracked in self._tracked:
            tracked.move(row, more, gone)

    def _join_places(self, start: Location, end: Location, between: int) -> None:
        """Move the marks of a line that is joined to where its text goes."""
        first = start[1] + between
        self._move_places(lambda at: (start[0], first + max(at[1] - end[1], 0)) if at[0] == end[0] else at)

    def _move_places(self, moved: Callable[[Location], Location]) -> None:
        self.marks = {name: moved(at) for name, at in self.marks.items()}
        self.jumps, self.changes = [moved(at) for at in self.jumps], [moved(at) for at in self.changes]
        if self.last_selected is not None:
            anchor, cursor = moved(self.last_selected.anchor), moved(self.last_selected.cursor)
            self.last_selected = replace(self.last_selected, anchor=anchor, cursor=cursor)

    @property
    def is_tracking(self) -> bool:
        """Whether a command for many lines, such as `:g`, runs: what one of them lacks does not end it."""
        return bool(self._tracked)

    @contextmanager
    def track(self, rows: Iterable[int]) -> Iterator[TrackedRows]:
        """Rows that follow what happens to the text, for a command that changes it row by row."""
        tracked = TrackedRows(rows)
        self._tracked.append(tracked)
        try:
            yield tracked
        finally:
            self._tracked.remove(tracked)

    def restore_marks(self) -> None:
        """Bring marks back that went with their lines, now that these are back."""
        self.marks = {**self.lost_marks, **self.marks}
        self.lost_marks = {}

    # The cursor

    @property
    def is_at_end(self) -> bool:
        """Whether the cursor is after the final newline: where a note opens, and where only typing goes."""
        return self.mode is Mode.NORMAL and len(self.lines) <= self.cursor[0] < len(self.buffer.lines)

    def clamp(self) -> None:
        """Keep the cursor in the text, in normal mode on a character, and the other end of a selection."""
        self.anchor = (min(self.anchor[0], len(self.lines) - 1), self.anchor[1])
        row = max(0, min(self.cursor[0], len(self.lines) - 1))
        line = self.lines[row]
        most = last_column(line) if self.mode is Mode.NORMAL and not self.once else len(line)
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
        self._mark_before = self.marks.get("'")
        self.marks["'"] = self.cursor
        self.jumps = [at for at in self.jumps if at[0] != self.cursor[0]][-JUMPS:]
        self.jumps.append(self.cursor)
        self.jump_at = len(self.jumps)

    def forget_jump(self) -> None:
        """Undo the mark of a jump that went nowhere."""
        if self._mark_before is not None and self.marks.get("'", self.cursor) == self.cursor:
            self.marks["'"] = self._mark_before
        self._mark_before = None

    def text_of(self, span: Span) -> Held:
        """The text of a span, as a register holds it."""
        (top, left), (bottom, right) = span.start, span.end
        if span.shape is Shape.LINES:
            tails = self.buffer.tails(top, bottom)
            return Held(tuple(self.lines[top : bottom + 1]), Shape.LINES, tuple(tails))
        if span.shape is Shape.BLOCK:
            parts = [line[slice(*self.columns_of(line, span))] for line in self.lines[top : bottom + 1]]
            width = max(map(len, parts)) if span.right == END else span.right - span.left + 1
            if span.right != END:
                parts = [part + " " * max(width - cell_of(part, len(part)), 0) for part in parts]
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

    def compiled(self, pattern: str) -> LinePattern:
        """A pattern for searching, as `ignorecase` and `smartcase` want it; raises Beep for one that is not valid."""
        return translate(pattern).compile(ignore_case=self.ignore_case, smart_case=self.smart_case, typed=pattern)

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
