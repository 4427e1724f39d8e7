"""Numbered lists that stay in order: what was in order before a change is put in order after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_ITEM: Final = re.compile(r"(?P<lead>[ \t]*(?:>[ \t]?)*[ \t]*)(?:(?P<number>\d{1,9})(?P<after>[.)])|[-*+])(?=[ \t]|\Z)")
MOST_LINES: Final = 500
"""A list is put in order so far from where it is edited."""


def block_around(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The rows of the lines that belong together with rows `first` to `last`: up and down to an empty one."""
    top, bottom = first, last
    while top > 0 and first - top < MOST_LINES and lines[top - 1].strip():
        top -= 1
    while bottom + 1 < len(lines) and bottom - last < MOST_LINES and lines[bottom + 1].strip():
        bottom += 1
    return top, bottom


def has_numbers(lines: Sequence[str]) -> bool:
    """Whether any of the lines is a numbered item."""
    return any((match := _ITEM.match(line)) is not None and match["number"] is not None for line in lines)


def first_number(lines: Sequence[str]) -> int:
    """With which number the outermost list begins."""
    return next((int(match["number"]) for line in lines if (match := _ITEM.match(line)) and match["number"]), 1)


def in_order(lines: Sequence[str], first: int) -> list[str]:
    """The lines with every numbered list counted up by one: the outermost from `first`, those within from 1."""
    counted: list[str] = []
    levels: list[tuple[int, int]] = []
    begun = False
    for line in lines:
        match = _ITEM.match(line)
        if match is None:
            if line[:1] not in ("", " ", "\t"):
                levels = []
            counted.append(line)
            continue
        width = len(match["lead"].expandtabs(4))
        while levels and levels[-1][0] > width:
            levels.pop()
        same = levels.pop()[1] if levels and levels[-1][0] == width else 0
        if match["number"] is None:
            levels.append((width, 0))
            counted.append(line)
            continue
        number = same + 1 if same else 1 if levels or begun else first
        begun = True
        levels.append((width, number))
        counted.append(f"{match['lead']}{number}{match['after']}{line[match.end() :]}")
    return counted
