"""Which paper is meant by a few words, with which a note names it and says no more than is needed to tell it."""

from __future__ import annotations

import re
from bisect import bisect_left

from confnotes.catalogue.papers.paper_drafts import Draft
from confnotes.markup.names import fold

_WORD = re.compile(r"\w+")
_MOST_WORDS = 20
_ENOUGH_WORDS = 2
"""A single word that a title begins with may be any word of a sentence."""


class TitleWords:
    """Papers by the words of their titles."""

    def __init__(self) -> None:
        self._papers: list[tuple[tuple[str, ...], Draft]] = []
        self._sorted: list[tuple[str, ...]] | None = None

    def add(self, title: str, paper: Draft) -> None:
        """A title that the paper has, or another name."""
        if found := _words(title):
            self._papers.append((found, paper))
            self._sorted = None

    def meant_by(self, said: str) -> Draft | None:
        """The paper with whose title, or the beginning of it, the text begins; None where that is none or several.

        As many of the words count as belong to a title; the rest of the line says something else.
        """
        given = _words(said)[:_MOST_WORDS]
        for size in range(len(given), 0, -1):
            whole = {paper for title, paper in self._beginning(given[:size]) if len(title) == size}
            enough = size >= _ENOUGH_WORDS or size == len(given)
            papers = whole or ({paper for _, paper in self._beginning(given[:size])} if enough else set())
            if papers:
                return papers.pop() if len(papers) == 1 else None
        return None

    def _beginning(self, words: tuple[str, ...]) -> list[tuple[tuple[str, ...], Draft]]:
        if self._sorted is None:
            self._papers.sort(key=lambda each: each[0])
            self._sorted = [title for title, _ in self._papers]
        at = end = bisect_left(self._sorted, words)
        while end < len(self._sorted) and self._sorted[end][: len(words)] == words:
            end += 1
        return self._papers[at:end]


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))
