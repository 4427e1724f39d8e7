"""A note's text as it is read in a summary: without stamps and block ids, its wikilinks resolved."""

from __future__ import annotations

import re
from collections.abc import Callable

from confnotes.catalogue.recordings import Recording
from confnotes.markup import embeds, headings, wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.link_names import name_of
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.markup.plain import safe_text
from confnotes.model.note import Note
from confnotes.report.moments import with_moments

_BLANK_RUN = re.compile(r"\n{3,}")
_MARK = re.compile(r"\^(?<![^ \t\n]\^)[A-Za-z0-9-]+[ \t\r]*$", re.MULTILINE)
_BLANKS = " \t\r\f\v"


def readable_text(
    note: Note, titles: set[str], item_of: Callable[[str], str | None], recording: Recording | None = None
) -> str:
    """The note's Markdown without stamps, without a heading that only repeats one of the (folded) titles, and with
    wikilinks as inner links to the item that `item_of` names, or as plain text; headings begin with `#`. Where there is
    a recording, a stamped line ends with a link to its moment."""
    text = resolve_links(safe_text(note.body), item_of)
    if recording is not None:
        text = with_moments(text, recording)
    if "^" in text:
        text = _without_marks(text)
    text = headings.with_marks(text)
    lines = text.strip("\n").split("\n")
    first = headings.find(lines[0]) if lines else None
    if first is not None and first[0] == 1 and fold(first[1]) in titles:
        lines[0] = ""
    return _BLANK_RUN.sub("\n\n", "\n".join(lines)).strip("\n") if "```" not in text else "\n".join(lines).strip("\n")


def _without_marks(text: str) -> str:
    parts: list[str] = []
    at = 0
    for match in _MARK.finditer(blank_code(text)):
        parts.append(text[at : match.start()].rstrip(_BLANKS))
        at = match.end()
    return "".join([*parts, text[at:]])


def resolve_links(text: str, item_of: Callable[[str], str | None]) -> str:
    """The text with each `[[wikilink]]` outside code as `[words](#id)`, or as words where nothing is to be linked."""
    if "[[" not in text:
        return text
    parts: list[str] = []
    at = 0
    for match in wikilinks.WIKILINK.finditer(blank_code(text)):
        link = wikilinks.read(match)
        if link is None:
            continue
        picture = embeds.picture_words(link.target) if link.embed else None
        words = f"({escape_text(picture)})" if picture else escape_text(link.alias or _readable(link))
        item = item_of(link.target) if link.target and not link.embed else None
        parts += [text[at : link.start], f"[{words}](#{item})" if item else words]
        at = match.end()
    return "".join([*parts, text[at:]])


def _readable(link: wikilinks.FoundLink) -> str:
    name = name_of(link.target)
    return f"{name} › {link.heading}" if name and link.heading else name or link.heading or ""
