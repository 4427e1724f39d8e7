"""Searches in a note that show their results, in fenced code with the language `query`:

    ```query
    tag:reading is:todo
    limit: 10
    sort: date
    ```

The first line is the search, or `saved: NAME` for a saved one. Other programs show fenced code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from confnotes.markup.code import fences
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import SORTS
from confnotes.model.query import LONGEST_QUERY

LIMIT, MOST = 20, 200  # hits unless stated, and at most
_OPENING = re.compile(r"(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})[ \t]*query[ \t\r]*\Z")
_MAY_OPEN = re.compile(r"(?:`{3}|~{3})[ \t]*query[ \t\r]*$", re.MULTILINE)
_OPTION = re.compile(r"(limit|sort|saved)[ \t]*:[ \t]+(\S.*)", re.IGNORECASE)


@fast_dataclass(frozen=True, slots=True)
class QueryBlock:
    """A search in a note: the rows of its fences, from 0, `last` included. `saved` names a saved search, then `query`
    is empty. `fault` is an error message, or "".
    """

    first: int
    last: int
    indent: str = ""
    query: str = ""
    saved: str = ""
    limit: int = LIMIT
    sort: str = SORTS[0]
    fault: str = ""


def find_all(lines: Sequence[str]) -> list[QueryBlock]:
    """Every such block, in order; an unclosed one continues to the end and has a fault."""
    found: list[QueryBlock] = []
    for first, last in fences(lines):
        opening = _OPENING.match(lines[first])
        if opening and last is not None:
            found.append(_read(lines, first, opening["indent"], last))
        elif opening:
            fault = "the block is not closed: add ```"
            found.append(QueryBlock(first, len(lines) - 1, opening["indent"], fault=fault))
    return found


def has_blocks(text: str) -> bool:
    """Whether the text may contain such a block."""
    return _MAY_OPEN.search(text) is not None


def without_blocks(text: str) -> str:
    """The text with blank lines in place of these blocks, which may mention private things."""
    lines = text.split("\n")
    for block in find_all(lines):
        lines[block.first : block.last + 1] = [""] * (block.last + 1 - block.first)
    return "\n".join(lines)


def _read(lines: Sequence[str], first: int, indent: str, last: int) -> QueryBlock:
    inner = [line.strip().lstrip(">").strip() for line in lines[first + 1 : last]]
    said = [line for line in inner if line]
    if not said:
        return QueryBlock(first, last, indent, fault="the block is empty: write the search in its first line")
    named = _OPTION.fullmatch(said[0])
    saved = named[2] if named and named[1].lower() == "saved" else ""
    query = "" if saved else said[0]
    faults = [f"the search is longer than {LONGEST_QUERY} letters"] if len(query) > LONGEST_QUERY else []
    options: dict[str, str] = {}
    for line in said[1:]:
        option = _OPTION.fullmatch(line)
        name, value = (option[1].lower(), option[2].strip()) if option else ("", "")
        if name not in _FITS:
            faults.append(f"“{_short(line)}” is neither limit: nor sort:")
        elif _FITS[name](value):
            options[name] = value.lower()
        else:
            faults.append(f"{name} is {_SAYS[name]}, not “{_short(value)}”")
    limit, sort = int(options.get("limit", LIMIT)), options.get("sort", SORTS[0])
    return QueryBlock(first, last, indent, query, saved, limit, sort, next(iter(faults), ""))


_FITS: dict[str, Callable[[str], bool]] = {
    "limit": lambda value: value.isascii() and value.isdecimal() and 0 < int(value[:9]) <= MOST,
    "sort": lambda value: value.lower() in SORTS,
}
_SAYS = {"limit": f"a number from 1 to {MOST}", "sort": f"one of {', '.join(SORTS)}"}
"""The valid values of an option, in words."""


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def without_queries(text: str) -> str:
    """The text without query blocks: they refer to the vault they are from."""
    if "query" not in text:
        return text
    lines = text.split("\n")
    for block in reversed(find_all(lines)):
        del lines[block.first : block.last + 1]
    return "\n".join(lines)
