"""Reading the keys of a command: its count and register, a line typed at the bottom, a character by its code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Sequence
from typing import Final

from confnotes.tui.vim.inserting import typed_character
from confnotes.tui.vim.registers import NAMES
from confnotes.tui.vim.state import Key, VimState
from confnotes.tui.vim.text import MOST_TIMES, Beep, word_class
from confnotes.tui.vim.wordwise import word_at

# Small sums, for ctrl+r and `=`

Number = int | float
_TOKEN: Final = re.compile(r"\s*(?:(\d+\.\d+|\d+)|([-+*/%()]))\s*")
_DEEPEST: Final = 50


def calculate(text: str) -> str:
    """The result of a sum of numbers as vim writes it; whole numbers divide without a rest. Raises Beep for others."""
    tokens: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Beep(f"Not a sum of numbers: {text}")
        tokens.append(match[1] or match[2])
        at = match.end()
    try:
        value = _sum(tokens, 0)
    except (IndexError, ValueError, ZeroDivisionError, OverflowError):
        raise Beep(f"Not a sum of numbers: {text}") from None
    if tokens:
        raise Beep(f"Not a sum of numbers: {text}")
    return str(value) if isinstance(value, int) else _written(value)


def _written(value: float) -> str:
    text = f"{value:.6g}"
    return text if "." in text or "e" in text or "n" in text else f"{text}.0"


def _sum(tokens: list[str], depth: int) -> Number:
    value = _product(tokens, depth)
    while tokens and tokens[0] in "+-":
        sign, other = tokens.pop(0), _product(tokens, depth)
        value = value + other if sign == "+" else value - other
    return value


def _product(tokens: list[str], depth: int) -> Number:
    value = _value(tokens, depth)
    while tokens and tokens[0] in "*/%":
        sign, other = tokens.pop(0), _value(tokens, depth)
        if sign == "*":
            value *= other
        elif isinstance(value, int) and isinstance(other, int):
            quotient = abs(value) // abs(other) * (1 if (value < 0) == (other < 0) else -1)
            value = quotient if sign == "/" else value - quotient * other
        elif sign == "/":
            value /= other
        else:
            raise ValueError
    return value


def _value(tokens: list[str], depth: int) -> Number:
    token = tokens.pop(0)
    if depth > _DEEPEST:
        raise ValueError
    if token in "+-":
        value = _value(tokens, depth + 1)
        return -value if token == "-" else value
    if token == "(":
        value = _sum(tokens, depth + 1)
        if tokens.pop(0) != ")":
            raise ValueError
        return value
    return float(token) if "." in token else int(token)


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


_ACCENTS: Final = dict(
    zip("!'>?-(.:,;<\"", map(chr, (768, 769, 770, 771, 772, 774, 775, 776, 807, 808, 780, 779)), strict=True)
)
"""The second key of accented letters, and the accent."""

_GREEK: Final = dict(zip("abgdezyhiklmncoprstufxqw", "αβγδεζηθικλμνξοπρστυφχψω", strict=True))
"""The first key of Greek letters; the second is `*`."""

_SIGNS: Final = """
    ->→ <-← -!↑ -v↓ <>↔ =>⇒ <=⇐ ==⇔ FA∀ TE∃ dP∂ DE∆ NB∇ (-∈ -)∋ *P∏ +Z∑ -2− *-∗ Sb∙ RT√ 0(∝ 00∞ -L∟ -V∠ PP∥ AN∧ OR∨ (U∩
    )U∪ In∫ DI∬ Io∮ .:∴ :.∵ :R∶ ::∷ ?1∼ CG∾ ?-≃ ?=≅ ?2≈ =?≌ !=≠ =3≡ =<≤ >=≥ <*≪ *>≫ !<≮ !>≯ (C⊂ )C⊃ (_⊆ )_⊇ 0.⊙ 02⊚
    +-± -+∓ *X× -:÷ .M· NO¬ DG° Myµ 1S¹ 2S² 3S³ 0S⁰ 4S⁴ 5S⁵ 6S⁶ 7S⁷ 8S⁸ 9S⁹ nSⁿ +S⁺ -S⁻ 0s₀ 1s₁ 2s₂ 3s₃ 4s₄ 5s₅ 6s₆ 7s₇
    8s₈ 9s₉ /0∅ 14¼ 12½ 34¾ 13⅓ 23⅔ 18⅛ oC℃ oF℉ Rg® Co© TM™ OK✓ XX✗ *2★ *1☆ oo• Eu€ =e€ Pd£ Ct¢ Ye¥ SE§ PI¶ N0№ %0‰
    ssß AEÆ aeæ OEŒ oeœ O/Ø o/ø AAÅ aaå U0Ů u0ů D-Ð d-ð THÞ thþ L/Ł l/ł D/Đ d/đ i.ı *sς <<« >>» !I¡ ?I¿ -M— -N– '6‘ '9’
    "6“ "9” :9„ .9‚ ,.… .3⋯ /-† /=‡ 1'′ 2'″ <1‹ >1› <7⌈ >7⌉ 7<⌊ 7>⌋ .P⋅ Ob∘ -T⊥
"""
_SIGN_OF: Final = {sign[:2]: sign[2] for sign in _SIGNS.split()}

CODE_LENGTHS: Final = {"u": 4, "U": 8, "x": 2, "X": 2}
"""The key after ctrl+v that begins a code in hexadecimal, and its most digits."""


def digraph(first: str, second: str) -> str:
    """The character of two keys; without one that of the second key, as in vim."""
    if sign := _SIGN_OF.get(first + second):
        return sign
    if second == "*" and first.lower() in _GREEK:
        letter = _GREEK[first.lower()]
        return letter.upper() if first.isupper() else letter
    accented = unicodedata.normalize("NFC", first + _ACCENTS.get(second, ""))
    return accented if first.isalpha() and accented != first and len(accented) == 1 else second


def character_of(code: str, base: int) -> str:
    """The character of a code; "" for none, and for codes that are no characters."""
    number = int(code, base) if code else 0
    if number == 9:
        return "\t"
    is_one = 0 < number < 0x110000 and unicodedata.category(chr(number)) not in ("Cs", "Cc")
    return chr(number) if is_one else ""


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
