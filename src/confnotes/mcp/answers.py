"""Answers of the tools: rows in pages and long texts in parts, so that no answer is too large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from confnotes.errors import UsageError
from confnotes.markup.safe import safe_text
from confnotes.model.schema import Row, plain

ROWS: Final = 50
"""Maximum rows of a list in one answer."""

LETTERS: Final = 8_000
"""Maximum characters of a text in one answer."""

LISTED: Final = 50
"""Maximum number of related items, such as backlinks, in one answer."""

_LISTED_IN_A_ROW: Final = 10  # values of a list in one row
_LONGEST_VALUE: Final = 2_000  # characters of a value in a row


def page_of_rows(name: str, rows: Sequence[Row], page: int) -> dict[str, Any]:
    """A page of rows with the number of pages. Raises UsageError for a page that does not exist."""
    pages = max(1, -(-len(rows) // ROWS))
    _must_exist(page, pages)
    shown = [clean(row, _LISTED_IN_A_ROW) for row in rows[(page - 1) * ROWS : page * ROWS]]
    return {name: shown, "total": len(rows), "page": page, "pages": pages}


def page_of_text(text: str, page: int, first: int | None) -> dict[str, Any]:
    """A part of a text, in whole lines if they fit, and the number of its first line; `first` is that of the text.

    Raises UsageError for a page that does not exist.
    """
    parts, lines = [""], [0]
    for number, line in enumerate(safe_text(text).split("\n")):
        for start in range(0, max(len(line), 1), LETTERS):
            piece = line[start : start + LETTERS]
            if parts[-1] and len(parts[-1]) + len(piece) + 1 > LETTERS:
                parts.append("")
                lines.append(number)
            parts[-1] += f"{piece}\n"
    _must_exist(page, len(parts))
    part = parts[page - 1]
    blank = len(part) - len(part.lstrip("\n"))
    line_number = None if first is None else first + lines[page - 1] + blank
    return {"text": part.strip("\n"), "line": line_number, "page": page, "pages": len(parts)}


def clean(value: Any, listed: int = LISTED) -> Any:
    """The value as JSON data without deceptive characters; long texts and lists are truncated with a marker."""
    return _clean(plain(value), listed)


def _clean(value: Any, listed: int) -> Any:
    if isinstance(value, str):
        text = safe_text(value)
        return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
    if isinstance(value, list):
        more = len(value) - listed
        return [*(_clean(one, listed) for one in value[:listed]), *([f"… {more} more"] if more > 0 else [])]
    return {str(key): _clean(one, listed) for key, one in value.items()} if isinstance(value, dict) else value


def _must_exist(page: int, pages: int) -> None:
    if not 1 <= page <= pages:
        raise UsageError(f"No page {page}", f"Pages: 1 to {pages}.")
