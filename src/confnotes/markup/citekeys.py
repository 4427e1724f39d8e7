"""Citekeys as Zotero with Better BibTeX makes them: `ernoultUpdatesEquilibriumProp2019`.

Its formula is `auth.lower + shorttitle(3, 3) + year`: the first author's last name, the first three words of the title
that say something, and the year. https://retorque.re/zotero-better-bibtex/citing/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from itertools import count, islice

from confnotes.markup.names import strip_accents
from confnotes.markup.person_names import family_name

_SKIPPED_TEXT = """
    a ab aboard about above across after against al along amid among an and anti around as at before behind
    below beneath beside besides between beyond but by d da das de del dell dello dei degli della delle dem den
    der des despite die do down du during ein eine einem einen einer eines el en et except for from gli i il in
    inside into is l la las le les like lo los near nor of off on onto or over past per plus round save since so
    some sur than the through to toward towards un una unas under underneath une unlike uno unos until up upon
    versus via von while with within without yet zu zum
"""
_SKIPPED = frozenset(_SKIPPED_TEXT.split())
_WORD = re.compile(r"[^\W_]+(?:['’‐‑-][^\W_]+)*")
_NO_LETTER = re.compile(r"[^A-Za-z0-9]")
_NO_KEY = re.compile(r"[^A-Za-z0-9.-]")
_TITLE_WORDS = 3


def citekey(authors: Iterable[str], title: str, year: int | None, otherwise: str) -> str:
    """The key of a paper, in ASCII; the text `otherwise` where neither authors nor title have a Latin letter."""
    first = next(iter(authors), "")
    words = (_bare(word) for word in _WORD.findall(title) if word.lower() not in _SKIPPED)
    named = islice((word[0].upper() + word[1:] for word in words if word), _TITLE_WORDS)
    known = "".join([_bare(family_name(first).family).lower(), *named])
    return known + (str(year) if year else "") if known else _NO_KEY.sub("", otherwise) or "paper"


def unique(wanted: str, taken: Set[str]) -> str:
    """The key, with a, b, c behind it where others have it."""
    if wanted not in taken:
        return wanted
    return next(key for number in count() if (key := wanted + _letters(number)) not in taken)


def _letters(number: int) -> str:
    head, last = divmod(number, 26)
    return (_letters(head - 1) if head else "") + chr(ord("a") + last)


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", strip_accents(text))
