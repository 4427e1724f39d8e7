"""Editing of Markdown: continues, ends, numbers and indents lists, and toggles tasks.

Pure functions from lines to lines; a column is an offset into its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from confnotes.markup.tasks import DONE, MARK

_QUOTES = r"(?:>[ \t]?)*"
_MARKER = r"(?:[-*+]|\d{1,9}[.)])"
_INDENT = rf"[ \t]*{_QUOTES}[ \t]*"
_BOX = rf"\[{MARK}\][ \t]+"
_ITEM: Final = re.compile(
    rf"(?P<indent>[ \t]*)(?P<quote>{_QUOTES})(?P<inner>[ \t]*)"
    rf"(?:(?P<marker>[-*+]|(?P<number>\d{{1,9}})(?P<after>[.)]))(?P<gap>[ \t]+)(?P<task>{_BOX})?)?"
)
_TASK: Final = re.compile(rf"(?P<lead>{_INDENT}{_MARKER}[ \t]+)\[(?P<mark>{MARK})\](?=[ \t]|$)")
_BULLET: Final = re.compile(rf"(?P<lead>{_INDENT}{_MARKER}[ \t]+)")
_LEAD: Final = re.compile(_INDENT)
_BEGIN: Final = re.compile(rf"{_INDENT}(?:{_MARKER}[ \t]+(?:{_BOX})?)?(?:[?!][ \t]+|#{{1,6}}[ \t]+)?")
_CODE_OR_TABLE: Final = re.compile(
    rf"(?:(?: {{4}}|\t)(?![ \t]*{_MARKER}[ \t])|[ ]{{0,3}}(?:```|~~~|\||#{{1,6}}(?:[ \t]|$)|-{{3,}}\s*$|={{3,}}\s*$))"
)
_NUMBERED: Final = re.compile(
    r"(?P<lead>[ \t]*(?:>[ \t]?)*[ \t]*)(?:(?P<number>\d{1,9})(?P<after>[.)])|[-*+])(?=[ \t]|\Z)"
)
_WORD_BEFORE: Final = re.compile(r"[\w’'-]+\Z")
_WORD_BEHIND: Final = re.compile(r"\A[\w’'-]+")
MOST_LINES: Final = 500
"""The number of rows around an edit in which a list is renumbered."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """The effect of Enter: insert `text` over the selection, or replace the line with `instead`, cursor and `after`."""

    text: str = "\n"
    instead: str | None = None
    after: str = ""


def new_line(line: str, column: int, before: Sequence[str] = (), below: str = "") -> NewLine:
    """Enter at `column`: continue the list, task list, numbering or quote; an empty item ends it.

    An empty nested item moves out by a level instead. Markdown counts a line directly behind an item or a quote, and
    a number directly below a paragraph, as its continuation: blank lines separate them.
    """
    match = _ITEM.match(line)
    assert match is not None
    lead_end = match.end()
    if match["marker"] is None and not match["quote"]:
        return NewLine("\n" + match["indent"][:column] if match["indent"] and line.strip() else "\n")
    if column < lead_end:
        return NewLine()
    if not line[lead_end:].strip():
        if match["marker"] and match["indent"] and not match["quote"]:
            return NewLine(instead=outdent([line], before)[0])
        lead = match["indent"] + (match["quote"] if match["marker"] else "")
        blank = lead.rstrip()
        above = f"{blank}\n" if before and before[-1].strip(" \t>") else ""
        return NewLine(instead=above + lead, after=f"\n{blank}" if below.strip(" \t>") else "")
    begin = match["indent"] + match["quote"] + match["inner"]
    if match["marker"] is None:
        return NewLine("\n" + begin)
    marker = match["marker"] if match["number"] is None else f"{int(match['number']) + 1}{match['after']}"
    return NewLine("\n" + begin + marker + match["gap"] + ("[ ] " if match["task"] else ""))


def erased_from(line: str, column: int) -> int | None:
    """Where backspace at `column` deletes from: the marker of an empty item with its box, otherwise None."""
    match = _ITEM.match(line)
    assert match is not None
    return match.start("marker") if match["marker"] and column == match.end() and not line[column:].strip() else None


def text_begin(line: str) -> int:
    """The column at which a line's text starts, after its indent and markers."""
    match = _BEGIN.match(line)
    assert match is not None
    return match.end()


def is_item(line: str) -> bool:
    return _BULLET.match(line) is not None


def indents_by_tabs(lines: Sequence[str]) -> bool:
    """Whether the first line of a text that is indented begins with a tab."""
    return next((line[0] for line in lines if line[:1] in ("\t", " ") and line.strip()), "") == "\t"


def indent(lines: Sequence[str], before: Sequence[str]) -> list[str]:
    """The items one level deeper: to the text of the previous item, otherwise by two cells; by tabs where there are
    tabs already.
    """
    lead = _width_of_lead(lines[0])
    step = 2
    for line in reversed(before):
        if (match := _BULLET.match(line)) and _width_of_lead(line) <= lead:
            step = max(len(match["lead"].expandtabs(4)) - lead, 2)
            break
    tab = lines[0].startswith("\t") or indents_by_tabs(before)
    return [("\t" if tab else " " * step) + line if line.strip() else line for line in lines]


def outdent(lines: Sequence[str], before: Sequence[str]) -> list[str]:
    """The items one level out: to the indent of the parent item, otherwise by two cells or a tab."""
    lead = _width_of_lead(lines[0])
    step = 2
    for line in reversed(before):
        if is_item(line) and _width_of_lead(line) < lead:
            step = lead - _width_of_lead(line)
            break
    if lines[0].startswith("\t"):
        step = 1
    return [line[min(step, len(line) - len(line.lstrip(" \t"))) :] for line in lines]


def _width_of_lead(line: str) -> int:
    match = _LEAD.match(line)
    assert match is not None
    return len(match.group().expandtabs(4))


def toggle_task(line: str) -> str:
    """Make text an open task, tick an open task, and reopen a done or cancelled one."""
    if match := _TASK.match(line):
        mark = " " if match["mark"] in DONE else "x"
        return f"{match['lead']}[{mark}]{line[match.end() :]}"
    if match := _BULLET.match(line):
        return f"{match['lead']}[ ] {line[match.end() :]}"
    match = _LEAD.match(line)
    assert match is not None
    return f"{match.group()}- [ ] {line[match.end() :]}"


def toggle_mark(line: str, start: int, end: int, mark: str) -> str:
    """The line with `mark` (** or *) added around these columns or the word there, or removed if present.

    Spaces at the ends and the markers of an item stay outside. Without a word, nothing changes.
    """
    if start == end:
        start -= len(line[:start]) - len(_WORD_BEFORE.sub("", line[:start]))
        end += len(line[end:]) - len(_WORD_BEHIND.sub("", line[end:]))
    start = max(start, text_begin(line))
    text = line[start:end].strip()
    if not text:
        return line
    start = line.index(text, start)
    end = start + len(text)
    while end - start > 2 and line[start] == line[end - 1] == "*":
        start, end = start + 1, end - 1
    stars = min(start - len(line[:start].rstrip("*")), len(line) - end - len(line[end:].lstrip("*")))
    size = len(mark)
    if stars >= 2 if size == 2 else stars % 2:
        return line[: start - size] + line[start:end] + line[end + size :]
    return f"{line[:start]}{mark}{line[start:end]}{mark}{line[end:]}"


def takes_stamp(line: str) -> bool:
    """Whether new lines like this get a timestamp: no headings, rules, tables, fences or code."""
    return _CODE_OR_TABLE.match(line) is None


def is_label(line: str) -> bool:
    """Whether the line is an item ending with a colon: a label to type after."""
    return is_item(line) and line.rstrip().endswith(":")


def is_begun(line: str) -> bool:
    """Whether the line has a letter or digit after its markers."""
    match = _ITEM.match(line)
    assert match is not None
    return any(character.isalnum() for character in line[match.end() :])


# Renumbering: lists that were in order before a change are in order after it


def block_around(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The rows of the block around rows `first` to `last`, up to empty lines."""
    top, bottom = first, last
    while top > 0 and first - top < MOST_LINES and lines[top - 1].strip():
        top -= 1
    while bottom + 1 < len(lines) and bottom - last < MOST_LINES and lines[bottom + 1].strip():
        bottom += 1
    return top, bottom


def has_numbers(lines: Sequence[str]) -> bool:
    """Whether any of the lines is a numbered item."""
    return any((match := _NUMBERED.match(line)) is not None and match["number"] is not None for line in lines)


def first_number(lines: Sequence[str]) -> int:
    """The first number of the outermost list."""
    return next((int(match["number"]) for line in lines if (match := _NUMBERED.match(line)) and match["number"]), 1)


def in_order(lines: Sequence[str], first: int) -> list[str]:
    """The lines with numbered lists renumbered: the outermost from `first`, nested ones from 1."""
    counted: list[str] = []
    levels: list[tuple[int, int]] = []
    begun = False
    for line in lines:
        match = _NUMBERED.match(line)
        if match is None:
            if line[:1] not in ("", " ", "\t"):
                levels = []
            counted.append(line)
            continue
        width = len(match["lead"].expandtabs(4))
        while levels and levels[-1][0] > width:
            levels.pop()
        same = levels.pop()[1] if levels and levels[-1][0] == width else 0
        if match["number"] is None:
            levels.append((width, 0))
            counted.append(line)
            continue
        number = same + 1 if same else 1 if levels or begun else first
        begun = True
        levels.append((width, number))
        counted.append(f"{match['lead']}{number}{match['after']}{line[match.end() :]}")
    return counted
