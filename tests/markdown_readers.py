"""How GitHub and Obsidian read exported Markdown: which links there are, and where they lead.

GitHub: CommonMark with tables and footnotes; a link leads to the slug of a heading, or to an `<a id="...">`.
Obsidian: `[[Page#Heading|words]]` and `[words](Page.md#Heading)`. Headings are compared without case and without the
characters that its links cannot hold; several after each other are a path. `#^id` is a block that ends with ` ^id`: a
paragraph or an item of a list, but none in a quote or table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from confnotes.markup.markdown_text import Anchors

PLAIN = MarkdownIt("commonmark", {"html": True})
GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
ANCHOR = re.compile(r'<a id="([a-z][a-z0-9-]*)">|</a>')
_WIKILINK = re.compile(r"!?\[\[([^\[\]|\n]*?)(?:\\?\|([^\[\]\n]*))?\]\]")
_INNER = re.compile(r"\]\((#[^()\s]+|[^()\s:#]+\.md(?:#[^()\s]*)?)\)")
_HEADING = re.compile(r"(#{1,6}) (.+)")
_STRIPPED = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n]")
_BLOCK_ID = re.compile(r"(?:^|\s)\^([A-Za-z0-9-]+)$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


def inline(text: str, parser: MarkdownIt = GITHUB) -> Iterator[Token]:
    """Every token inside the blocks of a file."""
    for token in parser.parse(text):
        yield from token.children or ()


def addresses(text: str, parser: MarkdownIt = GITHUB) -> list[str]:
    """Where its links of Markdown lead."""
    return [str(token.attrs["href"]) for token in inline(text, parser) if token.type == "link_open"]


def anchors(text: str) -> set[str]:
    """What a link may lead to on GitHub."""
    taken = Anchors()
    tokens = GITHUB.parse(text)
    headings = {
        taken.take("".join(child.content for child in tokens[at + 1].children or () if child.type != "html_inline"))
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    }
    return headings | {match[1] for token in inline(text) if (match := ANCHOR.fullmatch(token.content)) and match[1]}


def dead_on_github(files: Mapping[str, str]) -> list[str]:
    """The links between these files that lead nowhere."""
    known = {name: anchors(text) for name, text in files.items()}
    dead = []
    for name, text in files.items():
        for address in addresses(text):
            file, _, place = unquote(address).partition("#")
            if re.match(r"https?:|mailto:", address) or (file and file in known and not place):
                continue
            if place not in known.get(file or name, ()):
                dead.append(f"{name}: {address}")
    return dead


def obsidian_links(text: str) -> list[str]:
    """Where the links of a file lead by Obsidian's rules, pictures left out."""
    lines = "\n".join(line for _, line in _prose(text))
    wikilinks = [match[1] for match in _WIKILINK.finditer(lines) if not match[0].startswith("!")]
    return wikilinks + [unquote(match[1]).replace(".md#", "#").removesuffix(".md") for match in _INNER.finditer(lines)]


def dead_in_obsidian(files: Mapping[str, str]) -> list[str]:
    """The links between these files that lead nowhere."""
    pages = {name.removesuffix(".md"): text for name, text in files.items() if name.endswith(".md")}
    dead = []
    for name, text in pages.items():
        for link in obsidian_links(text):
            page, _, place = link.partition("#")
            there = pages.get(page or name)
            if there is None or (place and _place_of(there, place) is None):
                dead.append(f"{name}: {link}")
    return dead


def _place_of(text: str, place: str) -> int | None:
    if place.startswith("^"):
        return next((row for found, row in _blocks(text) if found == place[1:].lower()), None)
    level, wanted = 0, [_key(one) for one in place.split("#")]
    for row, line in _prose(text):
        heading = _HEADING.fullmatch(line)
        if heading and len(heading[1]) > level and _key(heading[2]) == wanted[0]:
            level = len(heading[1])
            wanted.pop(0)
            if not wanted:
                return row
    return None


def _key(heading: str) -> str:
    return " ".join(_STRIPPED.sub(" ", heading).split()).lower()


def _blocks(text: str) -> Iterator[tuple[str, int]]:
    lines = text.split("\n")
    for row, line in _prose(text):
        match = _BLOCK_ID.search(line)
        following = lines[row + 1] if row + 1 < len(lines) else ""
        if match and not line.lstrip().startswith((">", "|")) and (not following.strip() or _ITEM.match(following)):
            yield match[1].lower(), row


def _prose(text: str) -> Iterator[tuple[int, str]]:
    """The lines outside code, with their rows from 0."""
    fence = ""
    for row, line in enumerate(text.split("\n")):
        mark = re.match(r"[\s>]*(`{3,}|~{3,})", line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) and not line.strip(" >`~") else fence
        elif mark:
            fence = mark[1]
        else:
            yield row, re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", line)
