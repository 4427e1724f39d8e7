"""The initials of a name: “M. L.” for Marta Lind."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\s.,·・]+")
_PARTS = re.compile(r"[-‐‑]")
_MOST_WORDS = 4


def initials(name: str) -> str:
    """The first letter of each word with a dot, of double names with their hyphen: “J.-L. P.”, as a mention reads them.

    Small words inside a name are left out. Letters of scripts without capitals have no dot: a name that is one word, as
    most are in Chinese and Korean, is its first letter.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", name))
    words = [word for number, word in enumerate(words) if number == 0 or not word[0].islower()][:_MOST_WORDS]
    return " ".join(short for word in words if (short := _short(word))) or "…"


def _short(word: str) -> str:
    return "-".join(letter for part in _PARTS.split(word) if (letter := _first_letter(part)))


def _first_letter(word: str) -> str:
    """The first letter with the marks that belong to it, and a dot where it is a capital."""
    start = next((at for at, character in enumerate(word) if character.isalpha()), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(word) and unicodedata.category(word[end]).startswith("M"):
        end += 1
    letter = word[start].upper()[:1] + word[start + 1 : end]
    return f"{letter}." if letter[0].isupper() else letter
