"""What the first sentences of a page say of its name and of the conference it belongs to."""

from __future__ import annotations

import re
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.acronyms import LONG_NAMES, is_series, parents_in
from confnotes.importers.facts.dates import find_dates, find_years
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.page import ParsedPage

_BOLD = re.compile(r"(?:\*\*|__)([^*_\n]{5,160})(?:\*\*|__)")
_CAPITALISED = "[A-Z][\\w’'-]*"
_NAME_WORDS = rf"(?:\s+(?:{_CAPITALISED}|on|of|for|in|and|the|&|\([A-Z][\w-]+\))){{0,10}}?"
_SUBJECT = rf"\s+on(?:\s+(?:{_CAPITALISED}|of|for|in|and|the|&)){{1,10}}(?<=\w{{3}})"
_WELCOME = re.compile(
    rf"\b[Tt]he\s+(?P<name>(?:\d+(?:st|nd|rd|th)\s+)?{_CAPITALISED}{_NAME_WORDS}"
    rf"\s+(?:[Ww]orkshop|Conference|Symposium|School|Seminar)(?:{_SUBJECT})?)"
)
_BESIDE = r"\bco-?located\s+with|\bin\s+conjunction\s+with|\b(?:held\s+|as\s+)?part\s+of|\bsatellite\s+(?:event\s+)?of"
_AT = re.compile(
    rf"(?:\bworkshop\s+(?:at|@|of|in)|{_BESIDE})\s+(?:the\s+)?(?:\d{{1,3}}(?:st|nd|rd|th)\s+)?(?:annual\s+)?",
    re.IGNORECASE,
)
_MEETING = "workshops?|conference|symposium|seminar|school|summit|meetup|colloquium|hackathon|meeting|forum|congress"
_DAYS = "days?|camp|con|retreat|unconference|tutorial|lecture series|festival"
_ABROAD = "tagung|kongress|conférence|congreso"
CONFERENCE_WORD = re.compile(rf"\b(?:{_MEETING}|{_DAYS}|{_ABROAD})\b|\b\w+[cC]on\b", re.IGNORECASE)


def part_of_undated(page: ParsedPage, builder: Builder) -> None:
    """The conference that the first lines say this is a workshop at, where only the event's date gives the year."""
    conference = builder.conference
    if conference.part_of is not None or conference.year is None:
        return
    first = [block for section in page.sections[:2] for block in section.blocks if block.kind is not BlockKind.BLANK]
    for block in first[:12]:
        text = inline.plain(block.text)
        if len(text) > 300 or not _AT.search(text):
            continue
        for match in _AT.finditer(text):
            rest = text[match.end() :]
            series = next((acronym for pattern, acronym in LONG_NAMES if pattern.match(rest)), None)
            bare = re.match(r"[A-Za-z-]+", rest)
            series = series or (bare.group(0) if bare and is_series(bare.group(0)) else None)
            if series is not None and not find_years(rest[:40]):
                part_of = f"{series} {conference.year}"
                builder.conference = replace(conference, part_of=part_of)
                builder.warn(f"“{series}” is named without a year; that of the event's date is taken", block.line)
                return


def name_in_prose(page: ParsedPage) -> tuple[str | None, int | None]:
    """`The **Name (SHORT) workshop** ...`: the name as the first sentences give it."""
    first = [block for section in page.sections[:2] for block in section.blocks if block.kind is BlockKind.TEXT][:4]
    for block in first:
        for match in _BOLD.finditer(block.text[:600]):
            name, after = inline.plain(match.group(1)).strip(" .,:"), block.text[match.end() : match.end() + 20]
            called = CONFERENCE_WORD.search(name) or re.match(r"\s+(?:workshop|conference|symposium|seminar)\b", after)
            if called and 6 < len(name) < 140 and not find_dates(name):
                return name, block.line
        welcome = _WELCOME.search(inline.plain(block.text[:600]))
        if welcome and not parents_in(welcome.group("name")):
            return welcome.group("name"), block.line
    return None, None
