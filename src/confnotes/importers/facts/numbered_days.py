"""The days of an event that are counted and not dated: “Day 2”, “Tag II”, “Second day”."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMERALS = (
    ("one", "first", "i"),
    ("two", "second", "ii"),
    ("three", "third", "iii"),
    ("four", "fourth", "iv"),
    ("five", "fifth", "v"),
    ("six", "sixth", "vi"),
)
_NUMBERS = {word: number for number, words in enumerate(_NUMERALS, 1) for word in words}
_ORDINALS = "|".join(words[1] for words in _NUMERALS)
_CARDINALS = "|".join(f"{words[0]}|{words[2]}" for words in _NUMERALS)
NUMBERED_DAY = re.compile(
    rf"\b(?:(?:day|tag|d[ií]a|jour|giorno|dag)\s*\#?\s*(?P<behind>\d{{1,2}}|{_CARDINALS})"
    rf"|(?P<before>\d(?=st|nd|rd|th)|{_ORDINALS})(?:st|nd|rd|th)?\s+day)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NumberedDay:
    """A counted day in a text: its number, from 1, and where it begins and stops."""

    number: int
    begin: int
    stop: int


def find_numbered_day(text: str) -> NumberedDay | None:
    """The first counted day of a text."""
    match = NUMBERED_DAY.search(text)
    if match is None:
        return None
    said = (match["behind"] or match["before"]).lower()
    return NumberedDay(_NUMBERS.get(said) or int(said), match.start(), match.end())
