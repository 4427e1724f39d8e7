"""Delimited text as rows: CSV (RFC 4180) and common variants.

Columns are separated by `,`, `;`, tabs or `|`, whichever makes the rows most similar; a first line `sep=;`, as written
by Excel, decides. Cells are quoted with `"`, with `'` or with curly quotes.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from confnotes.errors import ConfnotesError
from confnotes.importers.table.sheet import MOST_COLUMNS, MOST_ROWS, Sheet, make_rectangular
from confnotes.model.program import SourceWarning

_DELIMITERS = ",\t;|"
_SAMPLE_ROWS = 120  # to compare separators
_SAMPLE_CHARACTERS = 200_000  # to compare separators and quotes
_LONGEST_CELL = 1_000_000  # characters
_MOST_UNCLOSED = 20  # quotes without an end in a file
_WIDEST = 10_000  # columns
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(.)\"?[ \t]*\n", re.IGNORECASE)
_CURLY = re.compile(r"(?:(?<=[,;\t|\n])|\A)[“„]([^“”„\n]*)[”“](?=[,;\t|\n]|\Z)")
_SINGLE = re.compile(r"(?:[,;\t|\n]|\A)'[^'\n]*[,;|][^'\n]*'(?=[,;\t|\n]|\Z)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """The separator and quote of a text's cells, and the number of lines before the first row."""

    delimiter: str
    quote: str = '"'
    skipped: int = 0


def dialect_of(text: str) -> Dialect | None:
    """The dialect of a text; None if no two rows are similar in any dialect."""
    stated = _SEPARATOR_LINE.match(text)
    sample = text[stated.end() if stated else 0 :][:_SAMPLE_CHARACTERS]
    quote = "'" if '"' not in sample and _SINGLE.search(sample) else '"'
    if stated:
        return Dialect(stated[1], quote, 1)
    best, most = None, 0.0
    for delimiter in _DELIMITERS:
        if delimiter in sample and (score := _likeness(sample, delimiter, quote)) > most:
            best, most = Dialect(delimiter, quote), score
    return best


def _likeness(sample: str, delimiter: str, quote: str) -> float:
    """How similar the rows are when split at `delimiter`: 0 not at all, higher for more columns."""
    reader = csv.reader(io.StringIO(sample), delimiter=delimiter, quotechar=quote, skipinitialspace=True)
    widths: list[int] = []
    with suppress(csv.Error):
        widths.extend(len(row) for row in islice(reader, _SAMPLE_ROWS) if row)
    wide = [width for width in widths if width > 1]
    if not wide or len(wide) * 2 < len(widths):
        return 0.0
    usual, count = Counter(wide).most_common(1)[0]
    return count / len(widths) + min(usual, 12) / 24


def rows_of(text: str, dialect: Dialect) -> tuple[Sheet, list[SourceWarning]]:
    """The rows of a text, and warnings. Raises ConfnotesError for more than any program has."""
    if any(len(line) > _WIDEST and line.count(dialect.delimiter) > _WIDEST for line in io.StringIO(text)):
        raise ConfnotesError(f"a row has more than {_WIDEST} columns", "Import the table with the program.")
    warnings: list[SourceWarning] = []
    if dialect.skipped:
        text = text.partition("\n")[2]
    if "“" in text[:_SAMPLE_CHARACTERS] and '"' not in text:
        text = _CURLY.sub(r'"\1"', text)
    unclosed: list[int] = []
    rows, lines, failed = _parsed(text, dialect, strict=True)
    while (
        failed is not None and len(unclosed) < _MOST_UNCLOSED and (closed := _without_open_quote(text, failed, dialect))
    ):
        text = closed
        unclosed.append(failed.start)
        rows, lines, failed = _parsed(text, dialect, strict=True)
    if failed is not None:
        rows, lines, _ = _parsed(text, dialect, strict=False)
    if unclosed:
        more = f" (and {len(unclosed) - 1} more)" if unclosed[1:] else ""
        message = f"a quote on this line does not end; it was left out{more}"
        warnings.append(SourceWarning(message, unclosed[0] + dialect.skipped))
    if (
        wide := next((line for row, line in zip(rows, lines, strict=True) if len(row) > MOST_COLUMNS), None)
    ) is not None:
        message = f"columns after the first {MOST_COLUMNS} are left out"
        warnings.append(SourceWarning(message, wide + dialect.skipped))
    if dialect.skipped:
        lines = [line + dialect.skipped for line in lines]
    return make_rectangular(rows, lines), warnings


def _without_open_quote(text: str, rows: range, dialect: Dialect) -> str | None:
    """The text without the quote that opens a cell on the first of some lines and does not end there; None
    without one.
    """
    lines = text.split("\n")
    first = lines[rows.start - 1]
    if first.count(dialect.quote) % 2 == 0:
        return None
    head, _, tail = first.rpartition(dialect.quote)
    return "\n".join([*lines[: rows.start - 1], head + tail, *lines[rows.start :]])


def _parsed(text: str, dialect: Dialect, *, strict: bool) -> tuple[list[list[str]], list[int], range | None]:
    """Rows, the line on which each begins, and the lines of a row at which reading ended early, if any."""
    before = csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = 1
    reader = csv.reader(
        io.StringIO(text.replace("\x00", "") if "\x00" in text else text),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        skipinitialspace=dialect.delimiter != "\t",
        strict=strict,
    )
    try:
        for row in reader:
            rows.append([cell.strip() for cell in row])
            lines.append(line)
            if len(rows) > MOST_ROWS:
                message = f"the table has more than {MOST_ROWS} rows"
                raise ConfnotesError(message, "Import the table with the program.")
            line = reader.line_num + 1
    except csv.Error:
        return rows, lines, range(line, max(line, reader.line_num) + 1)
    finally:
        csv.field_size_limit(before)
    return rows, lines, None
