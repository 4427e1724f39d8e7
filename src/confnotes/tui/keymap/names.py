"""Names of keys: as Textual has them ("slash", "escape"), and as people write them ("/", "esc")."""

from __future__ import annotations

from typing import Final

Sequence = tuple[str, ...]
"""Keys that are pressed one after the other, mostly one; names of Textual."""

_SHOWN: Final = {
    "escape": "esc",
    "delete": "del",
    "right": "→",
    "left": "←",
    "up": "↑",
    "down": "↓",
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    "full_stop": ".",
    "comma": ",",
    "exclamation_mark": "!",
    "equals_sign": "=",
    "asterisk": "*",
    "number_sign": "#",
    "colon": ":",
    "semicolon": ";",
    "at": "@",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "underscore": "_",
    "apostrophe": "'",
    "quotation_mark": '"',
    "grave_accent": "`",
    "tilde": "~",
    "vertical_line": "|",
    "backslash": "\\",
    "dollar_sign": "$",
    "percent_sign": "%",
    "ampersand": "&",
    "circumflex_accent": "^",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
}
_READ: Final = {shown: name for name, shown in _SHOWN.items()} | {"space": "space"}
_NAMED: Final = {
    *("enter", "tab", "space", "backspace", "insert", "home", "end", "pageup", "pagedown"),
    *(name for name, shown in _SHOWN.items() if len(shown) > 1 or shown in "→←↑↓"),
    *(f"f{number}" for number in range(1, 13)),
}
_CONTROL_AT: Final = "ctrl+@"
"""Textual's name of what terminals send for ctrl+space, too."""
_WITH: Final = ("ctrl", "alt", "shift")


SENT_AS: Final = {
    **dict.fromkeys(("shift+enter", "ctrl+m"), ("enter", "\r")),
    **dict.fromkeys(("shift+backspace", "ctrl+h"), ("backspace", "\x7f")),
    "shift+space": ("space", " "),
    "ctrl+i": ("tab", "\t"),
}
"""Keys that most terminals send as others, with those and their characters; where a terminal tells them apart, they do
the same, unless a keymap has them.
"""


class KeyboardProtocol:
    """Whether the terminal has sent a key in a format that tells all keys apart, as the protocol of kitty does."""

    tells_all = False


def may_be_sent(keys: Sequence) -> bool:
    """Whether the terminal can send these keys, as far as is known."""
    return KeyboardProtocol.tells_all or SENT_AS.keys().isdisjoint(keys)


def read_key(text: str) -> str | None:
    """Textual's name of a key as people write it: "ctrl+]", "F5", "a"; None if it is unknown."""
    if text.endswith("+") and text != "+" and not text.endswith("++"):
        return None
    *held, last = [*text[:-1].split("+"), "+"] if text.endswith("+") else text.split("+")
    held = [one.casefold() for one in held if one]
    if any(one not in _WITH for one in held) or len(set(held)) < len(held) or (held == ["shift"] and len(last) == 1):
        return None
    name = _character_key(last, held) if len(last) == 1 else _named_key(last)
    key = "+".join([*(one for one in _WITH if one in held), name or ""])
    return None if name is None else _CONTROL_AT if key == "ctrl+at" else key


def _character_key(character: str, held: list[str]) -> str | None:
    """The name of a character's key; with alt a sign is its own name, as terminals send it."""
    if held == ["alt"] and not character.isalnum():
        return character
    name = _READ.get(character, character.lower() if held else character)
    return name if character.isalnum() or character in _READ else None


def _named_key(word: str) -> str | None:
    name = _READ.get(word.casefold(), word.casefold())
    return name if name in _NAMED else None


def read_sequence(text: str) -> Sequence | None:
    """The keys of "ctrl+g a"; None if one of them is unknown."""
    keys = [read_key(one) for one in text.split()]
    return tuple(key for key in keys if key) if keys and all(keys) else None


def shown_key(key: str) -> str:
    """A key as people write it: "→" for "right", "F2" for "f2"."""
    held, _, last = key.rpartition("+")
    name = _SHOWN.get(last, last.upper() if len(last) > 1 and last[0] == "f" and last[1:].isdigit() else last)
    return f"{held}+{name}" if held else name


def shown_sequence(keys: Sequence) -> str:
    """Keys that follow one another, as people write them: "ctrl+g a"."""
    return " ".join(map(shown_key, keys))


def types_text(key: str) -> bool:
    return key == "space" or (len(shown_key(key)) == 1 and key not in ("right", "left", "up", "down"))


def needs_second_hand(key: str) -> bool:
    """Whether the key is a function key, held with alt, or sent as another: some keyboards and terminals lack these."""
    return key in SENT_AS or key.startswith("alt+") or (len(key) > 1 and key[0] == "f" and key[1:].isdigit())
