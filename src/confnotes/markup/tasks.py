"""Tasks: `- [ ]` is open, `- [x]` is done; any list marker will do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from confnotes.markup.stamps import without_stamp

TASK = re.compile(r"^[ \t>]{0,200}(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX/-])\](?=[ \t\r]|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A task in a line: `box` is where its `[` stands, `start` where its text begins."""

    box: int
    start: int
    done: bool
    text: str


def find(line: str) -> FoundTask | None:
    """The task of a line, if it is one. `[-]` (dropped) counts as done and `[/]` (begun) as open."""
    match = TASK.match(line)
    if not match:
        return None
    rest = line[match.end() :]
    text = without_stamp(rest).strip()
    return FoundTask(match.end() - 3, len(line) - len(rest.lstrip()), is_done(match), text)


def dropped_tasks(text: str) -> frozenset[str]:
    """The words of the tasks in a text that were dropped, `[-]`."""
    lines = text.split("\n") if "[-]" in text else ()
    return frozenset(found.text for line in lines if (found := find(line)) and line[found.box + 1] == "-")


def is_done(match: re.Match[str]) -> bool:
    """Whether a match of TASK is ticked off."""
    return match[1] in "xX-"
