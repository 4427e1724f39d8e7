"""The form of headings of talks: “Title by Name”, “Name | @handle | “Title””, “Title, [Name](url)”, and of such items.

The headings of a document usually have the same form. Every way to split them is tried on all of them: one that finds
people in most of them is also used for headings that alone would be ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.lengths import LONGEST_LINE
from confnotes.importers.facts.names import is_certain_name, is_likely_institution, name_likeness
from confnotes.importers.facts.people import read_people
from confnotes.importers.notes.facts import is_people_line
from confnotes.importers.notes.lines import LineRole, LogicalLine
from confnotes.importers.notes.name import names_conference
from confnotes.importers.pages.entries import ProgramEntry, read_entry, read_layout
from confnotes.markup.names import fold
from confnotes.model.program import Speaker

_HANDLE = re.compile(r"[\s,.–—-]*[(\[]*(?:(?i:twitter|mastodon)\s*:\s*)?(?<!\w)@\w[\w.-]*[)\]]*(?:\(\S*?\))?\)*")
_ORG_BEHIND = re.compile(r"(?P<title>.{4,}\S)\s*\((?P<org>[^()]{2,40})\)")
_FEWEST_PAIRS = 3
_LINKED = re.compile(r"[-*+]\s+\[(?P<title>[^\[\]]{4,300})\]\([^()\s]+\)(?P<behind>[^\[\]]{4,200})")
_BEFORE_NAMES = re.compile(r"[^\w(]*(?:[a-zß-ÿ]{1,10}\s+)?(?=\S)")
_FEWEST_LINKED = 3
_OF_TALKS = re.compile(
    r"\b(?:talks?|sessions?|vorträge|exposés|conférences|charlas|ponencias|palestras|lezingen)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TalkHeading:
    """A heading as title and people."""

    title: str
    speakers: tuple[Speaker, ...]


def without_handles(text: str) -> str:
    """A text without `@name`, whether bare, in brackets or as a link's label."""
    return _HANDLE.sub("", text) if "@" in text else text


def read_headings(texts: Sequence[str], below: Sequence[Sequence[Speaker]] = ()) -> list[TalkHeading | None]:
    """Title and people of each heading (Markdown, without times and rooms); None if it is not a title with people.

    `below` are the people of the line under each, if any.
    """
    lines = [without_handles(text) if len(text) <= LONGEST_LINE else "" for text in texts]
    layout = read_layout(lines, ())
    read = [_heading(read_entry(line, (), layout), alone=len(texts) < 2) for line in lines]
    for number, people in enumerate(below):
        known, heading = {fold(each.name) for each in people}, read[number]
        if people and not (heading and any(fold(named.name) in known for named in heading.speakers)):
            read[number] = TalkHeading(inline.plain(texts[number]), tuple(people))
    return read


def read_pairs(pairs: Sequence[tuple[str, str]]) -> list[TalkHeading | None]:
    """Title and people of headings with another one right below, in either order; None if neither is people.

    None at all if these are too few, or if most pairs are something else, such as a talk and its first part.
    """
    people = [[read_people(text) if is_people_line(text) else [] for text in pair] for pair in pairs]
    if sum(bool(first) != bool(second) for first, second in people) < max(_FEWEST_PAIRS, len(pairs) * 2 / 3):
        return [None] * len(pairs)
    out: list[TalkHeading | None] = []
    for pair, sides in zip(pairs, people, strict=True):
        first, second = (max((name_likeness(each.name) for each in side), default=0.0) for side in sides)
        title, named = (pair[1], sides[0]) if first > second else (pair[0], sides[1])
        out.append(TalkHeading(inline.plain(title), tuple(named)) if first != second else None)
    return out


def read_linked(lines: Sequence[LogicalLine]) -> dict[int, TalkHeading]:
    """Items that are a linked title and people, `- [What bees know](url) by Ada Lind`, mostly with notes below them."""
    found: dict[int, TalkHeading] = {}
    for number, line in enumerate(lines):
        match = _LINKED.fullmatch(line.text) if line.role in (LineRole.TEXT, LineRole.FACTS) else None
        people = read_people(_BEFORE_NAMES.sub("", match["behind"], count=1).strip(" .")) if match else []
        if match and people and max(name_likeness(each.name) for each in people) > 0:
            found[number] = TalkHeading(inline.plain(match["title"]), tuple(people))
    noted = sum(any(line.indented and not line.bullet for line in lines[at + 1 : at + 3]) for at in found)
    enough = len(found) >= _FEWEST_LINKED and noted * 2 > len(found)
    return found if enough and _tells_of_talks(lines[: min(found)]) else {}


def _tells_of_talks(above: Sequence[LogicalLine]) -> bool:
    """Whether the title above a list names a conference, and the line right above it says that it has talks."""
    title = next((line.text for line in above if line.role is LineRole.HEADING), "")
    *_, last = ("", *(line.text for line in above if line.text))
    return names_conference(title) and _OF_TALKS.search(last) is not None


def _heading(entry: ProgramEntry, *, alone: bool) -> TalkHeading | None:
    """The heading if it has a title and people; `alone`: names must be evident without other headings."""
    title, speakers = entry.title or (entry.kind.value.capitalize() if entry.kind else ""), entry.speakers
    if not title or not speakers or (alone and not any(is_certain_name(each.name) for each in speakers)):
        return None
    behind = _ORG_BEHIND.fullmatch(title) if len(speakers) == 1 and speakers[0].affiliation is None else None
    if behind and is_likely_institution(behind["org"]):
        title, speakers = behind["title"], [replace(speakers[0], affiliation=behind["org"])]
    return TalkHeading(title, tuple(speakers))
