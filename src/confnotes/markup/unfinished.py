"""What is being named where somebody types: the `[[`, `@`, `#` or `@@` before the cursor, and what follows it so far.

Quick on purpose: it is asked at every key. Headings, code, addresses of pages and of people begin nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from confnotes.markup import tags
from confnotes.model.candidate import Trigger

_LOOKED_AT = 200
_LINK = re.compile(r"(?:(?<![\w@./+\\-])@)?\[\[([^\[\]|#\n]{0,100})\Z")
_PAPER = re.compile(r"(?<![\w@./+\\-])@@([^\s@#\[\]|`][^@#\[\]|`]{0,80})?\Z")
_PERSON = re.compile(r"(?<![\w@./+\\-])@([^\W\d_][\w'’. -]{0,60})?\Z")
_TAG = re.compile(tags.TAG.pattern.replace("{1,200}", "{0,100}") + r"\Z")
_REST_OF_LINK = re.compile(r"[^\[\]\n]{0,300}\]\]")
_BEGIN = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?)?\Z")
_MOST_WORDS = {Trigger.PERSON: 4, Trigger.PAPER: 6}


class Unfinished(NamedTuple):
    """The characters `[start, end)` of the line are what a completion takes the place of; `typed` is looked for."""

    trigger: Trigger
    start: int
    end: int
    typed: str


def at(line: str, column: int) -> Unfinished | None:
    """What is being named at that column, None when nothing is."""
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
        may_be_heading = not typed and _BEGIN.match(before) is not None
        return not may_be_heading and not typed.isdigit()
    most = _MOST_WORDS.get(trigger)
    return most is None or len(typed.split()) + typed.endswith(" ") <= most
