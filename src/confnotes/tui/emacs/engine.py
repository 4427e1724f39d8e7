"""The engine: takes keys and the commands that they have, reads prefix arguments, searches, and runs commands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate

from confnotes.tui.emacs.editing import EDITING, zap
from confnotes.tui.emacs.motions import MOTIONS
from confnotes.tui.emacs.state import EmacsBuffer, EmacsError, EmacsState
from confnotes.tui.vim.text import MOST_TIMES, Location


@dataclass(frozen=True, slots=True)
class Look:
    """A state of the search: what is looked for, which way, and the match, as offsets into the text."""

    wanted: str
    is_forward: bool
    point: int
    other: int
    """The other end of the match."""
    fails: bool = False
    is_around: bool = False
    """Whether it went on from the other end of the text."""


class Search:
    """An incremental search from the cursor on: each character looks again, ctrl+s and ctrl+r go on, ctrl+g comes back.

    `looks` are its states, the last one is shown.
    """

    def __init__(self, state: EmacsState, *, forward: bool, last: str) -> None:
        """`last` is what the search before looked for; a repeated key takes it."""
        self._state = state
        self._text = "\n".join(state.lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in state.lines[:-1])]
        self._last = last
        self.origin = state.cursor
        row, column = state.cursor
        at = self._starts[row] + column
        self.looks = [Look("", forward, at, at)]

    @property
    def look(self) -> Look:
        """The state that is shown."""
        return self.looks[-1]

    @property
    def prompt(self) -> str:
        """The line that emacs shows."""
        parts = [
            *(["failing"] if self.look.fails else []),
            *(["wrapped"] if self.look.is_around else []),
            "I-search" if self.look.is_forward else "I-search backward",
        ]
        text = " ".join(parts)
        return f"{text[0].upper()}{text[1:]}: {self.look.wanted}"

    @property
    def match(self) -> tuple[Location, Location] | None:
        if self.look.fails or not self.look.wanted:
            return None
        start, end = sorted((self.look.point, self.look.other))
        return self._place(start), self._place(end)

    def type(self, character: str) -> None:
        """Look for one more character."""
        look = self.look
        wanted = look.wanted + character
        if look.fails:
            self._show(replace(look, wanted=wanted))
            return
        begin = look.other if look.is_forward else min(self._offset(self.origin), look.other + 1)
        if not look.wanted:
            begin = look.point
        self._find(replace(look, wanted=wanted), begin)

    def again(self, *, forward: bool) -> None:
        """Go to the next match, also from the other end of the text if there was none; or the other way."""
        look = self.look
        if not look.wanted:
            if look.is_forward == forward and self._last:
                self._find(Look(self._last, forward, look.point, look.point), look.point)
            else:
                self._show(replace(look, is_forward=forward))
            return
        turned = replace(look, is_forward=forward)
        if look.fails and look.is_forward == forward:
            begin = 0 if forward else len(self._text)
            self._find(replace(turned, is_around=True), begin)
        else:
            self._find(turned, look.point)

    def shorten(self) -> None:
        """Go back to the state before."""
        if len(self.looks) > 1:
            self.looks.pop()
            self._show(self.looks.pop())

    def cancel(self) -> bool:
        """Drop what is not found; whether the search is over, with the cursor where it began."""
        if self.look.fails:
            while len(self.looks) > 1 and self.look.fails:
                self.looks.pop()
            self._show(self.looks.pop())
            return False
        self._state.cursor = self.origin
        return True

    def _find(self, look: Look, begin: int) -> None:
        wanted = look.wanted
        flags = re.IGNORECASE if wanted == wanted.lower() else 0
        words = r"\s+".join(map(re.escape, re.split(" +", wanted)))
        pattern = re.compile(f"(?=({words}))", flags)  # matches may overlap
        found = pattern.search(self._text, begin) if look.is_forward else self._last_before(pattern, begin)
        if found is None:
            self._show(replace(look, fails=True))
            return
        start, end = found.span(1)
        point, other = (end, start) if look.is_forward else (start, end)
        self._show(replace(look, point=point, other=other, fails=False))

    def _last_before(self, pattern: re.Pattern[str], end: int) -> re.Match[str] | None:
        """The match that begins last of those that end at or before an offset."""
        last = None
        for found in pattern.finditer(self._text, 0, end):
            last = found
        return last

    def _show(self, look: Look) -> None:
        self.looks.append(look)
        self._state.cursor = self._place(look.point)

    def _offset(self, at: Location) -> int:
        return self._starts[at[0]] + at[1]

    def _place(self, offset: int) -> Location:
        row = bisect_right(self._starts, offset) - 1
        return row, offset - self._starts[row]


COMMANDS = {**MOTIONS, **EDITING}
_KEEPS_MARK = ("set-mark-command", "exchange-point-and-mark", "mark-whole-buffer", "mark-word", "mark-paragraph")
_SEARCHES = {"isearch-forward": True, "isearch-backward": False}
_AFTER_A_KEY = {"zap-to-char": "Zap to char: ", "quoted-insert": "C-q-"}
"""Commands that wait for a character, and what they show meanwhile."""


class EmacsEngine:
    """Takes keys one by one with the name of their command in emacs; keys without a command are left to the editor."""

    def __init__(self, buffer: EmacsBuffer) -> None:
        self.state = EmacsState(buffer)
        self.search: Search | None = None
        self._last_search = ""
        self._count: int | None = None
        self._count_shown = ""
        self._is_counting = False
        self._waits = ""

    @property
    def prompt(self) -> str:
        """The line to show in place of the state: of a search, or a command that waits for a character."""
        if self.search is not None:
            return self.search.prompt
        return _AFTER_A_KEY.get(self._waits, "")

    @property
    def shown(self) -> str:
        """The prefix argument, as emacs shows it."""
        return self._count_shown

    @property
    def is_idle(self) -> bool:
        """Whether no command is half typed."""
        return self.search is None and not self._waits and not self._count_shown

    def feed(self, key: str, command: str = "") -> bool:
        """Take a key with the name of its command; False if the editor is to do it."""
        state = self.state
        state.message = state.error = ""
        if self._waits:
            self._take_character(key, command)
            return True
        if self.search is not None and self._searches(key, command):
            return True
        if self._counts(key, command):
            return True
        if command:
            self.run(command)
            return True
        character = " " if key == "space" else key
        if self._count is None or len(character) > 1:
            self._forget()
            return False
        self._type(character)
        return True

    def run(self, name: str) -> None:
        state = self.state
        self._end_search()
        if self._counts("", name):
            return
        count = self._count
        state.message = state.error = ""
        self._forget()
        if name in _SEARCHES:
            self.search = Search(state, forward=_SEARCHES[name], last=self._last_search)
        elif name in _AFTER_A_KEY:
            self._waits, self._count = name, count
            return
        elif name == "keyboard-quit":
            state.is_active = False
        elif name in COMMANDS:
            with self._command(name):
                COMMANDS[name](state, count)
        state.last = name

    @contextmanager
    def _command(self, name: str) -> Iterator[None]:
        """What the command of that name does, as one step to undo; its error is shown."""
        state = self.state
        state.is_kill = state.keeps_goal = False
        state.has_changed = False
        state.cursor = state.clamped(state.cursor)
        state.mark = None if state.mark is None else state.clamped(state.mark)
        try:
            yield
        except EmacsError as error:
            state.error = str(error)
        state.buffer.end_step()
        state.was_kill = state.is_kill
        state.goal = state.goal if state.keeps_goal else None
        state.cursor = state.clamped(state.cursor)
        if state.has_changed and name not in _KEEPS_MARK:
            state.is_active = False
        state.last = name

    def was_typed(self, before: Location, after: Location, rows: int) -> None:
        """The editor itself did a key. `before` is the cursor before it, `rows` by how many rows the text grew."""
        state = self.state
        state.cursor = after
        state.last, state.was_kill, state.goal = "", False, None
        if rows:
            state.move_marks(lambda at: (at[0] + rows, at[1]) if at[0] > before[0] else at)
        elif before[0] == after[0]:
            moved = after[1] - before[1]
            state.move_marks(lambda at: (at[0], at[1] + moved) if at[0] == before[0] and at[1] > before[1] else at)
        state.is_active = False

    # Typing, prefix arguments, characters

    def _type(self, character: str) -> None:
        count = 1 if self._count is None else self._count
        self._forget()
        with self._command(""):
            self.state.insert(character * max(count, 0))

    def _take_character(self, key: str, command: str) -> None:
        name, count = self._waits, self._count
        self._forget()
        character = {"space": " ", "enter": "\n", "tab": "\t"}.get(key, key)
        if command == "keyboard-quit" or len(character) > 1:
            return
        with self._command(name):
            if name == "zap-to-char":
                zap(self.state, character, count)
            else:
                self.state.insert(character * (1 if count is None else max(count, 0)))

    def _counts(self, key: str, command: str) -> bool:
        """Whether the key is part of a prefix argument."""
        if command == "universal-argument":
            if self._is_counting and self._count_shown[-1:] not in ("u", ""):
                self._is_counting = False  # C-u ends the digits: the next key is what is repeated
            else:
                self._count = min((self._count or 1) * 4, MOST_TIMES)
                self._count_shown = f"{self._count_shown} C-u".strip()
                self._is_counting = True
            return True
        digit = key.removeprefix("alt+")
        is_digit = digit in ("minus", "-") or (len(digit) == 1 and digit in "0123456789")
        starts = command == "digit-argument"
        if not is_digit or not (starts or self._is_counting):
            return False
        if not self._count_shown or self._count_shown[-1] == "u":
            self._count = None
            self._count_shown = self._count_shown or "C-u"
            self._negative, self._digits = False, ""
        if digit in ("minus", "-"):
            if not starts and (self._digits or self._negative):
                return False
            self._negative = not self._negative
        else:
            self._digits += digit
        number = min(int(self._digits), MOST_TIMES) if self._digits else 1
        self._count = -number if self._negative else number
        self._count_shown += f" {digit if digit != 'minus' else '-'}"
        self._is_counting = True
        return True

    def _forget(self) -> None:
        self._count, self._count_shown, self._is_counting, self._waits = None, "", False, ""

    # Searching

    def _searches(self, key: str, command: str) -> bool:
        """Whether the key belongs to the search; another command ends the search where it is."""
        search = self.search
        assert search is not None
        if command in _SEARCHES:
            search.again(forward=_SEARCHES[command])
        elif command == "keyboard-quit":
            if search.cancel():
                self._last_search = search.look.wanted or self._last_search
                self.search = None
                self.state.message = "Quit"
        elif key == "backspace":
            search.shorten()
        elif key == "space" or (len(key) == 1 and not command):
            search.type(" " if key == "space" else key)
        elif command in ("newline",):
            search.type("\n")
        else:
            self._end_search()
            return key in ("enter", "escape")
        return True

    def _end_search(self) -> None:
        """End the search where it is; the mark is where it began."""
        search, self.search = self.search, None
        if search is None:
            return
        self._last_search = search.look.wanted or self._last_search
        state = self.state
        state.last, state.was_kill, state.goal = "isearch-exit", False, None
        if state.cursor != search.origin and not state.is_active:
            state.push_mark(search.origin)
            state.message = "Mark saved where search started"
