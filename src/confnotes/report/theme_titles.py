"""Titles of themes: tags and terms in title case."""

from __future__ import annotations

import re
from typing import Final

_BETWEEN = re.compile(r"[\s_-]+")
_VOWEL = re.compile(r"[aeiouyäöüáàâéèêíìîóòôúùû]")
_SMALL: Final = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "vs", "with"]
)
_LETTERS: Final = frozenset(
    ["ai", "api", "aws", "eu", "gnu", "gpu", "io", "ios", "iot", "ocr", "oss", "ui", "uk", "us", "usa", "ux"]
)
"""Abbreviations that look like words."""

_LONGEST_ABBREVIATION = 4


def title_of_tag(tag: str) -> str:
    """`ML: Vision` for the tag `ml/vision`, `Machine Learning` for `machine-learning`."""
    return ": ".join(in_title_case(_BETWEEN.sub(" ", part)) for part in tag.split("/") if part.strip("_-"))


def in_title_case(text: str) -> str:
    """The text with capitals; words that have some already stay as they are."""
    words = text.split()
    return " ".join(_capital(word, first=not at) for at, word in enumerate(words))


def _capital(word: str, *, first: bool) -> str:
    if word != word.lower() or (word in _SMALL and not first):
        return word
    bare = word.strip("()[]:,;.")
    if bare.isascii() and (bare in _LETTERS or (_is_short(bare) and not _VOWEL.search(bare))):
        return word.upper()
    return word[:1].upper() + word[1:]


def _is_short(word: str) -> bool:
    return word.isalpha() and 1 < len(word) <= _LONGEST_ABBREVIATION
