r"""Vim's patterns as Python's: `\<the\>`, `\(a\|b\)`, `\v<(a|b)>`, `\c`; and searching lines for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from confnotes.tui.vim.text import Beep, Location, Shape, after, before

_ATOMS: Final = {
    **dict(zip(".()|^$", ".()|^$", strict=True)),
    **dict(zip("<>kite", (r"\b(?=\w)", r"\b(?<=\w)", r"\w", r"\w", "\t", "\x1b"), strict=True)),
    **dict(zip("sSdDwW", ("[ \t]", "[^ \t]", "[0-9]", "[^0-9]", "[0-9A-Za-z_]", "[^0-9A-Za-z_]"), strict=True)),
    **dict(zip("aAlLuU", ("[A-Za-z]", "[^A-Za-z]", "[a-z]", "[^a-z]", "[A-Z]", "[^A-Z]"), strict=True)),
    **dict(zip("xXhHo", ("[0-9A-Fa-f]", "[^0-9A-Fa-f]", "[A-Za-z_]", "[^A-Za-z_]", "[0-7]"), strict=True)),
    **{str(number): rf"\{number}" for number in range(1, 10)},
}
_REPEATS: Final = {"*": "*", "+": "+", "=": "?", "?": "?"}
_SPECIAL: Final = {"m": "^$.*[~", "M": "^$", "V": "^$"}
_COUNTS: Final = re.compile(r"(-?)(\d*)(,?)(\d*)\\?\}")


@dataclass(frozen=True, slots=True)
class VimPattern:
    """A pattern, and whether it says itself that capitals count (`\\C`) or do not (`\\c`)."""

    regex: str
    any_case: bool | None

    def compile(self, *, ignore_case: bool = False, smart_case: bool = False, typed: str = "") -> re.Pattern[str]:
        """Its regular expression; raises Beep for one that is not valid."""
        any_case = self.any_case
        if any_case is None:
            any_case = ignore_case and not (smart_case and typed != typed.lower())
        try:
            return re.compile(self.regex, re.IGNORECASE if any_case else 0)
        except re.error as error:
            raise Beep(f"Invalid pattern: {typed} ({error.msg})") from None


class _Translation:
    """One pass over a pattern."""

    def __init__(self, pattern: str) -> None:
        self._rest = pattern
        self._magic = "m"
        self._parts: list[str] = []
        self.any_case: bool | None = None

    def regex(self) -> str:
        while self._rest:
            self._atom(*self._take())
        return "".join(self._parts)

    def _take(self) -> tuple[str, bool]:
        """The next character, and whether it means something special."""
        first, self._rest = self._rest[0], self._rest[1:]
        escaped = first == "\\" and bool(self._rest)
        if escaped:
            first, self._rest = self._rest[0], self._rest[1:]
        if self._magic == "v":
            signs = not (first.isalnum() or first == "_" or not first.isascii())
            return first, signs != escaped and first not in "\"'/ #,-:;`"
        return first, (first in _SPECIAL[self._magic]) != escaped

    def _atom(self, character: str, special: bool) -> None:
        if not special:
            self._parts.append(re.escape(character))
        elif character in "vmMV":
            self._magic = character
        elif character in "cC":
            self.any_case = character == "c"
        elif character == "[":
            self._parts.append(self._collection())
        elif character in _REPEATS:
            self._parts.append(_REPEATS[character] if self._repeats() else re.escape(character))
        elif character == "{":
            self._parts.append(self._count())
        elif character in "^$":
            self._parts.append(character if self._is_anchor(character) else re.escape(character))
        elif character in "z%":
            self._parts.append(self._two_letters(character))
        elif character in _ATOMS:
            self._parts.append(_ATOMS[character])
        elif character.isalnum() or character in "&@~":
            raise Beep(f"Not supported in patterns: \\{character}")
        else:
            self._parts.append(re.escape(character))

    def _repeats(self) -> bool:
        """Whether there is something before this place to repeat."""
        return bool(self._parts) and self._parts[-1] not in ("(", "|", "(?:", "^")

    def _is_anchor(self, character: str) -> bool:
        if self._magic == "v":
            return True
        if character == "^":
            return not self._parts or self._parts[-1] in ("(", "|", "(?:")
        return not self._rest or self._rest.startswith(("\\)", "\\|"))

    def _collection(self) -> str:
        """A set of characters; without its end the bracket is an ordinary character."""
        match = re.match(r"(\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]", self._rest)
        if match is None or not match[1]:
            return r"\["
        self._rest = self._rest[match.end() :]
        inside = match[1]
        for name, means in (("alpha", "a-zA-Z"), ("digit", "0-9"), ("alnum", "a-zA-Z0-9"), ("space", r"\s")):
            inside = inside.replace(f"[:{name}:]", means)
        negated = inside.startswith("^")
        return f"[{'^' if negated else ''}{inside[negated:].replace('[', chr(92) + '[')}]"

    def _count(self) -> str:
        match = _COUNTS.match(self._rest)
        if match is None:
            raise Beep("Invalid pattern: a count needs “}”")
        self._rest = self._rest[match.end() :]
        lazy, least, comma, most = match.groups()
        if not least and not most:
            return "*?" if lazy else "*"
        return f"{{{least or 0}{comma or (',' if not least else '')}{most}}}{'?' if lazy else ''}"

    def _two_letters(self, first: str) -> str:
        then, self._rest = self._rest[:1], self._rest[1:]
        if first + then == "%(":
            return "(?:"
        if first + then in ("zs", "ze"):
            return f"(?P<{first}{then}>)"
        raise Beep(f"Not supported in patterns: \\{first}{then}")


@lru_cache(maxsize=64)
def translate(pattern: str) -> VimPattern:
    """A pattern of vim as Python's; raises Beep for what cannot be said there."""
    one = _Translation(pattern)
    return VimPattern(one.regex(), one.any_case)


def span_of(match: re.Match[str]) -> tuple[int, int]:
    """The columns of a match, between its `\\zs` and `\\ze`."""
    groups = match.re.groupindex
    start = match.start("zs") if "zs" in groups and match.start("zs") >= 0 else match.start()
    end = match.end("ze") if "ze" in groups and match.end("ze") >= 0 else match.end()
    return start, end


def _matches(regex: re.Pattern[str], line: str) -> Iterator[tuple[int, int]]:
    return (span_of(match) for match in regex.finditer(line))


def find(
    lines: Sequence[str], regex: re.Pattern[str], at: Location, direction: int
) -> tuple[Location, Location] | None:
    """The start and end of the next match in a direction, going on at the other end of the text."""
    row, column = at
    for step in range(len(lines) + 1):
        here = (row + direction * step) % len(lines)
        line = lines[here]
        spans = [
            (start, end)
            for start, end in _matches(regex, line)
            if step not in (0, len(lines)) or _is_ahead(line, start, column, direction) == (step == 0)
        ]
        if spans:
            start, end = spans[0] if direction > 0 else spans[-1]
            return (here, start), (here, end)
    return None


def _is_ahead(line: str, start: int, column: int, direction: int) -> bool:
    """Whether a match that begins there comes after the cursor in the direction of the search."""
    if direction > 0:
        return start - (start == len(line)) > column
    return start < column


@dataclass(frozen=True, slots=True)
class VimSearch:
    """A search as it was typed, to be repeated: the pattern, its direction, and where at the match to go."""

    pattern: str
    direction: int
    offset: str = ""

    @classmethod
    def of(cls, typed: str, direction: int, last: VimSearch | None) -> VimSearch:
        """What was typed after `/` or `?`; an empty pattern is the last one. Raises Beep without a last one."""
        sign = "/" if direction > 0 else "?"
        pattern, found, offset = split_at(typed, sign)
        if not pattern:
            if last is None:
                raise Beep("No previous search pattern")
            return cls(last.pattern, direction, offset if found else last.offset)
        return cls(pattern, direction, offset)

    def place(self, lines: Sequence[str], match: tuple[Location, Location]) -> tuple[Location, Shape, bool]:
        """Where to go at a match, as what, and whether the character there is part of a motion."""
        (row, start), (_, end) = match
        kind, number = self.offset[:1], re.search(r"[+-]?\d*$", self.offset)
        moved = number[0] if number else ""
        count = int(moved + "1" if moved in ("+", "-") else moved or 0)
        if self.offset and kind not in "esb":
            return (max(0, min(row + count, len(lines) - 1)), 0), Shape.LINES, False
        line, column = lines[row], before(lines[row], end) if kind == "e" and end > start else start
        for _ in range(abs(count)):
            column = after(line, column) if count > 0 else before(line, column)
        return (row, column), Shape.CHARS, kind == "e"


def split_at(text: str, sign: str) -> tuple[str, bool, str]:
    """The text up to a sign that is not escaped, whether there was one, and the rest."""
    place = 0
    while place < len(text):
        if text[place] == "\\":
            place += 2
            continue
        if text[place] == sign:
            return text[:place].replace("\\" + sign, sign), True, text[place + 1 :]
        place += 1
    return text.replace("\\" + sign, sign), False, ""
