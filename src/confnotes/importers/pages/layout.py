"""Removal of mere layout: times behind titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from confnotes.importers.facts.lengths import LONGEST_LINE
from confnotes.importers.facts.zones import find_zone
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.markup.clock_times import leading_time

_IN_BRACKETS = r"[(\[](?:from\s|at\s)?\s*(?P<times>\d[^()\[\]]*)[)\]]"
_CLOSED = rf"(?P<text>.*[^\W_:].*?)\s*{_IN_BRACKETS}[\s.,;:]*(?P<marks>[*_]*)\\?\s*"
_BOLD = r"(?P<text>(?P<marks>\*\*|__).*?[^\W_:])[\s,@|–—-]+(?P<times>\d\d?[:.h]\d\d.*)(?P=marks)\s*"
_BEHIND = (re.compile(_CLOSED), re.compile(_BOLD))
_LIMIT = re.compile(r"\b(?:until|by|before|after|since)\W*$", re.IGNORECASE)


def without_layout(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page by content rather than layout."""
    return [_time_first(block) for block in blocks]


def _time_first(block: Block) -> Block:
    """A line such as `Opening remarks (9:00 - 9:15)` with its time at the start."""
    text, *below = block.text.split("\n")
    if len(text) > LONGEST_LINE or block.kind is BlockKind.ROW:
        return block
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _BEHIND)), None)
    times = leading_time(match["times"]) if match else None
    if match is None or times is None or leading_time(text) or _LIMIT.search(match["text"]):
        return block
    if times.end is None and times.start.half is None:  # a number in brackets may be anything
        return block
    rest = match["times"][times.stop :].strip(" ,;")
    if rest and not ((zone := find_zone(rest)) and len(rest) <= len(zone.label) + 2):
        return block
    marks = match["marks"] if match["marks"] and match["text"].count(match["marks"]) % 2 else ""
    return block.moved("\n".join([f"{match['times']} {match['text']}{marks}", *below]))
