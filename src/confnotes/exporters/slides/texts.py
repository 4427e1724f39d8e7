"""Lines that are short enough for a slide, out of notes that are as long as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from confnotes.markup.code import code_lines
from confnotes.markup.footnotes import Footnotes
from confnotes.markup.note_blocks import line_and_anchor
from confnotes.markup.plain import plain_text

_PHOTO = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\]\(photo:([a-z][a-z0-9-]*)\)")
_MARKER = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?)?")
_NO_WORDS = re.compile(r"[ \t]*(?:\||#{1,6}[ \t]|[-*_=]{3,}[ \t]*\Z|\$\$|\[\^[^\]]+\]:)")
_ENDS = re.compile(r"[.!?…。]+[”’\"')\]]*(?=\s|\Z)|[。！？]")


def points(text: str) -> Iterator[str]:
    """The lines of a note that say something by themselves, as inline Markdown: no headings, code, tables."""
    footnotes = Footnotes(text)
    lines = text.split("\n")
    for line, is_code in zip(lines, code_lines(lines), strict=True):
        if is_code or _NO_WORDS.match(line):
            continue
        found = without_photos(line_and_anchor(line)[0])
        found = found[match.end() :] if (match := _MARKER.match(found)) else found
        if any(letter.isalnum() for letter in found):
            yield footnotes.inlined(found).strip()


def without_photos(text: str) -> str:
    """Markdown without the photos in it."""
    return _PHOTO.sub("", text)


def photos_in(text: str) -> Iterator[tuple[str, str]]:
    """The photos in Markdown, in order: the id of each and what is said of it."""
    return ((match[2], plain_text(match[1])) for match in _PHOTO.finditer(text))


def shortened(text: str, most: int) -> str | None:
    """The plain words of a line of Markdown that is longer, cut after a sentence or a word; None where it fits."""
    words = plain_text(text)
    if len(words) <= most:
        return None
    cut = words[:most]
    sentence = max((match.end() for match in _ENDS.finditer(cut)), default=0)
    if sentence >= most // 2:
        return cut[:sentence]
    blank = cut.rfind(" ")
    return f"{cut[: blank if blank > most // 2 else most].rstrip(' ,;:–—-')}…"
