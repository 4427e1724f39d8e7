"""Private text between `%%` and `%%`, in a line or over several, never leaves the vault.

In doubt more is private rather than less: an unclosed `%%` hides the rest of the note if it begins a line, otherwise
the rest of its line.
"""

from __future__ import annotations

import re

from confnotes.markup.code import LINE_START, blank_code, comments
from confnotes.markup.edits import Edit, apply_edits

_MARK = re.compile("%%")
_NOT_LINE_END = re.compile(r"[^\n]")
_ONLY_MARKERS = re.compile(
    r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|\Z)(?:\[.\][ \t]*)?)?(?:\^[A-Za-z0-9-]+)?[ \t\r]*\Z"
)


def find(text: str) -> list[tuple[int, int]]:
    """The spans of private text, including `%%`, as (start, end); blank code first."""
    if "%%" not in text:
        return []
    return _spans(text)


def _spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    lines = text.split("\n")
    odd = [line.count("%%") % 2 == 1 for line in lines]
    next_odd: list[int | None] = [None] * (len(lines) + 1)
    for number in range(len(lines) - 1, -1, -1):
        next_odd[number] = number if odd[number] else next_odd[number + 1]
    at = 0
    open_since: int | None = None
    for number, line in enumerate(lines):
        places = [at + match.start() for match in _MARK.finditer(line)] if "%%" in line else []
        if open_since is not None and odd[number]:
            spans.append((open_since, places[0] + 2))
            open_since = None
            del places[0]
        elif open_since is not None:
            places = []
        spans += [(first, last + 2) for first, last in zip(places[::2], places[1::2], strict=False)]
        if len(places) % 2:
            start = places[-1]
            if next_odd[number + 1] is not None or LINE_START.match(line, 0, start - at):
                open_since = start
            else:
                spans.append((start, at + len(line.rstrip("\r"))))
        at += len(line) + 1
    if open_since is not None:
        spans.append((open_since, len(text)))
    return spans


def lines_of(text: str, spans: list[tuple[int, int]]) -> frozenset[int]:
    """The lines, from 0, with nothing but private text, a list marker and a timestamp."""
    if not spans:
        return frozenset()
    hidden: set[int] = set()
    at = index = 0
    for number, line in enumerate(blank(text, spans).split("\n")):
        end = at + len(line)
        while index < len(spans) and spans[index][1] <= at:
            index += 1
        if index < len(spans) and spans[index][0] <= end and _ONLY_MARKERS.match(line):
            hidden.add(number)
        at = end + 1
    return frozenset(hidden)


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blanks for its private parts, all other characters unchanged."""
    return apply_edits(text, (Edit(start, end, _NOT_LINE_END.sub(" ", text[start:end])) for start, end in spans))


def without_private(text: str) -> str:
    """The text for others: without private parts, and without lines that only held them."""
    spans = find(blank_code(text))
    if not spans:
        return text
    hidden = lines_of(text, spans)
    lines = apply_edits(text, (Edit(start, end, "\n" * text.count("\n", start, end)) for start, end in spans)).split(
        "\n"
    )
    return "\n".join(line for number, line in enumerate(lines) if number not in hidden)


def without_comments(text: str, *, keeps_lines: bool = False) -> str:
    """The text without HTML comments, but for the ends of their lines if it `keeps_lines`."""
    if "<!--" not in text:
        return text
    found = comments(blank_code(text))
    return apply_edits(text, (Edit(*span, "\n" * text.count("\n", *span) * keeps_lines) for span in found))
