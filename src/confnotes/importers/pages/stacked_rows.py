"""A talk in rows below each other, beside one time: a row for its title, one for its speakers, one for its abstract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from confnotes.importers.facts.headers import header_meaning
from confnotes.importers.pages.html_lines import Fragment

_OF_TALK = {"speaker", "author", "abstract", "affiliation"}


def with_stacks_as_rows(lines: Sequence[Fragment]) -> Sequence[Fragment]:
    """The lines with one row for a time that spans rows of one cell each, whose classes name the facts of a talk.

    Rows with the same class, or with none, are several talks at one time, and stay.
    """
    out: list[Fragment] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        rows = line.spans[0][1] if len(line.spans) == 2 else 1
        below = lines[at + 1 : at + rows]
        if rows > 1 and len(below) == rows - 1 and _is_stack([line, *below]):
            cells = (line.cells[0], "\n".join([line.cells[1], *map(_labelled, below)]))
            out.append(replace(line, cells=cells, spans=((1, 1), (1, 1))))
            at += rows
        else:
            out.append(line)
            at += 1
    return out


def _labelled(row: Fragment) -> str:
    """The cell of a row, with its class as a label if it has none."""
    name, text = row.parts[0]
    return f"Speaker: {text}" if header_meaning(name) in ("speaker", "author") and ":" not in text else text


def _is_stack(rows: Sequence[Fragment]) -> bool:
    classes = [row.parts[-1][0] if row.parts else "" for row in rows]
    alone = all(len(row.cells) == 1 for row in rows[1:])
    return alone and len({*classes}) == len(rows) and all(header_meaning(name) in _OF_TALK for name in classes[1:])
