"""Live preview of tables: the rows of a table with their columns aligned.

A row keeps its place and its height: cells that do not fit into the window end in "…".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from confnotes.markup.spans import spans as spans_of
from confnotes.tui.widgets.editor_wrapping import cells, graphemes
from confnotes.tui.widgets.live_line import LiveLine, LiveReader, Run, inline_edits, roles_of, with_edits

_PIPE: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(":?-+:?")
_BLOCK_ROLES: Final = frozenset(
    {"heading", "quote", "list-marker", "task-open", "task-done", "question", "answer", "rule"}
)
_LEAST_WIDTH: Final = 6  # cells of a column that is shortened to fit the window


class TableForm(NamedTuple):
    """The widths of a table's columns in cells, how each is aligned (`<`, `>`, `^`), and whether it has a frame."""

    widths: tuple[int, ...]
    aligned: str
    framed: bool


class _Cell(NamedTuple):
    """A cell of a row: the columns of its text, and the text's runs and styles."""

    start: int
    end: int
    runs: list[Run]
    roles: list[tuple[int, int, str]]


def is_rule_row(line: str) -> bool:
    """Whether the line is the one under a table's head: `| --- | :-: |`."""
    if "-" not in line or "|" not in line or line.strip(" \t|:-"):
        return False
    return all(_RULE.fullmatch(line, start, end) for start, end in cell_bounds(line))


def cell_bounds(line: str) -> list[tuple[int, int]]:
    """The columns of the cells of a row, without the blanks around their text."""
    begin, end = len(line) - len(line.lstrip()), len(line.rstrip())
    if line.startswith("|", begin):
        begin += 1
    pipes = [pipe.start() for pipe in _PIPE.finditer(line, begin, end)]
    bounds = list(zip([begin, *(pipe + 1 for pipe in pipes)], [*pipes, end], strict=True))
    if pipes and pipes[-1] == end - 1:
        bounds.pop()
    return [_stripped(line, start, stop) for start, stop in bounds]


def _stripped(line: str, start: int, end: int) -> tuple[int, int]:
    text = line[start:end]
    inner = text.strip()
    lead = len(text) - len(text.lstrip()) if inner else 0
    return start + lead, start + lead + len(inner)


def cell_widths(line: str, reader: LiveReader) -> tuple[int, ...]:
    """The cells on the screen that each cell of a row needs."""
    return tuple(_width(cell.runs) for cell in _cells(line, reader))


def table_form(head: str, rule: str, widths: Iterable[Sequence[int]], room: int) -> TableForm | None:
    """The form of a table with that head and rule, and the widths of its other rows; None if it does not fit."""
    marks = [rule[start:end] for start, end in cell_bounds(rule)]
    aligned = "".join(
        "^" if mark[0] == mark[-1] == ":" and len(mark) > 1 else ">" if mark[-1] == ":" else "<" for mark in marks
    )
    rows = list(widths)
    wide = [max([1, *(row[at] for row in rows if at < len(row))]) for at in range(len(marks))]
    framed = head.lstrip().startswith("|")
    room -= 3 * len(wide) + 1 if framed else 3 * (len(wide) - 1)
    while sum(wide) > room and max(wide) > _LEAST_WIDTH:
        wide[wide.index(max(wide))] -= 1
    return TableForm(tuple(wide), aligned, framed) if sum(wide) <= room else None


def rule_line(line: str, form: TableForm) -> LiveLine:
    """The row under the head of a table."""
    left, right, beside = ("├", "┤", "─") if form.framed else ("", "", "")
    rule = left + beside + "─┼─".join("─" * width for width in form.widths) + beside + right
    return LiveLine.of([Run(0, len(line), rule)], [(0, len(line), "rule")])


def table_line(line: str, form: TableForm, reader: LiveReader, *, is_head: bool) -> LiveLine:
    """A row of a table, its cells padded or cut to the widths of their columns."""
    found = _cells(line, reader)[: len(form.widths)]
    runs: list[Run] = []
    roles: list[tuple[int, int, str]] = []
    at = 0
    for number, width in enumerate(form.widths):
        cell = found[number] if number < len(found) else _Cell(len(line), len(line), [], [])
        before, after = _padding(width - _width(cell.runs), form.aligned[number])
        border = "│ " if form.framed and not number else " │ " if number else ""
        runs += [Run(at, cell.start, border + before), *_cut(cell.runs, width)]
        runs.append(Run(cell.end, cell.end, after))
        roles += [*cell.roles, *([(cell.start, cell.end, "bold")] if is_head else [])]
        at = cell.end
    runs.append(Run(at, len(line), " │" if form.framed else ""))
    shown = LiveLine.of(runs, roles)
    borders = [(column, column + 1, "rule") for column, sign in enumerate(shown.text) if sign == "│"]
    return replace(shown, roles=(*shown.roles, *borders))


def _cells(line: str, reader: LiveReader) -> list[_Cell]:
    return [_cell(line, start, end, reader) for start, end in cell_bounds(line)]


def _cell(line: str, start: int, end: int, reader: LiveReader) -> _Cell:
    text = line[start:end]
    spans = [span for span in spans_of(text) if span.role not in _BLOCK_ROLES]
    runs = with_edits(inline_edits(text, spans, reader), 0, len(text), text)
    roles = [(left + start, right + start, role) for left, right, role in roles_of(text, spans)]
    return _Cell(start, end, list(_moved(runs, start)), roles)


def _moved(runs: Iterable[Run], by: int) -> Iterator[Run]:
    for start, end, shown in runs:
        yield Run(start + by, end + by, shown)


def _width(runs: Iterable[Run]) -> int:
    return cells("".join(run.shown for run in runs))


def _padding(room: int, aligned: str) -> tuple[str, str]:
    room = max(room, 0)
    before = {"<": 0, ">": room, "^": room // 2}[aligned]
    return " " * before, " " * (room - before)


def _cut(runs: list[Run], width: int) -> Iterator[Run]:
    """The runs in at most `width` cells; what is cut is shown as "…" and hidden."""
    if _width(runs) <= width:
        yield from runs
        return
    left = width - 1
    for start, end, shown in runs:
        size = cells(shown)
        if left < 0 or size <= left:
            yield Run(start, end, shown if left >= 0 else "")
            left -= size
            continue
        kept = 0
        for _, stop, wide in graphemes(shown):
            if wide > left:
                break
            left -= wide
            kept = stop
        is_same = len(shown) == end - start
        middle = start + kept if is_same else start
        if is_same:
            yield Run(start, middle, shown[:kept])
            yield Run(middle, end, "…" + " " * left)
        else:
            yield Run(start, end, shown[:kept] + "…" + " " * left)
        left = -1
