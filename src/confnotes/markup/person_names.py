"""Whether two names may belong to the same person: by initials, order, accents and transliteration."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from confnotes.markup.names import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss"})
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "phd", "sir"})


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name for comparison, given names first: “Ho, Jonathan” is “Jonathan Ho”; titles are left out."""
    last, comma, first = name.partition(",")
    if comma and first.strip() and "," not in first:
        name = f"{first} {last}"
    words = tuple(word.replace("’", "").replace("'", "") for word in _WORD.findall(fold(name)))
    return tuple(word for word in words if word not in _TITLES) or words


@lru_cache(maxsize=65536)
def expand_umlauts(name: str) -> tuple[str, ...]:
    """The words of a name with umlauts as two letters: “Müller” and “Mueller” become equal."""
    return name_words(name.casefold().translate(_LATIN))


class NameReason(StrEnum):
    """Why two names may belong to the same person, in words; the likeliest first."""

    OTHER_ID = "same name, other id"
    SAME_NAME = "same name without accents"
    LATIN_LETTERS = "same name in Latin letters"
    UMLAUTS = "other spelling of umlauts"
    REVERSE_ORDER = "names in reverse order"
    MIDDLE_NAME = "middle name"
    INITIALS = "initials"


def name_reason(one: str, other: str) -> NameReason | None:
    """Why the two names may belong to the same person; None if that is unlikely. Symmetric."""
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return None
    if first == second:
        return NameReason.OTHER_ID if one == other else NameReason.SAME_NAME
    if sorted(first) == sorted(second):
        return NameReason.REVERSE_ORDER
    if expand_umlauts(one) == second or expand_umlauts(other) == first or expand_umlauts(one) == expand_umlauts(other):
        return NameReason.UMLAUTS
    if _initials_fit(first, second):
        return NameReason.INITIALS
    short, long = sorted((first, second), key=len)
    if len(short) > 1 and len(short) < len(long) and short[0] == long[0] and short[-1] == long[-1]:
        inner = iter(long)
        if all(word in inner for word in short):
            return NameReason.MIDDLE_NAME
    return None


def _initials_fit(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether the last names are equal and each given name matches the other: in full, or by its first letter."""
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1] or len(first[-1]) < 2:
        return False
    pairs = list(zip(first[:-1], second[:-1], strict=False))
    fits = all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs)
    return fits and any(a != b for a, b in pairs)


def forget() -> None:
    """Clear the cache of split names."""
    name_words.cache_clear()
    expand_umlauts.cache_clear()


_PARTICLE_TEXT = "van von der den de da di du del della dos das la le el al bin ibn ten ter zu zur"
_PARTICLES = frozenset(_PARTICLE_TEXT.split())
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


class FamilyName(NamedTuple):
    """“Rianne”, “van den Berg” and any suffix."""

    given: str
    family: str
    suffix: str = ""


def family_name(name: str) -> FamilyName:
    """The parts of a name in reading order, or with its family name before a comma."""
    before, comma, behind = name.partition(",")
    if comma:
        return FamilyName(behind.strip(), before.strip())
    words = name.split()
    suffix = ""
    if len(words) > 2 and words[-1].lower().strip(".") in _SUFFIXES:
        suffix = words.pop()
    first = max(len(words) - 1, 0)
    while first > 1 and words[first - 1] in _PARTICLES:
        first -= 1
    return FamilyName(" ".join(words[:first]), " ".join(words[first:]), suffix)


_INITIALED = re.compile(r"[^\s.,·・]+")
_HYPHENS = re.compile(r"[-‐‑]")
_MOST_WORDS = 4  # the initials of more words fit no column


def initials(name: str) -> str:
    """The first letter of each word with a dot, of double names with their hyphen: “J.-L. P.”, as a mention reads them.

    Small words inside a name are left out. Letters of scripts without capitals have no dot: a name of one word, as most
    in Chinese and Korean, becomes its first letter.
    """
    words = _INITIALED.findall(unicodedata.normalize("NFC", name))
    words = [word for number, word in enumerate(words) if number == 0 or not word[0].islower()][:_MOST_WORDS]
    return " ".join(short for word in words if (short := _short(word))) or "…"


def _short(word: str) -> str:
    return "-".join(letter for part in _HYPHENS.split(word) if (letter := _first_letter(part)))


def _first_letter(word: str) -> str:
    """The first letter with its combining marks, and a dot if it is a capital."""
    start = next((at for at, character in enumerate(word) if character.isalpha()), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(word) and unicodedata.category(word[end]).startswith("M"):
        end += 1
    letter = word[start].upper()[:1] + word[start + 1 : end]
    return f"{letter}." if letter[0].isupper() else letter
