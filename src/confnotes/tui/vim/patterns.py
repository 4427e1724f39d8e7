r"""Vim's patterns as Python's: `\<the\>`, `\(a\|b\)`, `\v<(a|b)>`, `\c`; and searching lines for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Final

from confnotes.tui.vim.text import MOST_TIMES, Beep, Location, Walker

if TYPE_CHECKING:
    import regex

SECONDS: Final = 1.0
"""The time that the searches of one command may take: some patterns would take years."""

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

    def compile(self, *, ignore_case: bool = False, smart_case: bool = False, typed: str = "") -> LinePattern:
        """The pattern for searching; raises Beep for one that is not valid."""
        import regex  # takes 20 ms, and few sessions search so

        any_case = self.any_case
        if any_case is None:
            any_case = ignore_case and not (smart_case and typed != typed.lower())
        try:
            whole = rf"(?:{self.regex})(?!\p{{M}})"  # a letter alone is not in that letter with a combining accent
            return LinePattern(regex.compile(whole, regex.IGNORECASE if any_case else 0))
        except regex.error as error:
            raise Beep(f"Invalid pattern: {typed} ({error})") from None


class LinePattern:
    """A pattern that finds its matches in lines, within a limit of time for all of them."""

    def __init__(self, pattern: regex.Pattern[str]) -> None:
        self._pattern = pattern
        self._left = SECONDS

    def matches(self, line: str) -> list[regex.Match[str]]:
        """The matches in a line; raises Beep on timeout."""
        begin = monotonic()
        try:
            return list(self._pattern.finditer(line, timeout=max(self._left, 0.001)))
        except TimeoutError:
            raise Beep("This pattern takes too long: try a simpler one") from None
        finally:
            self._left -= monotonic() - begin

    def is_in(self, line: str) -> bool:
        """Whether a line has a match; raises Beep on timeout."""
        return bool(self.matches(line))


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
        elif character == "@":
            self._look_around()
        elif character in _ATOMS:
            self._parts.append(_ATOMS[character])
        elif character.isalnum() or character in "&~":
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

    def _look_around(self) -> None:
        """`\\@=` and the others, which are about the atom before them."""
        match = re.match(r"\d*(<=|<!|[=!>])", self._rest)
        if match is None or not self._parts:
            raise Beep("Not supported in patterns: \\@")
        self._rest = self._rest[match.end() :]
        depth, begin = 0, len(self._parts) - 1
        for begin in range(len(self._parts) - 1, -1, -1):
            depth += (self._parts[begin] == ")") - self._parts[begin].startswith("(")
            if not depth:
                break
        self._parts[begin:] = [f"(?{match[1]}{''.join(self._parts[begin:])})"]

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


def span_of(match: regex.Match[str]) -> tuple[int, int]:
    """The columns of a match, between its `\\zs` and `\\ze`."""
    named = match.groupdict()
    start = match.start("zs") if named.get("zs") is not None else match.start()
    end = match.end("ze") if named.get("ze") is not None else match.end()
    return start, end


@dataclass(frozen=True, slots=True)
class VimSearch:
    """A search, to be repeated: the pattern, its direction, and where at the match to go.

    `kind` is "s" and "e" for `count` characters from the start and the last character of the match, "+" for lines.
    """

    pattern: str
    direction: int
    kind: str = "s"
    count: int = 0

    @classmethod
    def of(cls, typed: str, direction: int, last: VimSearch | None) -> tuple[VimSearch, str]:
        """What was typed after `/` or `?`, and what comes after its offset.

        An empty pattern is the last one. Raises Beep without a last one.
        """
        pattern, found, rest = split_at(typed, "/" if direction > 0 else "?")
        asked = cls(pattern_or_last(pattern, last), direction)
        if not found and last is not None and not typed:
            asked = replace(last, direction=direction)
        offset = re.match(r"([esb]?)([+-]?)(\d*)", rest)
        assert offset is not None
        if offset[0]:
            count = int(offset[3] or bool(offset[2])) * (-1 if offset[2] == "-" else 1)
            kind = offset[1].replace("b", "s") or "+"
            asked = replace(asked, kind=kind, count=max(-MOST_TIMES, min(count, MOST_TIMES)))
        return asked, rest[offset.end() :]

    def find(self, lines: Sequence[str], pattern: LinePattern, at: Location, times: int = 1) -> Location | None:
        """Where to go for a match of the pattern, going on at the other end of the text; None without a match."""
        if self.kind != "+" and self.count:
            at = _stepped(lines, at, -self.count)
        if times > 1:
            number = sum(len(pattern.matches(line)) for line in lines)
            times = (times - 1) % max(number, 1) + 1
        found = None
        for _ in range(times):
            found = find(lines, pattern, at, self.direction, to_end=self.kind == "e")
            if found is None:
                return None
            at = self._at(lines, *found)
        return self._moved(lines, at)

    def _at(self, lines: Sequence[str], start: Location, end: Location) -> Location:
        return (end[0], max(end[1] - 1, start[1])) if self.kind == "e" else start

    def _moved(self, lines: Sequence[str], at: Location) -> Location:
        if self.kind == "+":
            return max(0, min(at[0] + self.count, len(lines) - 1)), 0
        return _stepped(lines, at, self.count)


def pattern_or_last(pattern: str, last: VimSearch | None) -> str:
    """A pattern, or that of the last search for an empty one; raises Beep without one."""
    if not pattern and last is None:
        raise Beep("No previous search pattern")
    return pattern or (last.pattern if last else "")


def _stepped(lines: Sequence[str], at: Location, count: int) -> Location:
    """The place that many characters ahead, over line ends; back when negative."""
    walker = Walker(lines, at)
    for _ in range(abs(count)):
        if walker.step(1 if count > 0 else -1) == -1:
            break
    return walker.at


def find(
    lines: Sequence[str], pattern: LinePattern, at: Location, direction: int, *, to_end: bool = False
) -> tuple[Location, Location] | None:
    """The start and end of the next match in a direction, going on at the other end of the text.

    With `to_end`, matches are ahead when their last character is.
    """
    row, column = at
    for step in range(len(lines) + 1):
        here = (row + direction * step) % len(lines)
        spans = [span_of(match) for match in pattern.matches(lines[here])]
        if step in (0, len(lines)):
            places = [max(end - 1, start) if to_end else start for start, end in spans]
            ahead = [_is_ahead(lines[here], place, column, direction) == (step == 0) for place in places]
            spans = [span for span, is_ahead in zip(spans, ahead, strict=True) if is_ahead]
        if spans:
            start, end = spans[0] if direction > 0 else spans[-1]
            return (here, start), (here, end)
    return None


def _is_ahead(line: str, start: int, column: int, direction: int) -> bool:
    """Whether a match that begins there comes after the cursor in the direction of the search."""
    if direction > 0:
        return start - (start == len(line) > 0) > column
    return start < column


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
