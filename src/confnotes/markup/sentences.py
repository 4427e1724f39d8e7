"""The sentence of a line in which something stands, as a person would read it."""

from __future__ import annotations

import re

from confnotes.markup.code import FILLER, blank_inline
from confnotes.markup.plain import plain_text
from confnotes.markup.wikilinks import WIKILINK

_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*[ \t]+(?=[^a-z\s,;])|[。！？][”’」』）]*)")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|etc|resp|approx|Fig|fig|Sec|sec|Eq|eq|No|Dr|Prof|Mr|Ms|Mrs|St|Jr|Sr)|\b[A-Z])\.\Z"
)


def sentence_at(line: str, start: int, end: int) -> str:
    """The sentence around the characters `[start, end)` of a line of Markdown; links read as they are shown."""
    visible = WIKILINK.sub(lambda link: FILLER * len(link[0]), blank_inline(line))
    first, last = 0, len(line)
    for match in _END.finditer(visible):
        if _NO_END.search(visible, 0, len(visible[: match.end()].rstrip())):
            continue
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.end()
            break
    return plain_text(line[first:last].strip())
