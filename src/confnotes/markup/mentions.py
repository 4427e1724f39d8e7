"""Mentions: `@Name` is a person.

A name is one word; where that word begins with a capital, further capitalised words belong to it, with the small words
that stand inside names (`@Rianne van den Berg`), up to four words in all. `@[[Name]]` takes the name as it is.
Addresses (`a@b.org`) and code decorations are no mentions.
"""

from __future__ import annotations

import re

MENTION = re.compile(
    r"(?<![\w@./+\\-])@(?:\[\[([^\[\]|#\n]{1,100})(?:[|#][^\[\]\n]{0,200})?\]\]|([^\W\d_](?:[\w'’.-]{0,60}[\w])?))"
)
_NEXT = re.compile(r" ([^\W\d_](?:[\w'’-]{0,60}\w)?\.?)")
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "da",
        "di",
        "du",
        "del",
        "della",
        "dos",
        "das",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ten",
        "ter",
        "zu",
        "zur",
        "y",
    ]
)
_MAX_WORDS = 4


def find(line: str) -> list[tuple[int, int, str]]:
    """The people named in a line as (start, end, name)."""
    if "@" not in line:
        return []
    return [read(match) for match in MENTION.finditer(line)]


def read(match: re.Match[str]) -> tuple[int, int, str]:
    """What a match of MENTION says, as (start, end, name)."""
    if match[1]:
        return match.start(), match.end(), match[1].strip()
    first = match[2]
    end = match.end()
    if first[0].isupper():
        text = match.string
        at, words = end, 1
        while words < _MAX_WORDS and (following := _NEXT.match(text, at)):
            word = following[1]
            at = following.end()
            words += 1
            if word[0].isupper():
                initial = len(word) == 2 and word[1] == "."
                end = at if initial or not word.endswith(".") else at - 1
                if word.endswith(".") and not initial:
                    break
            elif word not in _PARTICLES:
                break
    return match.start(), end, match.string[match.start() + 1 : end]
