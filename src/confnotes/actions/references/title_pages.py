"""What a page says that it is called: the title of a paper, a video or any page, in what the network answered.

Looked for in the page's beginning only and with bounded patterns: pages are anybody's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple
from urllib.parse import quote

from confnotes.markup.canonical import canonical, parts, to_ask
from confnotes.vault.titles_file import cleaned

_LOOKED_AT = 400_000
_META = re.compile(r"<meta\s[^<>]{1,4000}>", re.IGNORECASE)
_NAME = re.compile(r"\b(?:name|property)\s{0,5}=\s{0,5}[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s{0,5}=\s{0,5}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})')", re.IGNORECASE)
_TITLE = re.compile(r"<title(?:\s[^<>]{0,500})?>([^<]{1,2000})</title", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([\w-]{3,20})", re.IGNORECASE)
_BEST_FIRST = ("citation_title", "dc.title", "og:title", "twitter:title")
_NO_TITLE = re.compile(
    r"just a moment|access denied|attention required|before you continue|(?:error |http )?(?:403|404|429|500|503)\b"
    r"|page not found|not found\Z|log ?in\b|sign ?in\b|are you a robot|captcha|untitled\b|redirecting|loading",
    re.IGNORECASE,
)
_SITE_BEHIND = re.compile(
    r"\s+(?:[|·]|[-–—])\s+(?:YouTube|Vimeo|OpenReview|SlidesLive|GitHub|Speaker Deck|media\.ccc\.de)\Z"
)


class Asking(NamedTuple):
    """Where the title of something is asked for, what kind of answer is wanted, and how it is read."""

    url: str
    accept: str
    read: Callable[[bytes], str | None]


def asking(url: str) -> Asking:
    """How to ask for the title of what is at an address: a registry or a site's own interface where there is one."""
    address = canonical(url)
    host = parts(address)[1]
    if host == "doi.org":
        return Asking(address, "application/vnd.citationstyles.csl+json", title_in_json)
    if host == "youtube.com":
        return Asking(f"https://www.youtube.com/oembed?format=json&url={quote(address, safe='')}", "*/*", title_in_json)
    if host == "vimeo.com":
        return Asking(f"https://vimeo.com/api/oembed.json?url={quote(address, safe='')}", "*/*", title_in_json)
    return Asking(to_ask(url), "text/html,*/*;q=0.5", title_in_page)


def title_in_json(data: bytes) -> str | None:
    """The title in CSL-JSON (a text, or a list of one) or oEmbed; None where there is none."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    title = value.get("title") if isinstance(value, dict) else None
    title = title[0] if isinstance(title, list) and title else title
    return _readable(title) if isinstance(title, str) else None


def title_in_page(data: bytes) -> str | None:
    """The title of an HTML page: as it wants to be cited, as it wants to be shared, or as its window is called."""
    if data.startswith(b"%PDF") or b"<" not in data[:2000]:
        return None
    page = _decoded(data[:_LOOKED_AT])
    said: dict[str, str] = {}
    for tag in _META.finditer(page):
        name, content = _NAME.search(tag[0]), _CONTENT.search(tag[0])
        if name and content:
            said.setdefault(name[1].lower(), content[1] or content[2] or "")
    titles = [said.get(name, "") for name in _BEST_FIRST]
    window = _TITLE.search(page)
    titles.append(_SITE_BEHIND.sub("", " ".join(window[1].split())) if window else "")
    return next((title for title in map(_readable, titles) if title), None)


def _decoded(data: bytes) -> str:
    named = _CHARSET.search(data[:4000])
    try:
        return data.decode(named[1].decode() if named else "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _readable(title: str) -> str | None:
    """A title as text; None for what says that there is no page, or that one has to log in."""
    words = cleaned(re.sub(r"</?[a-zA-Z]{1,10}>", "", unescape(title)))
    return words if words and not _NO_TITLE.match(words) else None
