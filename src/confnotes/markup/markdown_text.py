"""Text from outside as Markdown, and GitHub's anchors of headings."""

from __future__ import annotations

import re
import unicodedata

from confnotes.markup.canonical import is_allowed

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])")
_WORD_UNDERSCORE = re.compile(r"(?<=\w)\\_(?=\w)")
_AT_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+\s*$|-{3,}\s*$|:?-+:?\s*$)")
_NUMBER_AT_START = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ue000-\ue00f]")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_ANCHOR_ROOM = re.compile(r"[^\S ]")


def escape_text(text: str) -> str:
    """Text that Markdown shows unchanged, on one line."""
    line = " ".join(text.split())
    if line[:1].isalpha() and line.replace(" ", "").isalnum():  # as most titles and names are
        return line
    line = _UNSEEN.sub("", line)
    line = _WORD_UNDERSCORE.sub("_", _SPECIAL.sub(r"\\\1", line))
    line = _ENTITY.sub(r"\\&", line)
    line = line.replace("![", "\\![") if "![" in line else line
    line = _AT_START.sub(r"\1\\\2", line)
    return _NUMBER_AT_START.sub(r"\1\\\2", line)


def address(url: str) -> str:
    """A link's address, safe inside `(...)`."""
    return "".join(_percent(character) for character in url.strip())


def _percent(character: str) -> str:
    if character in '()<>\\"`|*[]' or character.isspace() or ord(character) < 32:
        return "".join(f"%{byte:02X}" for byte in character.encode())
    return character


def link(text: str, url: str) -> str:
    """`[text](url)` for plain text; the text alone if the address may not be linked."""
    if not is_allowed(url):
        return escape_text(text)
    return f"[{escape_text(text)}]({address(url)})"


def heading_anchor(heading: str) -> str:
    """GitHub's anchor for a heading's visible text, before numbers are added to equal ones.

    As in github-slugger: lower case; letters, digits, marks, connectors and hyphens are kept, each space becomes a
    hyphen.
    """
    kept = []
    for character in _ANCHOR_ROOM.sub("", heading.strip().lower()):
        if character in " -":
            kept.append("-")
        elif character.isalnum() or unicodedata.category(character) in {"Mn", "Mc", "Me", "Pc", "Nl"}:
            kept.append(character)
    return "".join(kept)


class Anchors:
    """Assigns anchors to headings in document order: `name`, `name-1`, `name-2` ..."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def take(self, heading: str) -> str:
        """The anchor of the next heading."""
        base = heading_anchor(heading)
        anchor = base
        while anchor in self._seen:
            self._seen[base] += 1
            anchor = f"{base}-{self._seen[base]}"
        self._seen[anchor] = 0
        return anchor
