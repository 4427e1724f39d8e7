"""Operators: what `d`, `c`, `y`, `>`, `gu` and the others do with a span of the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from confnotes.tui.vim.formatting import WIDEST, characters_before, fill, place_of_character
from confnotes.tui.vim.registers import Held
from confnotes.tui.vim.state import InsertSession, Mode, VimState
from confnotes.tui.vim.text import Beep, Location, Shape, Span, after, cell_of, column_at_cell, is_joined, lead_of

SHIFT: Final = 2  # cells that `>` moves
MOST_PUT: Final = 20_000_000  # characters


@dataclass(frozen=True, slots=True)
class Doing:
    """How an operator is used: its register and count, on a selection or not, and whether its motion is a `big` one.

    `begin` is where the cursor was. `is_cut`: the motion went to the start of a line, which is left out.
    """

    register: str = ""
    count: int = 1
    on_selection: bool = False
    big: bool = False
    begin: Location | None = None
    is_cut: bool = False


Operate = Callable[[VimState, Span, Doing], None]


def _goes_to_start(vim: VimState, span: Span, doing: Doing) -> None:
    """Put the cursor where an operator leaves it: at the start; after whole lines in the column that it had."""
    row, column = span.start
    if span.shape is Shape.BLOCK:
        column = column_at_cell(vim.lines[row], span.left)
    elif span.shape is Shape.LINES:
        column = vim.cursor[1]
    vim.cursor = (row, column)


# Deleting and yanking


def delete(vim: VimState, span: Span, doing: Doing) -> None:
    """`d`"""
    span = _whole_lines(vim, span, doing)
    if span.start == span.end and span.shape is Shape.CHARS:
        vim.cursor = span.start
        return
    vim.registers.delete(doing.register, vim.text_of(span), as_lines=doing.big)
    if span.shape is Shape.LINES:
        vim.cursor = (span.start[0], vim.cursor[1])
        vim.remove_lines(span.start[0], span.end[0])
        vim.go_to_text(span.start[0])
    elif span.shape is Shape.BLOCK:
        change_text(vim, span, doing, lambda text: "")
    else:
        vim.cursor = span.start
        vim.replace(span.start, span.end, "")
        vim.cursor = span.start


def _whole_lines(vim: VimState, span: Span, doing: Doing) -> Span:
    """Characters over several lines that leave only blanks behind count as lines, as in vi."""
    (top, left), (bottom, right) = span.start, span.end
    if span.shape is not Shape.CHARS or doing.on_selection or top == bottom:
        return span
    if vim.lines[top][:left].strip(" \t") or vim.lines[bottom][right:].strip(" \t"):
        return span
    return Span((top, 0), (bottom, 0), Shape.LINES)


def change(vim: VimState, span: Span, doing: Doing) -> None:
    """`c`"""
    if span.shape is Shape.BLOCK:
        rows = span.rows
        vim.registers.delete(doing.register, vim.text_of(span), as_lines=False)
        change_text(vim, span, doing, lambda text: "")
        start_insert(vim, vim.cursor, rows=rows, cell=span.left, left=vim.cursor[1])
        return
    vim.registers.delete(doing.register, vim.text_of(span), as_lines=doing.big)
    if span.shape is Shape.LINES:
        top, bottom = span.start[0], span.end[0]
        vim.cursor = (top, min(vim.cursor[1], len(vim.lines[top])))
        if bottom > top:
            vim.cursor = (top + 1, vim.cursor[1])  # where vim's undo goes
            vim.remove_lines(top + 1, bottom)
        vim.replace((top, 0), (top, len(vim.lines[top])), "")
        start_insert(vim, (top, 0))
        return
    vim.cursor = span.start
    vim.replace(span.start, span.end, "")
    start_insert(vim, span.start)


def start_insert(
    vim: VimState,
    at: Location,
    *,
    count: int = 1,
    opens: str = "",
    rows: range = range(0),
    cell: int = 0,
    at_end: bool = False,
    left: int = 0,
    mode: Mode = Mode.INSERT,
) -> None:
    """Go to insert mode; raises Beep for a read-only text."""
    vim.leave_visual()
    vim.cursor = at
    vim.begin_step()
    vim.mode = mode
    vim.session = InsertSession(at, count=count, opens=opens, rows=rows, cell=cell, at_end=at_end, left=left)


def yank(vim: VimState, span: Span, doing: Doing) -> None:
    """`y`"""
    vim.registers.yank(doing.register, vim.text_of(span))
    vim.marks["["] = span.start
    vim.marks["]"] = span.end
    _goes_to_start(vim, span, doing)


# Changing characters


def change_text(vim: VimState, span: Span, doing: Doing, fresh: Callable[[str], str]) -> None:
    """Replace every part of a span by another of its lines."""
    _goes_to_start(vim, span, doing)
    at = vim.cursor
    top, bottom = span.start[0], span.end[0]
    lines = list(vim.lines[top : bottom + 1])
    for row in range(top, min(bottom + 1, len(vim.lines))):
        line = lines[row - top]
        start, end = _part(vim, span, row)
        lines[row - top] = line[:start] + fresh(line[start:end]) + line[end:]
    vim.set_lines(top, lines)
    vim.cursor = at


def _part(vim: VimState, span: Span, row: int) -> tuple[int, int]:
    """The columns of a row that are in a span."""
    line = vim.lines[row]
    if span.shape is Shape.LINES:
        return 0, len(line)
    if span.shape is Shape.BLOCK:
        return vim.columns_of(line, span)
    return (
        span.start[1] if row == span.start[0] else 0,
        min(span.end[1], len(line)) if row == span.end[0] else len(line),
    )


def _each(fresh: Callable[[str], str]) -> Callable[[str], str]:
    """The letters one by one, where that keeps their number."""

    def change_all(text: str) -> str:
        return "".join(new if len(new := fresh(one)) == 1 else one for one in text)

    return change_all


def _rot13(character: str) -> str:
    if character.isascii() and character.isalpha():
        base = ord("a" if character.islower() else "A")
        return chr((ord(character) - base + 13) % 26 + base)
    return character


def toggle_case(character: str) -> str:
    """A letter in the other case."""
    return character.lower() if character.isupper() else character.upper()


def _case(fresh: Callable[[str], str]) -> Operate:
    change_all = _each(fresh)

    def change_case(vim: VimState, span: Span, doing: Doing) -> None:
        if span.start == span.end and span.start[1] == 0 and not doing.on_selection:
            # a motion that goes nowhere, from the start of a line: vim takes the line, or the first character of a text
            end = len(vim.lines[span.start[0]]) if span.start[0] else after(vim.lines[0], 0)
            span = replace(span, end=(span.start[0], end))
        change_text(vim, span, doing, change_all)

    return change_case


# Lines


def _shift(vim: VimState, span: Span, doing: Doing, direction: int) -> None:
    top, bottom = span.start[0], span.end[0]
    times = doing.count if doing.on_selection else 1
    if span.shape is Shape.BLOCK:
        _shift_block(vim, span, direction * times)
        return
    vim.cursor = (top, span.start[1] if span.shape is Shape.CHARS else vim.cursor[1])
    vim.set_lines(top, [shifted(line, direction * times) for line in vim.lines[top : bottom + 1]])
    vim.go_to_text(top)


def _shift_block(vim: VimState, span: Span, times: int) -> None:
    top = span.start[0]
    fresh = []
    for line in vim.lines[top : span.end[0] + 1]:
        column = column_at_cell(line, span.left)
        lead = lead_of(line[column:])
        if column >= len(line):
            fresh.append(line)
        elif times > 0:
            fresh.append(line[:column] + " " * (SHIFT * times) + line[column:])
        else:
            fresh.append(line[:column] + line[column + min(len(lead), -times * SHIFT) :])
    at = (top, column_at_cell(vim.lines[top], span.left))
    vim.cursor = at
    vim.set_lines(top, fresh)
    vim.cursor = at


def shifted(line: str, times: int) -> str:
    """A line moved right, or left when negative; an empty line stays."""
    return indented(line, times * SHIFT)


def indented(line: str, more: int) -> str:
    """A line with more cells of indent, fewer when negative; an empty line stays."""
    if not line:
        return line
    lead = lead_of(line)
    return " " * max(cell_of(line, len(lead)) + more, 0) + line[len(lead) :]


def _tidy(vim: VimState, span: Span, doing: Doing) -> None:
    vim.cursor = (span.start[0], vim.cursor[1])
    vim.begin_step()
    vim.buffer.tidy(span.start[0], span.end[0])
    vim.go_to_text(span.start[0])


def join(vim: VimState, top: int, bottom: int, *, spaces: bool) -> None:
    """Join lines; with `spaces` by one space, without the blanks at their starts."""
    bottom = min(bottom, len(vim.lines) - 1)
    vim.begin_step()
    for _ in range(bottom - top):
        line, below = vim.lines[top], vim.lines[top + 1]
        start = len(line)
        text, between = below, ""
        if spaces:
            text = below.lstrip(" \t")
            if text and not text.startswith(")") and line and line[-1] not in " \t":
                between = " "
        vim.replace((top, start), (top + 1, len(below) - len(text)), between)
        vim.cursor = (top, start)


def _join(vim: VimState, span: Span, doing: Doing, *, spaces: bool) -> None:
    join(vim, span.start[0], max(span.end[0], span.start[0] + 1), spaces=spaces)


def _format(vim: VimState, span: Span, doing: Doing, *, keeps_cursor: bool) -> None:
    """`gq`; with `keeps_cursor`, the cursor stays at its character, as after `gw`."""
    top, bottom = span.start[0], span.end[0]
    old = list(vim.lines[top : bottom + 1])
    fresh = fill(old, min(vim.buffer.width, WIDEST))
    before = doing.begin or span.start
    row, column = before[0] - top, before[1]
    place = characters_before(old, row, column)
    is_blank = 0 <= row < len(old) and old[row][column : column + 1] in (" ", "\t")
    vim.cursor = before
    if fresh != old:
        vim.begin_step()
        _replace_lines(vim, top, bottom, fresh)
    vim.marks["["], vim.marks["]"] = (top, 0), (top + len(fresh) - 1, 0)
    if keeps_cursor:
        row, column = place_of_character(fresh, place - is_blank, top)
        vim.cursor = (row, column + is_blank)
    else:
        vim.go_to_text(top + len(fresh) - 1 + doing.is_cut)


def _replace_lines(vim: VimState, top: int, bottom: int, fresh: Sequence[str]) -> None:
    """Replace lines by others, so that those that stay keep what belongs to them."""
    same = min(bottom - top + 1, len(fresh))
    vim.set_lines(top, fresh[:same])
    if len(fresh) > same:
        vim.add_lines(top + same, fresh[same:])
    elif bottom >= top + same:
        vim.remove_lines(top + same, bottom)


# Putting


def put(vim: VimState, held: Held, count: int, *, behind: bool, goes_on: bool) -> None:
    """`p` (`behind` the cursor) and `P`; `goes_on` leaves the cursor after the text, as `gp` does."""
    if len(held.text) * count > MOST_PUT:
        raise Beep("Too much text to put: use a lower count")
    if held.shape is Shape.LINES:
        _put_lines(vim, held, count, behind=behind, goes_on=goes_on)
    elif held.shape is Shape.BLOCK:
        _put_block(vim, held, count, behind=behind, goes_on=goes_on)
    else:
        row, column = vim.cursor
        at = (row, after(vim.line, column) if behind and vim.line else column)
        text = held.text * count
        end = vim.replace(at, at, text)
        if goes_on:
            vim.cursor = end
        elif len(held.lines) > 1:
            vim.cursor = at
        else:
            vim.cursor = (at[0], max(end[1] - 1, 0))


def _put_lines(vim: VimState, held: Held, count: int, *, behind: bool, goes_on: bool) -> None:
    row = vim.cursor[0] + behind
    vim.begin_step()
    vim.add_lines(
        row, held.lines * count, (held.tails or ("",) * len(held.lines)) + ("",) * len(held.lines) * (count - 1)
    )
    last = row + len(held.lines) * count
    if goes_on and last < len(vim.lines):
        vim.cursor = (last, 0)
    elif goes_on:
        vim.cursor = (len(vim.lines) - 1, 0)
    else:
        vim.go_to_text(row)


def _put_block(vim: VimState, held: Held, count: int, *, behind: bool, goes_on: bool) -> None:
    row, column = vim.cursor
    cell = cell_of(vim.line, after(vim.line, column) if behind and vim.line else column)
    vim.begin_step()
    missing = row + len(held.lines) - len(vim.lines)
    if missing > 0:
        vim.add_lines(len(vim.lines), [""] * missing)
    fresh = []
    for line, part in zip(vim.lines[row : row + len(held.lines)], held.lines, strict=True):
        at = column_at_cell(line, cell)
        lead = line[:at] + " " * max(cell - cell_of(line, at), 0)
        wide = (part + " " * (held.width - len(part))) * (count - 1) + part
        rest = line[at:]
        fresh.append(lead + wide + (" " * (held.width - len(part)) + rest if rest else ""))
    vim.set_lines(row, fresh)
    start = column_at_cell(vim.lines[row], cell)
    if goes_on:
        last = row + len(held.lines) - 1
        vim.cursor = (last, min(start + held.width * count, len(vim.lines[last])))
    else:
        vim.cursor = (row, start)


# Numbers and single characters


def replace_characters(vim: VimState, span: Span, doing: Doing, character: str) -> None:
    """`r` in a selection."""
    if character in ("enter", "\n"):
        span = replace(span, start=span.start)
        change_text(vim, span, doing, lambda text: "")
        vim.replace(vim.cursor, vim.cursor, "\n")
        vim.cursor = (vim.cursor[0] + 1, 0)
        return
    change_text(vim, span, doing, lambda text: character * sum(not is_joined(one) for one in text))


def case_to(upper: bool | None) -> Operate:
    """Letters in capitals, in small ones, or each in the other case (None)."""
    if upper is None:
        return _case(toggle_case)
    return _case(str.upper if upper else str.lower)


OPERATORS: Final[Mapping[str, Operate]] = {
    "d": delete,
    "c": change,
    "y": yank,
    ">": lambda vim, span, doing: _shift(vim, span, doing, 1),
    "<": lambda vim, span, doing: _shift(vim, span, doing, -1),
    "=": _tidy,
    "gu": case_to(upper=False),
    "gU": case_to(upper=True),
    "g~": case_to(upper=None),
    "g?": _case(_rot13),
    "gq": lambda vim, span, doing: _format(vim, span, doing, keeps_cursor=False),
    "gw": lambda vim, span, doing: _format(vim, span, doing, keeps_cursor=True),
    "J": lambda vim, span, doing: _join(vim, span, doing, spaces=True),
    "gJ": lambda vim, span, doing: _join(vim, span, doing, spaces=False),
}
LINES_ONLY: Final = {">", "<", "=", "J", "gJ", "gq", "gw"}
"""Operators of whole lines, whatever the motion is."""
