"""The meanings of a table's columns, by their headers, and by their cells if a header is ambiguous."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from confnotes.importers.facts.headings import ColumnHeading, heading_of
from confnotes.importers.facts.kinds import word_kind
from confnotes.importers.facts.names import is_likely_name

BLANK = frozenset(
    ("", "NA", "N/A", "n/a", "nan", "NaN", "None", "none", "null", "NULL", "-", "–", "—", "--", "---", "#N/A", "#REF!")
)


@dataclass(slots=True)
class TableColumns:
    """The columns of a table by meaning, each with its number among its kind (0 without one)."""

    headings: list[ColumnHeading]
    by_meaning: dict[str, list[int]] = field(default_factory=dict)

    def first(self, meaning: str) -> int | None:
        """The first column with a meaning."""
        found = self.by_meaning.get(meaning)
        return found[0] if found else None

    def all(self, meaning: str) -> list[int]:
        """Every column with a meaning, in order."""
        return self.by_meaning.get(meaning, [])

    def cell(self, row: Sequence[str], meaning: str) -> str:
        """The text of a row in the first column with a meaning; "" for placeholders such as “n/a”."""
        found = self.by_meaning.get(meaning)
        return row[found[0]] if found and row[found[0]] not in BLANK else ""

    def header(self, meaning: str) -> str:
        """The header of the first column with a meaning, in lower case."""
        found = self.by_meaning.get(meaning)
        return self.headings[found[0]].text.lower() if found else ""

    def has(self, *meanings: str) -> bool:
        """Whether there is a column with one of these meanings."""
        return any(meaning in self.by_meaning for meaning in meanings)

    def give(self, meaning: str, column: int) -> None:
        """Give a column a meaning."""
        self.by_meaning.setdefault(meaning, []).append(column)


def columns_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> TableColumns:
    """The meanings of the columns under a header row; `rows` are some of the rows below it."""
    headings = [heading_of(cell) for cell in header]
    columns = TableColumns(headings)
    for column, heading in enumerate(headings):
        if heading.meaning:
            columns.give(heading.meaning, column)
    weak = sorted((heading.rank, column) for column, heading in enumerate(headings) if heading.rank)
    if not columns.has("title"):
        _choose_title(columns, weak, rows)
    for _, column in weak:
        if column not in columns.all("title"):
            _settle(columns, column, headings[column].other, rows)
    return columns


def _choose_title(columns: TableColumns, weak: list[tuple[int, int]], rows: Sequence[Sequence[str]]) -> None:
    """Choose the likeliest title column."""
    for rank, column in weak:
        if rank > 9 or columns.headings[column].number > 1:
            continue
        if columns.headings[column].other == "speakers" and _share(rows, column, _is_name) >= 0.5:
            continue
        if rank <= 2 and _share(rows, column, _is_link) >= 0.5:
            continue
        columns.give("title", column)
        return
    if (described := columns.first("abstract")) is not None:
        cells = [row[described] for row in rows if row[described]]
        if cells and sum(map(len, cells)) < 140 * len(cells):
            columns.all("abstract").remove(described)
            columns.give("title", described)
    elif (keys := columns.first("id")) is not None and _share(rows, keys, _has_words) >= 0.5:
        columns.give("title", keys)  # a data file of a site, whose titles are in other files


def _settle(columns: TableColumns, column: int, other: str | None, rows: Sequence[Sequence[str]]) -> None:
    """Give a column that is not the title its other meaning, if its cells fit."""
    heading = columns.headings[column]
    if other is None:
        meaning = {1: "slides", 2: "paper-link"}.get(heading.rank)
        if meaning and _share(rows, column, _is_link) >= 0.5:
            columns.give(meaning, column)
    elif other == "speakers":
        another = heading.number > 1 and columns.headings[columns.first("speakers") or 0].other == "speakers"
        known = columns.has("speakers", "authors", "first-name")
        if (another or not known) and _share(rows, column, _is_name) >= 0.3:
            columns.give("speakers", column)
    elif other == "category":
        kinds = _share(rows, column, lambda cell: word_kind(cell) is not None)
        if not columns.has("type") and kinds >= 0.5:
            columns.give("type", column)
        elif not columns.has("track"):
            columns.give("track", column)
    elif not columns.has(other):
        columns.give(other, column)


def _is_name(cell: str) -> bool:
    return is_likely_name(cell.split(",")[0].split("(")[0].split(" and ")[0].strip())


def _has_words(cell: str) -> bool:
    return re.fullmatch(r"[^\W\d_]{3,}(?:[-_ ][^\W_]+)*", cell) is not None


def _is_link(cell: str) -> bool:
    return "://" in cell or cell.startswith("www.")


def _share(rows: Sequence[Sequence[str]], column: int, holds: Callable[[str], bool]) -> float:
    cells = [row[column] for row in rows if row[column]]
    return sum(map(holds, cells)) / len(cells) if cells else 0.0
