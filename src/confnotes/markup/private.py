"""Private text: what stands between `%%` and `%%`, in a line or over several, never leaves the vault.

In doubt more is private rather than less: a `%%` that is never closed hides the rest of the note where it begins a
line, and the rest of its line where it does not.
"""

from __future__ import annotations

import re

from confnotes.markup.code import blank_code

_LINE_START = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?)?\Z")
_ONLY_MARKERS = re.compile(
    r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|\Z)(?:\[.\][ \t]*)?)?(?:\^[A-Za-z0-9-]+)?[ \t\r]*\Z"
)


def find(text: str) -> list[tuple[int, int]]:
    """Where private text stands, `%%` included, as (start, end); code should be blanked out before."""
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
        places = [match.start() for match in re.finditer("%%", line)] if "%%" in line else []
        if open_since is not None and places and odd[number]:
            spans.append((open_since, at + places[0] + 2))
            open_since = None
            places = places[1:]
        elif open_since is not None:
            places = []
        while len(places) >= 2:
            spans.append((at + places[0], at + places[1] + 2))
            places = places[2:]
        if places:
            start = at + places[0]
            if next_odd[number + 1] is not None or _LINE_START.match(line, 0, places[0]):
                open_since = start
            else:
                spans.append((start, at + len(line.rstrip("\r"))))
        at += len(line) + 1
    if open_since is not None:
        spans.append((open_since, len(text)))
    return spans


def lines_of(text: str, spans: list[tuple[int, int]]) -> frozenset[int]:
    """The lines, from 0, on which nothing but private text, a list marker and a stamp stands."""
    if not spans:
        return frozenset()
    blanked = blank(text, spans)
    touched: set[int] = set()
    for start, end in spans:
        first = text.count("\n", 0, start)
        touched.update(range(first, first + text.count("\n", start, end) + 1))
    lines = blanked.split("\n")
    return frozenset(number for number in touched if _ONLY_MARKERS.match(lines[number]))


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with its private parts as blanks, every line and other character in its place."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def without_private(text: str) -> str:
    """The text as others may see it: private parts are cut out, and the lines that only held them."""
    spans = find(blank_code(text))
    if not spans:
        return text
    hidden = lines_of(text, spans)
    marked: list[str] = []
    at = 0
    for start, end in spans:
        marked += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end
    lines = "".join([*marked, text[at:]]).split("\n")
    return "\n".join(line for number, line in enumerate(lines) if number not in hidden)
