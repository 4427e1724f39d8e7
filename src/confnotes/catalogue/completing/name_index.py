"""Find names by a few letters, in less than a frame among ten thousand.

All names are in one string, one per line, closest first, so that the search itself is `str.find`. Matches are ranked in
classes: whole name; word prefixes; initials; substrings; letters of a word with gaps; typing errors.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import accumulate, islice, takewhile
from typing import NamedTuple

from confnotes.markup.names import fold

_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("", "", "'’`")
_LEAST_LOOSE = 4  # letters: fewer fit in nearly every name if gaps are allowed
_LEAST_MISTYPED = 4  # letters: a shorter word has too many neighbours
_LONG_WORD = 8  # letters, from which two typing errors are allowed
_MOST_WORDS = 20  # of the vocabulary that are like the typed one
_MOST_LOOKED_AT = 200  # lines with the longest word, so that a key costs a bounded time
_MOST_OF_A_WORD = 40  # lines with one of these words
_ENOUGH = 3  # names found by exact letters, after which no looser ones are sought


class NameFit(IntEnum):
    """How well a name matches the typed text; smaller is better."""

    WHOLE = 0
    WORDS = 1
    INITIALS = 2
    WITHIN = 3
    GAPS = 4
    MISTYPED = 5


class FoundName(NamedTuple):
    """The index of a match, and how well it matches."""

    number: int
    fit: NameFit


def searchable(text: str) -> str:
    """A text normalized for comparison: folded, without punctuation, words separated by one space."""
    return " ".join(_WORD.findall(fold(text.translate(_APOSTROPHES))))


class Shelf:
    """Searchable names.

    `names` has the names of each thing, normalized by `searchable`; earlier things rank first among equal matches.
    `groups` are the sizes of nested groups of things, narrowest first, such as the people of a talk and those of its
    conference: prefixes in a narrow group rank before those in a wide one, and within a group names that begin with the
    text rank before names with such a word later.
    """

    def __init__(self, names: Sequence[Sequence[str]], groups: Sequence[int] = ()) -> None:
        self._count = len(names)
        self._groups = groups
        lines = [name for called in names for name in called]
        self._owner = array("I", (number for number, called in enumerate(names) for _ in called))
        self._text = "".join(f"\n {line} " for line in lines) + "\n"
        self._starts = array("I", accumulate((len(line) + 3 for line in lines), initial=0))[:-1]
        initials = ["".join(word[0] for word in line.split()) for line in lines]
        self._initials = "".join(f"\n{one}" for one in initials) + "\n"
        self._initial_starts = array("I", accumulate((len(one) + 1 for one in initials), initial=0))[:-1]
        self._vocabulary: dict[str, set[str]] = defaultdict(set)
        for line in lines:
            for word in line.split():
                self._vocabulary[word[0]].add(word)
        self._words = f" {' '.join(word for words in self._vocabulary.values() for word in words)} "
        self._beginnings: dict[tuple[str, int], dict[str, None]] = {}

    def find(self, typed: str, limit: int, *, loosely: bool = True, abbreviated: bool = True) -> list[FoundName]:
        """Matches, best first; `loosely` adds substrings and typing errors and, if `abbreviated`, letters with gaps."""
        words = searchable(typed)
        if not words:
            return (
                [FoundName(number, NameFit.WORDS) for number in range(min(limit, self._count))]
                if not typed.strip()
                else []
            )
        found: dict[int, NameFit] = {}
        for numbers, fit in self._ways(words, typed, loosely, abbreviated):
            if fit in (NameFit.GAPS, NameFit.MISTYPED) and len(found) >= _ENOUGH:
                break
            for number in numbers:
                found.setdefault(number, fit)
                if len(found) >= limit:
                    break
            if len(found) >= limit:
                break
        return [FoundName(number, fit) for number, fit in found.items()]

    def _ways(
        self, words: str, typed: str, loosely: bool, abbreviated: bool
    ) -> Iterator[tuple[Iterator[int], NameFit]]:
        end = "" if typed[-1:].strip() else " "
        yield self._lines_with(f"\n {words} \n"), NameFit.WHOLE
        for numbers in self._in_groups(words, end):
            yield numbers, NameFit.WORDS
        yield self._lines_with(f" {words}{end}"), NameFit.WORDS
        if " " in words:
            yield self._lines_with_all(words.split()), NameFit.WORDS
        elif len(words) > 1 and not end:
            yield self._of(self._initials, self._initial_starts, f"\n{words}"), NameFit.INITIALS
        yield self._lines_with(words + end), NameFit.WITHIN
        if loosely and not end and " " not in words:
            if abbreviated and len(words) >= _LEAST_LOOSE:
                yield self._lines_with_gaps(words), NameFit.GAPS
            if len(words) >= _LEAST_MISTYPED:
                yield self._mistyped(words), NameFit.MISTYPED

    def _in_groups(self, words: str, end: str) -> Iterator[Iterator[int]]:
        """Lines of the narrowest group, then those with exactly the typed word, then those of wider groups and all
        others.
        """
        for index, count in enumerate((*self._groups, self._count) if self._groups else ()):
            if index == 1:
                yield self._lines_with(f" {words} ")
            for beginning in (f"\n {words}{end}", f" {words}{end}"):
                yield takewhile(count.__gt__, self._lines_with(beginning))

    def _lines_with(self, pattern: str) -> Iterator[int]:
        return self._of(self._text, self._starts, pattern) if self._may_hold(pattern) else iter(())

    def _may_hold(self, pattern: str) -> bool:
        """Whether any word can match the pattern, checked in a text of distinct words, which is much shorter."""
        parts = pattern.strip("\n").split(" ")
        last = len(parts) - 1
        return all(f"{' ' * (at > 0)}{part}{' ' * (at < last)}" in self._words for at, part in enumerate(parts))

    def _of(self, text: str, starts: Sequence[int], pattern: str) -> Iterator[int]:
        at = text.find(pattern)
        while at >= 0:
            line = bisect_right(starts, at) - 1
            yield self._owner[line]
            if line + 1 >= len(starts):
                return
            at = text.find(pattern, starts[line + 1])

    def _lines_with_all(self, words: Sequence[str]) -> Iterator[int]:
        """Lines in which every typed word is the prefix of a word, in any order."""
        if not all(self._may_hold(f" {word}") for word in words):
            return
        text, starts = self._text, self._starts
        longest = f" {max(words, key=len)}"
        at, looked_at = text.find(longest), 0
        while at >= 0 and looked_at < _MOST_LOOKED_AT:
            looked_at += 1
            line = bisect_right(starts, at) - 1
            end = starts[line + 1] if line + 1 < len(starts) else len(text)
            if all(text.find(f" {word}", starts[line], end) >= 0 for word in words):
                yield self._owner[line]
            at = text.find(longest, end)

    def _lines_with_gaps(self, letters: str) -> Iterator[int]:
        """Lines with a word that starts with the first letter and contains the others in order.

        Each gap ends at the next letter, so a word is scanned once.
        """
        first, *others = map(re.escape, letters)
        gaps = re.compile(first + "".join(rf"[^{letter}]*{letter}" for letter in others))
        fitting = (word for word in self._vocabulary.get(letters[0], ()) if gaps.match(word))
        return self._lines_with_any(islice(fitting, _MOST_WORDS))

    def _lines_with_any(self, beginnings: Iterable[str]) -> Iterator[int]:
        """Lines with a word that begins with one of these, in order."""
        numbers = (islice(self._lines_with(f" {beginning}"), _MOST_OF_A_WORD) for beginning in beginnings)
        return iter(sorted({number for some in numbers for number in some}))

    def _mistyped(self, word: str) -> Iterator[int]:
        """Lines with a word that almost begins with it: one typing error, two from eight letters on.

        The first letter must be right, or swapped with the second.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 1 if len(word) < _LONG_WORD else 2
        beginnings: dict[str, float] = {}
        for length in (len(word), len(word) + 1, len(word) - 1):
            begun = list(self._begun(word[0], length) | self._begun(word[1], length))
            near = process.extract(word, begun, scorer=OSA.distance, score_cutoff=most, limit=_MOST_WORDS)
            beginnings.update((beginning, distance) for beginning, distance, _ in near)
        least = min(beginnings.values(), default=0)
        return self._lines_with_any(one for one, distance in beginnings.items() if distance == least)

    def _begun(self, letter: str, length: int) -> dict[str, None]:
        """The prefixes of `length` letters of all words that begin with the letter."""
        if (letter, length) not in self._beginnings:
            words = sorted(self._vocabulary.get(letter, ()))
            self._beginnings[letter, length] = {one[:length]: None for one in words if len(one) >= length}
        return self._beginnings[letter, length]


class Narrowing:
    """Texts in order, folded once and concatenated: a word is searched in all of them at once."""

    def __init__(self, texts: Iterable[str]) -> None:
        folded = [fold(text).replace("\n", " ") for text in texts]
        self._starts = [0, *accumulate(len(text) + 1 for text in folded)]
        self._all = "\n".join(folded)

    def text(self, number: int) -> str:
        """A text, folded."""
        return self._all[self._starts[number] : self._starts[number + 1] - 1]

    def having(self, typed: str) -> Iterator[int]:
        """The indexes (from 0) of the texts with every typed word, in order; all of them without words."""
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
