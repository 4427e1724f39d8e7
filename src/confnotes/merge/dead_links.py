"""Links in a regenerated Markdown file to places that its author deleted or renamed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from confnotes.markup import headings
from confnotes.markup.code import fenced_lines
from confnotes.markup.markdown_text import Anchors
from confnotes.markup.plain import plain_text
from confnotes.merge.regenerate import MadePart, Remade, regenerate

_PLACE = re.compile(r'<a id="([^"]+)"></a>')
_LINK = re.compile(r"[ ]?\[((?:[^\[\]\\\n]|\\.)*)\]\(#([^()\s]+)\)")
_ARROW = "→"
_MARK = re.compile(r"<!-- confnotes ([a-z][a-z0-9-]*) -->[ \t\r]*")


def regenerate_linked(there: str, parts: Sequence[MadePart], files: Mapping[str, str] | None = None) -> Remade:
    """What `regenerate` returns, without generated links to places on the page that its author deleted; links to a
    heading that the author renamed lead to its new name. Links that the author wrote are kept.
    """
    made = regenerate(there, parts, files)
    standing = dict(_anchors(made.text.split("\n")))
    lines = [line for part in parts for line in (f"<!-- confnotes {part.name} -->", *part.text.split("\n"))]
    fresh = dict(_anchors(lines))
    dead = fresh.keys() - standing.keys()
    if not dead:
        return made
    renamed = {name: anchor for anchor, name in standing.items() if name and anchor not in fresh}
    moved = {anchor: renamed[name] for anchor in dead if (name := fresh[anchor]) in renamed}

    def linked(match: re.Match[str]) -> str:
        words, anchor = match[1], match[2]
        if anchor not in dead:
            return match[0]
        blank = " " * match[0].startswith(" ")
        if anchor in moved:
            return f"{blank}[{words}](#{moved[anchor]})"
        return "" if words == _ARROW else f"{blank}{words}"

    return regenerate(there, [MadePart(part.name, _LINK.sub(linked, part.text)) for part in parts], files)


def _anchors(lines: Sequence[str]) -> list[tuple[str, str]]:
    """The places that links can target, in order; a part's first heading with the name of the part, others with ""."""
    found: list[tuple[str, str]] = []
    anchors = Anchors()
    name = ""
    for line, shut in zip(lines, fenced_lines(lines), strict=True):
        if shut:
            continue
        if mark := _MARK.fullmatch(line):
            name = mark[1]
        found += [(place, "") for place in _PLACE.findall(line)]
        if heading := headings.find(line):
            found.append((anchors.take(plain_text(_PLACE.sub("", heading[1]))), name))
            name = ""
    return found
