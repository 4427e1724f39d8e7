"""Make titles comparable across sources: without labels, the conference's name, markup, case and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from confnotes.markup.names import fold
from confnotes.model.fast_dataclass import fast_dataclass

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MANNER = "invited|contributed|opening|closing|plenary|lightning|sponsored|short|long|remote|online"
_KIND = "keynote|talk|speech|tutorial|workshop|panel|poster|demo|oral|spotlight|discussion|cancell?ed"
_LABEL = re.compile(
    rf"^[\[(]?(?:(?:{_MANNER}) )*(?:{_KIND})s?(?: \d+)?[\])]?\s*[:|–—-]+\s*",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\s*[(\[](?:(?:talk|workshop|keynote|tutorial|panel|demo|presented) )?by [^()\[\]]+[)\]]\s*$", re.IGNORECASE
)
_SUBTITLE = re.compile(r"\s*(?:[:;|–—]|\s-{1,3}\s)\s*")
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_SHORTEST_PART = 8  # letters: shorter parts of a title are labels


@fast_dataclass(frozen=True, slots=True)
class TitleKey:
    """A title for comparison: its words, with and without spaces, numbers, and parts around colons or dashes."""

    text: str
    compact: str
    numbers: frozenset[str]
    parts: frozenset[str]


class Titles:
    """Creates keys for the titles of one conference, ignoring its names."""

    def __init__(self, conferences: Iterable[str | None]) -> None:
        names = {" ".join(name.split()) for name in conferences if name and len(name) > 2}
        names |= {re.sub(r"\s*(?:19|20)\d\d$", "", name) for name in names}
        either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if len(name) > 2)
        self._before = (
            re.compile(rf"^[\[(]?(?:{either})(?: ?(?:19|20)\d\d)?[\])]?\s*[:|–—-]+\s*", re.I) if either else None
        )
        self._after = (
            re.compile(rf"\s*[|@–—(\[-]+\s*(?:{either})(?: ?(?:19|20)\d\d)?[\])]?\s*$", re.I) if either else None
        )
        self._known: dict[str, TitleKey] = {}

    def key(self, title: str | None) -> TitleKey:
        """The title's key, empty without a title."""
        title = title or ""
        known = self._known.get(title)
        if known is None:
            known = self._known[title] = self._made(title)
        return known

    def _made(self, title: str) -> TitleKey:
        text = " ".join((_TAG.sub("", unescape(title)) if "&" in title or "<" in title else title)[:1000].split())
        for pattern in (self._before, self._after, _LABEL, _BY):
            if pattern:
                shorter = pattern.sub("", text)
                text = shorter if _WORD.search(shorter) else text
        words = _words(text)
        parts = [_words(part) for part in _SUBTITLE.split(text)]
        compact = "".join(words)
        several = {"".join(part) for part in parts} - {compact} if len(parts) > 1 else set()
        return TitleKey(
            " ".join(words),
            compact,
            frozenset(_DIGITS.findall(compact)),
            frozenset(part for part in several if len(part) >= _SHORTEST_PART),
        )


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text.replace("&", " and ").replace("’", "").replace("'", "")))
