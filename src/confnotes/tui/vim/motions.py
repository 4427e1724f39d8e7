"""Motions: where `w`, `}`, `f` and the others go. A motion that can go nowhere raises Beep."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from confnotes.tui.vim.patterns import VimSearch, find, span_of
from confnotes.tui.vim.state import CharSearch, VimState
from confnotes.tui.vim.text import (
    END,
    Beep,
    Location,
    Walker,
    after,
    before,
    column_at_cell,
    indent_of,
    is_escaped,
    last_column,
    word_class,
)
from confnotes.tui.vim.wordwise import end_of_word, end_of_word_before, next_word, sentence, word_at, word_before


class Reach(StrEnum):
    """What an operator takes of a motion: up to its end, with the character there, or whole lines."""

    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class MotionCall:
    """A motion as it was typed: its count (None without one), its character, and the operator that waits for it."""

    count: int | None = None
    character: str = ""
    operator: str = ""

    @property
    def times(self) -> int:
        """The count, 1 without one."""
        return self.count or 1


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a motion goes; a text object also says where it begins. `wanted` is the cell that `j` aims for then."""

    at: Location
    reach: Reach = Reach.EXCLUSIVE
    start: Location | None = None
    wanted: int | None = None


Go = Callable[[VimState, MotionCall], Reached]


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion of the table.

    `jumps`: `ctrl+o` comes back from it. `big`: what it deletes always goes to register 1. `keeps` the wanted cell.
    `selects`: without an operator it selects what it goes over.
    """

    go: Go
    takes_character: bool = False
    jumps: bool = False
    big: bool = False
    keeps: bool = False
    selects: bool = False


# Within a line


def _left(vim: VimState, asked: MotionCall) -> Reached:
    row, column = vim.cursor
    if column == 0 and not asked.operator:
        raise Beep
    for _ in range(min(asked.times, column)):
        column = before(vim.line, column)
    return Reached((row, column))


def _right(vim: VimState, asked: MotionCall) -> Reached:
    row, column = vim.cursor
    line = vim.line
    most = len(line) if asked.operator or vim.is_visual else last_column(line)
    if column >= most and not asked.operator:
        raise Beep
    for _ in range(min(asked.times, len(line))):
        column = after(line, column)
    return Reached((row, min(column, most)))


def _space(vim: VimState, asked: MotionCall) -> Reached:
    walker = Walker(vim.lines, vim.cursor)
    for number in range(asked.times):
        is_last = number == asked.times - 1
        stepped = walker.forward()
        if stepped == -1:
            if number == 0 and not asked.operator:
                raise Beep
            break
        if stepped == 2 and not (asked.operator and is_last) and not vim.is_visual and walker.forward() == -1:
            walker.back()
            if number == 0 and not asked.operator:
                raise Beep
            break
    return Reached(walker.at)


def _backspace(vim: VimState, asked: MotionCall) -> Reached:
    walker = Walker(vim.lines, vim.cursor)
    for number in range(asked.times):
        if walker.back() == -1:
            if number == 0 and not asked.operator:
                raise Beep
            break
        if not walker.char and walker.column and not vim.is_visual:
            walker.back()
    return Reached(walker.at)


def _line_start(vim: VimState, asked: MotionCall) -> Reached:
    return Reached((vim.cursor[0], 0))


def _line_text(vim: VimState, asked: MotionCall) -> Reached:
    return Reached((vim.cursor[0], indent_of(vim.line)))


def _line_end(vim: VimState, asked: MotionCall) -> Reached:
    row = vim.cursor[0] + asked.times - 1
    if row >= len(vim.lines) and vim.cursor[0] == len(vim.lines) - 1:
        raise Beep
    row = min(row, len(vim.lines) - 1)
    line = vim.lines[row]
    return Reached((row, len(line) if vim.is_visual else last_column(line)), Reach.INCLUSIVE, wanted=END)


def _last_text(vim: VimState, asked: MotionCall) -> Reached:
    row = vim.cursor[0] + asked.times - 1
    if row >= len(vim.lines):
        raise Beep
    line = vim.lines[row].rstrip(" \t")
    return Reached((row, last_column(line)), Reach.INCLUSIVE)


def _column(vim: VimState, asked: MotionCall) -> Reached:
    line = vim.line
    most = len(line) if vim.is_visual else last_column(line)
    return Reached((vim.cursor[0], min(column_at_cell(line, asked.times - 1), most)), wanted=asked.times - 1)


def _find_character(vim: VimState, asked: MotionCall, direction: int, *, until: bool) -> Reached:
    vim.char_search = CharSearch(asked.character, direction, until)
    return _search_character(vim, asked, vim.char_search, again=False)


def _search_character(vim: VimState, asked: MotionCall, wanted: CharSearch, *, again: bool) -> Reached:
    line, (row, column) = vim.line, vim.cursor
    jumps_over = again and wanted.until and asked.times == 1
    for _ in range(asked.times):
        while True:
            column = after(line, column) if wanted.direction > 0 else before(line, column) if column else -1
            if not 0 <= column < len(line):
                raise Beep
            if line[column] == wanted.character and not jumps_over:
                break
            jumps_over = False
    if wanted.until:
        column = before(line, column) if wanted.direction > 0 else after(line, column)
    return Reached((row, column), Reach.INCLUSIVE if wanted.direction > 0 else Reach.EXCLUSIVE)


def _find_again(vim: VimState, asked: MotionCall, *, other_way: bool) -> Reached:
    last = vim.char_search
    if last is None:
        raise Beep
    direction = -last.direction if other_way else last.direction
    return _search_character(vim, asked, CharSearch(last.character, direction, last.until), again=True)


# Lines


def _vertically(vim: VimState, rows: int) -> Reached:
    row = vim.cursor[0]
    target = max(0, min(row + rows, len(vim.lines) - 1))
    if target == row:
        raise Beep
    return Reached(vim.in_wanted_cell(target), Reach.LINES)


def _by_lines(vim: VimState, rows: int) -> Reached:
    """To the first character of a line below (or above) that is not blank."""
    row = vim.cursor[0]
    target = max(0, min(row + rows, len(vim.lines) - 1))
    if rows and target == row:
        raise Beep
    return Reached((target, indent_of(vim.lines[target])), Reach.LINES)


def _on_screen(vim: VimState, asked: MotionCall, step: int) -> Reached:
    at = vim.buffer.row_of_screen(vim.cursor, step * asked.times)
    if at == vim.cursor or at[0] >= len(vim.lines):
        raise Beep
    return Reached(at, Reach.EXCLUSIVE)


def _line_number(vim: VimState, asked: MotionCall, default: int) -> Reached:
    row = min((asked.count or default) - 1, len(vim.lines) - 1)
    return Reached((row, indent_of(vim.lines[row])), Reach.LINES)


def _window(vim: VimState, asked: MotionCall, place: str) -> Reached:
    first, last, _ = vim.buffer.view()
    last = min(last, len(vim.lines) - 1)
    rows = {"H": first + asked.times - 1, "M": (first + last) // 2, "L": last - asked.times + 1}
    row = min(max(first, rows[place]), last)
    return Reached((row, indent_of(vim.lines[row])), Reach.LINES)


# Words, sentences, paragraphs


def _word(vim: VimState, asked: MotionCall, *, big: bool) -> Reached:
    walker = Walker(vim.lines, vim.cursor)
    if asked.operator == "c" and walker.char and word_class(walker.char):
        return _end(vim, asked, big=big, stays=True)
    done = next_word(walker, asked.times, big=big, in_line=bool(asked.operator))
    inclusive = False
    if walker.at > vim.cursor and not walker.char and walker.column and not vim.is_visual:
        walker.column = before(walker.line, walker.column)
        inclusive = True
    if not done and not asked.operator and walker.at == vim.cursor:
        raise Beep
    return Reached(walker.at, Reach.INCLUSIVE if inclusive else Reach.EXCLUSIVE)


def _end(vim: VimState, asked: MotionCall, *, big: bool, stays: bool = False) -> Reached:
    walker = Walker(vim.lines, vim.cursor)
    done = end_of_word(walker, asked.times, big=big, stays=stays)
    if walker.at > vim.cursor and not walker.char and walker.column and not vim.is_visual:
        walker.column = before(walker.line, walker.column)
    if not done and not asked.operator and walker.at == vim.cursor:
        raise Beep
    return Reached(walker.at, Reach.INCLUSIVE)


def _back(vim: VimState, asked: MotionCall, *, big: bool, to_end: bool = False) -> Reached:
    walker = Walker(vim.lines, vim.cursor)
    if not (end_of_word_before if to_end else word_before)(walker, asked.times, big=big):
        raise Beep
    return Reached(walker.at, Reach.INCLUSIVE if to_end else Reach.EXCLUSIVE)


def _sentence(vim: VimState, asked: MotionCall, direction: int) -> Reached:
    at = sentence(vim.lines, vim.cursor, direction, asked.times)
    if at is None:
        raise Beep
    if asked.operator == "" and at[1] == len(vim.lines[at[0]]) and not vim.is_visual:
        at = (at[0], last_column(vim.lines[at[0]]))
    return Reached(at)


def _paragraph(vim: VimState, asked: MotionCall, direction: int) -> Reached:
    lines, row = vim.lines, vim.cursor[0]
    for left in range(asked.times - 1, -1, -1):
        skipped, first = False, True
        while True:
            skipped = skipped or bool(lines[row])
            if not first and skipped and not lines[row]:
                break
            first = False
            if not 0 <= row + direction < len(lines):
                if left:
                    raise Beep
                break
            row += direction
    if row == len(lines) - 1 and direction > 0 and lines[row]:
        return Reached((row, last_column(lines[row])), Reach.INCLUSIVE)
    return Reached((row, 0))


# Matching brackets


_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_OPENING: Final = {closing: opening for opening, closing in _BRACKETS.items()}


def _match_bracket(vim: VimState, asked: MotionCall) -> Reached:
    row, column = vim.cursor
    if asked.count is not None:
        if asked.count > 100:
            raise Beep
        row = (asked.count * len(vim.lines) + 99) // 100 - 1
        return Reached((row, indent_of(vim.lines[row])), Reach.LINES)
    found = re.compile(r"[][(){}]").search(vim.line, column)
    if found is None:
        raise Beep
    at = matching(vim, (row, found.start()))
    if at is None:
        raise Beep
    return Reached(at, Reach.INCLUSIVE)


def matching(vim: VimState, at: Location) -> Location | None:
    """The bracket that belongs to the one at a place."""
    bracket = vim.lines[at[0]][at[1]]
    other = _BRACKETS.get(bracket) or _OPENING[bracket]
    return unclosed(vim, at, bracket, other, 1 if bracket in _BRACKETS else -1)


def unclosed(vim: VimState, at: Location, same: str, other: str, direction: int) -> Location | None:
    """The first `other` in a direction that no `same` on the way belongs to; escaped ones do not count."""
    walker, depth = Walker(vim.lines, at), 0
    while walker.step(direction) != -1:
        if walker.char not in (same, other) or not walker.char or is_escaped(walker.line, walker.column):
            continue
        if walker.char == same:
            depth += 1
        elif depth:
            depth -= 1
        else:
            return walker.at
    return None


def _enclosing(vim: VimState, asked: MotionCall, same: str, other: str, direction: int) -> Reached:
    at = vim.cursor
    for _ in range(asked.times):
        found = unclosed(vim, at, same, other, direction)
        if found is None:
            raise Beep
        at = found
    return Reached(at)


# Marks and searches


def _mark(vim: VimState, asked: MotionCall, *, line: bool) -> Reached:
    name = "'" if asked.character in "'`" else asked.character
    if name not in vim.marks:
        raise Beep("Mark not set" if name.isalnum() or name in "<>[].^'\"" else "")
    row, column = vim.marks[name]
    row = min(row, len(vim.lines) - 1)
    if line:
        return Reached((row, indent_of(vim.lines[row])), Reach.LINES)
    return Reached((row, min(column, last_column(vim.lines[row]))))


def search(vim: VimState, wanted: VimSearch, times: int) -> Reached:
    """The place of a search; raises Beep with a line about it when the pattern is not in the text."""
    at = wanted.find(vim.lines, vim.compiled(wanted.pattern), vim.cursor, times)
    if at is None:
        raise Beep(f"Pattern not found: {wanted.pattern}")
    if wanted.kind == "+":
        return Reached((at[0], indent_of(vim.lines[at[0]])), Reach.LINES)
    if at[1] == len(vim.lines[at[0]]) and not vim.is_visual:
        at = (at[0], last_column(vim.lines[at[0]]))
    return Reached(at, Reach.INCLUSIVE if wanted.kind == "e" else Reach.EXCLUSIVE)


def _search_again(vim: VimState, asked: MotionCall, sign: int) -> Reached:
    last = vim.search
    if last is None:
        raise Beep("No previous search pattern")
    return search(vim, replace(last, direction=sign * last.direction), asked.times)


def _next_match(vim: VimState, asked: MotionCall, direction: int) -> Reached:
    """`gn`: the match at the cursor or the next one, from its start to its last character."""
    if vim.search is None:
        raise Beep("No previous search pattern")
    pattern = vim.compiled(vim.search.pattern)
    row, column = vim.cursor
    found = None
    if not vim.is_visual:
        spans = [span_of(match) for match in pattern.matches(vim.line)]
        found = next((((row, start), (row, end)) for start, end in spans if start <= column < end), None)
    found = found or find(vim.lines, pattern, vim.cursor, direction, to_end=direction > 0)
    if found is None:
        raise Beep(f"Pattern not found: {vim.search.pattern}")
    start, end = found[0], (found[1][0], max(found[1][1] - 1, found[0][1]))
    begin = vim.anchor if vim.is_visual else start if direction > 0 else end
    return Reached(end if direction > 0 else start, Reach.INCLUSIVE, begin)


def _search_word(vim: VimState, asked: MotionCall, direction: int, *, whole: bool) -> Reached:
    row, column = vim.cursor
    found = word_at(vim.line, column)
    if found is None:
        raise Beep("No string under cursor")
    word = vim.line[slice(*found)]
    pattern = re.sub(r"([\\/?*.^$~\[\]])", r"\\\1", word)
    if whole and word.isascii() and word_class(word[0]) > 1:
        pattern = rf"\<{pattern}\>"
    vim.remember_jump()
    vim.search = VimSearch(pattern, direction)
    vim.cursor = (row, found[0])
    return search(vim, vim.search, asked.times)


MOTIONS: Final[Mapping[str, Motion]] = {
    **dict.fromkeys(("h", "left", "ctrl+h"), Motion(_left)),
    **dict.fromkeys(("l", "right"), Motion(_right)),
    "space": Motion(_space),
    "backspace": Motion(_backspace),
    **dict.fromkeys(("0", "home", "g0"), Motion(_line_start)),
    "^": Motion(_line_text),
    **dict.fromkeys(("$", "end", "g$"), Motion(_line_end, keeps=True)),
    "g_": Motion(_last_text),
    "|": Motion(_column, keeps=True),
    "f": Motion(lambda vim, asked: _find_character(vim, asked, 1, until=False), takes_character=True),
    "F": Motion(lambda vim, asked: _find_character(vim, asked, -1, until=False), takes_character=True),
    "t": Motion(lambda vim, asked: _find_character(vim, asked, 1, until=True), takes_character=True),
    "T": Motion(lambda vim, asked: _find_character(vim, asked, -1, until=True), takes_character=True),
    ";": Motion(lambda vim, asked: _find_again(vim, asked, other_way=False)),
    ",": Motion(lambda vim, asked: _find_again(vim, asked, other_way=True)),
    **dict.fromkeys(
        ("j", "down", "ctrl+j", "ctrl+n"), Motion(lambda vim, asked: _vertically(vim, asked.times), keeps=True)
    ),
    **dict.fromkeys(("k", "up", "ctrl+p"), Motion(lambda vim, asked: _vertically(vim, -asked.times), keeps=True)),
    **dict.fromkeys(("+", "enter"), Motion(lambda vim, asked: _by_lines(vim, asked.times))),
    "-": Motion(lambda vim, asked: _by_lines(vim, -asked.times)),
    "_": Motion(lambda vim, asked: _by_lines(vim, asked.times - 1)),
    **dict.fromkeys(("gj", "gdown"), Motion(lambda vim, asked: _on_screen(vim, asked, 1), keeps=True)),
    **dict.fromkeys(("gk", "gup"), Motion(lambda vim, asked: _on_screen(vim, asked, -1), keeps=True)),
    **dict.fromkeys(("gg", "ctrl+home"), Motion(lambda vim, asked: _line_number(vim, asked, 1), jumps=True)),
    **dict.fromkeys(("G", "ctrl+end"), Motion(lambda vim, asked: _line_number(vim, asked, len(vim.lines)), jumps=True)),
    **{
        place: Motion(lambda vim, asked, place=place: _window(vim, asked, place), jumps=True)  # type: ignore[misc]
        for place in "HML"
    },
    "w": Motion(lambda vim, asked: _word(vim, asked, big=False)),
    "W": Motion(lambda vim, asked: _word(vim, asked, big=True)),
    "e": Motion(lambda vim, asked: _end(vim, asked, big=False)),
    "E": Motion(lambda vim, asked: _end(vim, asked, big=True)),
    "b": Motion(lambda vim, asked: _back(vim, asked, big=False)),
    "B": Motion(lambda vim, asked: _back(vim, asked, big=True)),
    "ge": Motion(lambda vim, asked: _back(vim, asked, big=False, to_end=True)),
    "gE": Motion(lambda vim, asked: _back(vim, asked, big=True, to_end=True)),
    "(": Motion(lambda vim, asked: _sentence(vim, asked, -1), jumps=True, big=True),
    ")": Motion(lambda vim, asked: _sentence(vim, asked, 1), jumps=True, big=True),
    "{": Motion(lambda vim, asked: _paragraph(vim, asked, -1), jumps=True, big=True),
    "}": Motion(lambda vim, asked: _paragraph(vim, asked, 1), jumps=True, big=True),
    "%": Motion(_match_bracket, jumps=True, big=True),
    "[(": Motion(lambda vim, asked: _enclosing(vim, asked, ")", "(", -1), jumps=True),
    "[{": Motion(lambda vim, asked: _enclosing(vim, asked, "}", "{", -1), jumps=True),
    "])": Motion(lambda vim, asked: _enclosing(vim, asked, "(", ")", 1), jumps=True),
    "]}": Motion(lambda vim, asked: _enclosing(vim, asked, "{", "}", 1), jumps=True),
    "'": Motion(lambda vim, asked: _mark(vim, asked, line=True), takes_character=True, jumps=True),
    "`": Motion(lambda vim, asked: _mark(vim, asked, line=False), takes_character=True, jumps=True, big=True),
    "g'": Motion(lambda vim, asked: _mark(vim, asked, line=True), takes_character=True),
    "g`": Motion(lambda vim, asked: _mark(vim, asked, line=False), takes_character=True, big=True),
    "n": Motion(lambda vim, asked: _search_again(vim, asked, 1), jumps=True, big=True),
    "N": Motion(lambda vim, asked: _search_again(vim, asked, -1), jumps=True, big=True),
    "gn": Motion(lambda vim, asked: _next_match(vim, asked, 1), selects=True),
    "gN": Motion(lambda vim, asked: _next_match(vim, asked, -1), selects=True),
    "*": Motion(lambda vim, asked: _search_word(vim, asked, 1, whole=True)),
    "#": Motion(lambda vim, asked: _search_word(vim, asked, -1, whole=True)),
    "g*": Motion(lambda vim, asked: _search_word(vim, asked, 1, whole=False)),
    "g#": Motion(lambda vim, asked: _search_word(vim, asked, -1, whole=False)),
}
