"""Whether Markdown is safe for every renderer: no raw HTML, no picture, only links that lead somewhere.

Renderers differ, so what might be alive in one of them is parsed as they would, raw HTML included. That is dear, and
most notes show at a glance that no renderer can find anything: every `<` before a letter is escaped, there is no `![`
and no definition of a link, and whatever follows `](` is an address that may be linked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from confnotes.exporters.markdown.book import TO, TO_END
from confnotes.markup.canonical import is_allowed
from confnotes.markup.note_blocks import any_link

_PLAIN_LINK = re.compile(rf"\]\((?:(?:https?://|mailto:)[^\s()<>\\]+|#{TO}[a-z0-9-]+{TO_END})\)")
_TAG = re.compile(r"(?:(?<!\\)|\\\\)<(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^\s<>]*>)")
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:")


def is_safe(text: str, inner: Callable[[str], str | None]) -> bool:
    """Whether renderers find nothing alive in it; `inner` gives the address of an id, as it stands in the text."""
    return _is_plainly_safe(text) or _is_safe_when_parsed(text, inner)


def _is_plainly_safe(text: str) -> bool:
    if "<" in text and _TAG.search(text):
        return False
    if "[" not in text:
        return True
    links = text.count("](")
    return "![" not in text and "]:" not in text and (not links or links == len(_PLAIN_LINK.findall(text)))


@cache
def _strict_parsers() -> tuple[MarkdownIt, MarkdownIt]:
    """As GitHub reads, and as a renderer that knows neither tables nor footnotes; both with raw HTML, without math."""
    plain = MarkdownIt("commonmark", {"html": True})
    github = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    for parser in (plain, github):
        parser.validateLink = any_link  # type: ignore[method-assign]
    return github, plain


def _is_safe_when_parsed(text: str, inner: Callable[[str], str | None]) -> bool:
    """The same, found out. Where footnotes are unknown, one of a single word is a link to that word: it leads nowhere,
    but does no harm."""
    github, plain = _strict_parsers()
    for parser in (github, plain):
        for token in parser.parse(text):
            if token.type == "html_block":
                return False
            for child in token.children or ():
                if child.type in {"html_inline", "image"}:
                    return False
                if child.type == "link_open":
                    target = unquote(str(child.attrs.get("href", "")))
                    harmless = parser is plain and "[^" in text and not _SCHEME.match(target) and target[:1] != "#"
                    if not (harmless or _is_alive(target, inner)):
                        return False
    return True


def _is_alive(target: str, inner: Callable[[str], str | None]) -> bool:
    place = re.sub(f"[{TO}{TO_END}]", "", target[1:])
    return is_allowed(target) or (target.startswith("#") and target[1:] == inner(place))
