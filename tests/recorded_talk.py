"""A talk as somebody typed it in another editor, step by step, with what that editor made of each step.

A step is a line of keys as vim's mappings write them: `dw`, `<Esc>`, `<C-S-z>`, `<lt>` for `<`, `<Paste:one<NL>two>`.
Its answer says what changed: the first line, how many lines went, which ones came, and the cursor's row and column.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).parent / "talks"
ASK: Final = "\x1b[?2026;2$y"
"""Asks watched.py: a terminal says so that it knows synchronized output, as it does when Textual asks at the start."""

_KEY: Final = re.compile(
    r"<Paste:(?P<paste>(?:<NL>|<lt>|[^<>])*)>|<(?P<held>(?:[CSA]-)*)(?P<name>[A-Za-z]+|\S)>|(?P<sign>.)", re.DOTALL
)
_TYPED: Final = {"CR": "\r", "Tab": "\t", "BS": "\x7f", "Esc": "\x1b", "Space": " ", "lt": "<"}
_CURSOR: Final = {"Up": "A", "Down": "B", "Right": "C", "Left": "D", "Home": "H", "End": "F"}
_NUMBERED: Final = {"Del": 3, "PageUp": 5, "PageDown": 6}
_HELD: Final = {"S": 1, "A": 2, "C": 4}


class Keyboard(StrEnum):
    """What sends keys: xterm, or a terminal with the keyboard protocol of kitty, which tells more keys apart."""

    XTERM = "xterm"
    KITTY = "kitty"


class Talk(StrEnum):
    """A talk, by the editor in which it was typed."""

    VIM = "vim"
    OBSIDIAN = "obsidian"

    @property
    def keymap(self) -> str:
        """The setting for people who come from there."""
        return "vim" if self is Talk.VIM else "default"

    @property
    def keyboard(self) -> Keyboard:
        """Obsidian has keys that xterm cannot send."""
        return Keyboard.XTERM if self is Talk.VIM else Keyboard.KITTY


class Step(NamedTuple):
    """Keys, by their line in the file, and the text and the cursor behind them."""

    line: int
    keys: str
    lines: list[str]
    row: int
    column: int


class Difference(NamedTuple):
    """A step, the text and the cursor that it made here, and where the keys would have gone on, if not in the text."""

    step: Step
    lines: list[str]
    row: int
    column: int
    elsewhere: str = ""


class OnPurpose(NamedTuple):
    """What some keys do there and here, and the lines of the steps that show it."""

    keys: str
    there: str
    here: str
    steps: list[int]


def steps_of(talk: Talk) -> Iterator[Step]:
    """The steps of a talk, which begins with an empty note."""
    written = (FOLDER / f"{talk}.txt").read_text(encoding="utf-8").splitlines()
    numbered = [(number, line) for number, line in enumerate(written, 1) if line.strip() and not line.startswith("# ")]
    answers = json.loads((FOLDER / f"{talk}.json").read_text(encoding="utf-8"))
    lines = [""]
    for (number, keys), (first, gone, fresh, row, column) in zip(numbered, answers, strict=True):
        lines = [*lines[:first], *fresh, *lines[first + gone :]]
        yield Step(number, keys, lines, row, column)


def differences(talk: Talk) -> list[OnPurpose]:
    """What confnotes does otherwise on purpose."""
    listed = tomllib.loads((FOLDER / "differences.toml").read_text(encoding="utf-8"))
    return [OnPurpose(**one) for one in listed.get(talk, [])]


def report(found: Iterable[Difference]) -> str:
    """Differences for a reader: the keys, the first line that is another one, and the cursors."""
    told = []
    for step, lines, row, column, elsewhere in found:
        cursor = f"cursor {row}, {column} instead of {step.row}, {step.column}"
        told.append(f"{step.line}: {step.keys}\n  {elsewhere or cursor}")
        pairs = zip_longest(lines, step.lines)
        if other := next((pair for pair in pairs if pair[0] != pair[1]), None):
            told.append(f"  {other[0]!r}\n  instead of\n  {other[1]!r}")
    return "\n".join(told)


def keys_of(written: str, keyboard: Keyboard = Keyboard.XTERM) -> list[str]:
    """What the terminal sends for each key; a paste is one."""
    return [_sent(found, keyboard) for found in _KEY.finditer(written)]


def _sent(found: re.Match[str], keyboard: Keyboard) -> str:
    if found["paste"] is not None:
        pasted = found["paste"].replace("<NL>", "\r").replace("<lt>", "<")
        return f"\x1b[200~{pasted}\x1b[201~"
    if found["sign"]:
        return found["sign"]
    name, held = found["name"], sum(_HELD[one] for one in found["held"].split("-") if one)
    if name in _CURSOR:
        return f"\x1b[1;{held + 1}{_CURSOR[name]}" if held else f"\x1b[{_CURSOR[name]}"
    if name in _NUMBERED:
        return f"\x1b[{_NUMBERED[name]};{held + 1}~" if held else f"\x1b[{_NUMBERED[name]}~"
    typed = _TYPED.get(name, name.lower())
    if found["held"] == "S-" and name == "Tab":
        return "\x1b[Z"
    if keyboard is Keyboard.KITTY and (held or name == "Esc"):
        return f"\x1b[{ord(typed)};{held + 1}u" if held else "\x1b[27u"
    if not held:
        return typed
    assert held == _HELD["C"] and len(name) == 1, f"xterm does not send {found[0]}"
    return chr(ord(typed) & 0x1F)
