"""References by name in a text: `[[a note]]`, `@a person`, and `@@a few words` of a paper that is not looked up yet.

Code and embedded files are skipped.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from confnotes.markup import mentions, tags, wikilinks
from confnotes.markup.code import LINE_START, blank_code
from confnotes.markup.stamps import without_stamp
from confnotes.model.candidate import Trigger

PAPER_WORDS = re.compile(r"(?<![\w@./+\\-])@@(?=\w)([^@#\[\]|`\x01\n]{1,120})")
MOST_PAPER_WORDS = 6  # after `@@`; more words are a sentence
_FILE = re.compile(r"\.(?!md\Z)[a-z][a-z0-9]{1,4}\Z", re.IGNORECASE)
AFTER_WORD = '.,;:!?…()"“”»«'


class NamingKind(StrEnum):
    """The kind of a named thing; a link may be ambiguous, or name a missing heading or line (block) of a note."""

    LINK = "link"
    PERSON = "person"
    PAPER = "paper"
    SEVERAL = "several notes"
    HEADING = "heading"
    BLOCK = "line"


class Naming(NamedTuple):
    """A reference: the characters `[start, end)` of a row (from 0), and the name in them.

    `shown` is the text that a link shows instead of its target. A paper's name is everything that may belong to it,
    with `end` after its first word.
    """

    kind: NamingKind
    row: int
    start: int
    end: int
    name: str
    shown: str | None = None


def find(text: str) -> list[Naming]:
    """The references in a text, in order."""
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


_LOOKED_AT = 200  # characters before the cursor: this runs at every key
_LINK = re.compile(r"(?:(?<![\w@./+\\-])@)?\[\[([^\[\]|#\n]{0,100})\Z")
_PAPER = re.compile(r"(?<![\w@./+\\-])@@([^\s@#\[\]|`][^@#\[\]|`]{0,80})?\Z")
_PERSON = re.compile(r"(?<![\w@./+\\-])@([^\W\d_][\w'’. -]{0,60})?\Z")
_TAG = re.compile(tags.TAG.pattern.replace("{1,200}", "{0,100}") + r"\Z")
_REST_OF_LINK = re.compile(r"[^\[\]\n]{0,300}\]\]")
_MOST_WORDS = {Trigger.PERSON: 4, Trigger.PAPER: 6}


class Unfinished(NamedTuple):
    """An unfinished reference: completions replace the characters `[start, end)` of the line; `typed` is the query."""

    trigger: Trigger
    start: int
    end: int
    typed: str


def unfinished_at(line: str, column: int) -> Unfinished | None:
    """The reference being typed at that column; None without one."""
    first = max(0, column - _LOOKED_AT)
    before = line[first:column]
    if "[[" not in before and "@" not in before and "#" not in before:
        return None
    found = max(_all(before), key=lambda one: one[1], default=None)
    if found is None:
        return None
    trigger, start, typed = found
    if not _can_be(trigger, before[:start], typed) or line[: first + start].count("`") % 2:
        return None
    if trigger in (Trigger.LINK, Trigger.PERSON_LINK):
        rest = _REST_OF_LINK.match(line, column)
        return Unfinished(trigger, first + start, rest.end() if rest else column, typed)
    inside = line[column : column + 1]
    return None if inside.isalnum() or inside == "_" else Unfinished(trigger, first + start, column, typed)


def _all(before: str) -> list[tuple[Trigger, int, str]]:
    found = []
    if match := _LINK.search(before):
        trigger = Trigger.PERSON_LINK if before[match.start()] == "@" else Trigger.LINK
        found.append((trigger, match.start(), match[1]))
    for trigger, pattern in ((Trigger.PAPER, _PAPER), (Trigger.PERSON, _PERSON), (Trigger.TAG, _TAG)):
        if trigger in before and (match := pattern.search(before)):
            found.append((trigger, match.start(), match[1] or ""))
    return found


def _can_be(trigger: Trigger, before: str, typed: str) -> bool:
    if typed.endswith("  ") or "://" in before.rpartition(" ")[2]:
        return False
    if trigger is Trigger.TAG:
        may_be_heading = not typed and LINE_START.match(before) is not None
        return not may_be_heading and not typed.isdigit()
    most = _MOST_WORDS.get(trigger)
    return most is None or len(typed.split()) + typed.endswith(" ") <= most
