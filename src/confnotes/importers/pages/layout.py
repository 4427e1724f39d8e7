"""Removal of mere layout: menus, times behind titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.facts.lengths import LONGEST_LINE
from confnotes.importers.facts.zones import find_zone
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.entries import NUMBERED_SESSION
from confnotes.importers.pages.labels import split_label
from confnotes.importers.pages.schedule_days import LEADS_ON, states_day
from confnotes.markup.clock_times import find_times, leading_time

_IN_BRACKETS = r"[(\[](?:from\s|at\s)?\s*(?P<times>\d[^()\[\]]*)[)\]]"
_CLOSED = rf"(?P<text>.*[^\W_:].*?)\s*{_IN_BRACKETS}[\s.,;:]*(?P<marks>[*_]*)\\?\s*"
_BOLD = r"(?P<text>(?P<marks>\*\*|__).*?[^\W_:])[\s,@|–—-]+(?P<times>\d\d?[:.h]\d\d.*)(?P=marks)\s*"
_BEHIND = (re.compile(_CLOSED), re.compile(_BOLD))
_LIMIT = re.compile(r"\b(?:until|by|before|after|since)\W*$", re.IGNORECASE)


def without_layout(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page by content rather than layout."""
    menus = set(map(id, _menus(blocks)))
    kept = [_time_first(block) for block in blocks if id(block) not in menus]
    behind = {id(block): moved for block in kept if (moved := _with_last_hours_first(block)) is not None}
    usual = len(behind) >= _FEWEST_BEHIND and len(behind) > sum(leading_time(block.text) is not None for block in kept)
    return [behind.get(id(block), block) for block in kept] if usual else kept


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


def _with_last_hours_first(block: Block) -> Block | None:
    """A line such as `Opening remarks 9:00 - 9:15` with its time at the start; None for others."""
    text, *below = block.text.split("\n")
    if (
        block.kind is BlockKind.ROW
        or len(text) > LONGEST_LINE
        or not _ENDS_IN_DIGITS.search(text)
        or leading_time(text)
    ):
        return None
    times = next(reversed(find_times(text)), None)
    if times is None or text[times.stop :].strip(" .*_\\") or leading_time(text) or split_label(text):
        return None
    said, marks = text[: times.begin].rstrip(" \t,;:@|–—-"), text[times.stop :].strip(" .\\")
    stated = times.end is not None or times.start.half is not None
    if not stated or not re.search(r"[^\W\d_]", said) or LEADS_ON.search(said) or find_dates(said) or states_day(said):
        return None
    if NUMBERED_SESSION.match(said) or find_weekday(said.split()[-1]) is not None:  # “Time: Monday 9:00 - 10:00”
        return None
    marks = marks if marks and said.count(marks) % 2 else ""
    return block.moved("\n".join([f"{text[times.begin : times.stop]} {said}{marks}", *below]))


def _menus(blocks: Sequence[Block]) -> list[Block]:
    """The list items that follow each other and only link to pages: of the other days, or of the site, as “Home ›”."""
    found: list[Block] = []
    said = (block for block in blocks if block.kind is not BlockKind.BLANK)
    for is_item, run in groupby(said, lambda block: block.kind is BlockKind.ITEM):
        items = list(run) if is_item else []
        days = [each for each in items if states_day(each.text) and inline.sole_anchor(each.text) is not None]
        crumbs = sum(each.text.rstrip().endswith(("›", "»")) for each in items)
        of_site = is_menu([each.text for each in items]) or 0 < crumbs == len(items) - 1
        found += items if of_site else days if len(days) > 1 else []
    return found


def is_menu(texts: Sequence[str]) -> bool:
    """Whether list items, or the cells of a row, link to the pages of a site: “Home | Program | Committee”."""
    links = [anchor.label for text in texts if (anchor := inline.sole_anchor(text)) is not None]
    of_site = any(_PAGE_OF_SITE.fullmatch(inline.plain(label)) for label in links[:2])
    return of_site and len(links) >= _FEWEST_PAGES and len(texts) - len(links) < 2  # this page has no link


_HOME = "home(?:page)?|startseite|accueil|inicio|início|contact|about|à propos"
_PAGE_OF_SITE = re.compile(rf"\W*(?:{_HOME})\W*", re.IGNORECASE)
_FEWEST_PAGES = 3
_ENDS_IN_DIGITS = re.compile(r"\d[^\d\n]{0,9}\Z")  # perhaps with “p.m.” and marks; most lines do not
_FEWEST_BEHIND = 3  # lines with their hours at the end
