"""Lists of names as BibTeX writes them: “Last, First and von Last, Jr, First and {A Corporation} and others”."""

from __future__ import annotations

import re
from functools import lru_cache

from confnotes.importers.facts.latex import plain_latex

_AND = re.compile(r"\s+and(?=\s)|\s*\n\s*(?=and\s)|[{}]|;", re.IGNORECASE)
_HOMONYM = re.compile(r"(?<=\w)[ ~]\d{4}(?=\s*\Z)")  # “Wei Wang 0001”: DBLP's number for people of the same name
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|v|\d(?:nd|rd|th))\.?\Z", re.IGNORECASE)


def names_of(text: str) -> list[str]:
    """The names in reading order, first name first, as plain text; “others” is skipped."""
    return [
        name
        for part in _parts(text, _AND)
        if part.lower() not in ("others", "et al.", "et al")
        for name in _people(part)
        if name
    ]


@lru_cache(maxsize=16384)
def _people(part: str) -> tuple[str, ...]:
    """The person of one part; several if somebody wrote commas between whole names."""
    part = _HOMONYM.sub("", part)
    pieces = _parts(part, re.compile(r",|[{}]")) if "," in part else [part]
    if len(pieces) == 1:
        return (plain_latex(pieces[0]),)
    if len(pieces) == 2:
        last, first = (plain_latex(piece) for piece in pieces)
        return (f"{last}, {first}" if _SUFFIX.match(first) else f"{first} {last}".strip(),)
    if len(pieces) == 3 and _SUFFIX.match(plain_latex(pieces[1])):
        last, suffix, first = (plain_latex(piece) for piece in pieces)
        return (f"{first} {last} {suffix}",)
    if all(len(piece.split()) > 1 for piece in pieces):
        return tuple(map(plain_latex, pieces))
    return (" ".join(plain_latex(piece) for piece in (*pieces[1:], pieces[0])),)


def _parts(text: str, cut: re.Pattern[str]) -> list[str]:
    """The text split at marks outside of braces."""
    parts, depth, begun = [], 0, 0
    for match in cut.finditer(text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[begun : match.start()])
            begun = match.end()
    parts.append(text[begun:])
    return [part.strip() for part in parts if part.strip()]
