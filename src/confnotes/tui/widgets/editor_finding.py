"""Finding in a note's visible lines, ignoring case and accents unless the query has them."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, normalize

Hit = tuple[int, tuple[int, int]]
"""A match: its row, and its start and end column."""


def hits(lines: Sequence[str], wanted: str) -> list[Hit]:
    """All matches of `wanted` from top to bottom, without overlaps."""
    return [(row, columns) for row, line in enumerate(lines) for columns in hits_in(line, wanted)]


def hits_in(line: str, wanted: str) -> tuple[tuple[int, int], ...]:
    """The start and end columns of `wanted` in a line.

    Capitals in `wanted` match capitals only, accents match accents only.
    """
    any_case = wanted == wanted.lower()
    any_accent = not any(map(combining, normalize("NFKD", wanted)))
    needle = "".join(_parts(character, any_case, any_accent) for character in wanted)
    if not needle or not line:
        return ()
    if line.isascii():
        text = line.lower() if any_case else line
        places: Sequence[int] = range(len(line))
    else:
        parts = [_parts(character, any_case, any_accent) for character in line]
        text = "".join(parts)
        places = [index for index, part in enumerate(parts) for _ in part]
    return tuple(_found(line, text, places, needle))


def _found(line: str, text: str, places: Sequence[int], needle: str) -> list[tuple[int, int]]:
    """The spans of `needle` in `text`, a folded `line` of equal length; graphemes are not split."""
    found: list[tuple[int, int]] = []
    at = text.find(needle)
    while at >= 0:
        stop = at + len(needle)
        begins = at == 0 or places[at] != places[at - 1]
        ends = stop == len(text) or places[stop] != places[stop - 1]
        if begins and ends:
            end = places[stop - 1] + 1
            while end < len(line) and combining(line[end]):
                end += 1
            found.append((places[at], end))
        at = text.find(needle, stop if begins and ends else at + 1)
    return found


def _parts(character: str, any_case: bool, any_accent: bool) -> str:
    if character.isascii():
        return character.lower() if any_case else character
    parts = normalize("NFKD", character.casefold() if any_case else character)
    return "".join(part for part in parts if not combining(part)) if any_accent else parts
