"""Tables of reStructuredText and Pandoc: a frame of `+`, `-` and `|` around cells of several lines, or columns below
rulers of `=` or `-`. Programs such as `mysql` print the frame without borders between the rows.

https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#tables, https://pandoc.org/MANUAL.html#tables
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from confnotes.importers.pages.html_lines import Fragment

_BORDER = re.compile(r"[ \t]*\+(?:[-=]+\+)+[ \t]*")
_RULER = re.compile(r" {0,8}(?:-{3,}(?: +-{3,})+|={3,}(?: +={3,})+)[ \t]*")


def with_ruled_tables(text: str) -> str:
    """A text with bars between the columns of tables that have only rulers, line for line.

    The header is above the first ruler, or between it and the next; a table ends at a blank line.
    """
    if re.search(r"(?:---|===) +(?:---|===)", text) is None:
        return text
    lines, starts = text.split("\n"), list[int]()
    for at, line in enumerate(lines):
        if _RULER.fullmatch(line) is None:
            starts = starts if line.strip(" :") else []  # `:::` ends the block around it
            lines[at] = _barred(line, starts) if starts else line
            continue
        above = lines[at - 1] if at else ""
        if not starts:
            starts = [found.start() for found in re.finditer(r"[-=]+", line)]
            if above.strip():
                lines[at - 1] = _barred(above, starts)
        lines[at] = "|" + " --- |" * len(starts) if above.strip() else ""
    return "\n".join(lines)


def _barred(line: str, starts: Sequence[int]) -> str:
    cells = (line[start:end].strip().replace("|", "\\|") for start, end in zip_longest(starts, starts[1:]))
    return f"| {' | '.join(cells)} |"


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
    parted = [above + 1 for above, below in pairwise(borders) if below - above > 1]
    if len(parted) == 2 and (begins := _beginnings(table, parted[1], borders[-1])):
        header, parted = header or parted[1], [parted[0], *begins]
    rows = []
    for first, after in pairwise([*parted, len(table)]):
        cells: list[str] = []
        for line in table[first:after]:
            if not line.text.lstrip().startswith("+"):
                said = [part.strip() for part in line.text.strip().strip("|").split("|")]
                cells = [_joined(*each) for each in zip_longest(cells, said, widths, fillvalue="")]
        if any(cells):
            rows.append(Fragment(table[first].line, "", tuple(cells), header=first < header))
    return rows


def _beginnings(table: Sequence[Fragment], first: int, after: int) -> list[int]:
    """Where rows begin that no border parts, if most lines have something in their first cell; else empty."""
    begins = [at for at in range(first, after) if table[at].text.strip().strip("|").split("|")[0].strip()]
    return begins if len(begins) * 2 > after - first > 1 else []


def _joined(text: str, more: str, width: int | str) -> str:
    """The text of a cell with its next line: the same line if its first word did not fit into the column."""
    last = text.rpartition("\n")[2]
    wrapped = isinstance(width, int) and len(last) + 1 + len(more.partition(" ")[0]) > width
    return f"{text}{' ' if wrapped else chr(10)}{more}" if text and more else text or more
