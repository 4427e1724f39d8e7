"""Tasks: `- [ ]` is open, `- [x]` is done; any list marker will do.

Other marks say more: `[/]` (in progress), `[>]` (forwarded), `[?]`, `[!]`. As in Obsidian Tasks, a task is open unless
it is ticked or cancelled, `[-]`. A letter or digit in brackets is a reference or a label, not a task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from confnotes.markup.code import blank_inline
from confnotes.markup.stamps import without_stamp
from confnotes.model.fast_dataclass import fast_dataclass

MARK = r"[ xX!-'*-/:-@_|~]"
"""A pattern for the character in the brackets: a blank, an x, or a sign that Markdown does not use for links."""
CANCELLED = "-"
DONE = f"xX{CANCELLED}"
TASK = re.compile(rf"^[ \t>]{{0,200}}(?:[-*+]|\d{{1,9}}[.)])[ \t]+\[({MARK})\](?=[ \t\r]|$)", re.MULTILINE)

_DAY = r"\d{4}-\d\d-\d\d"
_DUE = re.compile(
    rf"""\s* (?: [📅📆🗓]\ufe0f? \s* (?P<sign>{_DAY}) (?!\d)
    | \(due:: \s* (?P<round>{_DAY}) \s* \) | \[due:: \s* (?P<square>{_DAY}) \s* \]
    | (?<!\S) due: (?P<plain>{_DAY}) (?!\S) ) \s*""",
    re.VERBOSE,
)


@fast_dataclass(frozen=True, slots=True)
class FoundTask:
    """A task in a line: `box` is the offset of its `[`, `start` that of its text."""

    box: int
    start: int
    done: bool
    text: str


def find(line: str) -> FoundTask | None:
    """The task of a line, None for other lines."""
    match = TASK.match(line)
    if not match:
        return None
    rest = line[match.end() :]
    text = without_stamp(rest).strip()
    return FoundTask(match.end() - 3, len(line) - len(rest.lstrip()), is_done(match), text)


def is_done(match: re.Match[str]) -> bool:
    """Whether a match of TASK is ticked or cancelled."""
    return match[1] in DONE


def due_of(text: str) -> tuple[date | None, str]:
    """The day on which a task is due, and its text without that.

    Written `📅 2031-05-20` for Obsidian's Tasks, `[due:: …]` or `(due:: …)` for Dataview, `due:…` in todo.txt.
    """
    for due, start, end in _due_days(text):
        return due, f"{text[:start]} {text[end:]}".strip()
    return None, text


def due_span(text: str) -> tuple[int, int] | None:
    """The characters in which a task says on which day it is due."""
    for _, start, end in _due_days(text):
        words = text[start:end]
        return end - len(words.lstrip()), start + len(words.rstrip())
    return None


def _due_days(text: str) -> Iterator[tuple[date, int, int]]:
    for match in _DUE.finditer(blank_inline(text)):
        with suppress(ValueError):
            yield date.fromisoformat(match[match.lastgroup or 0]), *match.span()
