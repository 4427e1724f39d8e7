"""What terminals send for a key: by terminfo, by the xterm and rxvt manuals, and by the keyboard protocol of kitty.

Names are Textual's. A terminal that cannot send a key is answered with None.
"""

from __future__ import annotations

import re
import string
import subprocess
from enum import StrEnum
from functools import cache

from textual.keys import _character_to_key

_TERMINFO = {
    **{name: f"kcu{letter}1" for name, letter in (("up", "u"), ("down", "d"), ("right", "f"), ("left", "b"))},
    "home": "khome",
    "end": "kend",
    "pageup": "kpp",
    "pagedown": "knp",
    "delete": "kdch1",
    **{f"f{number}": f"kf{number}" for number in range(1, 10)},
}
_TYPED = {"enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f", "space": " "}
_CURSOR = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_SIGNS = {_character_to_key(character): character for character in string.punctuation}
_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}
_UNSHIFTED = {
    _character_to_key(shifted): plain
    for shifted, plain in zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True)
}  # on the keyboard of the United States
_KITTY = {
    **{name: f"\x1b[{letter}" for name, letter in _CURSOR.items()},
    "enter": "\x1b[13u",
    "tab": "\x1b[9u",
    "escape": "\x1b[27u",
    "backspace": "\x1b[127u",
    "space": "\x1b[32;;32u",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "f1": "\x1b[P",
    "f2": "\x1b[Q",
    "f3": "\x1b[13~",
    "f4": "\x1b[S",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
}


class Kind(StrEnum):
    """A terminal; most are called as terminfo calls them."""

    VT220 = "vt220"
    XTERM = "xterm-256color"
    TMUX = "tmux-256color"
    SCREEN = "screen"
    CONSOLE = "linux"
    RXVT = "rxvt-unicode-256color"
    OTHER_KEYS = "xterm, modifyOtherKeys"
    KITTY = "kitty"


def sent(kind: Kind, key: str) -> str | None:
    """The bytes of a key, as text."""
    *modifiers, name = key.split("+")
    if key == "shift+enter":
        return {Kind.KITTY: "\x1b[13;2u", Kind.OTHER_KEYS: "\x1b[27;2;13~"}.get(kind)
    if kind is Kind.KITTY:
        return _by_kitty(modifiers, name)
    if not modifiers:
        return (
            _TYPED.get(name) or _SIGNS.get(name) or (name if len(name) == 1 else _terminfo(kind).get(_TERMINFO[name]))
        )
    if kind is Kind.OTHER_KEYS and name not in (*_CURSOR, "tab", "delete"):
        return f"\x1b[27;{_code(modifiers)};{ord(_character(name))}~"
    if modifiers == ["ctrl"] and name == "i":
        return None  # the same byte as tab
    if modifiers == ["ctrl"] and name not in (*_CURSOR, "delete"):
        return chr(ord(_character(name)) & 0x1F)
    if modifiers == ["alt"] and name not in (*_CURSOR, "delete"):
        return f"\x1b{_character(name)}"
    return _modified(kind, modifiers, name)


def _code(modifiers: list[str]) -> int:
    return 1 + sum(_MODIFIERS[modifier] for modifier in modifiers)


def _character(name: str) -> str:
    """The character of a key name: "/" for "slash"."""
    return _SIGNS.get(name, name)


@cache
def _terminfo(kind: Kind) -> dict[str, str]:
    """What terminfo says that the terminal sends, by the names of its capabilities; empty where it is not known."""
    name = Kind.XTERM.value if kind is Kind.OTHER_KEYS else kind.value
    told = subprocess.run(["infocmp", "-1", name], capture_output=True, text=True)
    named = re.findall(r"^\t(k\w+)=(.*),$", told.stdout, re.MULTILINE)
    return {capability: keys.replace("\\E", "\x1b").replace("^?", "\x7f") for capability, keys in named}


def _modified(kind: Kind, modifiers: list[str], name: str) -> str | None:
    if modifiers == ["shift"] and name == "tab":
        return "\x1b\t" if kind is Kind.CONSOLE else "\x1b[Z"
    if kind in (Kind.XTERM, Kind.TMUX, Kind.OTHER_KEYS):
        return f"\x1b[1;{_code(modifiers)}{_CURSOR[name]}" if name in _CURSOR else f"\x1b[3;{_code(modifiers)}~"
    if kind is Kind.RXVT and modifiers == ["ctrl"]:
        return {"home": "\x1b[7^", "end": "\x1b[8^", "delete": "\x1b[3^"}.get(name)
    return None


def _by_kitty(modifiers: list[str], name: str) -> str:
    if not modifiers:
        if name in _KITTY:
            return _KITTY[name]
        character = _character(name)
        plain = _UNSHIFTED.get(name, character)
        return f"\x1b[{ord(plain)};{'2' if plain != character else ''};{ord(character)}u"
    if name in _CURSOR:
        return f"\x1b[1;{_code(modifiers)}{_CURSOR[name]}"
    if name == "delete":
        return f"\x1b[3;{_code(modifiers)}~"
    plain = _UNSHIFTED.get(name, name)
    held = _code(modifiers) + (plain != name)
    return f"\x1b[{9 if name == 'tab' else ord(_character(plain))};{held}u"
