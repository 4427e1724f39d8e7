"""Parts of a note that a link can mean: what stands under a heading, and the block that a block id ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from confnotes.markup import headings
from confnotes.markup.code import code_lines
from confnotes.markup.headings import anchor_of
from confnotes.markup.names import fold
from confnotes.markup.nested_lines import dedent, lead, nested_end

_ID = re.compile(r"(?:^|[ \t>])\^([A-Za-z0-9-]+)[ \t\r]*$")


def under_heading(text: str, path: str) -> str | None:
    """The text under a heading, without it, up to the next one of its level; None where there is no such heading.

    `path` may name headings above it, too: `Part#Chapter`.
    """
    lines = headings.with_marks(text).split("\n")
    code = code_lines(lines)
    begin, end = 0, len(lines)
    for name in path.split("#"):
        wanted = fold(anchor_of(name))
        rows = (row for row in range(begin, end) if not code[row])
        found = next(
            (
                (row, one[0])
                for row in rows
                if (one := headings.find(lines[row])) is not None and fold(anchor_of(one[1])) == wanted
            ),
            None,
        )
        if found is None:
            return None
        row, level = found
        begin = row + 1
        end = headings.section_end(lines, row, level, code, end)
    return "\n".join(lines[begin:end]).strip("\n")


def block(text: str, identity: str) -> str | None:
    """The item of a list with what is nested under it, or the paragraph, that ends with ` ^identity`; an id on a line
    of its own is that of the block above. None where there is no such id."""
    lines = text.split("\n")
    code = code_lines(lines)
    for row, line in enumerate(lines):
        match = None if code[row] else _ID.search(line)
        if match is None or match[1].lower() != identity.lower():
            continue
        if line[: match.start()].strip(" \t>"):
            return _block_at(lines, row, row + 1)
        end = next((at for at in range(row, 0, -1) if lines[at - 1].strip()), 0)
        return "\n".join(lines[_begin(lines, end) : end])
    return None


def _block_at(lines: Sequence[str], row: int, end: int) -> str:
    own = lead(lines[row])
    if own.marker:
        return "\n".join(dedent(lines[row : nested_end(lines, row)], own.indent))
    return "\n".join(dedent(lines[_begin(lines, end) : end], own.indent))


def _begin(lines: Sequence[str], end: int) -> int:
    """The row at which the block begins that ends before a row."""
    row = end
    while row and lines[row - 1].strip(" \t>") and headings.find(lines[row - 1]) is None:
        row -= 1
        if lead(lines[row]).marker and lead(lines[row]).indent <= lead(lines[end - 1]).indent:
            break
    return row
