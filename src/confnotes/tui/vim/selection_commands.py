"""Commands on what is selected: `o`, `p`, `I` and `A` of a block, `ctrl+a`, and objects and operators there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from confnotes.tui.vim.commands import COMMANDS, NormalCommand, TypedCommand, add_to_number
from confnotes.tui.vim.motions import Reach, Reached
from confnotes.tui.vim.operators import LINES_ONLY, OPERATORS, Doing, change_text, put, replace_characters, start_insert
from confnotes.tui.vim.registers import Held
from confnotes.tui.vim.state import VISUAL_OF, Mode, Selected, VimState
from confnotes.tui.vim.text import END, Shape, Span, after, cell_of, column_at_cell

LINES_OF: Final = {"X": "d", "D": "d", "R": "c", "S": "c", "C": "c", "Y": "y"}
"""Keys that do an operator on whole lines."""


def select_object(vim: VimState, reached: Reached) -> None:
    """Select a text object, or extend the selection by it."""
    at = reached.at
    if reached.reach is Reach.LINES:
        vim.mode = Mode.VISUAL_LINE
    elif vim.mode is Mode.VISUAL_LINE:
        vim.mode = Mode.VISUAL
    if reached.reach is Reach.EXCLUSIVE and at > (0, 0):
        at = (at[0], at[1] - 1) if at[1] else (at[0] - 1, len(vim.lines[at[0] - 1]))
    if reached.start is not None:
        vim.anchor = reached.start
    vim.cursor, vim.wanted = at, None


def operate(vim: VimState, name: str, doing: Doing, selected: Selected) -> None:
    """Do an operator on a selection, which ends."""
    span = leave_selection(vim, selected)
    if name in LINES_ONLY and span.shape is Shape.CHARS:
        bottom = max(selected.anchor, selected.cursor)
        span = Span(span.start, bottom, Shape.LINES)
    OPERATORS[name](vim, span, replace(doing, on_selection=True))


def operate_on_lines(vim: VimState, key: str, doing: Doing) -> None:
    """`D`, `Y` and the like: whole lines; of a block the rest of its lines."""
    selected = vim.selected
    if selected.shape is Shape.BLOCK and key in "DC":
        selected = replace(selected, to_end=True)
    elif selected.shape is not Shape.BLOCK or key in "RSX":
        selected = replace(selected, shape=Shape.LINES)
    operate(vim, LINES_OF[key], doing, selected)


def replace_selected(vim: VimState, text: str) -> None:
    """`r`"""
    replace_characters(vim, leave_selection(vim, vim.selected), Doing(on_selection=True), text)


def leave_selection(vim: VimState, selected: Selected) -> Span:
    """The selected text; the selection ends, and the cursor goes to its start."""
    span = vim.span_of(selected)
    vim.leave_visual()
    vim.cursor, vim.wanted = span.start, None
    return span


def select_as(vim: VimState, old: Selected) -> None:
    """Select as much as was selected before, from the cursor on."""
    (top, left), (bottom, right) = sorted((old.anchor, old.cursor))
    row, column = vim.cursor
    last = min(row + bottom - top, len(vim.lines) - 1)
    vim.mode, vim.anchor = VISUAL_OF[old.shape], vim.cursor
    if old.shape is Shape.BLOCK:
        column = min(column + abs(old.anchor[1] - old.cursor[1]), len(vim.lines[last]))
    elif top == bottom:
        column = min(column + right - left, max(len(vim.lines[last]) - 1, 0))
    else:
        column = min(right, len(vim.lines[last]))
    vim.cursor = (last, column)
    vim.wanted = END if old.to_end else None


def _swap_ends(vim: VimState, given: TypedCommand, *, columns: bool) -> None:
    if columns and vim.mode is Mode.VISUAL_BLOCK:
        (top, left), (bottom, right) = vim.anchor, vim.cursor
        vim.anchor = (top, min(right, len(vim.lines[top])))
        vim.cursor = (bottom, min(left, len(vim.lines[bottom])))
    else:
        vim.anchor, vim.cursor = vim.cursor, vim.anchor


def _switch(vim: VimState, given: TypedCommand, mode: Mode) -> None:
    if vim.mode is mode:
        vim.leave_visual()
    else:
        vim.mode = mode


def _put_over(vim: VimState, given: TypedCommand, *, keeps_register: bool) -> None:
    """Replace what is selected by a register."""
    held = vim.registers.get(given.register)
    span = vim.span_of(vim.selected)
    gone = vim.text_of(span)
    vim.leave_visual()
    top = span.start[0]
    vim.cursor = span.start
    vim.begin_step()
    if span.shape is Shape.LINES:
        lines = Held(held.lines, Shape.LINES, held.tails)
        was_last = span.end[0] == len(vim.lines) - 1
        was_all = was_last and top == 0
        vim.remove_lines(top, span.end[0])
        vim.cursor = (len(vim.lines) - 1 if was_last else top, 0)
        put(vim, lines, given.times, behind=was_last and not was_all, goes_on=False)
        if was_all:
            vim.remove_lines(len(vim.lines) - 1, len(vim.lines) - 1)
        if held.shape is Shape.CHARS:
            vim.cursor = (vim.cursor[0], 0)
    elif span.shape is Shape.BLOCK:
        change_text(vim, span, Doing(), lambda text: "")
        put(vim, held, given.times, behind=False, goes_on=False)
    else:
        vim.replace(span.start, span.end, "")
        vim.cursor = span.start
        is_of_lines = held.shape is Shape.LINES
        if is_of_lines:
            vim.replace(vim.cursor, vim.cursor, "\n")
            vim.cursor = (top, 0)
        put(vim, held, given.times, behind=is_of_lines, goes_on=False)
    if not keeps_register:
        vim.registers.delete("", gone, as_lines=False)


def _insert_in_block(vim: VimState, given: TypedCommand, *, at_end: bool) -> None:
    selected = vim.selected
    span = vim.span_of(selected)
    top = span.start[0]
    if span.shape is not Shape.BLOCK:
        _insert_at_selection(vim, given, at_end=at_end)
        return
    line = vim.lines[top]
    cell = span.left if not at_end else END if span.right == END else span.right + 1
    column = len(line) if cell == END else column_at_cell(line, cell)
    vim.leave_visual()
    missing = cell - cell_of(line, column) if at_end and cell != END else 0
    vim.cursor = (top, column_at_cell(line, span.left))
    if missing > 0:
        vim.replace((top, len(line)), (top, len(line)), " " * missing)
        column = len(vim.lines[top])
    left = vim.cursor[1]
    start_insert(vim, (top, column), rows=span.rows, cell=cell, at_end=at_end, left=left)


def _insert_at_selection(vim: VimState, given: TypedCommand, *, at_end: bool) -> None:
    start, end = sorted((vim.anchor, vim.cursor))
    linewise = vim.mode is Mode.VISUAL_LINE
    vim.leave_visual()
    if at_end:
        line = vim.lines[end[0]]
        start_insert(vim, (end[0], len(line) if linewise else after(line, end[1]) if line else 0), count=given.times)
    else:
        start_insert(vim, (start[0], 0) if linewise else start, count=given.times)


def _add_in_lines(vim: VimState, given: TypedCommand, sign: int, *, grows: bool = False) -> None:
    span = vim.span_of(vim.selected)
    vim.leave_visual()
    vim.cursor = span.start if span.shape is not Shape.LINES else (span.start[0], 0)
    at, amount = vim.cursor, given.times
    for row in span.rows:
        column = span.start[1] if row == span.start[0] and span.shape is Shape.CHARS else 0
        if span.shape is Shape.BLOCK:
            column = column_at_cell(vim.lines[row], span.left)
        if add_to_number(vim, row, column, sign * amount) is not None and grows:
            amount += given.times
    vim.cursor = at


SELECTION_COMMANDS: Final[Mapping[str, NormalCommand]] = {
    "o": NormalCommand(lambda vim, given: _swap_ends(vim, given, columns=False)),
    "O": NormalCommand(lambda vim, given: _swap_ends(vim, given, columns=True)),
    "v": NormalCommand(lambda vim, given: _switch(vim, given, Mode.VISUAL), keeps=True),
    "V": NormalCommand(lambda vim, given: _switch(vim, given, Mode.VISUAL_LINE), keeps=True),
    "ctrl+v": NormalCommand(lambda vim, given: _switch(vim, given, Mode.VISUAL_BLOCK), keeps=True),
    "p": NormalCommand(lambda vim, given: _put_over(vim, given, keeps_register=False), repeats=True),
    "P": NormalCommand(lambda vim, given: _put_over(vim, given, keeps_register=True), repeats=True),
    "I": NormalCommand(lambda vim, given: _insert_in_block(vim, given, at_end=False), repeats=True),
    "A": NormalCommand(lambda vim, given: _insert_in_block(vim, given, at_end=True), repeats=True),
    "ctrl+a": NormalCommand(lambda vim, given: _add_in_lines(vim, given, 1), repeats=True),
    "ctrl+x": NormalCommand(lambda vim, given: _add_in_lines(vim, given, -1), repeats=True),
    "gctrl+a": NormalCommand(lambda vim, given: _add_in_lines(vim, given, 1, grows=True), repeats=True),
    "gctrl+x": NormalCommand(lambda vim, given: _add_in_lines(vim, given, -1, grows=True), repeats=True),
    **{
        key: COMMANDS[key]
        for key in ("gv", "m", "zt", "zz", "zb", "ctrl+d", "ctrl+u", "ctrl+f", "ctrl+b", "ctrl+e", "ctrl+y", "ctrl+g")
    },
}
