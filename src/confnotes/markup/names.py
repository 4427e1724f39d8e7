"""File names, slugs and folded text from titles; a title is never used as a name directly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MAX_STEM_BYTES = 120  # leaves room for dates, numbers and suffixes within 255 bytes, the limit of most file systems

_BETWEEN = re.compile(r"(?<=\w)[/\\|:](?=\w)")
_COLON = re.compile(r"\s*:+\s*")
_FORBIDDEN = re.compile(r'[#|^%\[\]/\\<>"?*`]+')
_SPACES = re.compile(r"\s+")
_NOT_PLAIN = re.compile(r"(?:[^\w.+-]|_)+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?\Z", re.IGNORECASE)
_ACCENTS = re.compile("[\u0300-\u036f]")
"""Accents of the Latin, Greek and Cyrillic scripts; marks of other scripts are kept."""

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
    | {"Æ": "AE", "Œ": "OE", "Ø": "O", "Đ": "D", "Ð": "D", "Ł": "L", "Þ": "Th", "Ħ": "H", "Ŋ": "N"}
)
"""Letters that Unicode does not decompose into an ASCII letter and a mark."""
_DIGITS = re.compile(r"(\d+)")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
"""What folding changes beyond its case: of a long text, a dash or two."""


def some_names(names: Sequence[str], most: int) -> str:
    """At most this many of the names, and how many more there are, for a message."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def hyphenate(name: str) -> str:
    """A name without blanks and characters that Markdown, TeX or a shell treat specially."""
    return _NOT_PLAIN.sub("-", name).strip("-.") or "summary"


def file_stem(title: str) -> str:
    """A title as a file name without its ending, valid in every file system and Obsidian.

    NFC, at most 120 bytes of UTF-8, cut at a word if one ends nearby; none of `# | ^ : % [ ] / \\ < > " ? *`, no
    backtick (two make code of a link's target), no control or invisible characters, no name that Windows reserves, no
    leading dot, dash or tilde, no trailing dot or blank; never empty.
    """
    text = unicodedata.normalize("NFC", title[:1000])
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or _fits_a_name(c))
    text = _COLON.sub(" - ", _BETWEEN.sub("-", text).strip(" :"))
    text = _trim(_SPACES.sub(" ", _FORBIDDEN.sub(" ", text)))
    if _RESERVED.match(text):
        text = f"_{text}"
    return _trim(_cut(text, MAX_STEM_BYTES)) or "Untitled"


@lru_cache(maxsize=1 << 9)
def slug(text: str) -> str:
    """A text as lower-case words joined by hyphens, without accents; other scripts are kept. Never empty."""
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in fold(text))
    return "-".join(kept.split()) or "untitled"


def fold(text: str) -> str:
    """A text for comparison: lower case, without accents, with single blanks."""
    return " ".join(bare(text).split())


def room_order(room: str) -> list[tuple[bool, int, str]]:
    """A sort key for rooms and boards: UB2.147 before UB2.1000, and what has no room last."""
    parts = _DIGITS.split(fold(room)) if room else ["\uffff"]  # behind every letter
    return [(part.isdecimal(), int(part[:18]) if part.isdecimal() else 0, part) for part in parts if part]


def bare(text: str) -> str:
    """A text in lower case, without accents and width: Hyvärinen, HYVÄRINEN and hyvarinen are equal."""
    lower = text.lower()
    return lower if text.isascii() else _NOT_ASCII.sub(_bare, lower)


def _bare(match: re.Match[str]) -> str:
    return strip_accents(unicodedata.normalize("NFKD", match[0]).casefold())


def strip_accents(text: str) -> str:
    """A text without accents, width and ligatures, in its own case: Ørsted becomes Orsted."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text).translate(_LETTERS)))


def name_key(name: str) -> str:
    """A file name for comparison: other systems normalize accents differently and ignore case."""
    return name.casefold() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def exact(name: str) -> str:
    """A person's name for comparison: case and blanks are ignored, accents are not."""
    return " ".join(name_key(name).split())


def _fits_a_name(character: str) -> bool:
    return unicodedata.category(character)[0] != "C" or character == "\u200d"  # the joiner of emoji


def _trim(text: str) -> str:
    return text.lstrip(" .-~\u200d").rstrip(" .\u200d")


def _cut(text: str, limit: int) -> str:
    data = text.encode("utf-8")
    if len(data) <= limit:
        return text
    cut = data[:limit].decode("utf-8", "ignore")
    if text[len(cut)] == " ":
        return cut
    space = cut.rfind(" ")
    if space > len(cut) * 2 // 3:
        return cut[:space]
    while len(cut) > 1 and _continues(text[len(cut)]):
        cut = cut[:-1]
    return cut


def _continues(character: str) -> bool:
    """Whether a character belongs to the preceding one: an accent, a variation selector, a joiner."""
    return unicodedata.category(character)[0] == "M" or character == "\u200d"
