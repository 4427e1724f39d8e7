"""Where in a note's text links name another note, to the character: what renaming writes anew.

Wikilinks and embeds count wherever they are read, front matter included; links as Markdown writes them,
`[text](Other%20note.md#heading)`, with or without `.md`, in the text only. Code counts for nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from confnotes.markup import frontmatter, wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.links import ADDRESS, DESTINATION

_NOT_IN_ADDRESS = re.compile(r"[\s%()<>\[\]\"#?]")


class LinkTarget(NamedTuple):
    """One link: `[start, end)` is the name of the note as it is written, without folder, blanks and `.md`.

    `target` is all of the target as it is read. `place` is where the heading stands, of several below each other the
    last, and `heading` what it says; `block` is the id of a line. `markdown` tells a link of Markdown's from a
    wikilink, `angled` whether its path stands in `<>`; `in_head` is front matter, also where that cannot be read.
    """

    start: int
    end: int
    target: str
    place: tuple[int, int] | None = None
    heading: str | None = None
    block: str | None = None
    markdown: bool = False
    angled: bool = False
    in_head: bool = False

    def written(self, name: str) -> str:
        """The name of a note or a heading as it is written here."""
        if not self.markdown or self.angled:
            return name
        from urllib.parse import quote

        return _NOT_IN_ADDRESS.sub(lambda found: quote(found[0]), name)


def find(text: str) -> list[LinkTarget]:
    """The links of a whole note, in order."""
    if "[[" not in text and "](" not in text:
        return []
    front = frontmatter.split(text)
    where = frontmatter.bounds(text) if front.broken else None
    begin = where[2] if where else len(front.head)
    visible = front.head + blank_code(front.body)
    found = [
        target
        for match in wikilinks.WIKILINK.finditer(visible)
        if (target := _wikilink(match, in_head=match.start() < begin)) is not None
    ]
    if "](" in visible:
        markdown = (_markdown(match) for match in DESTINATION.finditer(visible, begin))
        found = sorted([*found, *(target for target in markdown if target is not None)])
    return found


def _wikilink(match: re.Match[str], *, in_head: bool) -> LinkTarget | None:
    link = wikilinks.read(match)
    if link is None:
        return None
    start, end = _name_in(match.string, match.start(1), match.start(1) + len(match[1].rstrip().removesuffix("\\")))
    place = None
    if link.heading is not None:
        at = match.start(2) + match[2].index(link.heading)
        place = _last_heading(match.string, at, at + len(link.heading))
    heading = match.string[slice(*place)] if place else None
    read = link.target.replace("''", "'") if in_head else link.target  # as YAML writes one between such quotes
    return LinkTarget(start, end, read, place, heading, link.block, in_head=in_head)


def _markdown(match: re.Match[str]) -> LinkTarget | None:
    group = "bare" if match["angled"] is None else "angled"
    written = match[group]
    path, _, anchor = written.partition("#")
    if ADDRESS.match(written) or "?" in path or not path.strip():
        return None
    from urllib.parse import unquote

    begin = match.start(group)
    start, end = _name_in(match.string, begin, begin + len(path.rstrip()))
    said = unquote(anchor)
    block = said.rpartition("^")[2] if said.startswith("^") else None
    place = _last_heading(match.string, match.end(group) - len(anchor), match.end(group)) if anchor else None
    heading = unquote(match.string[slice(*place)]) if place and block is None else None
    return LinkTarget(
        start, end, unquote(path), place if heading else None, heading, block, markdown=True, angled=group == "angled"
    )


def _last_heading(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the last of headings stands that are named one below the other, `Part#Chapter`."""
    last = text[start:end].rpartition("#")[2]
    return end - len(last.lstrip()), end


def _name_in(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the name stands in a path `[start, end)`: behind the last slash, without blanks and `.md`."""
    name = text[start:end].rpartition("/")[2]
    name = name if "/" in text[start:end] else name.lstrip()
    start = end - len(name)
    bare = name.rstrip()
    end = start + len(bare.removesuffix(".md").rstrip() if bare.endswith(".md") else bare)
    return start, end
