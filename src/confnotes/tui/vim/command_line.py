"""The line that is typed after `:`, `/` or `?`: its text, its cursor, and the lines that were typed before."""

from __future__ import annotations

from collections.abc import Sequence

from confnotes.tui.vim.text import word_class


class TypedLine:
    """A line with a cursor. `earlier` are lines that the arrow keys bring back: those that begin like the typed one."""

    def __init__(self, text: str, earlier: Sequence[str]) -> None:
        self.text, self.at = text, len(text)
        self._earlier = earlier
        self._place = len(earlier)
        self._begun = text

    def insert(self, text: str) -> None:
        """Insert text at the cursor."""
        self._set(self.text[: self.at] + text + self.text[self.at :], self.at + len(text))

    def take(self, key: str) -> bool:
        """Take a key that edits the line; whether it is one."""
        at, end = self.at, len(self.text)
        if key in ("up", "down", "ctrl+p", "ctrl+n"):
            self._recall(-1 if key in ("up", "ctrl+p") else 1)
        elif key in ("left", "right", "home", "end", "ctrl+b", "ctrl+e"):
            places = {"left": max(at - 1, 0), "right": min(at + 1, end), "home": 0, "ctrl+b": 0}
            self.at = places.get(key, end)
        elif key in ("backspace", "ctrl+h"):
            self._cut(max(at - 1, 0), at)
        elif key == "delete":
            self._cut(at, at + 1)
        elif key == "ctrl+w":
            self._cut(self._word_before(), at)
        elif key == "ctrl+u":
            self._cut(0, at)
        else:
            return False
        return True

    def _word_before(self) -> int:
        begin = len(self.text[: self.at].rstrip())
        kind = word_class(self.text[begin - 1]) if begin else 0
        while begin and word_class(self.text[begin - 1]) == kind:
            begin -= 1
        return begin

    def _cut(self, start: int, end: int) -> None:
        self._set(self.text[:start] + self.text[end:], start)

    def _set(self, text: str, at: int) -> None:
        self.text, self.at = text, at
        self._begun, self._place = text, len(self._earlier)

    def _recall(self, step: int) -> None:
        place = self._place + step
        while 0 <= place < len(self._earlier) and not self._earlier[place].startswith(self._begun):
            place += step
        if place >= 0:
            self._place = min(place, len(self._earlier))
            self.text = self._earlier[place] if place < len(self._earlier) else self._begun
            self.at = len(self.text)
