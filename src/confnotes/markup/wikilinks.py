"""Wikilinks as Obsidian writes them: `[[target#heading|alias]]`, `[[target#^block]]`, `![[embed]]`."""

from __future__ import annotations

import re

from confnotes.markup.code import blank_inline
from confnotes.markup.safe import safe_text
from confnotes.model.fast_dataclass import fast_dataclass

WIKILINK = re.compile(r"\[\[([^\[\]|#\n]{0,500})(?:#([^\[\]|\n]{0,500}))?(?:\\?\|([^\[\]\n]{0,500}))?\]\]")


@fast_dataclass(frozen=True, slots=True)
class FoundLink:
    """A wikilink in a line and its span, `[start, end)`; an empty target means the note itself."""

    start: int
    end: int
    target: str
    heading: str | None = None
    block: str | None = None
    alias: str | None = None
    embed: bool = False


def find(line: str) -> list[FoundLink]:
    """The wikilinks of a line, or of a whole text."""
    if "[[" not in line:
        return []
    found = (read(match) for match in WIKILINK.finditer(line))
    return [link for link in found if link is not None]


def read(match: re.Match[str]) -> FoundLink | None:
    """The link of a match of WIKILINK; None if it names nothing."""
    target = match[1].strip().removesuffix("\\")
    place = (match[2] or "").strip().removesuffix("\\").rstrip()
    heading, block = place_named(place)
    if not target and not place:
        return None
    embed = match.string.endswith("!", 0, match.start())
    alias = match[3].strip() if match[3] is not None else None
    return FoundLink(match.start() - embed, match.end(), target, heading, block, alias or None, embed)


def place_named(place: str) -> tuple[str | None, str | None]:
    """The heading, or the block id, after the `#` of a link."""
    if place.startswith("^") or "#^" in place:
        return None, place.rpartition("^")[2].strip() or None
    return place or None, None


def target_of(value: object) -> str | None:
    """The target of a front matter value such as `[[Yoshua Bengio]]`; None if it is not a wikilink."""
    if not isinstance(value, str):
        return None
    match = WIKILINK.fullmatch(value.strip().removeprefix("!"))
    link = read(match) if match else None
    return link.target if link else None


_IN_ALIAS = str.maketrans({"[": "(", "]": ")", "|": "/", "`": "’", "\\": "/", "\n": " "})
_LONGEST_ALIAS = 200  # characters


def alias_of(text: str) -> str:
    """A text as the alias of a link: on one line, without anything that ends a link, begins code or hides text."""
    words = " ".join(safe_text(text, lines=False).translate(_IN_ALIAS).split())
    while "%%" in words:
        words = words.replace("%%", "%")
    return words[:_LONGEST_ALIAS].strip()


def format_wikilink(target: str, shown: str | None = None) -> str | None:
    """A link to the note of that stem with the alias `shown`; None if no link can name the note."""
    alias = alias_of(shown or "")
    link = f"[[{target}|{alias}]]" if alias and alias != target else f"[[{target}]]"
    found = find(blank_inline(link))
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(link))
    return link if whole and found[0].target == target and not found[0].heading and "%%" not in link else None
