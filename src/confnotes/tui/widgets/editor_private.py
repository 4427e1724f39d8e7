"""Private text that goes over several lines, as an editor shows it line by line."""

from __future__ import annotations

from collections.abc import Sequence

from confnotes.markup.code import blank_code
from confnotes.markup.private import find

PrivateParts = tuple[tuple[int, int], ...]
"""What of a line is private, as (start, end) columns."""


def private_parts(lines: Sequence[str]) -> dict[int, PrivateParts]:
    """The private parts of every line that a private text over several lines touches, by its row."""
    if not any("%%" in line for line in lines):
        return {}
    text = "\n".join(lines)
    touched: set[int] = set()
    parts: dict[int, list[tuple[int, int]]] = {}
    row, begin = 0, 0
    for start, end in find(blank_code(text)):
        while begin + len(lines[row]) < start:
            begin += len(lines[row]) + 1
            row += 1
        first = row
        while True:
            stop = begin + len(lines[row])
            parts.setdefault(row, []).append((max(start, begin) - begin, min(end, stop) - begin))
            if end <= stop:
                break
            begin = stop + 1
            row += 1
        if row > first:
            touched.update(range(first, row + 1))
    return {row: tuple(parts[row]) for row in sorted(touched)}
