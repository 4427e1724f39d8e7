"""Tables with a session per row and its papers in numbered columns, as exported by ConfTool: `p1_title`, `p2_title`,
...

They are converted to a paper per row, preceded by the columns of its session; a session without papers is one row.
"""

from __future__ import annotations

import re
from dataclasses import replace

from confnotes.importers.facts.headings import heading_of
from confnotes.importers.table.sheet import Sheet

_NUMBERED = re.compile(r"([A-Za-z]{1,12}[ _]?\d{1,2})[ _](\D.{1,60})")
_OF_SESSION = re.compile(r"(?:session|block)[ _]", re.IGNORECASE)
_HEADER_ROWS = 5
_FEWEST = 2


def unpivot(sheet: Sheet) -> Sheet:
    """The sheet with a paper per row, if it had several; else unchanged."""
    for number, header in enumerate(sheet.rows[:_HEADER_ROWS]):
        papers = _papers(header)
        if len(papers) >= _FEWEST:
            return _narrow(sheet, number, papers)
    return sheet


def _papers(header: list[str]) -> list[dict[str, int]]:
    """For each paper of a row its columns by meaning; empty if they are not numbered alike."""
    groups: dict[str, dict[str, int]] = {}
    for column, cell in enumerate(header):
        match = _NUMBERED.fullmatch(cell)
        if match:
            groups.setdefault(match[1], {})[match[2]] = column
    return [columns for columns in groups.values() if any(heading_of(said).meaning == "title" for said in columns)]


def _narrow(sheet: Sheet, header: int, papers: list[dict[str, int]]) -> Sheet:
    said = list(dict.fromkeys(name for columns in papers for name in columns))
    taken = {column for columns in papers for column in columns.values()}
    own = {meaning: number for number, name in reversed([*enumerate(said)]) if (meaning := heading_of(name).meaning)}
    free = [(column, heading_of(cell)) for column, cell in enumerate(sheet.rows[header]) if column not in taken]
    session = next((column for column, heading in free if heading.other == "session"), None)
    beside = {  # columns of the session with the same meaning as one of a paper
        column: own[heading.meaning]
        for column, heading in free
        if heading.meaning in own and _OF_SESSION.match(heading.text)
    }
    common = [column for column, _ in free if column not in beside]
    rows, lines = [], []
    for row, line in zip(sheet.rows[header + 1 :], sheet.lines[header + 1 :], strict=True):
        shared = [row[column] for column in common]
        cells = [[row[columns[name]] if name in columns else "" for name in said] for columns in papers]
        cells = [each for each in cells if each[own["title"]]]
        if not cells and session is not None:
            cells = [[row[session] if number == own["title"] else "" for number in range(len(said))]]
            shared = ["" if column == session else row[column] for column in common]
        _fill(cells, {number: row[column] for column, number in beside.items()})
        rows += [[*shared, *each] for each in cells]
        lines += [line] * len(cells)
    width = len(common) + len(said)
    above = [[*row[:width], *[""] * (width - len(row))] for row in sheet.rows[:header]]
    names = [sheet.rows[header][column] for column in common] + said
    return replace(sheet, rows=[*above, names, *rows], lines=[*sheet.lines[: header + 1], *lines], spans=(), links={})


def _fill(papers: list[list[str]], of_session: dict[int, str]) -> None:
    """Copy fields of the session to its papers if none of them has its own."""
    for number, cell in of_session.items():
        if not any(paper[number] for paper in papers):
            for paper in papers:
                paper[number] = cell
