"""The text that vim's keys work on: places, characters, words, and the buffer that holds the lines."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, Protocol, TypeVar, overload

Location = tuple[int, int]
"""A row and a column: both from 0, the column in code points."""

END: Final = 1 << 30
"""The wanted column after `$`: the end of every line."""

MOST_TIMES: Final = 10_000
"""The highest count: a typing error must not fill the memory."""

READ_ONLY: Final = "This note is read-only"
TAB: Final = 4  # cells, as in the editor


class Beep(Exception):  # noqa: N818  (it ends a command; nothing is wrong with the program)
    """The command cannot be done: it ends, as do pending keys. The text says why, "" where vim only beeps."""


class Shape(StrEnum):
    """What a motion, a selection or a register holds: characters, whole lines or a rectangle."""

    CHARS = "chars"
    LINES = "lines"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the text: from `start` up to `end`, which is not part of it.

    Lines are given by the rows alone, the last one included. Of a block, `left` and `right` are cells, the last one
    included; `right` is `END` after `$`.
    """

    start: Location
    end: Location
    shape: Shape = Shape.CHARS
    left: int = 0
    right: int = 0

    @property
    def rows(self) -> range:
        """The rows that it touches."""
        return range(self.start[0], self.end[0] + 1)


@dataclass(frozen=True, slots=True)
class ReplacedLines:
    """Lines that were replaced by undo or redo: from a row on, `old` went and `new` came."""

    row: int
    old: Sequence[str]
    new: Sequence[str]


@dataclass(frozen=True, slots=True)
class UndoneStep:
    """A step that was undone or done again: the cursor before it was first done, and its edits in order."""

    cursor: Location
    edits: Sequence[ReplacedLines]


class TextBuffer(Protocol):
    """The lines that are edited, and their window. Locations behind the end of a line are its end."""

    @property
    def lines(self) -> Sequence[str]:
        """The lines, at least one."""

    @property
    def has_final_newline(self) -> bool:
        """Whether the last line, if it is empty, only shows that the line above it ends with a newline."""

    @property
    def writable(self) -> bool:
        """Whether the text may be changed."""

    @property
    def clipboard(self) -> str:
        """The text of the system's clipboard."""

    @clipboard.setter
    def clipboard(self, text: str) -> None: ...

    def begin_step(self, cursor: Location) -> None:
        """Begin a step that is undone as one."""

    def end_step(self) -> None:
        """End the current step, if any."""

    def go_through_step(self, *, again: bool) -> UndoneStep | None:
        """Undo a step, or do the one undone last `again`; None without one."""

    def replace(self, start: Location, end: Location, text: str) -> None:
        """Replace the text from `start` up to `end`."""

    def set_lines(self, first: int, lines: Sequence[str]) -> None:
        """Replace as many lines from row `first` on."""

    def add_lines(self, row: int, lines: Sequence[str], tails: Sequence[str]) -> None:
        """Insert lines so that the first becomes row `row`; `tails` belong to them, as `tails` gave them."""

    def tails(self, first: int, last: int) -> Sequence[str]:
        """What belongs to each of the lines and is not shown, such as timestamps."""

    def remove_lines(self, first: int, last: int) -> None:
        """Remove lines; of the only lines of a text an empty one stays."""

    def open_line(self, row: int, *, above: bool) -> Location:
        """Add a line below or above a row; where to type on it."""

    def break_line(self, at: Location) -> Location:
        """What Enter does while typing; where to type on."""

    def lead_gone(self) -> Location | None:
        """Where a marker or an indentation ended that gave way to what was typed last."""

    def leave_line(self, row: int) -> None:
        """Typing ends on a row: a marker or an indentation that was put there goes if nothing follows it."""

    def tidy(self, first: int, last: int) -> None:
        """Bring the numbers of lists in order."""

    @property
    def width(self) -> int:
        """The cells of a row of the screen."""

    def view(self) -> tuple[int, int, int]:
        """The first and the last row in the window, and the height of the window in rows of the screen."""

    def scroll(self, rows: int) -> None:
        """Move the window down by rows of the screen; up when negative."""

    def show(self, row: int, place: str) -> None:
        """Move the window so that the row is at its "top", "middle" or "bottom"."""

    def row_of_screen(self, at: Location, step: int) -> Location:
        """The place that many rows of the screen below, where long lines take several."""


class LinesOfFile(Sequence[str]):
    """The lines as vim counts them: without the empty one after the final newline."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        rows = range(len(self))[at]
        return self._lines[rows] if isinstance(rows, int) else [self._lines[row] for row in rows]


# Characters


def is_escaped(line: str, column: int) -> bool:
    """Whether an odd number of backslashes is before a column."""
    begin = column
    while begin > 0 and line[begin - 1] == "\\":
        begin -= 1
    return (column - begin) % 2 == 1


def is_joined(character: str) -> bool:
    """Whether the character is combined with the previous one, as accents are."""
    return not character.isascii() and unicodedata.category(character) in ("Mn", "Me", "Mc")


def after(line: str, column: int) -> int:
    """The column of the next character."""
    column += 1
    while column < len(line) and is_joined(line[column]):
        column += 1
    return min(column, len(line))


def before(line: str, column: int) -> int:
    """The column of the previous character."""
    column = max(min(column, len(line)) - 1, 0)
    while column > 0 and column < len(line) and is_joined(line[column]):
        column -= 1
    return column


def last_column(line: str) -> int:
    """The column of the last character, 0 in an empty line."""
    return before(line, len(line)) if line else 0


def indent_of(line: str) -> int:
    """The column of the first character that is not blank; that of the last one if all are."""
    stripped = len(line) - len(line.lstrip(" \t"))
    return stripped if stripped < len(line) else last_column(line)


def lead_of(line: str) -> str:
    """The blanks at the start of a line."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def width_of(character: str, cell: int = 0) -> int:
    """The cells of a character that begins at `cell`."""
    if character == "\t":
        return TAB - cell % TAB
    if character.isascii():
        return 1
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if is_joined(character) else 1


def cell_of(line: str, column: int) -> int:
    """The cell at which the character at `column` begins."""
    lead = line[:column]
    if lead.isascii() and "\t" not in lead:  # a line may be of 1 MB
        return len(lead)
    cell = 0
    for character in lead:
        cell += width_of(character, cell)
    return cell


def column_at_cell(line: str, wanted: int) -> int:
    """The column of the character that covers a cell; the line's length behind its end."""
    if line.isascii() and "\t" not in line:
        return min(wanted, len(line))
    cell = 0
    for column, character in enumerate(line):
        cell += width_of(character, cell)
        if cell > wanted:
            while column > 0 and is_joined(line[column]):
                column -= 1
            return column
    return len(line)


_SPACES: Final = re.compile("[\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\u1680 \t\xa0]")
_EMOJI_SIGNS: Final = (
    "\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u24c2"
    "\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626"
    "\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u267f"
    "\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce"
    "\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714"
    "\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1"
    "\u27b0\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299\U0001f004\U0001f0cf"
    "\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f201\U0001f202"
    "\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f321\U0001f324-\U0001f393"
    "\U0001f396-\U0001f3f0\U0001f3f3-\U0001f5fd\U0001f5ff-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb"
    "\U0001f90c-\U0001faff"
)
"""Signs that vim takes for emoji: a class of words of their own."""

_EMOJI: Final = re.compile(f"[{_EMOJI_SIGNS}]")

_BLOCKS: Final = (
    *((0x2060, 1), (0x2070, 0x2070), (0x2080, 0x2080), (0x2095, 2), (0x20A0, 1), (0x2800, 0x2800), (0x2900, 1)),
    *((0x2999, 2), (0x29D8, 1), (0x29DC, 2), (0x29FC, 1), (0x29FE, 2), (0x2E00, 1), (0x2E80, 2), (0x3001, 1)),
    *((0x3021, 2), (0x3040, 0x3040), (0x30A0, 0x30A0), (0x3100, 2), (0x3300, 0x4E00), (0xA000, 2), (0xAC00, 0xAC00)),
    *((0xD7A4, 2), (0xF900, 0x4E00), (0xFB00, 2), (0xFD3E, 1), (0xFD40, 2), (0xFE30, 1), (0xFE6C, 2), (0xFF00, 1)),
    *((0xFF10, 2), (0xFF1A, 1), (0xFF21, 2), (0xFF3B, 1), (0xFF41, 2), (0xFF5B, 1), (0xFF66, 2), (0x1D000, 1)),
    *((0x1D250, 2), (0x1D400, 1), (0x1D800, 2), (0x1F000, 1), (0x1FA00, 2), (0x20000, 0x4E00), (0x2FA20, 2)),
)
"""The first character of each block from U+2060 on, and its class: 1 is punctuation, the others are words."""

_STARTS: Final = [start for start, _ in _BLOCKS]


def word_class(character: str, *, big: bool = False) -> int:
    """0 for blanks and the end of a line, 1 for punctuation, else the kind of word that it is part of.

    `big` counts all that is not blank as one kind, for `W`. Characters of other scripts follow vim's `utf_class`.
    """
    if not character or _SPACES.match(character):
        return 0
    if big:
        return 1
    code = ord(character)
    if code < 0x100:
        return 2 if character == "_" or (character.isascii() and character.isalnum()) or code >= 0xC0 else 1
    if _EMOJI.match(character):
        return 3
    if code < 0x2000:
        return 1 if unicodedata.category(character).startswith("P") else 2
    if code < 0x2060:
        return 1
    return _BLOCKS[bisect_right(_STARTS, code) - 1][1]


Buffer = TypeVar("Buffer", bound=TextBuffer)


class EditedText(Generic[Buffer]):
    """The text that the keys of vim or emacs edit: its buffer and the cursor in it."""

    def __init__(self, buffer: Buffer) -> None:
        self.buffer = buffer
        self.cursor: Location = (0, 0)

    @property
    def lines(self) -> Sequence[str]:
        """The lines."""
        return self.buffer.lines

    @property
    def line(self) -> str:
        """The line with the cursor."""
        return self.lines[self.cursor[0]]


class Walker:
    """A place that steps through the text as vim's cursor does: the end of a line counts as a place, too."""

    def __init__(self, lines: Sequence[str], at: Location) -> None:
        self.lines = lines
        self.row, self.column = at

    @property
    def at(self) -> Location:
        """Where it is."""
        return self.row, self.column

    @property
    def line(self) -> str:
        """The line that it is in."""
        return self.lines[self.row]

    @property
    def char(self) -> str:
        """The character there, "" at the end of a line."""
        return self.line[self.column] if self.column < len(self.line) else ""

    def forward(self) -> int:
        """Step on: 0 in the line, 2 to its end, 1 to the next line, -1 at the end of the text."""
        if self.column < len(self.line):
            self.column = after(self.line, self.column)
            return 0 if self.column < len(self.line) else 2
        if self.row + 1 < len(self.lines):
            self.row, self.column = self.row + 1, 0
            return 1
        return -1

    def back(self) -> int:
        """Step back: 0 in the line, 1 to the end of the line above, -1 at the start of the text."""
        if self.column > 0:
            self.column = before(self.line, self.column)
            return 0
        if self.row > 0:
            self.row -= 1
            self.column = len(self.line)
            return 1
        return -1

    def forward_over_ends(self) -> int:
        """Step on to the next character, over the end of a line that is not empty."""
        stepped = self.forward()
        return self.forward() if stepped >= 1 and self.column else stepped

    def back_over_ends(self) -> int:
        """Step back to the character before, over the end of a line that is not empty."""
        stepped = self.back()
        return self.back() if stepped == 1 and self.column else stepped

    def step(self, direction: int) -> int:
        """Step to the next character in a direction, over the ends of lines."""
        return self.forward_over_ends() if direction > 0 else self.back_over_ends()
