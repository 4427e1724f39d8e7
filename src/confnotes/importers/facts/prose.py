"""Prose of a source as Markdown: abstracts that were written as HTML, as Markdown or as plain text.

One pass over the tags, with bounded attributes, so that it is linear.
"""

from __future__ import annotations

import html
import re

_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]{0,4000})?)/?>", re.DOTALL)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</?(?:p|br|div|span|a|ul|ol|li|b|i|u|em|strong|h[1-6]|code|pre|blockquote|table|tr|td|th|tbody|hr|img|sup|sub|"
    r"small|font|section|article|s|del|tt|dl|dt|dd|center|cite|iframe|script|style)(?:\s[^<>]{0,4000})?/?>",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_MARKUP_LIKE = re.compile(r"<(?=[a-zA-Z/!?])")
_PARAGRAPHS = frozenset(
    (
        *("p", "div", "section", "article", "table", "tr", "blockquote", "dl", "dt", "dd", "center", "hr"),
        *("header", "footer", "main", "aside", "figure"),
    )
)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "code": "`", "tt": "`", "kbd": "`"}
_DROPPED = frozenset(("script", "style", "template", "noscript", "title"))


def is_html(text: str) -> bool:
    """Whether a text has tags of HTML in it."""
    return "<" in text and _HTML_TAG.search(text) is not None


def prose(text: str | None) -> str | None:
    """A text as Markdown: HTML is translated, entities are decoded, Markdown and plain text stay; None for nothing."""
    if not text or text.isspace():
        return None
    if "<" not in text and "&" not in text:
        return text.strip()
    if not is_html(text):
        return html.unescape(text).strip() or None
    return _markdown(text) or None


def plain_title(text: str | None) -> str | None:
    """A title on one line: tags gone, entities decoded, white space squeezed; None for nothing."""
    if not text:
        return None
    if "<" in text and is_html(text):
        text = _TOKEN.sub(lambda match: " " if (match[2] or "").lower() in ("br", "p", "div") else "", text)
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split()) or None


def _markdown(text: str) -> str:
    writer = _Writer()
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            writer.text(text[position : match.start()])
        if match[2]:
            writer.tag(match[2].lower(), bool(match[1]), match[3])
        position = match.end()
    writer.text(text[position:])
    return writer.finished()


class _Writer:
    """Markdown being written, tag by tag."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._links: list[tuple[str | None, int]] = []
        self._lists: list[int | None] = []
        self._dropped = ""
        self._pre = False

    def text(self, piece: str) -> None:
        """Text between two tags."""
        if self._dropped or not piece:
            return
        if not self._pre:
            piece = _SPACE.sub(" ", piece)
        if "&" in piece:
            piece = _MARKUP_LIKE.sub(r"\\<", html.unescape(piece))
        if self._out and self._out[-1].endswith(("\n", "- ", "# ")) and not self._pre:
            piece = piece.lstrip(" ")
        if piece:
            self._out.append(piece)

    def tag(self, name: str, closing: bool, attributes: str) -> None:
        """A tag, opening or closing."""
        if self._dropped or name in _DROPPED:
            self._dropped = "" if closing and name == self._dropped else self._dropped or ("" if closing else name)
        elif name == "br":
            self._out.append("\n")
        elif name == "a":
            self._link(closing, attributes)
        elif name in _MARKS and not self._pre:
            self._mark(_MARKS[name], closing)
        elif name == "li":
            self._item(closing)
        elif name in ("ul", "ol"):
            self._list(closing, name == "ol")
        elif name == "pre":
            self._out.append("\n```\n" if closing else "\n\n```\n")
            self._pre = not closing
        elif name in ("td", "th"):
            self._out.append(" " if closing else "")
        elif name == "img":
            alt = _ALT.search(attributes)
            self.text((alt[1] or alt[2] or "") if alt else "")
        elif name in _PARAGRAPHS:
            self._out.append("\n\n")
        elif len(name) == 2 and name[0] == "h" and name[1].isdigit():
            self._out.append("\n\n" if closing else f"\n\n{'#' * min(6, max(1, int(name[1])))} ")

    def _mark(self, mark: str, closing: bool) -> None:
        if closing and self._out and self._out[-1].endswith(" "):
            self._out[-1] = self._out[-1].rstrip(" ")
            self._out.append(f"{mark} ")
        else:
            self._out.append(mark)

    def _link(self, closing: bool, attributes: str) -> None:
        if not closing:
            href = _HREF.search(attributes)
            address = html.unescape(href[1] or href[2] or href[3] or "").strip() if href else ""
            usable = address.startswith(("http://", "https://", "mailto:")) and not any(c in address for c in " <>\n")
            self._links.append((address if usable else None, len(self._out)))
        elif self._links:
            target, start = self._links.pop()
            label = " ".join("".join(self._out[start:]).split())
            if target is None or not label:
                return
            del self._out[start:]
            same = label in (target, target.removeprefix("mailto:"))
            quoted = target.replace("(", "%28").replace(")", "%29")
            self._out.append(f"<{target}>" if same else f"[{label.replace(']', chr(92) + ']')}]({quoted})")

    def _list(self, closing: bool, numbered: bool) -> None:
        if closing:
            if self._lists:
                self._lists.pop()
        else:
            self._lists.append(0 if numbered else None)
        if len(self._lists) <= 1:
            self._out.append("\n\n" if not self._lists or not closing else "\n")

    def _item(self, closing: bool) -> None:
        if closing:
            return
        depth = max(0, min(len(self._lists), 8) - 1)
        sign = "- "
        if self._lists and self._lists[-1] is not None:
            self._lists[-1] += 1
            sign = f"{self._lists[-1]}. "
        self._out.append(f"\n{'  ' * depth}{sign}")

    def finished(self) -> str:
        """The whole text."""
        text = "".join(self._out)
        lines = [
            line.rstrip()
            if line.lstrip(" ")[:2] in ("- ",) or line[:1].isdigit() or line.startswith("  ")
            else line.strip()
            for line in text.split("\n")
        ]
        return _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip()
