"""Emacs's commands that move the cursor or set the mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from confnotes.tui.emacs.state import Command, EmacsError, EmacsState
from confnotes.tui.vim.text import Location

_SENTENCE_END: Final = re.compile(r"[.?!…]+[\]\"'”’)}]*(?=\s|$)\s*")
_PLACES: Final = ("middle", "top", "bottom")
_KEPT_ROWS: Final = 2
"""Rows that stay in view when one scrolls a window."""


def is_word(character: str) -> bool:
    """Whether the character is part of a word, as in emacs's text mode."""
    if character.isascii():
        return character.isalnum() or character in "$%'"
    return unicodedata.category(character)[0] in "LNM"


def word_end(state: EmacsState, at: Location, times: int) -> Location:
    """The end of a number of words on; the start of words before with a negative number."""
    for _ in range(abs(times)):
        at = _word_edge(state.lines, at, 1 if times > 0 else -1)
    return at


def _word_edge(lines: Sequence[str], at: Location, step: int) -> Location:
    """Where a word ends that is here or further on, in a direction."""
    row, column = at
    is_inside = False
    while True:
        if column < len(lines[row]) if step > 0 else column > 0:
            is_part = is_word(lines[row][column if step > 0 else column - 1])
            if is_inside and not is_part:
                return row, column
            is_inside = is_part
            column += step
        elif is_inside or not 0 <= row + step < len(lines):
            return row, column
        else:
            row += step
            column = 0 if step > 0 else len(lines[row])


def paragraph_end(state: EmacsState, at: Location, times: int) -> Location:
    """The empty line behind a number of paragraphs, or the end; before them with a negative number."""
    lines = state.lines
    row, column = at
    for _ in range(abs(times)):
        if times > 0:
            while row < len(lines) and not lines[row].strip():
                row += 1
            while row < len(lines) and lines[row].strip():
                row += 1
            row, column = (row, 0) if row < len(lines) else state.end
        else:
            row, column = _paragraph_start(lines, row, column)
    return row, column


def _paragraph_start(lines: Sequence[str], row: int, column: int) -> Location:
    """The empty line before a paragraph, or its first line if that one is not quite empty."""
    is_behind_empty = not column and row and not lines[row - 1] and lines[row].strip()
    if not is_behind_empty:
        row -= not column
        while row > 0 and not lines[row].strip():
            row -= 1
        while row > 0 and lines[row - 1].strip():
            row -= 1
    row = max(row, 0)
    return (row - 1 if row and not lines[row - 1] else row), 0


def sentence_end(state: EmacsState, at: Location, times: int) -> Location:
    """The end of a number of sentences on; the start of sentences before with a negative number."""
    for _ in range(abs(times)):
        at = _sentence_on(state, at) if times > 0 else _sentence_back(state, at)
    return at


def _sentence_on(state: EmacsState, at: Location) -> Location:
    row, column = paragraph_end(state, at, 1)
    stop = (row - 1, len(state.lines[row - 1])) if (row, column) != state.end and row > at[0] else (row, column)
    for here in range(at[0], stop[0] + 1):
        begin = at[1] if here == at[0] else 0
        for found in _SENTENCE_END.finditer(state.lines[here]):
            end = found.start() + len(found[0].rstrip())
            if end > begin:
                return here, end
    return stop


def _sentence_back(state: EmacsState, at: Location) -> Location:
    row, _ = paragraph_end(state, at, -1)
    top = row if state.lines[row].strip() else min(row + 1, len(state.lines) - 1)
    starts = [(top, len(state.lines[top]) - len(state.lines[top].lstrip()))]
    for here in range(top, at[0] + 1):
        for found in _SENTENCE_END.finditer(state.lines[here]):
            behind = found.end() < len(state.lines[here])
            starts.append((here, found.end()) if behind else (here + 1, 0))
    return max((start for start in starts if start < at), default=(row, 0))


# Commands


def _move(state: EmacsState, at: Location) -> None:
    state.cursor = state.clamped(at)


def _char(state: EmacsState, count: int | None, direction: int) -> None:
    _move(state, state.forward(state.cursor, direction * (1 if count is None else count)))


def _row(state: EmacsState, count: int | None, direction: int) -> None:
    rows = direction * (1 if count is None else count)
    at, goal = state.buffer.row_move(state.cursor, rows, state.goal)
    if at == state.cursor and rows and at[0] in (0, len(state.lines) - 1):
        at = state.end if rows > 0 else (0, 0)
        if at == state.cursor:
            raise EmacsError("End of buffer" if rows > 0 else "Beginning of buffer")
    state.cursor, state.goal, state.keeps_goal = at, goal, True


def _word(state: EmacsState, count: int | None, direction: int) -> None:
    _move(state, word_end(state, state.cursor, direction * (1 if count is None else count)))


def _line_start(state: EmacsState, count: int | None) -> None:
    _move(state, (state.cursor[0] + (count or 1) - 1, 0))


def _line_end(state: EmacsState, count: int | None) -> None:
    row = min(max(state.cursor[0] + (count or 1) - 1, 0), len(state.lines) - 1)
    _move(state, (row, len(state.lines[row])))


def _indentation(state: EmacsState, count: int | None) -> None:
    _move(state, (state.cursor[0], len(state.line) - len(state.line.lstrip(" \t"))))


def _edge(state: EmacsState, *, end: bool) -> None:
    if not state.is_active:
        state.push_mark(state.cursor)
    state.cursor = state.end if end else (0, 0)


def _window(state: EmacsState, count: int | None, direction: int) -> None:
    height = state.buffer.view()[2]
    rows = direction * (max(height - _KEPT_ROWS, 1) if count is None else count)
    at, goal = state.buffer.row_move(state.cursor, rows, state.goal)
    if at == state.cursor:
        raise EmacsError("End of buffer" if rows > 0 else "Beginning of buffer")
    state.buffer.scroll(rows)
    state.cursor, state.goal, state.keeps_goal = at, goal, True


def _recenter(state: EmacsState, count: int | None) -> None:
    state.recentered = (state.recentered + 1) % len(_PLACES) if state.last == "recenter-top-bottom" else 0
    state.buffer.show(state.cursor[0], _PLACES[state.recentered])


def _line_number(state: EmacsState, count: int | None) -> None:
    if count is None:
        raise EmacsError("Type the number first, as in C-u 12 M-g g")
    if not state.is_active:
        state.push_mark(state.cursor)
    _move(state, (count - 1, 0))


# The mark


def _set_mark(state: EmacsState, count: int | None) -> None:
    if count is not None:
        if state.mark is None:
            raise EmacsError("No mark set in this buffer")
        state.cursor, state.is_active = state.clamped(state.mark), False
        state.marks.append(state.mark)
        state.mark = state.marks.pop(0)
    elif state.last == "set-mark-command" and state.mark == state.cursor:
        state.is_active = not state.is_active
        state.message = "Mark activated" if state.is_active else "Mark deactivated"
    else:
        state.push_mark(state.cursor, active=True)
        state.message = "Mark set"


def _exchange(state: EmacsState, count: int | None) -> None:
    if state.mark is None:
        raise EmacsError("No mark set in this buffer")
    state.mark, state.cursor = state.cursor, state.clamped(state.mark)
    state.is_active = count is None or not state.is_active


def _mark_all(state: EmacsState, count: int | None) -> None:
    state.push_mark(state.cursor)
    state.push_mark(state.end, active=True)
    state.cursor = (0, 0)


def _mark_word(state: EmacsState, count: int | None) -> None:
    if state.last == "mark-word" and state.mark is not None:
        state.mark = word_end(state, state.mark, count or 1)
    else:
        state.push_mark(word_end(state, state.cursor, count or 1), active=True)


def _mark_paragraph(state: EmacsState, count: int | None) -> None:
    end = paragraph_end(state, state.cursor, count or 1)
    state.push_mark(end, active=True)
    state.cursor = paragraph_end(state, end, -(count or 1))


MOTIONS: Final[Mapping[str, Command]] = {
    "forward-char": lambda state, count: _char(state, count, 1),
    "backward-char": lambda state, count: _char(state, count, -1),
    "next-line": lambda state, count: _row(state, count, 1),
    "previous-line": lambda state, count: _row(state, count, -1),
    "forward-word": lambda state, count: _word(state, count, 1),
    "backward-word": lambda state, count: _word(state, count, -1),
    "move-beginning-of-line": _line_start,
    "move-end-of-line": _line_end,
    "back-to-indentation": _indentation,
    "forward-sentence": lambda state, count: _move(state, sentence_end(state, state.cursor, count or 1)),
    "backward-sentence": lambda state, count: _move(state, sentence_end(state, state.cursor, -(count or 1))),
    "forward-paragraph": lambda state, count: _move(state, paragraph_end(state, state.cursor, count or 1)),
    "backward-paragraph": lambda state, count: _move(state, paragraph_end(state, state.cursor, -(count or 1))),
    "beginning-of-buffer": lambda state, count: _edge(state, end=False),
    "end-of-buffer": lambda state, count: _edge(state, end=True),
    "scroll-up-command": lambda state, count: _window(state, count, 1),
    "scroll-down-command": lambda state, count: _window(state, count, -1),
    "recenter-top-bottom": _recenter,
    "goto-line": _line_number,
    "set-mark-command": _set_mark,
    "exchange-point-and-mark": _exchange,
    "mark-whole-buffer": _mark_all,
    "mark-word": _mark_word,
    "mark-paragraph": _mark_paragraph,
}
