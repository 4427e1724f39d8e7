"""Takeaways in a note: the list under its heading “Takeaways”, read and written without changing anything else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from confnotes.markup import headings
from confnotes.markup.code import fenced_lines
from confnotes.markup.frontmatter import bounds
from confnotes.markup.stamps import without_stamp
from confnotes.markup.tasks import MARK

MOST = 5
"""The maximum number of takeaways; more would be a report."""

HEADING = "## Takeaways"
_MARKER = "- "
_NAMES = re.compile(r"\W*(?:key |main |my )?take[- ]?aways?\W*", re.IGNORECASE)
_ITEM = re.compile(rf"( {{0,3}}(?:[-*+]|\d{{1,9}}[.)])[ \t]+)(?!\[{MARK}\](?:[ \t]|$))(?=\S)")
_END = re.compile(r"[ \t\r]*$")


@dataclass(frozen=True, slots=True)
class _Section:
    """Rows from 0: of the heading, after the section, and of its items."""

    heading: int
    end: int
    items: tuple[int, ...]


def takeaways(text: str) -> list[str]:
    """The items of the list under the heading, as written, without marker and timestamp."""
    lines = text.split("\n")
    section = _section(lines)
    return [_words(lines[row]) for row in section.items] if section else []


def with_takeaways(text: str, wanted: Sequence[str]) -> str:
    """The note with these takeaways: unchanged items keep their lines, others are changed, added and removed.

    A note without the heading gets one at its end if there are takeaways.
    """
    lines = text.split("\n")
    section = _section(lines)
    words = [" ".join(one.split()) for one in wanted if one.strip()]
    if section is None:
        return _with_section(text, words) if words else text
    if [_plain(lines[row]) for row in section.items] == words:
        return text
    end = "\r" if lines[section.heading].endswith("\r") else ""
    fresh = dict(zip(section.items, words, strict=False))
    surplus = set(section.items[len(words) :])
    marker = _marker(lines[section.items[0]]) if section.items else _MARKER
    marker = marker if not marker.strip()[0].isdigit() else _MARKER
    added = [f"{marker}{one}{end}" for one in words[len(section.items) :]]
    if not section.items and added:
        added = [end, *added] if section.heading + 1 == section.end or lines[section.heading + 1].strip() else added
    after = section.items[-1] if section.items else _behind_blanks(lines, section)
    made: list[str] = []
    for row, line in enumerate(lines):
        if row not in surplus:
            made.append(_changed(line, fresh[row]) if row in fresh else line)
        if row == after:
            made += added
    return "\n".join(made)


def _section(lines: list[str]) -> _Section | None:
    front = bounds("\n".join(lines))
    first = "\n".join(lines)[: front[2]].count("\n") if front else 0
    fenced = fenced_lines(lines)
    for row in range(first, len(lines)):
        found = None if fenced[row] else headings.find(lines[row])
        if found is None or not _NAMES.fullmatch(found[1]):
            continue
        end = headings.section_end(lines, row, found[0], fenced)
        items = tuple(at for at in range(row + 1, end) if not fenced[at] and _ITEM.match(lines[at]))
        return _Section(row, end, items)
    return None


def _words(line: str) -> str:
    return without_stamp(_ITEM.sub("", line, count=1)).strip()


def _plain(line: str) -> str:
    return " ".join(_words(line).split())


def _marker(line: str) -> str:
    """The marker before an item's words."""
    match = _ITEM.match(line)
    return match[1] if match else _MARKER


def _changed(line: str, words: str) -> str:
    """The item's line with other words; marker, timestamp and line end stay."""
    if _plain(line) == words:
        return line
    bare = without_stamp(line)
    tail = line[len(_END.sub("", bare)) :]
    return f"{_marker(line)}{words}{tail}"


def _behind_blanks(lines: list[str], section: _Section) -> int:
    """The row after which the first item goes: the heading's, or that of the blank line below it."""
    below = section.heading + 1
    return below if below < section.end and not lines[below].strip() and below + 1 < len(lines) else section.heading


def _with_section(text: str, words: Sequence[str]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    body = text if not text or text.endswith("\n") else text + end
    gap = "" if not body.strip() or body.endswith(end * 2) else end
    return f"{body}{gap}{end.join([HEADING, '', *(f'- {one}' for one in words)])}{end}"
