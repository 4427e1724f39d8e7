"""Undo and redo: where they leave the cursor and the marks, as vim does."""

from __future__ import annotations

from itertools import count

from confnotes.tui.vim.state import VimState
from confnotes.tui.vim.text import READ_ONLY, Beep, ReplacedLines, UndoneStep


def undo(vim: VimState, times: int, *, again: bool = False) -> None:
    """Undo or redo steps; the cursor goes to where the change was."""
    if not vim.buffer.writable:
        raise Beep(READ_ONLY)
    for number in range(times):
        step = vim.buffer.go_through_step(again=again)
        if step is None:
            if number == 0:
                raise Beep("Already at the newest change" if again else "Already at the oldest change")
            return
        vim.remember_jump()
        row = _row_of_change(step, vim.cursor[0])
        last_before = len(vim.lines) - 1 - sum(len(edit.new) - len(edit.old) for edit in step.edits)
        for edit in step.edits:
            if len(edit.new) != len(edit.old):
                vim.lines_changed(edit.row, len(edit.new) - len(edit.old), gone=len(edit.old))
        vim.restore_marks()
        first = min([last_before, *(edit.row for edit in step.edits)])
        last = max((edit.row + max(len(edit.new) - 1, 0) for edit in step.edits), default=row)
        vim.marks["["], vim.marks["]"] = (first, 0), (min(last, len(vim.lines) - 1), 0)
        _go_to_change(vim, step, row)


def _row_of_change(step: UndoneStep, row: int) -> int:
    """The row for the cursor: that of the first line that changed, or where it was if that is in or beside the edit."""
    least: int | None = None
    before = step.cursor[0]
    for edit in step.edits:
        if least is not None and edit.row >= least:
            continue
        if edit.row - 1 <= before <= edit.row + len(edit.new):
            row = least = before
        elif (at := _first_difference(edit)) < len(edit.new) or (least is None and edit is step.edits[-1]):
            row = least = edit.row + (at if at < len(edit.new) else 0)
    return row


def _first_difference(edit: ReplacedLines) -> int:
    pairs = zip(count(), edit.old, edit.new, strict=False)
    return next((at for at, old, new in pairs if old != new), min(len(edit.old), len(edit.new)))


def _go_to_change(vim: VimState, step: UndoneStep, row: int) -> None:
    before, column = step.cursor
    last = len(vim.lines) - 1
    row = min(row, last + 1)
    if before + 1 == row:
        row -= 1
    if row > last:
        vim.cursor = (last, 0)
    elif row == before:
        vim.cursor = (row, column)
    else:
        vim.go_to_text(row)
