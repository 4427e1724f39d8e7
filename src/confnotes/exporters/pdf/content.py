"""What the template sets: blocks and lines as plain lists, so that no text is ever read as typst.

A line is a list of strings and of `[kind, ...]`; a block is `[kind, ...]`. The kinds are those of `book.typ`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from confnotes.markup.safe import safe_text

Line = list[Any]
Block = list[Any]

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_LONG_RUN = re.compile(r"[^\s\u200b/?-]{32,}")
_PIECE = re.compile(r"[^&=#.,;:_+]{1,24}[&=#.,;:_+]{0,8}|[&=#.,;:_+]{1,24}")
_MAY_BREAK = "\u200b"
_WIDE = frozenset("WF")


def words(text: str) -> str:
    """The text with single blanks, and with places to break in runs that are too long for a line.

    After `/`, `?` and `-` typst breaks by itself.
    """
    text = _BLANKS.sub(" ", safe_text(text))
    return _LONG_RUN.sub(_broken, text) if len(text) >= 32 else text


def _broken(run: re.Match[str]) -> str:
    if any(unicodedata.east_asian_width(letter) in _WIDE for letter in run[0][:40]):
        return run[0]
    return _MAY_BREAK.join(_PIECE.findall(run[0]))


def code_words(text: str) -> str:
    """Code with places to break in runs that are longer than a line; its blanks stay."""
    lines = safe_text(text).split("\n")
    return "\n".join(_LONG_RUN.sub(_broken_code, line) if len(line) > 60 else line for line in lines)


def _broken_code(run: re.Match[str]) -> str:
    return _MAY_BREAK.join(run[0][at : at + 60] for at in range(0, len(run[0]), 60))


def leads_right(text: str) -> bool:
    """Whether the first letter of a text is one of a script that runs from right to left."""
    for letter in text[:200]:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def visible(line: Line) -> str:
    """The letters of a line, without what stands around them."""
    parts: list[str] = []
    for piece in line:
        if isinstance(piece, str):
            parts.append(piece)
        elif piece[0] in ("c", "x"):
            parts.append(piece[1])
        elif isinstance(piece[-1], list) and piece[0] in ("e", "s", "d", "a", "i"):
            parts.append(visible(piece[-1]))
    return "".join(parts)


def paragraph(line: Line, *, private: bool = False) -> Block:
    """A paragraph, from right to left where its first letter is so."""
    return ["p", line, leads_right(visible(line)), private]
