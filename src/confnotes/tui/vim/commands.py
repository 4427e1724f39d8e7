"""Commands of normal mode that are neither motions nor operators: `p`, `u`, `J`, `ctrl+d`, `q` and the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from confnotes.tui.vim.inserting import typed_character
from confnotes.tui.vim.operators import indented, join, put, start_insert, toggle_case
from confnotes.tui.vim.state import VISUAL_OF, Key, Mode, VimRequest, VimState
from confnotes.tui.vim.text import END, Beep, Location, Shape, after, cell_of, indent_of, last_column, lead_of
from confnotes.tui.vim.undoing import undo


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command as it was typed: its count (None without one), register and character."""

    count: int | None = None
    register: str = ""
    character: str = ""

    @property
    def times(self) -> int:
        """The count, 1 without one."""
        return self.count or 1


Run = Callable[[VimState, TypedCommand], None]


@dataclass(frozen=True, slots=True)
class NormalCommand:
    """A command of the table; `.` does again what `repeats`."""

    run: Run
    takes_character: bool = False
    repeats: bool = False
    keeps: bool = False


def key_at_end(vim: VimState, key: str, count: int | None) -> tuple[str, int | None]:
    """Translate a key and its count that were typed after the final newline, as if vim had no line there.

    Inserting continues there; other keys act on the last line. Returns "escape" if moving to it was all.
    """
    if key in ("i", "insert", "I", "a", "A"):
        return "i", count
    vim.clamp()
    if key in ("k", "up", "ctrl+p"):
        return (key, count - 1) if count is not None and count > 1 else ("escape", None)
    return key, count


# Insert mode


def _insert(vim: VimState, given: TypedCommand, at: Location) -> None:
    start_insert(vim, at, count=given.times)


def _append(vim: VimState, given: TypedCommand) -> None:
    row, column = vim.cursor
    _insert(vim, given, (row, after(vim.line, column) if vim.line else 0))


def _insert_at_text(vim: VimState, given: TypedCommand) -> None:
    _insert(vim, given, (vim.cursor[0], len(lead_of(vim.line))))


def _insert_where_left(vim: VimState, given: TypedCommand) -> None:
    row, column = vim.marks.get("^", vim.cursor)
    row = min(row, len(vim.lines) - 1)
    _insert(vim, given, (row, min(column, len(vim.lines[row]))))


def _open_line(vim: VimState, given: TypedCommand, *, above: bool) -> None:
    vim.begin_change()
    row, count = vim.cursor[0], len(vim.lines)
    at = vim.buffer.open_line(row, above=above)
    vim.lines_changed(row + (not above), len(vim.lines) - count)
    vim.changed(at, at)
    start_insert(vim, at, count=given.times, opens="o")


def _replace_mode(vim: VimState, given: TypedCommand) -> None:
    start_insert(vim, vim.cursor, count=given.times, mode=Mode.REPLACE)


# Changing


def _replace_character(vim: VimState, given: TypedCommand) -> None:
    row, column = vim.cursor
    end = column
    for _ in range(given.times):
        if end >= len(vim.line):
            raise Beep
        end = after(vim.line, end)
    text = typed_character(given.character)
    if text == "\n":
        vim.replace((row, column), (row, end), "\n")
        vim.cursor = (row + 1, indent_of(vim.lines[row + 1]) if vim.lines[row + 1].strip(" \t") else 0)
        return
    if not text:
        raise Beep
    vim.replace((row, column), (row, end), text * given.times)
    vim.cursor = (row, column + len(text) * (given.times - 1))


def _join_lines(vim: VimState, given: TypedCommand, *, spaces: bool) -> None:
    row, count = vim.cursor[0], max(given.times, 2)
    if row + 1 >= len(vim.lines):
        if count > 2:  # vim goes to the start of the last line
            vim.cursor = (row, 0)
        raise Beep
    join(vim, row, row + count - 1, spaces=spaces)


def _toggle_case(vim: VimState, given: TypedCommand) -> None:
    row, column = vim.cursor
    line = vim.line
    if not line:
        raise Beep
    end = column
    for _ in range(given.times):
        end = after(line, end)
    fresh = "".join(new if len(new := toggle_case(one)) == 1 else one for one in line[column:end])
    vim.set_lines(row, [line[:column] + fresh + line[end:]])
    vim.cursor = (row, min(end, last_column(line)))


def _put(vim: VimState, given: TypedCommand, *, behind: bool, goes_on: bool = False) -> None:
    if given.register == "." and behind and vim.line:  # as `a` would type it
        vim.cursor, behind = (vim.cursor[0], after(vim.line, vim.cursor[1])), False
    put(vim, vim.registers.get(given.register), given.times, behind=behind, goes_on=goes_on)


def _put_indented(vim: VimState, given: TypedCommand, *, behind: bool) -> None:
    """`]p`: lines are put with the indent of the line at the cursor."""
    held = vim.registers.get(given.register)
    if held.shape is Shape.LINES:
        lead = lead_of(vim.line)
        more = cell_of(lead, len(lead)) - cell_of(held.lines[0], len(lead_of(held.lines[0])))
        held = replace(held, lines=tuple(indented(line, more) for line in held.lines))
    put(vim, held, given.times, behind=behind, goes_on=False)


_NUMBER: Final = re.compile(r"0[xX][0-9a-fA-F]+|0[bB][01]+|-?\d+")


def add_to_number(vim: VimState, row: int, column: int, amount: int) -> int | None:
    """Add to the number at or after a column of a row; the column of its last digit, None without a number."""
    line = vim.lines[row]
    match = next((one for one in _NUMBER.finditer(line) if one.end() > column), None)
    if match is None:
        return None
    start, text = match.start(), match[0]
    if text[0] == "-" and start and (line[start - 1].isalnum() or line[start - 1] == "_"):
        start, text = start + 1, text[1:]
    fresh = _sum(text, amount)
    vim.set_lines(row, [line[:start] + fresh + line[match.end() :]])
    return start + len(fresh) - 1


def _sum(text: str, amount: int) -> str:
    prefix = text[:2].lower()
    if prefix in ("0x", "0b"):
        base = 16 if prefix == "0x" else 2
        value = (int(text, base) + amount) % 2**64
        digits = f"{value:x}" if base == 16 else f"{value:b}"
        if any(one.isupper() for one in text[2:]):
            digits = digits.upper()
        return text[:2] + digits.rjust(len(text) - 2, "0")
    value = int(text) + amount
    digits = text.lstrip("-")
    if digits.startswith("0") and len(digits) > 1:
        return ("-" if value < 0 else "") + str(abs(value)).rjust(len(digits), "0")
    return str(value)


def _add(vim: VimState, given: TypedCommand, sign: int) -> None:
    row, column = vim.cursor
    at = add_to_number(vim, row, column, sign * given.times)
    if at is None:
        raise Beep
    vim.cursor = (row, at)


# Moving the window


def _half_page(vim: VimState, given: TypedCommand, direction: int) -> None:
    _, _, height = vim.buffer.view()
    rows = given.count or max(height // 2, 1)
    target = max(0, min(vim.cursor[0] + direction * rows, len(vim.lines) - 1))
    if target == vim.cursor[0]:
        raise Beep
    vim.buffer.scroll(direction * rows)
    vim.go_to_text(target)


def _page(vim: VimState, given: TypedCommand, direction: int) -> None:
    first, last, height = vim.buffer.view()
    row = vim.cursor[0]
    if (row == len(vim.lines) - 1) if direction > 0 else (row == 0):
        raise Beep
    vim.buffer.scroll(direction * max(height - 2, 1) * given.times)
    after_first, after_last, _ = vim.buffer.view()
    if (after_first, after_last) == (first, last):
        vim.go_to_text(len(vim.lines) - 1 if direction > 0 else 0)
    else:
        vim.go_to_text(after_first if direction > 0 else after_last)


def _scroll(vim: VimState, given: TypedCommand, direction: int) -> None:
    vim.buffer.scroll(direction * given.times)
    first, last, _ = vim.buffer.view()
    row = min(max(first, min(vim.cursor[0], last)), len(vim.lines) - 1)
    if row != vim.cursor[0]:
        vim.cursor = vim.in_wanted_cell(row)


def _show(vim: VimState, given: TypedCommand, place: str, *, at_text: bool = False) -> None:
    if given.count is not None:
        vim.cursor = vim.in_wanted_cell(min(given.count, len(vim.lines)) - 1)
    vim.buffer.show(vim.cursor[0], place)
    if at_text:
        vim.go_to_text(vim.cursor[0])


# Jumps, marks, selections, macros


def _jump(vim: VimState, given: TypedCommand, step: int) -> None:
    if step < 0 and vim.jump_at == len(vim.jumps):
        here = vim.cursor
        vim.jumps = [at for at in vim.jumps if at[0] != here[0]] + [here]
        vim.jump_at = len(vim.jumps) - 1
    target = vim.jump_at + step * given.times
    if not 0 <= target < len(vim.jumps):
        vim.ask(VimRequest.OLDER if step < 0 else VimRequest.NEWER)
        return
    vim.jump_at = target
    row, column = vim.jumps[target]
    vim.cursor = (min(row, len(vim.lines) - 1), column)


def _go_to_change(vim: VimState, given: TypedCommand, step: int) -> None:
    """`g;` and `g,`: through the places of the last changes."""
    target = max(vim.change_at + step * given.times, 0)
    if not vim.changes or target >= len(vim.changes) or target == vim.change_at:
        raise Beep("No changes yet" if not vim.changes else "")
    vim.change_at = target
    row, column = vim.changes[target]
    vim.remember_jump()
    vim.cursor = (min(row, len(vim.lines) - 1), column)


def _set_mark(vim: VimState, given: TypedCommand) -> None:
    name = given.character
    if not (len(name) == 1 and (name.isalpha() or name in "'`[]<>")):
        raise Beep
    vim.marks["'" if name == "`" else name] = vim.cursor


def _select(vim: VimState, given: TypedCommand, mode: Mode) -> None:
    vim.anchor, vim.mode = vim.cursor, mode
    if given.count is not None and mode is Mode.VISUAL:
        vim.cursor = (vim.cursor[0], min(vim.cursor[1] + given.count - 1, len(vim.line)))


def _select_again(vim: VimState, given: TypedCommand) -> None:
    last = vim.last_selected
    if last is None:
        raise Beep
    if vim.is_visual:
        vim.last_selected = vim.selected
    vim.mode, vim.anchor, vim.cursor = VISUAL_OF[last.shape], last.anchor, last.cursor
    vim.wanted = END if last.to_end else None


_NAMED_KEY: Final = re.compile(r"\x80([^;]+);|(.)", re.DOTALL)
_KEY_OF: Final = {"\n": "enter", "\r": "enter", "\x1b": "escape", "\t": "tab", "\x7f": "backspace", " ": "space"}
_TEXT_OF: Final = {"space": " ", "enter": "\n", "escape": "\x1b", "tab": "\t", "backspace": "\x7f"}


def keys_of(text: str) -> list[Key]:
    """The keys that type a text, as a macro's register holds it."""
    keys: list[Key] = []
    for name, character in _NAMED_KEY.findall(text):
        if name:
            keys.append(name)
        elif character < " " and character not in _KEY_OF:
            keys.append("ctrl+right_square_bracket" if character == "\x1d" else f"ctrl+{chr(ord(character) + 96)}")
        else:
            keys.append(_KEY_OF.get(character, character))
    return keys


def text_of_key(key: str) -> str:
    """A key as a macro's register holds it."""
    return _TEXT_OF.get(key, key if len(key) == 1 else f"\x80{key};")


def _play(vim: VimState, given: TypedCommand) -> None:
    name = vim.last_macro if given.character == "@" else given.character
    if not name:
        raise Beep
    vim.last_macro = name
    text = vim.registers.get(name).text
    if name == ":":
        text = f":{text}\n"
    if not text:
        raise Beep
    for _ in range(min(given.times, 10_000)):
        vim.pending.extendleft(reversed(keys_of(text)))


def _info(vim: VimState, given: TypedCommand) -> None:
    row = vim.cursor[0] + 1
    vim.message = f"Line {row} of {len(vim.lines)} ({row * 100 // len(vim.lines)} %), column {vim.cursor[1] + 1}"


def _count_words(vim: VimState, given: TypedCommand) -> None:
    words = sum(len(line.split()) for line in vim.lines)
    row, column = vim.cursor
    before = sum(len(line.split()) for line in vim.lines[:row]) + len(vim.line[: column + 1].split())
    vim.message = f"Word {before} of {words}, line {row + 1} of {len(vim.lines)}"


def _tell_character(vim: VimState, given: TypedCommand) -> None:
    column = vim.cursor[1]
    signs = vim.line[column : after(vim.line, column)]
    vim.message = f"“{signs}” " + " ".join(f"U+{ord(sign):04X}" for sign in signs) if signs else "No character"


def _ask(request: VimRequest) -> NormalCommand:
    return NormalCommand(lambda vim, given: vim.ask(request))


def _follow(vim: VimState, given: TypedCommand) -> None:
    vim.remember_jump()
    vim.ask(VimRequest.FOLLOW)


def save_and_close(vim: VimState) -> None:
    """`ZZ`"""
    vim.ask(VimRequest.SAVE)
    vim.ask(VimRequest.CLOSE)


ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("x", "delete"), ("d", "l")),
    "X": ("d", "h"),
    "D": ("d", "$"),
    "C": ("c", "$"),
    "s": ("c", "l"),
    "S": ("c", "c"),
    "Y": ("y", "y"),
    "&": (":", "s", "enter"),
    "g&": (*":%s//~/&", "enter"),
}
"""Keys that stand for others, with the same count and register."""

COMMANDS: Final[Mapping[str, NormalCommand]] = {
    **dict.fromkeys(("i", "insert"), NormalCommand(lambda vim, given: _insert(vim, given, vim.cursor), repeats=True)),
    "a": NormalCommand(_append, repeats=True),
    "I": NormalCommand(_insert_at_text, repeats=True),
    "gI": NormalCommand(lambda vim, given: _insert(vim, given, (vim.cursor[0], 0)), repeats=True),
    "A": NormalCommand(lambda vim, given: _insert(vim, given, (vim.cursor[0], len(vim.line))), repeats=True),
    "gi": NormalCommand(_insert_where_left, repeats=True),
    "o": NormalCommand(lambda vim, given: _open_line(vim, given, above=False), repeats=True),
    "O": NormalCommand(lambda vim, given: _open_line(vim, given, above=True), repeats=True),
    "R": NormalCommand(_replace_mode, repeats=True),
    "r": NormalCommand(_replace_character, takes_character=True, repeats=True),
    "J": NormalCommand(lambda vim, given: _join_lines(vim, given, spaces=True), repeats=True),
    "gJ": NormalCommand(lambda vim, given: _join_lines(vim, given, spaces=False), repeats=True),
    "~": NormalCommand(_toggle_case, repeats=True),
    "p": NormalCommand(lambda vim, given: _put(vim, given, behind=True), repeats=True),
    "P": NormalCommand(lambda vim, given: _put(vim, given, behind=False), repeats=True),
    "gp": NormalCommand(lambda vim, given: _put(vim, given, behind=True, goes_on=True), repeats=True),
    "gP": NormalCommand(lambda vim, given: _put(vim, given, behind=False, goes_on=True), repeats=True),
    "]p": NormalCommand(lambda vim, given: _put_indented(vim, given, behind=True), repeats=True),
    **dict.fromkeys(
        ("[p", "[P", "]P"), NormalCommand(lambda vim, given: _put_indented(vim, given, behind=False), repeats=True)
    ),
    "ctrl+a": NormalCommand(lambda vim, given: _add(vim, given, 1), repeats=True),
    "ctrl+x": NormalCommand(lambda vim, given: _add(vim, given, -1), repeats=True),
    **dict.fromkeys(("u", "g-"), NormalCommand(lambda vim, given: undo(vim, given.times))),
    **dict.fromkeys(("ctrl+r", "g+"), NormalCommand(lambda vim, given: undo(vim, given.times, again=True))),
    "ctrl+d": NormalCommand(lambda vim, given: _half_page(vim, given, 1)),
    "ctrl+u": NormalCommand(lambda vim, given: _half_page(vim, given, -1)),
    **dict.fromkeys(("ctrl+f", "pagedown"), NormalCommand(lambda vim, given: _page(vim, given, 1))),
    **dict.fromkeys(("ctrl+b", "pageup"), NormalCommand(lambda vim, given: _page(vim, given, -1))),
    "ctrl+e": NormalCommand(lambda vim, given: _scroll(vim, given, 1), keeps=True),
    "ctrl+y": NormalCommand(lambda vim, given: _scroll(vim, given, -1), keeps=True),
    "zt": NormalCommand(lambda vim, given: _show(vim, given, "top"), keeps=True),
    "zz": NormalCommand(lambda vim, given: _show(vim, given, "middle"), keeps=True),
    "zb": NormalCommand(lambda vim, given: _show(vim, given, "bottom"), keeps=True),
    "zenter": NormalCommand(lambda vim, given: _show(vim, given, "top", at_text=True)),
    "z.": NormalCommand(lambda vim, given: _show(vim, given, "middle", at_text=True)),
    "z-": NormalCommand(lambda vim, given: _show(vim, given, "bottom", at_text=True)),
    "ctrl+o": NormalCommand(lambda vim, given: _jump(vim, given, -1)),
    "tab": NormalCommand(lambda vim, given: _jump(vim, given, 1)),
    "g;": NormalCommand(lambda vim, given: _go_to_change(vim, given, -1)),
    "g,": NormalCommand(lambda vim, given: _go_to_change(vim, given, 1)),
    "m": NormalCommand(_set_mark, takes_character=True, keeps=True),
    "@": NormalCommand(_play, takes_character=True),
    "v": NormalCommand(lambda vim, given: _select(vim, given, Mode.VISUAL), keeps=True),
    "V": NormalCommand(lambda vim, given: _select(vim, given, Mode.VISUAL_LINE), keeps=True),
    "ctrl+v": NormalCommand(lambda vim, given: _select(vim, given, Mode.VISUAL_BLOCK), keeps=True),
    "gv": NormalCommand(_select_again, keeps=True),
    "ctrl+g": NormalCommand(_info, keeps=True),
    "gctrl+g": NormalCommand(_count_words, keeps=True),
    "ga": NormalCommand(_tell_character, keeps=True),
    "ZZ": NormalCommand(lambda vim, given: save_and_close(vim)),
    "ZQ": _ask(VimRequest.CLOSE),
    **dict.fromkeys(("gd", "gf", "ctrl+right_square_bracket"), NormalCommand(_follow)),
    "gx": _ask(VimRequest.OPEN),
    "ctrl+circumflex_accent": _ask(VimRequest.ALTERNATE),
}
