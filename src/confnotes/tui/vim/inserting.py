"""Insert and replace mode: what keys type, and what is repeated once typing ends.

On the screen the editor types the keys of insert mode itself; these functions do so for `.`, counts and macros.
"""

from __future__ import annotations

from typing import Final

from confnotes.tui.vim.operators import shifted
from confnotes.tui.vim.registers import Held
from confnotes.tui.vim.state import Change, Insertion, InsertSession, Key, Mode, VimState
from confnotes.tui.vim.text import (
    END,
    Beep,
    Location,
    Shape,
    Span,
    Walker,
    after,
    before,
    cell_of,
    column_at_cell,
    lead_of,
    word_class,
)
from confnotes.tui.vim.wordwise import word_before

MOVES: Final = {
    *("left", "right", "up", "down", "home", "end", "pageup", "pagedown"),
    *("ctrl+left", "ctrl+right", "ctrl+home", "ctrl+end"),
}
"""Keys that move the cursor while typing: what is typed after them is a change of its own."""


def typed_character(key: Key) -> str:
    """The character that a key types, "" for none."""
    if not isinstance(key, str):
        return ""
    return {"space": " ", "enter": "\n", "tab": "  "}.get(key, key if len(key) == 1 else "")


def type_key(vim: VimState, key: Key) -> None:
    """Type a key in insert or replace mode."""
    session = vim.session
    assert session is not None
    if isinstance(key, Insertion):
        _retype(vim, key)
    elif key == "enter":
        expand_abbreviation(vim)
        vim.begin_step()
        count = len(vim.lines)
        row = vim.cursor[0]
        session.overwritten.append((vim.cursor, ""))
        vim.cursor = vim.buffer.break_line(vim.cursor)
        vim.lines_changed(row + 1, len(vim.lines) - count)
    elif text := typed_character(key):
        if word_class(text[0]) <= 1:
            expand_abbreviation(vim)
        _type(vim, text)
    elif key in ("backspace", "ctrl+h"):
        _backspace(vim, session)
    elif key == "delete":
        _delete(vim)
    elif key in ("ctrl+w", "ctrl+u"):
        _delete_more(vim, session, _word_or_line(vim, session, word=key == "ctrl+w"))
    elif key in ("ctrl+t", "ctrl+d"):
        _shift_line(vim, session, 1 if key == "ctrl+t" else -1)
    elif key in ("ctrl+y", "ctrl+e"):
        type_text(vim, _copied(vim, vim.cursor[0] + (1 if key == "ctrl+e" else -1)))
    elif key == "ctrl+a":
        type_text(vim, vim.inserted.text)
    elif key in MOVES:
        _move(vim, str(key))
        moved_while_typing(vim)


def insert_text(vim: VimState, text: str) -> None:
    """Insert text at the cursor, as a register is."""
    vim.cursor = vim.replace(vim.cursor, vim.cursor, text)


def type_text(vim: VimState, text: str) -> None:
    """Type what a key stands for; in replace mode over what is there."""
    if vim.mode is Mode.REPLACE:
        for character in text:
            _type(vim, character)
    elif text:
        insert_text(vim, text)


# Abbreviations


def expand_abbreviation(vim: VimState, typed: str = "") -> bool:
    """Replace the abbreviation before the cursor, or before a character that was just typed; whether there is one."""
    if not vim.abbreviations or vim.session is None:
        return False
    row, column = vim.cursor
    column -= len(typed)
    if typed == "\n":
        row, column = row - 1, len(vim.lines[row - 1])
    before = vim.lines[row][:column]
    short = _word_before(before)
    start = (row, column - len(short))
    if short not in vim.abbreviations or start < vim.session.start or (typed and word_class(typed) > 1):
        return False
    end = vim.replace(start, (row, column), vim.abbreviations[short])
    vim.cursor = vim.cursor if typed == "\n" else (end[0], end[1] + len(typed))
    return True


def _word_before(text: str) -> str:
    """The end of a text that may be an abbreviation: a word, or signs up to a blank."""
    if not text or text[-1].isspace():
        return ""
    is_word = word_class(text[-1]) > 1
    begin = len(text) - 1
    alike = word_class(text[begin - 1]) > 1 if begin else is_word
    while begin and not text[begin - 1].isspace() and (not is_word or (word_class(text[begin - 1]) > 1) == alike):
        begin -= 1
    return text[begin:]


# Keys


def _type(vim: VimState, text: str) -> None:
    session = vim.session
    assert session is not None
    end = vim.cursor
    if vim.mode is Mode.REPLACE and "\n" not in text and vim.cursor[1] < len(vim.line):
        end = (vim.cursor[0], after(vim.line, vim.cursor[1]))
    session.overwritten.append((vim.cursor, vim.line[vim.cursor[1] : end[1]]))
    vim.cursor = vim.replace(vim.cursor, end, text)


def _retype(vim: VimState, typed: Insertion) -> None:
    start = vim.cursor
    walker = Walker(vim.lines, start)
    for _ in range(typed.deleted):
        walker.back()
    session = vim.session
    if typed.deleted and session is not None:
        vim.replace(walker.at, start, "")
        vim.cursor = session.start = walker.at
        session.deleted += typed.deleted
    type_text(vim, typed.text)


def _copied(vim: VimState, row: int) -> str:
    """The character of another row in the cell of the cursor; raises Beep without one."""
    line = vim.lines[row] if 0 <= row < len(vim.lines) else ""
    column = column_at_cell(line, cell_of(vim.line, vim.cursor[1]))
    if column >= len(line):
        raise Beep
    return line[column : after(line, column)]


def _backspace(vim: VimState, session: InsertSession) -> None:
    if vim.mode is Mode.REPLACE:
        if session.overwritten:
            at, old = session.overwritten.pop()
            vim.replace(at, vim.cursor, old)
            vim.cursor = at
        return
    row, column = vim.cursor
    if column:
        _delete_back(vim, session, (row, before(vim.line, column)))
    elif row:
        _delete_back(vim, session, (row - 1, len(vim.lines[row - 1])))


def _delete_more(vim: VimState, session: InsertSession, to: Location) -> None:
    """Delete back to a place; in replace mode what was there before comes back."""
    if vim.mode is not Mode.REPLACE:
        _delete_back(vim, session, to)
    while vim.mode is Mode.REPLACE and session.overwritten and vim.cursor > to:
        _backspace(vim, session)


def _delete_back(vim: VimState, session: InsertSession, to: Location) -> None:
    """Delete back to a place, also text from before insert mode."""
    gone = vim.text_of(Span(to, vim.cursor)).text
    if to < session.start:
        typed = vim.text_of(Span(session.start, vim.cursor)).text if session.start < vim.cursor else ""
        session.deleted += len(gone) - len(typed)
        session.start = to
    vim.replace(to, vim.cursor, "")
    vim.cursor = to


def _word_or_line(vim: VimState, session: InsertSession, *, word: bool) -> Location:
    """Where ctrl+w and ctrl+u delete to: once they stop where insert mode began."""
    row, column = vim.cursor
    if column == 0:
        return (row - 1, len(vim.lines[row - 1])) if row else vim.cursor
    if word:
        walker = Walker(vim.lines, vim.cursor)
        word_before(walker, 1, big=False)
        to = walker.at if walker.row == row else (row, 0)
    else:
        to = (row, 0)
    return session.start if to < session.start < vim.cursor else to


def _delete(vim: VimState) -> None:
    row, column = vim.cursor
    if column < len(vim.line):
        vim.replace(vim.cursor, (row, after(vim.line, column)), "")
    elif row + 1 < len(vim.lines):
        vim.replace(vim.cursor, (row + 1, 0), "")


def _shift_line(vim: VimState, session: InsertSession, times: int) -> None:
    row, column = vim.cursor
    line = vim.line
    fresh = shifted(line, times) if line.strip(" ") else line + "  " if times > 0 else line[:-2]
    more = len(lead_of(fresh)) - len(lead_of(line))
    vim.set_lines(row, [fresh])
    vim.cursor = (row, max(column + more, 0))
    if session.start[0] == row:
        session.start = (row, max(session.start[1] + more, 0))


def _move(vim: VimState, key: str) -> None:
    row, column = vim.cursor
    last = len(vim.lines) - 1
    if key in ("up", "down"):
        row = max(0, min(row + (1 if key == "down" else -1), last))
        vim.cursor = (row, column_at_cell(vim.lines[row], vim.wanted_cell()))
        return
    places = {
        "left": (row, before(vim.line, column)),
        "right": (row, after(vim.line, column)),
        "home": (row, 0),
        "end": (row, len(vim.line)),
        "ctrl+home": (0, 0),
        "ctrl+end": (last, len(vim.lines[last])),
    }
    vim.cursor = places.get(key, vim.cursor)
    vim.wanted = END if key == "end" else None


def moved_while_typing(vim: VimState) -> None:
    """The cursor was moved: what was typed before is done, and what follows is a change of its own."""
    _keep_typed(vim)
    if vim.mode is Mode.INSERT:
        vim.change = Change(keys=["i"])
    vim.end_step()
    vim.begin_step()
    vim.session = InsertSession(vim.cursor)


def _keep_typed(vim: VimState) -> Insertion:
    """What was typed since the session began, which becomes the last insertion."""
    session = vim.session
    assert session is not None
    if session.start[0] >= len(vim.lines):  # another program changed the note
        session.start = vim.cursor
    text = vim.text_of(Span(session.start, vim.cursor)).text if session.start < vim.cursor else ""
    typed = Insertion(session.deleted, text)
    if text or session.deleted:
        vim.inserted = typed
        vim.changed(session.start, (vim.cursor[0], max(vim.cursor[1] - 1, 0)))
        vim.marks["."] = vim.changes[-1] = (vim.cursor[0], before(vim.line, vim.cursor[1]))
        if text:
            vim.registers.put(".", Held.of(text, Shape.CHARS))
    return typed


def leave_insert(vim: VimState, *, goes_left: bool = True) -> None:
    """End insert mode: repeat what was typed for a count or a block, and remember it for `.`."""
    session = vim.session
    assert session is not None
    typed = _keep_typed(vim)
    if session.count > 1:
        _type_again(vim, session, typed)
    if session.rows:
        _type_in_block(vim, session, typed)
    if vim.change.keys:
        vim.change.keys += [typed, "escape"]
    vim.buffer.leave_line(vim.cursor[0])
    vim.keep_final_newline()
    vim.cursor = (vim.cursor[0], min(vim.cursor[1], len(vim.line)))
    vim.marks["^"] = vim.cursor
    vim.session, vim.mode, vim.wanted = None, Mode.NORMAL, None
    if session.rows and typed.text:
        vim.cursor = (session.rows[0], session.left)
    elif goes_left and vim.cursor[1]:
        vim.cursor = (vim.cursor[0], before(vim.line, vim.cursor[1]))


def _type_again(vim: VimState, session: InsertSession, typed: Insertion) -> None:
    if not session.opens and vim.mode is Mode.INSERT:
        insert_text(vim, typed.text * (session.count - 1))
        return
    if session.opens:
        row, column = session.start
        first = vim.lines[row][:column] + typed.text
        last = vim.cursor[0]
        lines = first.split("\n") * (session.count - 1)
        vim.add_lines(last + 1, lines)
        vim.buffer.tidy(row, last + len(lines))
        vim.cursor = (last + len(lines), len(vim.lines[last + len(lines)]))
        return
    for _ in range(session.count - 1):
        _retype(vim, Insertion(0, typed.text))


def _type_in_block(vim: VimState, session: InsertSession, typed: Insertion) -> None:
    """Type on the other rows of a block what was typed on its first one."""
    if "\n" in typed.text or not typed.text:
        return
    rows = [row for row in session.rows[1:] if row < len(vim.lines)]
    fresh = []
    for row in rows:
        line = vim.lines[row]
        at = len(line) if session.cell == END else column_at_cell(line, session.cell)
        missing = session.cell - cell_of(line, at) if session.cell != END else 0
        if missing > 0 and not session.at_end:
            fresh.append(line)
        else:
            fresh.append(line[:at] + " " * max(missing, 0) + typed.text + line[at:])
    if fresh:
        cursor = vim.cursor
        vim.set_lines(rows[0], fresh)
        vim.cursor = cursor
