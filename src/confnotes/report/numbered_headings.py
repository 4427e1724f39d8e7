"""The points of a talk that its author numbered in headings, as one line: “Tip: Check the rope; Trust the bell; …”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from confnotes.markup import headings
from confnotes.markup.code import fenced_lines
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.plain import plain_text
from confnotes.model.summary import SummaryItem

_NUMBERED = re.compile(
    r"(?P<word>[^\W\d_]{2,20}[ ])?#?(?P<number>\d{1,2})[.):]?[ ]*[-–—:|]?[ ]*(?P<text>[^\W\d].*|[\"“'].*)"
)
_FEWEST, _MOST_WORDS = 3, 60
_WORDS_OF_A_POINT = 1.6
"""Words of a point on average; fewer are names of chapters."""


def numbered_headings(item: SummaryItem) -> str:
    """The points of a talk, after the word that each of them begins with; "" with fewer than three."""
    found: dict[tuple[int, str], dict[int, str]] = {}
    for note in item.notes:
        for level, words in _headings(note.text):
            if match := _NUMBERED.fullmatch(words):
                points = found.setdefault((level, (match["word"] or "").strip()), {})
                points.setdefault(int(match["number"]), match["text"].strip().rstrip(".:;"))
    most = max(found.items(), key=lambda one: len(one[1]), default=((0, ""), {}))
    (_, word), points = most
    used = list(accumulate(len(text.split()) for text in points.values()))
    if len(points) < _FEWEST or used[-1] < _WORDS_OF_A_POINT * len(points):
        return ""
    shown = [text for text, words in zip(points.values(), used, strict=True) if words <= _MOST_WORDS]
    rest = ["…"] if len(shown) < len(points) else []
    return f"{escape_text(word)}{': ' if word else ''}{'; '.join([*map(escape_text, shown), *rest])}"


def _headings(text: str) -> Iterator[tuple[int, str]]:
    lines = text.split("\n")
    for line, is_code in zip(lines, fenced_lines(lines), strict=True):
        if not is_code and (found := headings.find(line)) is not None:
            yield found[0], plain_text(found[1])
