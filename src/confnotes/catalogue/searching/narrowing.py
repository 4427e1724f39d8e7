"""Which of many texts have all the words that somebody has typed, quick enough for every key."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from confnotes.markup.names import fold


class Narrowing:
    """Texts in their order, folded once and laid end to end: a word is looked for in all of them in one go."""

    def __init__(self, texts: Iterable[str]) -> None:
        folded = [fold(text).replace("\n", " ") for text in texts]
        self._starts = [0, *accumulate(len(text) + 1 for text in folded)]
        self._all = "\n".join(folded)

    def having(self, typed: str) -> Iterator[int]:
        """The numbers, from 0, of the texts that have every word of it, in order; all of them for no word."""
        words = sorted(fold(typed).split(), key=len, reverse=True)
        if not words:
            yield from range(len(self._starts) - 1)
            return
        at = self._all.find(words[0])
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            end = self._starts[number + 1]
            if all(self._all.find(word, self._starts[number], end) >= 0 for word in words[1:]):
                yield number
            at = self._all.find(words[0], end)
