"""Grid tables of reStructuredText as rows: a frame of `+`, `-` and `|`, with cells of several lines.

https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#grid-tables
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from confnotes.importers.pages.html_lines import Fragment

_BORDER = re.compile(r"[ \t]*\+(?:[-=]+\+)+[ \t]*")


def with_grid_tables(lines: Sequence[Fragment]) -> Sequence[Fragment]:
    """The lines of a page with a row for each row of its grid tables; the rows above a border of `=` are its header."""
    if not any(_is_border(line) for line in lines):
        return lines
    out: list[Fragment] = []
    at = 0
    while at < len(lines):
        end = at
        while _is_border(lines[at]) and end < len(lines) and lines[end].text.lstrip()[:1] in ("+", "|"):
            end += 1
        out += _rows(lines[at:end]) if end - at > 2 else [lines[at]]
        at = end if end - at > 2 else at + 1
    return out


def _is_border(line: Fragment) -> bool:
    return "-+" in line.text and _BORDER.fullmatch(line.text) is not None


def _rows(table: Sequence[Fragment]) -> list[Fragment]:
    """The rows between the borders of a table; a line wrapped at the column's width continues in the cell."""
    borders = [at for at, line in enumerate(table) if line.text.lstrip().startswith("+")]
    widths = [len(part) - 2 for part in table[0].text.strip().strip("+").split("+")]
    header = max((at for at in borders if "=" in table[at].text), default=0)
    rows = []
    for above, below in pairwise(borders):
        cells: list[str] = []
        for line in table[above + 1 : below]:
            said = [part.strip() for part in line.text.strip().strip("|").split("|")]
            cells = [_joined(*each) for each in zip_longest(cells, said, widths, fillvalue="")]
        if any(cells):
            rows.append(Fragment(table[above + 1].line, "", tuple(cells), header=below <= header))
    return rows


def _joined(text: str, more: str, width: int | str) -> str:
    """The text of a cell with its next line: the same line if its first word did not fit into the column."""
    last = text.rpartition("\n")[2]
    wrapped = isinstance(width, int) and len(last) + 1 + len(more.partition(" ")[0]) > width
    return f"{text}{' ' if wrapped else chr(10)}{more}" if text and more else text or more
