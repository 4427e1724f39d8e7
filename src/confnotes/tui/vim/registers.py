"""Registers: where what was yanked and deleted is kept, and taken from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from confnotes.tui.vim.text import Beep, Shape, TextBuffer

NAMES = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"-+*_/:.'


@dataclass(frozen=True, slots=True)
class Held:
    """What a register holds. `tails` belong to its lines, as the buffer gave them; `width` is that of a block."""

    lines: tuple[str, ...]
    shape: Shape = Shape.CHARS
    tails: tuple[str, ...] = ()
    width: int = 0

    @property
    def text(self) -> str:
        """The text; lines end with a line end."""
        return "\n".join(self.lines) + ("\n" if self.shape is Shape.LINES else "")

    @classmethod
    def of(cls, text: str, shape: Shape | None = None) -> Held:
        """A text from elsewhere: whole lines if it ends with a line end."""
        if shape is None:
            shape = Shape.LINES if text.endswith("\n") else Shape.CHARS
        return cls(tuple((text[:-1] if shape is Shape.LINES else text).split("\n")), shape)


class Registers:
    """The registers by their names; `unnamed` is the name of the one that was written last."""

    def __init__(self, buffer: TextBuffer) -> None:
        self._buffer = buffer
        self._held: dict[str, Held] = {}
        self.unnamed = "0"

    def get(self, name: str) -> Held:
        """What a register holds; raises Beep for an empty one."""
        name = self.unnamed if name in ("", '"') else name.lower()
        if name in ("+", "*") and self._buffer.clipboard:
            held = self._held.get(name)
            if held is None or held.text != self._buffer.clipboard:
                held = Held.of(self._buffer.clipboard)
            return held
        if name not in self._held:
            raise Beep(f"Nothing in register {name}")
        return self._held[name]

    def put(self, name: str, held: Held) -> None:
        """Write a register; a capital letter appends to it."""
        if name == "_":
            return
        if name.isupper():
            name = name.lower()
            held = _append(self._held.get(name), held)
        self._held[name] = held
        if name in ("+", "*"):
            self._buffer.clipboard = held.text
        if name not in ("/", ":", "."):
            self.unnamed = name

    def yank(self, name: str, held: Held) -> None:
        """Keep what was yanked."""
        self.put("0" if name in ("", '"') else name, replace(held, tails=()))

    def delete(self, name: str, held: Held, *, as_lines: bool) -> None:
        """Keep what was deleted: lines move down from register 1 to 9, less goes to register -."""
        if name == "_":
            return
        named = name not in ("", '"')
        if named:
            self.put(name, held)
        if as_lines or len(held.lines) > 1 or held.shape is Shape.LINES:
            for number in range(9, 1, -1):
                if str(number - 1) in self._held:
                    self._held[str(number)] = self._held[str(number - 1)]
            self._held["1"] = held
            if not named:
                self.unnamed = "1"
        if not named and held.shape is not Shape.LINES and len(held.lines) == 1:
            self._held["-"] = held
            if not as_lines:
                self.unnamed = "-"

    def names(self) -> Sequence[str]:
        """The registers that hold something."""
        return sorted(self._held)


def _append(held: Held | None, more: Held) -> Held:
    if held is None:
        return more
    if Shape.LINES in (held.shape, more.shape):
        return Held((*held.lines, *more.lines), Shape.LINES)
    return Held((*held.lines[:-1], held.lines[-1] + more.lines[0], *more.lines[1:]), held.shape)
