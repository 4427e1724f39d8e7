"""Keys in the format of Windows consoles (win32-input-mode), as Windows Terminal and ConPTY send them.

A program before this one, or a console between, may have asked for it. Textual would type such a key into the note:
`ESC [ key ; scan code ; UTF-16 unit ; 1 if pressed ; modifiers ; repetitions _`.
"""

from __future__ import annotations

import re
from typing import Final

_KEY: Final = re.compile(r"\x1b\[(\d{0,5});(\d{0,5});(\d{0,5});(\d?);(\d{0,5});?(\d{0,3})_")
_CUT_KEY: Final = re.compile(r"\x1b\[\d{1,5};\d{0,5};\d{0,5};[\d;]{0,12}\Z")
"""The beginning of such a key, and of no other: a read of the terminal may end in it."""

_CUT_IN_BURST: Final = re.compile(r"\x1b(?:\[[\d;]{0,24})?\Z")
_BURST: Final = 64  # characters of such keys in one piece: nobody presses Esc alone in it

_ALT, _RIGHT_ALT, _CTRL, _SHIFT = 0b11, 0b1, 0b1100, 0b10000
_MENU, _BACKSPACE, _TAB, _ENTER, _ESCAPE, _SPACE, _F1 = 18, 8, 9, 13, 27, 32, 112
_LETTERS: Final = range(ord("A"), ord("Z") + 1)
_SAME_AS_A_KEY: Final = frozenset(map(ord, "HIJM"))  # with ctrl, their characters are backspace, tab and enter
_ENDS: Final = {35: "F", 36: "H", 37: "D", 38: "A", 39: "C", 40: "B", 112: "P", 113: "Q", 115: "S"}
_NUMBERS: Final = {33: 5, 34: 6, 45: 2, 46: 3, 114: 13, 116: 15, 117: 17, 118: 18, 119: 19, 120: 20, 121: 21} | {
    122: 23,
    123: 24,
}
_MOST_REPEATED: Final = 100


class WindowsKeys:
    """Takes input piece by piece, and returns it with such keys as other terminals send them."""

    def __init__(self) -> None:
        self._held = self._half = ""

    def __call__(self, data: str) -> str:
        data, self._held = self._held + data, ""
        if "\x1b[" not in data:
            return data  # as nearly always
        is_burst = len(data) >= _BURST and _KEY.search(data) is not None
        if cut := (_CUT_IN_BURST if is_burst else _CUT_KEY).search(data):
            data, self._held = data[: cut.start()], cut[0]
        return _KEY.sub(self._typed, data)

    def _typed(self, key: re.Match[str]) -> str:
        code, _, unit, pressed, modifiers, times = (int(part or 0) for part in key.groups())
        if not pressed and not (code == _MENU and unit):  # alt and digits type a character when alt is released
            return ""
        text = self._whole(chr(unit)) if "\ud800" <= chr(unit) <= "\udfff" else _sent(code, unit, modifiers)
        return text * min(max(times, 1), _MOST_REPEATED)

    def _whole(self, half: str) -> str:
        """A character outside of the first 65,536 once both its halves have come."""
        if half <= "\udbff":
            self._half = half
            return ""
        pair, self._half = self._half + half, ""
        return pair.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _sent(code: int, unit: int, modifiers: int) -> str:
    """What other terminals send for a pressed key."""
    held = _held(modifiers)
    return _named(code, held) or _with_ctrl(code, modifiers, held) or _character(unit, modifiers)


def _held(modifiers: int) -> str:
    """The modifiers as a parameter of a sequence, "" for none."""
    number = bool(modifiers & _SHIFT) + 2 * bool(modifiers & _ALT) + 4 * bool(modifiers & _CTRL)
    return f";{1 + number}" if number else ""


def _named(code: int, held: str) -> str:
    """A key with a name, such as an arrow; "" for others."""
    if end := _ENDS.get(code):
        return f"\x1b[1{held}{end}" if held else f"\x1b{'[' if code < _F1 else 'O'}{end}"
    if number := _NUMBERS.get(code):
        return f"\x1b[{number}{held}~"
    if code == _BACKSPACE:
        return f"\x1b[127{held}u" if held else "\x7f"
    is_apart = code == _ESCAPE or (held and code in (_TAB, _ENTER))
    return f"\x1b[{code}{held}u" if is_apart else ""


def _with_ctrl(code: int, modifiers: int, held: str) -> str:
    """A letter or a space with ctrl whose character alone would not tell it; "" for others."""
    if not modifiers & _CTRL or modifiers & _RIGHT_ALT:
        return ""
    if code == _SPACE:
        return f"\x1b[{code}{held}u"
    is_apart = code in _LETTERS and (modifiers & (_SHIFT | _ALT) or code in _SAME_AS_A_KEY)
    return f"\x1b[{code + 32}{held}u" if is_apart else ""


def _character(unit: int, modifiers: int) -> str:
    """The character, after Esc with alt; right alt and ctrl are AltGr, which types it."""
    if not unit:
        return ""
    return f"\x1b{chr(unit)}" if modifiers & _ALT and not modifiers & _CTRL else chr(unit)
