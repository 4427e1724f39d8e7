"""Whether two names may be those of one person: by initials, order, accents and transliteration."""

from __future__ import annotations

import re
from functools import lru_cache

from confnotes.markup.names import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss"})
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "phd", "sir"})


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name for comparing, given names first: “Ho, Jonathan” is “Jonathan Ho”; titles are left out."""
    last, comma, first = name.partition(",")
    if comma and first.strip() and "," not in first:
        name = f"{first} {last}"
    words = tuple(word.replace("’", "").replace("'", "") for word in _WORD.findall(fold(name)))
    return tuple(word for word in words if word not in _TITLES) or words


@lru_cache(maxsize=65536)
def spelled_out(name: str) -> tuple[str, ...]:
    """The words of a name with umlauts as two letters: “Müller” and “Mueller” are spelled the same so."""
    return name_words(name.casefold().translate(_LATIN))


def name_reason(one: str, other: str) -> str | None:
    """Why the two may be names of one person, in words; None when they hardly are. Symmetric."""
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return None
    if first == second:
        return "the same name"
    if sorted(first) == sorted(second):
        return "the same names in another order"
    if spelled_out(one) == second or spelled_out(other) == first or spelled_out(one) == spelled_out(other):
        return "umlauts spelled otherwise"
    if _initials_fit(first, second):
        return "initials"
    short, long = sorted((first, second), key=len)
    if len(short) > 1 and len(short) < len(long) and short[0] == long[0] and short[-1] == long[-1]:
        inner = iter(long)
        if all(word in inner for word in short):
            return "a middle name"
    return None


def _initials_fit(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether the last names are the same and each given name fits the other: itself, or its first letter."""
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1] or len(first[-1]) < 2:
        return False
    pairs = list(zip(first[:-1], second[:-1], strict=False))
    fits = all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs)
    return fits and any(a != b for a, b in pairs)


def forget() -> None:
    """Let the names that were taken apart go from memory."""
    name_words.cache_clear()
    spelled_out.cache_clear()
