"""The table of contents of a page in Markdown: links to its own headings, as in READMEs and wikis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from confnotes.importers.facts import inline
from confnotes.markup.clock_times import find_times
from confnotes.markup.markdown_text import Anchors

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(\S.*?)[ \t]*#*[ \t]*$")
_LINK = re.compile(r"\]\(#([^)\s]{1,300})\)")
_WITH_LINK = re.compile(r"\[[^\[\]]*\]\(#[^)\s]*\)")
_WORDS_BESIDE = 3  # in a line with a link: a number, “(keynote)”; more is a sentence with a reference
_FEWEST = 3  # links; one or two are references


@dataclass(frozen=True, slots=True)
class Contents:
    """The lines of a table of contents and of the headings that it lists, from 1."""

    lines: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()


def find_contents(text: str) -> Contents:
    """The table of contents above the headings that it links to; empty without one, and for a timetable of links."""
    if "](#" not in text:
        return Contents()
    anchors = Anchors()
    lines = text.split("\n")
    found = ((at, match[1]) for at, line in enumerate(lines, 1) if (match := _HEADING.match(line)))
    headings = {anchors.take(inline.plain(title)): at for at, title in found}
    listed: dict[int, int] = {}
    for at, line in enumerate(lines, 1):
        for anchor in _LINK.findall(line) if _may_list(line) else ():
            heading = headings.get(anchor.lower(), 0)
            if heading > at:
                listed.setdefault(heading, at)
    own = set(listed.values())
    if len(listed) < _FEWEST or sum(_has_hour(lines[at - 1]) for at in own) * 2 > len(own):
        return Contents()
    return Contents(frozenset((*own, *_rows_around(lines, own))), frozenset(listed))


def _may_list(line: str) -> bool:
    """Whether a line is a row of a table, or hardly more than links to headings."""
    if "](#" not in line or _HEADING.match(line):
        return False
    return _is_row(line) or len(re.findall(r"[^\W\d_]+", _WITH_LINK.sub(" ", line))) <= _WORDS_BESIDE


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _has_hour(line: str) -> bool:
    """Whether a line has an hour of a program, a multiple of five minutes; lengths of recordings can be any."""
    return any(each.start.time.minute % 5 == 0 for each in find_times(inline.plain(_WITH_LINK.sub(" ", line))))


def _rows_around(lines: Sequence[str], own: set[int]) -> Iterator[int]:
    """The other rows of the same tables."""
    for at in own:
        for step in (-1, 1):
            beside = at + step
            while 1 <= beside <= len(lines) and beside not in own and _is_row(lines[beside - 1]):
                yield beside
                beside += step


def blank_contents(text: str, contents: Contents) -> str:
    """The text with the lines of its table of contents blank."""
    if not contents.lines:
        return text
    return "\n".join("" if at in contents.lines else line for at, line in enumerate(text.split("\n"), 1))
