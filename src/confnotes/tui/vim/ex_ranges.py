"""A command of the command line, and the range before its name: `%`, `.,$`, `'<,'>`, `/pattern/`, `+2`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from confnotes.tui.vim.patterns import VimSearch, find, pattern_or_last, split_at
from confnotes.tui.vim.state import VimState
from confnotes.tui.vim.text import Beep


@dataclass(frozen=True, slots=True)
class ExCall:
    """A command of the command line: its rows (the cursor's without a range), and what comes after its name."""

    first: int
    last: int
    rest: str = ""
    bang: bool = False
    addresses: int = 0

    @property
    def has_range(self) -> bool:
        """Whether rows were given."""
        return self.addresses > 0

    @property
    def rows(self) -> range:
        """The rows of its range."""
        return range(self.first, self.last + 1)


RunEx = Callable[[VimState, ExCall], None]


def find_address(vim: VimState, text: str, current: int) -> tuple[int | None, str]:
    """The row that an address at the start of a text names (None without one), and the rest."""
    row: int | None = None
    if match := re.match(r"\d+", text):
        row, text = int(match[0]) - 1, text[match.end() :]
    elif text[:1] in (".", "$"):
        row, text = current if text[0] == "." else len(vim.lines) - 1, text[1:]
    elif text[:1] == "'" and len(text) > 1:
        if text[1] not in vim.marks:
            raise Beep("Mark not set")
        row, text = vim.marks[text[1]][0], text[2:]
    elif text[:1] in ("/", "?"):
        row, text = _searched(vim, text, current)
    while match := re.match(r"([+-])(\d*)", text):
        number = int(match[2] or 1)
        row = (current if row is None else row) + (number if match[1] == "+" else -number)
        text = text[match.end() :]
    return row, text


def _searched(vim: VimState, text: str, current: int) -> tuple[int, str]:
    direction = 1 if text[0] == "/" else -1
    pattern, _, rest = split_at(text[1:], text[0])
    wanted = VimSearch(pattern_or_last(pattern, vim.search), direction)
    vim.search = wanted
    at = (current, len(vim.lines[current])) if direction > 0 else (current, 0)
    match = find(vim.lines, vim.compiled(wanted.pattern), at, direction)
    if match is None:
        raise Beep(f"Pattern not found: {wanted.pattern}")
    return match[0][0], rest


def read_range(vim: VimState, text: str) -> tuple[int, int, int, str]:
    """The first and last row of the range at the start of a command, the number of its addresses, and the rest."""
    row = vim.cursor[0]
    if text.startswith("%"):
        return 0, len(vim.lines) - 1, 2, text[1:]
    found: list[int] = []
    while True:
        text = text.lstrip()
        address, text = find_address(vim, text, row)
        separator = text[:1] if text[:1] in (",", ";") else ""
        if address is not None or separator or found:
            found.append(row if address is None else address)
        if separator == ";":
            row = found[-1]
        if not separator:
            break
        text = text[1:]
    if not found:
        return row, row, 0, text
    first, last = (found[-2], found[-1]) if len(found) > 1 else (found[0], found[0])
    if first > last:
        raise Beep("Backwards range: name the first line first")
    if last >= len(vim.lines) or first < -1:
        raise Beep("Invalid range")
    return first, last, len(found), text
