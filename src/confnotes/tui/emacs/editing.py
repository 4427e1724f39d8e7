"""Emacs's commands that change the text: killing, yanking, transposing, case, filling."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from confnotes.tui.emacs.motions import paragraph_end, sentence_end, word_end
from confnotes.tui.emacs.state import Command, EmacsError, EmacsState
from confnotes.tui.vim.formatting import characters_before, fill, place_of_character
from confnotes.tui.vim.text import Location

FILL_COLUMN: Final = 70
_WORD: Final = re.compile(r"[^\W_](?:[^\W_]|['$%])*")

# Deleting and killing


def _delete_char(state: EmacsState, count: int | None) -> None:
    start, end = sorted((state.cursor, state.forward(state.cursor, count or 1)))
    if count is None:
        state.delete(start, end)
    else:
        state.kill(start, end)


def _kill_line(state: EmacsState, count: int | None) -> None:
    row, column = state.cursor
    line, last = state.line, len(state.lines) - 1
    if count is None:
        if state.cursor == state.end:
            raise EmacsError("End of buffer")
        is_blank = not line[column:].strip(" \t") and row < last
        state.kill(state.cursor, (row + 1, 0) if is_blank else (row, len(line)))
    elif count > 0:
        if state.cursor == state.end:
            raise EmacsError("End of buffer")
        state.kill(state.cursor, (row + count, 0) if row + count <= last else state.end)
    else:
        state.kill((max(row + count, 0), 0), state.cursor, before=True)


def _kill_to(state: EmacsState, at: Location) -> None:
    start, end = sorted((state.cursor, at))
    state.kill(start, end, before=at < state.cursor)


def _kill_region(state: EmacsState, count: int | None) -> None:
    at_end = state.mark is not None and state.mark < state.cursor
    state.kill(*state.region, before=at_end)


def _copy_region(state: EmacsState, count: int | None) -> None:
    state.keep(state.text(*state.region), joins=False)
    state.is_active = False


def _yank(state: EmacsState, count: int | None) -> None:
    state.push_mark(state.cursor)
    text = state.latest_kill()
    state.insert(text)


def _yank_pop(state: EmacsState, count: int | None) -> None:
    if state.last not in ("yank", "yank-pop") or state.mark is None or not state.kills:
        raise EmacsError("Previous command was not a yank")
    start, end = state.region
    state.kill_at = (state.kill_at - (count or 1)) % len(state.kills)
    state.delete(start, end)
    state.mark = state.cursor
    state.insert(state.kills[state.kill_at])


def _open_line(state: EmacsState, count: int | None) -> None:
    at = state.cursor
    state.insert("\n" * (count or 1))
    state.cursor = at


def _newline(state: EmacsState, count: int | None) -> None:
    if count is not None:
        state.insert("\n" * count)
        return
    state.replace(state.cursor, state.cursor, "")  # begins the step
    before = state.cursor
    state.cursor = state.buffer.break_line(before)
    rows = state.cursor[0] - before[0]
    state.move_marks(lambda at: (at[0] + rows, at[1]) if at[0] > before[0] else at)


def _one_space(state: EmacsState, count: int | None) -> None:
    start, end = _blanks_around(state)
    state.delete(start, end)
    state.insert(" " * (1 if count is None else count))


def _no_space(state: EmacsState, count: int | None) -> None:
    state.delete(*_blanks_around(state))


def _blanks_around(state: EmacsState) -> tuple[Location, Location]:
    row, column = state.cursor
    start = len(state.line[:column].rstrip(" \t"))
    end = len(state.line) - len(state.line[column:].lstrip(" \t"))
    return (row, start), (row, end)


def _join(state: EmacsState, count: int | None) -> None:
    row = state.cursor[0] + (count is not None)
    first = row
    if state.is_active:
        (first, _), (row, _) = state.region
        first += first < row
    for at in range(min(row, len(state.lines) - 1), max(first, 1) - 1, -1):
        before, behind = state.lines[at - 1].rstrip(" \t"), state.lines[at].lstrip(" \t")
        gap = " " if before and behind and behind[0] != ")" and before[-1] != "(" else ""
        state.replace((at - 1, len(before)), (at, len(state.lines[at]) - len(behind)), gap)
        state.cursor = (at - 1, len(before))
    if not row:
        state.cursor = (0, 0)


def _delete_blank_lines(state: EmacsState, count: int | None) -> None:
    row, lines, at = state.cursor[0], state.lines, state.cursor
    first, last = _lines_around(state, empty=True)
    if lines[row].strip():
        if last > row:
            state.replace((row, len(lines[row])), (last, len(lines[last])), "")
            state.cursor = at
    elif first == last and last + 1 < len(lines):
        state.delete((first, 0), (last + 1, 0))
    else:
        state.replace((first, 0), (last, len(lines[last])), "")
        state.cursor = (first, 0)


def _lines_around(state: EmacsState, *, empty: bool) -> tuple[int, int]:
    """The first and the last row of the lines around the cursor that are empty, or are not."""
    first = last = state.cursor[0]
    while first and empty != bool(state.lines[first - 1].strip()):
        first -= 1
    while last + 1 < len(state.lines) and empty != bool(state.lines[last + 1].strip()):
        last += 1
    return first, last


def zap(state: EmacsState, character: str, count: int | None) -> None:
    """Kill up to the next character like this one, which goes, too."""
    times = 1 if count is None else count
    at = state.cursor
    for _ in range(abs(times)):
        at = _next_place(state, at, character, ahead=times > 0)
    _kill_to(state, at)


def _next_place(state: EmacsState, at: Location, character: str, *, ahead: bool) -> Location:
    for row in range(at[0], len(state.lines)) if ahead else range(at[0], -1, -1):
        line, column = state.lines[row], at[1] if row == at[0] else None
        found = line.find(character, column) if ahead else line.rfind(character, 0, column)
        if found >= 0:
            return row, found + ahead
    raise EmacsError(f"Search failed: {character}")


# Transposing and case


def _swap(state: EmacsState, first: tuple[Location, Location], second: tuple[Location, Location]) -> None:
    (start, middle), (behind, end) = sorted(first), sorted(second)
    if behind < middle:
        raise EmacsError("Don’t have two things to transpose")
    one, between, two = state.text(start, middle), state.text(middle, behind), state.text(behind, end)
    state.cursor = state.replace(start, end, two + between + one)


def _transpose_chars(state: EmacsState, count: int | None) -> None:
    at = state.cursor
    if count is None and at[1] == len(state.line) and at != (0, 0):
        at = state.before(at)
    _swap(state, (state.before(at), at), (at, state.forward(at, count or 1)))


def _transpose_words(state: EmacsState, count: int | None) -> None:
    start = word_end(state, state.cursor, -1)
    middle = word_end(state, start, 1)
    end = word_end(state, middle, count or 1)
    _swap(state, (start, middle), (word_end(state, end, -1), end))


def _transpose_lines(state: EmacsState, count: int | None) -> None:
    row = max(state.cursor[0], 1)
    if row >= len(state.lines):
        raise EmacsError("Don’t have two things to transpose")
    one, two = state.lines[row - 1], state.lines[row]
    is_last = row + 1 == len(state.lines)
    state.replace((row - 1, 0), (row, len(two)), f"{two}\n{one}" + ("\n" if is_last else ""))
    state.cursor = (row + 1, 0)


def _change_case(state: EmacsState, start: Location, end: Location, change: Callable[[str], str]) -> Location:
    marks = state.mark, state.marks
    old = state.text(start, end)
    fresh = change(old)
    behind = state.replace(start, end, fresh)
    if len(fresh) == len(old):
        state.mark, state.marks = marks
    return behind


def _case_word(state: EmacsState, count: int | None, change: Callable[[str], str]) -> None:
    at, times = state.cursor, 1 if count is None else count
    start, end = sorted((at, word_end(state, at, times)))
    end = _change_case(state, start, end, change)
    state.cursor = end if times > 0 else at


def _case_region(state: EmacsState, change: Callable[[str], str]) -> None:
    at = state.cursor
    _change_case(state, *state.region, change)
    state.cursor = at


def _capitals(text: str) -> str:
    return _WORD.sub(lambda found: found[0][:1].upper() + found[0][1:].lower(), text)


# Filling


def _fill(state: EmacsState, count: int | None) -> None:
    row, column = state.cursor
    first, last = _lines_around(state, empty=False)
    old = state.lines[first : last + 1]
    fresh = fill(old, FILL_COLUMN)
    if fresh != list(old):
        number = characters_before(old, row - first, column)
        behind = column >= len(state.lines[row].rstrip())
        state.replace((first, 0), (last, len(state.lines[last])), "\n".join(fresh))
        at = place_of_character(fresh, max(number - behind, 0), first)
        state.cursor = (at[0], at[1] + behind)


EDITING: Final[Mapping[str, Command]] = {
    "delete-char": _delete_char,
    "kill-line": _kill_line,
    "kill-word": lambda state, count: _kill_to(state, word_end(state, state.cursor, count or 1)),
    "backward-kill-word": lambda state, count: _kill_to(state, word_end(state, state.cursor, -(count or 1))),
    "kill-sentence": lambda state, count: _kill_to(state, sentence_end(state, state.cursor, count or 1)),
    "kill-paragraph": lambda state, count: _kill_to(state, paragraph_end(state, state.cursor, count or 1)),
    "kill-region": _kill_region,
    "kill-ring-save": _copy_region,
    "yank": _yank,
    "yank-pop": _yank_pop,
    "open-line": _open_line,
    "newline": _newline,
    "just-one-space": _one_space,
    "delete-horizontal-space": _no_space,
    "delete-indentation": _join,
    "delete-blank-lines": _delete_blank_lines,
    "transpose-chars": _transpose_chars,
    "transpose-words": _transpose_words,
    "transpose-lines": _transpose_lines,
    "upcase-word": lambda state, count: _case_word(state, count, str.upper),
    "downcase-word": lambda state, count: _case_word(state, count, str.lower),
    "capitalize-word": lambda state, count: _case_word(state, count, _capitals),
    "upcase-region": lambda state, count: _case_region(state, str.upper),
    "downcase-region": lambda state, count: _case_region(state, str.lower),
    "fill-paragraph": _fill,
}
