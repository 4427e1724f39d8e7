"""Prose of a source as Markdown, from HTML, Markdown or plain text."""

from __future__ import annotations

import html
import re

from confnotes.importers.facts.from_html import markdown_of

_TAGS = (
    r"p|br|div|span|a|ul|ol|li|b|i|u|em|strong|h[1-6]|code|pre|blockquote|table|tr|td|th|tbody|hr|img|sup|sub|"
    r"small|font|section|article|s|del|tt|dl|dt|dd|center|cite|iframe|script|style"
)
_HTML_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,4000}})?/?>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(rf"&lt;(?:/(?:{_TAGS})|br ?/?)&gt;", re.IGNORECASE)
_ANY_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]{0,4000})?/?>", re.DOTALL)


def is_html(text: str) -> bool:
    """Whether a text contains HTML tags."""
    return "<" in text and _HTML_TAG.search(text) is not None


def prose(text: str | None) -> str | None:
    """A text as Markdown: HTML is converted, entities are decoded, other text stays; None for empty text."""
    if not text or text.isspace():
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in text and "&" not in text:
        return text.strip()
    if is_html(text):
        return markdown_of(text) or None
    if "&lt;" in text and _ESCAPED_TAG.search(text):
        return markdown_of(html.unescape(text)) or None
    return html.unescape(text).strip() or None


def plain_title(text: str | None) -> str | None:
    """A title on one line: without tags, entities decoded, white space collapsed; None for empty text."""
    if not text:
        return None
    if "&lt;" in text and _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    if "<" in text and is_html(text):
        text = _ANY_TAG.sub(lambda match: " " if (match[1] or "").lower() in ("br", "p", "div") else "", text)
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split()) or None
