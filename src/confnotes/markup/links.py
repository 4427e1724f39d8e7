"""Links to files of the vault: wikilinks, and Markdown links, `[text](Other%20note.md#heading)`, `![](<a b.png>)`.

As in Obsidian, the path of a Markdown link may lack `.md`; web addresses are not such links.
"""

from __future__ import annotations

import re

from confnotes.markup import wikilinks
from confnotes.markup.code import FILLER, blanked
from confnotes.markup.wikilinks import FoundLink, place_named

_ANGLED = r"<(?P<angled>[^<>\n]{1,500})>"
_BARE = r"(?P<bare>(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,500})"
DESTINATION = re.compile(rf"\]\([ \t]*(?:{_ANGLED}|{_BARE})[ \t)\"']")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\?|www\.")
_FARTHEST = 600  # characters in the text of a link
_DEEPEST = 5  # nested brackets in the text of a link


def find(visible: str) -> list[FoundLink]:
    """The links of a text without code, in order; targets of Markdown links are decoded, without `.md`."""
    found = wikilinks.find(visible)
    if "](" not in visible:
        return found
    rest = _without(visible, found)
    more = (_read(rest, match) for match in DESTINATION.finditer(rest))
    return sorted([*found, *(link for link in more if link is not None)], key=lambda link: link.start)


def blank_wikilinks(visible: str) -> str:
    """The text with its wikilinks blanked, in which nothing else applies."""
    return _without(visible, wikilinks.find(visible)) if "[[" in visible else visible


def _without(visible: str, found: list[FoundLink]) -> str:
    return blanked(visible, ((one.start, one.end) for one in found))


def _read(visible: str, match: re.Match[str]) -> FoundLink | None:
    written = match["bare"] if match["angled"] is None else match["angled"]
    begin = _begin(visible, match.start())
    if begin is None or ADDRESS.match(written):
        return None
    from urllib.parse import unquote

    path, _, anchor = written.partition("#")
    heading, block = place_named(unquote(anchor))
    target = unquote(path).strip().removesuffix(".md")
    if not (target or heading or block):
        return None
    words = visible[begin + 1 : match.start()].strip()
    embed = visible.endswith("!", 0, begin)
    alias = words if FILLER not in words else None
    return FoundLink(begin - embed, match.end(), target, heading, block, alias or None, embed)


def _begin(visible: str, end: int) -> int | None:
    """The position of the bracket that is closed at `end`."""
    begin = end
    for _ in range(_DEEPEST):
        begin = visible.rfind("[", max(0, end - _FARTHEST), begin)
        words = visible[begin + 1 : end]
        if begin < 0 or "\n" in words:
            return None
        if words.count("[") == words.count("]"):
            return begin
    return None
