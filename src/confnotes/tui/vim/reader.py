"""Reading the keys of a command: its count and register, a line typed at the bottom, a character by its code."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

from confnotes.tui.vim.arithmetic import calculate
from confnotes.tui.vim.command_line import TypedLine
from confnotes.tui.vim.inserting import typed_character
from confnotes.tui.vim.registers import NAMES
from confnotes.tui.vim.special_characters import CODE_LENGTHS, character_of, digraph
from confnotes.tui.vim.state import Key, VimState
from confnotes.tui.vim.text import MOST_TIMES, Beep
from confnotes.tui.vim.wordwise import word_at

PREFIXES: Final = {"g", "z", "Z", "[", "]"}
ESCAPES: Final = {"escape", "ctrl+left_square_bracket", "ctrl+c"}
DIGITS: Final = "0123456789"
READ_MORE: Final = {"ctrl+r": '"', "ctrl+k": "?", "ctrl+v": "^", "ctrl+q": "^"}
"""Keys of insert mode that take more keys, and what is shown while they wait."""
_AT_CURSOR: Final = {"ctrl+w", "ctrl+a", "ctrl+l"}
_TYPED_SPACE: Final = {"space": " "}


class KeyReader:
    """Takes keys for whoever waits for them, as generators that are sent one key at a time.

    `prompt` is the command line while one is typed, `prompt_at` the place of its cursor, `shown` the keys of a command
    that is not complete, `keys` those that `.` does again.
    """

    def __init__(self, vim: VimState) -> None:
        self._vim = vim
        self.prompt = self.shown = ""
        self.prompt_at = 0
        self.keys: list[Key] = []
        self._typed_lines: dict[str, list[str]] = {}

    def next(self) -> Generator[None, Key, str]:
        """The next key of the command."""
        key = yield
        while not isinstance(key, str):
            key = yield
        self.keys.append(key)
        self.shown += _TYPED_SPACE.get(key, key if len(key) == 1 else f"<{key}>")
        return key

    def counted(self) -> Generator[None, Key, tuple[int | None, str, str]]:
        """The count, the register and the key of a command; only the key is kept for `.`."""
        count: int | None = None
        register = ""
        while True:
            key = yield from self.next()
            if key == '"':
                register = yield from self.next()
                if register not in NAMES:
                    raise Beep
            elif key in DIGITS and (key != "0" or count is not None):
                count = min((count or 0) * 10 + int(key), MOST_TIMES)
            else:
                break
        self.keys = [key]
        if key in PREFIXES:
            key += yield from self.next()
        return count, register, key

    def line(self, sign: str, text: str = "") -> Generator[None, Key, str]:
        """A line typed at the bottom of the screen; raises Beep when it is left."""
        earlier = self._typed_lines.setdefault(sign, [])
        line = TypedLine(text, earlier)
        while True:
            self.prompt, self.prompt_at = sign + line.text, len(sign) + line.at
            key = yield from self.next()
            if key == "enter":
                break
            if key in ESCAPES or (key in ("backspace", "ctrl+h") and not line.text):
                raise Beep
            if key in READ_MORE:
                typed = yield from self.special_text(key)
                line.insert(typed.rstrip("\n").replace("\n", " "))
            elif not line.take(key):
                line.insert(typed_character(key))
        self.prompt = ""
        if line.text:
            earlier[:] = [*[one for one in earlier if one != line.text][-100:], line.text]
        return line.text

    def character(self) -> Generator[None, Key, str]:
        """The character of `f`, `t` and marks; raises Beep for a key that types none."""
        key = yield from self.next()
        text = typed_character(key)
        if not text or key in ESCAPES:
            raise Beep
        return text

    def special_text(self, key: str) -> Generator[None, Key, str]:
        """What a key of insert mode types that takes more keys: registers, digraphs, codes and literal keys."""
        self.shown = READ_MORE[key]
        then = yield from self.typed()
        if key == "ctrl+r" and then in ("ctrl+r", "ctrl+o", "ctrl+p"):
            then = yield from self.typed()
        if then in ESCAPES:
            text = "\x1b" if key == "ctrl+v" and then == "escape" else ""
        elif key == "ctrl+r" and then == "=":
            text = calculate((yield from self.line("=")))
        elif key == "ctrl+r":
            text = self._at_cursor(then) if then in _AT_CURSOR else self._vim.registers.get(then).text
        elif key == "ctrl+k":
            self.shown += then
            second = yield from self.typed()
            text = "" if second in ESCAPES else digraph(typed_character(then), typed_character(second))
        else:
            text = yield from self._code(then)
        self.shown = ""
        return text

    def typed(self) -> Generator[None, Key, str]:
        """The next key while text is typed."""
        key = yield
        return key if isinstance(key, str) else ""

    def _at_cursor(self, key: str) -> str:
        """The word, the WORD or the line at the cursor, for a command line."""
        vim = self._vim
        if not self.prompt:
            raise Beep
        big = key == "ctrl+a"
        found = word_at(vim.line, vim.cursor[1], big=big)
        if key == "ctrl+l":
            return vim.line
        return vim.line[slice(*found)] if found else ""

    def _code(self, key: str) -> Generator[None, Key, str]:
        """What ctrl+v types: the character of a code, or a key as it is."""
        most, base = (CODE_LENGTHS[key], 16) if key in CODE_LENGTHS else (3, 10)
        code = key if key in tuple(DIGITS) else ""
        if not code and key not in CODE_LENGTHS:
            return "\t" if key == "tab" else typed_character(key)
        while len(code) < most:
            self.shown = f"^V{code}"
            key = yield from self.typed()
            if len(key) != 1 or key not in (DIGITS if base == 10 else DIGITS + "abcdefABCDEF"):
                self._vim.pending.appendleft(key)
                break
            code += key
        return character_of(code, base)
