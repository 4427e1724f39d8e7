"""The parts of a text that are code, in which no other syntax applies: fenced, indented and inline code.

Inline code is searched line by line, as an editor shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from confnotes.markup.edits import Edit, apply_edits

FILLER = "\x01"
"""Replaces a blanked character: not a blank, not a letter, not syntax."""

_INDENT = ("    ", "\t")
LIST_ITEM: Final = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|\Z)")
LINE_START: Final = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?)?\Z")
"""What may precede the words of a line: quotes, a list marker, a checkbox."""
_OPENING = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<mark>`{3,}(?=[^`]*\Z)|~{3,})")
_CLOSING = re.compile(r"[ \t>]*(?P<mark>`{3,}|~{3,})[ \t\r]*\Z")
_RUN = re.compile(r"`+")
_NOT_LINE_END = re.compile(r"[^\n]")
_MAYBE_INDENTED = re.compile(r"(?:\A|\n[ \t\r]*\n)(?: {4}|\t)")


class CodeState(NamedTuple):
    """What a line is depends on this besides itself: the open `fence`, and what the lines above it are."""

    fence: str = ""
    in_list: bool = False
    after_break: bool = True


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after a line, if `fence` is open before it."""
    if fence:
        closing = _CLOSING.match(line) if fence in line else None
        return "" if closing and closing["mark"].startswith(fence) else fence
    opening = _OPENING.match(line) if "```" in line or "~~~" in line else None
    return opening["mark"] if opening else ""


def fences(lines: Sequence[str]) -> Iterator[tuple[int, int | None]]:
    """The rows, from 0, of opening and closing fences; None for a fence that is never closed."""
    fence, begin = "", 0
    for row, line in enumerate(lines):
        if fence or "```" in line or "~~~" in line:
            after = _fence_after(line, fence)
            if fence and not after:
                yield begin, row
            elif after and not fence:
                begin = row
            fence = after
    if fence:
        yield begin, None


def fenced_lines(lines: Sequence[str]) -> list[bool]:
    """For each line, whether it is fenced code, including the fences; an open fence continues to the end."""
    result = [False] * len(lines)
    for begin, end in fences(lines):
        end = len(lines) if end is None else end + 1
        result[begin:end] = [True] * (end - begin)
    return result


_AT_FIRST = CodeState()


def read_code(lines: Iterable[str], state: CodeState = _AT_FIRST) -> Iterator[tuple[bool, CodeState]]:
    """For each line, whether it is fenced or indented code, and the state after it; `state` is that before the first.

    Indented code needs a blank line or a heading before it and no list above it: in a list, four blanks are a nested
    item.
    """
    for line in lines:
        fence, in_list, after_break = state
        after = _fence_after(line, fence) if fence or "```" in line or "~~~" in line else ""
        is_code = bool(fence or after)
        if is_code or not line.strip():
            after_break = True
        else:
            indented = line.startswith(_INDENT)
            is_code = indented and after_break and not in_list
            if not is_code:
                if LIST_ITEM.match(line):
                    in_list = True
                elif not indented and after_break:
                    in_list = in_list and line[0] == " "
                after_break = line.startswith("#")
        if (after, in_list, after_break) != state:
            state = CodeState(after, in_list, after_break)
        yield is_code, state


def code_lines(lines: Sequence[str]) -> list[bool]:
    """For each line, whether it is fenced or indented code."""
    if not any(line.startswith(_INDENT) for line in lines):
        return fenced_lines(lines)
    return [is_code for is_code, _ in read_code(lines)]


def inline_code(line: str) -> list[tuple[int, int]]:
    """The spans of inline code in a line, including backticks, as (start, end)."""
    if "`" not in line:
        return []
    runs = [match.span() for match in _RUN.finditer(line)]
    of_length: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        of_length.setdefault(runs[index][1] - runs[index][0], []).append(index)
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(runs):
        start, end = runs[index]
        later = of_length[end - start]
        while later and later[-1] <= index:
            later.pop()
        if later and not _escaped(line, start):
            index = later.pop()
            found.append((start, runs[index][1]))
        index += 1
    return found


def blank_inline(line: str) -> str:
    """The line with its inline code blanked, all other characters unchanged."""
    return blanked(line, inline_code(line))


def blanked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with these spans blanked; they are (start, end) in order."""
    return apply_edits(text, (Edit(start, end, FILLER * (end - start)) for start, end in places))


def blank_code(text: str) -> str:
    """The text with fenced, indented and inline code blanked; lines and offsets stay."""
    fenced = "```" in text or "~~~" in text
    if fenced or (("    " in text or "\t" in text) and _MAYBE_INDENTED.search(text)):
        lines = text.split("\n")
        inside = code_lines(lines)
        text = "\n".join(" " * len(line) if code else line for line, code in zip(lines, inside, strict=True))
    if "`" in text:
        text = "\n".join(blank_inline(line) if "`" in line else line for line in text.split("\n"))
    return text


def _escaped(line: str, at: int) -> bool:
    """Whether an odd number of backslashes precedes the character."""
    before = at
    while before and line[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


# Parts without links, tags and tasks in Obsidian that are not code. The search for private text ignores them: in doubt
# a comment hides nothing.

_HTML = re.compile(
    r"""(?:\A|(?<=\n))[ ]{0,3}</?(?:
          address|article|aside|blockquote|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form
          |h[1-6]|header|hr|iframe|li|link|main|menu|nav|ol|p|pre|script|search|section|style|summary|table|tbody|td
          |textarea|tfoot|th|thead|title|tr|track|ul)(?=[\s/>]|\Z)
        [^\n]*(?:\n[ \t]*[^\s][^\n]*)*  # up to a blank line""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE_HTML = tuple(f"\n{' ' * blanks}<" for blanks in range(4))
_MATH = re.compile(
    r"""\$(?:  # the letter first, so that the search goes from one to the next
        \$(?:[^$\n]|\n(?![ \t]*\n)|\$(?!\$))+\$\$
        | (?<![\\$]\$)(?![\s$])(?:[^$\n\\]|\\.)*(?<!\s)\$(?![\d$])
      )""",
    re.VERBOSE,
)


def blank_unread(visible: str) -> str:
    """The text without comments, HTML blocks and formulas; its code must be blanked. Lines stay as they are."""
    if "<!--" in visible:
        visible = _blank_places(visible, comments(visible))
    if "<" in visible and any(begin in f"\n{visible}" for begin in _BEFORE_HTML):
        visible = _blank_places(visible, (match.span() for match in _HTML.finditer(visible)))
    if visible.count("$") > 1:
        visible = _blank_places(visible, (match.span() for match in _MATH.finditer(visible)))
    return visible


def comments(visible: str) -> Iterator[tuple[int, int]]:
    """The spans of HTML comments. An open one continues to the end if it begins a line; otherwise it is text."""
    at = 0
    while (begin := visible.find("<!--", at)) >= 0:
        end = visible.find("-->", begin + 4)
        if end < 0 and visible[visible.rfind("\n", 0, begin) + 1 : begin].strip(" \t>"):
            return
        at = len(visible) if end < 0 else end + 3
        yield begin, at


def _blank_places(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with these spans blanked; they may cover several lines."""
    return apply_edits(text, (Edit(start, end, _NOT_LINE_END.sub(FILLER, text[start:end])) for start, end in places))
