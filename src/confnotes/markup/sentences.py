"""The sentences of a line, as a person would read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from confnotes.markup.code import FILLER, blank_inline
from confnotes.markup.plain import plain_text
from confnotes.markup.wikilinks import WIKILINK

_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*[ \t]+(?=[^a-z\s,;])|[。！？][”’」』）]*)")
_REACH = 1000
"""Characters on either side that are looked at: a line may be a whole book."""
_ABBREVIATED = r"e\.g|i\.e|cf|vs|al|etc|resp|approx|Fig|fig|Sec|sec|Eq|eq|No|Dr|Prof|Mr|Ms|Mrs|St|Jr|Sr"
_NO_END = re.compile(rf"(?:\b(?:{_ABBREVIATED})|\b[A-Z])\.\Z")


def sentence_at(line: str, start: int, end: int) -> str:
    """The sentence around the characters `[start, end)` of a line of Markdown; links read as they are shown.

    Of one without end, what stands near them.
    """
    begin = max(0, start - _REACH)
    line, start, end = line[begin : end + _REACH], start - begin, end - begin
    visible = WIKILINK.sub(lambda link: FILLER * len(link[0]), blank_inline(line))
    first, last = 0, len(line)
    for match in _ends(visible):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.end()
            break
    return plain_text(line[first:last].strip())


def sentences(text: str) -> Iterator[str]:
    """The sentences of a plain text."""
    start = 0
    for match in _ends(text):
        yield text[start : match.end()].rstrip()
        start = match.end()
    yield text[start:]


def _ends(text: str) -> Iterator[re.Match[str]]:
    """Where sentences end, with the blanks behind."""
    for match in _END.finditer(text):
        if not _NO_END.search(text, 0, len(text[: match.end()].rstrip())):
            yield match
