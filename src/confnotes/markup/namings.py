"""Where a text names something: `[[a note]]`, `@a person`, and `@@a few words` of a paper that is not looked up yet.

Code counts for nothing, and files that are embedded are no notes.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from confnotes.markup import mentions, wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.stamps import without_stamp

PAPER_WORDS = re.compile(r"(?<![\w@./+\\-])@@(?=\w)([^@#\[\]|`\x01\n]{1,120})")
MOST_PAPER_WORDS = 6
_FILE = re.compile(r"\.(?!md\Z)[a-z][a-z0-9]{1,4}\Z", re.IGNORECASE)
AFTER_WORD = '.,;:!?…()"“”»«'


class NamingKind(StrEnum):
    """What is named; a link may name several notes, or a heading or a line (a block) that is not in its note."""

    LINK = "link"
    PERSON = "person"
    PAPER = "paper"
    SEVERAL = "several notes"
    HEADING = "heading"
    BLOCK = "line"


class Naming(NamedTuple):
    """One place: the characters `[start, end)` of a row (from 0), and the name that they say.

    `shown` is what a link shows instead of its target.
    A paper's name is all that may belong to it, `end` the end of its first word.
    """

    kind: NamingKind
    row: int
    start: int
    end: int
    name: str
    shown: str | None = None


def find(text: str) -> list[Naming]:
    """The places of a text, in order."""
    if "[[" not in text and "@" not in text:
        return []
    found: list[Naming] = []
    for row, line in enumerate(blank_code(text).split("\n")):
        if "[[" in line or "@" in line:
            found += _in_line(without_stamp(line), row)
    return found


def _in_line(line: str, row: int) -> list[Naming]:
    people = [(start, end, name) for start, end, name in mentions.find(line)] if "@" in line else []
    found: list[Naming] = []
    taken: list[tuple[int, int]] = []
    for link in wikilinks.find(line):
        taken.append((link.start, link.end))
        if any(start < link.start < end for start, end, _ in people) or not link.target or _FILE.search(link.target):
            continue
        found.append(Naming(NamingKind.LINK, row, link.start, link.end, link.target, link.alias))
    for start, end, name in people:
        if not any(first < start < last for first, last in taken):
            found.append(Naming(NamingKind.PERSON, row, start, end, name))
    for match in PAPER_WORDS.finditer(line) if "@@" in line else ():
        words = match[1].rstrip()
        first = words.split()[0].rstrip(AFTER_WORD)
        if first and not any(left < match.start() < right for left, right in taken):
            end = match.start(1) + words.index(first) + len(first)
            found.append(Naming(NamingKind.PAPER, row, match.start(), end, words))
    return sorted(found, key=lambda naming: naming.start)
