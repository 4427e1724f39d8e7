"""The exact position of link targets in a note's text, for renaming.

Wikilinks and embeds are found everywhere, including front matter; Markdown links, `[text](Other%20note.md#heading)`,
with or without `.md`, only in the text. Code is skipped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from confnotes.markup import frontmatter, wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.links import ADDRESS, DESTINATION

_NOT_IN_ADDRESS = re.compile(r"[\s%()<>\[\]\"#?]")


class LinkTarget(NamedTuple):
    """A link: `[start, end)` is the name of the note as written, without folder, blanks and `.md`.

    `target` is the whole decoded target. `place` is the span of the heading, the last one of several nested ones, and
    `heading` its text; `block` is a block id. `markdown` marks Markdown links, as opposed to wikilinks, `angled` those
    with the path in `<>`; `in_head` marks front matter, even if it cannot be read.
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
        """The name of a note or a heading, encoded for this link."""
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
    read = link.target.replace("''", "'") if in_head else link.target  # how YAML writes a quote inside single quotes
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
    """The span of the last of several nested headings, `Part#Chapter`."""
    last = text[start:end].rpartition("#")[2]
    return end - len(last.lstrip()), end


def _name_in(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the name in a path `[start, end)`: after the last slash, without blanks and `.md`."""
    name = text[start:end].rpartition("/")[2]
    name = name if "/" in text[start:end] else name.lstrip()
    start = end - len(name)
    bare = name.rstrip()
    end = start + len(bare.removesuffix(".md").rstrip() if bare.endswith(".md") else bare)
    return start, end
