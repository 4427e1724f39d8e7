"""File names, slugs and folded text made from titles; a title is never taken as a name itself."""

from __future__ import annotations

import re
import unicodedata

MAX_STEM_BYTES = 120

_FORBIDDEN = re.compile(r'[#|^%\[\]/\\<>"?*]+')
_COLON = re.compile(r"\s*:\s*")
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\Z|\s*\.)", re.IGNORECASE
)
_NOT_SLUG = re.compile(r"[\W_]+")
_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "ı": "i"})


def file_stem(title: str) -> str:
    """A title as a file name without its ending, that every file system and Obsidian accept.

    NFC, at most 120 bytes of UTF-8, cut at a word where that is near; none of `# | ^ : % [ ] / \\ < > " ? *`, no
    control or invisible characters, no name that Windows reserves, no dot or dash in front, no dot or blank at the
    end; never empty.
    """
    text = unicodedata.normalize("NFC", title[:1000])
    text = "".join(c if _fits_a_name(c) else " " if c.isspace() else "" for c in text)
    text = _COLON.sub(" - ", text.strip(" :"))
    text = _trim(_SPACES.sub(" ", _FORBIDDEN.sub(" ", text)))
    text = _trim(_cut(unicodedata.normalize("NFC", text), MAX_STEM_BYTES))
    if _RESERVED.match(text):
        text = _trim(_cut(f"{text} note" if "." not in text else f"_{text}", MAX_STEM_BYTES))
    return text or "Untitled"


def slug(text: str) -> str:
    """A text as lower-case words joined by hyphens, without accents; other scripts are kept. Never empty."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-") or "untitled"


def fold(text: str) -> str:
    """A text for comparing: lower case, without accents, with single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(_SPECIAL)
    bare = "".join(c for c in folded if not _is_accent(c))
    return " ".join(unicodedata.normalize("NFKC", bare.casefold()).split())


def _is_accent(character: str) -> bool:
    """Latin, Greek and Cyrillic accents; marks that spell the words of other scripts are no accents."""
    return "\u0300" <= character <= "\u036f"


def _fits_a_name(character: str) -> bool:
    category = unicodedata.category(character)
    if category[0] == "C":
        return character == "\u200d"  # joins emoji
    return category not in ("Zl", "Zp") and not (category == "Zs" and character != " ")


def _trim(text: str) -> str:
    return text.strip(" \u200d").lstrip(".-~ ").rstrip(". \u200d")


def _cut(text: str, limit: int) -> str:
    data = text.encode("utf-8")
    if len(data) <= limit:
        return text
    cut = data[:limit].decode("utf-8", "ignore")
    while cut and unicodedata.combining(text[len(cut)]) and len(cut) > 1:
        cut = cut[:-1]
    space = cut.rfind(" ")
    return cut[:space] if space > len(cut) * 2 // 3 and text[len(cut)] != " " else cut
