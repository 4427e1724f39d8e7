"""Tables with a column for every cell: of a row that has more than the head, readers of Markdown drop the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from confnotes.markup.code import code_lines

MOST_COLUMNS: Final = 50
"""A head is made no wider than that."""

_DELIMITER = re.compile(r"[ \t>]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t\r]*")
_BEFORE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_BETWEEN = re.compile(r"(?<!\\)\|")


def with_all_cells(text: str) -> str:
    """The text with heads as wide as their widest row."""
    if "|" not in text or "-" not in text:
        return text
    lines = text.split("\n")
    code: Sequence[bool] = ()
    for row in range(1, len(lines) - 1):
        if "|" not in lines[row + 1] or "|" not in lines[row] or not _DELIMITER.fullmatch(lines[row]):
            continue
        columns = _cells(lines[row])
        if columns != _cells(lines[row - 1]):
            continue
        code = code or code_lines(lines)
        more = min(max(_rows(lines, row + 1)), MOST_COLUMNS) - columns
        if more > 0 and not code[row]:
            lines[row - 1] = _closed(lines[row - 1]) + "  |" * more
            lines[row] = _closed(lines[row]) + "---|" * more
    return "\n".join(lines)


def _rows(lines: Sequence[str], first: int) -> list[int]:
    """The numbers of cells in the rows of a table."""
    end = first
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return [_cells(line) for line in lines[first:end]]


def _cells(line: str) -> int:
    inner = line[_end(line) :].strip().removeprefix("|")
    between = len(_BETWEEN.findall(inner))
    return between + (not _ends_with_bar(inner))


def _end(line: str) -> int:
    match = _BEFORE.match(line)
    return match.end() if match else 0


def _ends_with_bar(text: str) -> bool:
    return text.endswith("|") and not text.endswith("\\|")


def _closed(line: str) -> str:
    bare = line.rstrip()
    return bare if _ends_with_bar(bare) else f"{bare} |"
