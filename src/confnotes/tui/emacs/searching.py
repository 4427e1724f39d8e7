"""Incremental search: each character looks again, ctrl+s and ctrl+r go on, ctrl+g comes back."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate

from confnotes.tui.emacs.state import EmacsState
from confnotes.tui.vim.text import Location


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
    """A search from the cursor on; `looks` are its states, the last one is shown."""

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
