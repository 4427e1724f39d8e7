"""The days of an event that are counted and not dated: “Day 2”, “Tag II”, “Second day”."""

from __future__ import annotations

import re

_CARDINALS, _ORDINALS = "one|two|three|four|five|six", "first|second|third|fourth|fifth|sixth"
_NUMERALS = "i|ii|iii|iv|v|vi"
_NUMBERS = {word: at for words in (_CARDINALS, _ORDINALS, _NUMERALS) for at, word in enumerate(words.split("|"), 1)}
_SAID = rf"(?!i\s+\w)(?:{_CARDINALS}|{_NUMERALS})\b"  # no “The Day I Met Bees”
_NO_SENTENCE = r"(?!\s+(?!(?:of|at|der|de|du)\b)(?-i:[a-z]))"  # no “My second day as a beekeeper”
NUMBERED_DAY = re.compile(
    rf"\b(?:(?:day|tag|d[ií]a|jour|giorno|dag)\s*\#?\s*(?P<behind>\d{{1,2}}|{_SAID}{_NO_SENTENCE})"
    rf"|(?P<before>\d(?=st|nd|rd|th)|{_ORDINALS})(?:st|nd|rd|th)?\s+day\b{_NO_SENTENCE})\b",
    re.IGNORECASE,
)


def day_number(match: re.Match[str]) -> int:
    """The number, from 1, of a matched day."""
    said = (match["behind"] or match["before"]).lower()
    return _NUMBERS.get(said) or int(said)


def is_numbered_day(text: str) -> bool:
    """Whether a text is nothing but a counted day."""
    return NUMBERED_DAY.fullmatch(text.strip(" .:")) is not None
