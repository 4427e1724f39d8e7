"""Talks without headings in notes: a paragraph that begins with a title, by its form and the lines below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from confnotes.importers.facts import inline
from confnotes.importers.facts.kinds import PREFIX
from confnotes.importers.facts.lengths import LONGEST_LINE
from confnotes.importers.notes.facts import read_title
from confnotes.importers.notes.lines import LineRole, LogicalLine, event_id, numbered_title, tells_of_talk
from confnotes.importers.pages.entries import read_entry
from confnotes.importers.pages.labels import split_label


def begins_talk(lines: Sequence[LogicalLine], number: int, *, headed: bool) -> bool:
    """Whether a line that begins a paragraph is a talk's title, by its text and the following lines.

    `headed`: whether the page has headings below its title, so that plain paragraphs are rarely talks.
    """
    line = lines[number]
    if line.role not in (LineRole.TITLE_LINK, LineRole.TEXT, LineRole.LABELLED) or not _begins_paragraph(lines, number):
        return False
    after = lines[number + 1] if number + 1 < len(lines) else None
    facts = after.facts if after is not None and after.role is LineRole.FACTS else None
    about = facts is not None or (after is not None and tells_of_talk(after))
    if line.role is LineRole.TITLE_LINK:
        anchor = inline.sole_anchor(line.text)
        if anchor is None or anchor.label == anchor.url or line.bullet:
            return False
        return about or event_id(anchor.url) is not None
    if line.role is LineRole.LABELLED:
        found = split_label(line.text)
        return found is not None and found[0] == "title" and about
    if line.bullet and numbered_title(line.text) is None:
        return False
    if len(line.text) > LONGEST_LINE or line.text.endswith((",", ":")):
        return False
    return _bold_or_plain(lines, number, about=about, headed=headed)


def _bold_or_plain(lines: Sequence[LogicalLine], number: int, *, about: bool, headed: bool) -> bool:
    line = lines[number]
    bold = line.text.startswith(("**", "__"))
    if about and (line.broken or inline.is_bold(line.text)):
        return not line.text.endswith(".")
    named = PREFIX.match(inline.plain(line.text)) is not None
    headed = headed and not named
    if bold and not about:
        entry = read_entry(read_title(line.text)[0])
        stands_out = re.match(r"^(\*\*|__)(.+?)\1\s*(?:[-–—|:(,]|by\b)", line.text) is not None
        return bool(entry.title and entry.speakers and stands_out and len(inline.plain(entry.title).split()) > 1)
    if not about or line.text.endswith((".", "?!")):
        return False
    following = lines[number + 1 : number + 4]
    told = list(takewhile(lambda each: each.role is LineRole.FACTS or tells_of_talk(each), following))
    facts = [each.facts for each in told if each.facts is not None]
    who_and_when = any(each.people for each in facts) and any(each.times for each in facts)
    return len(told) >= 2 and (who_and_when or not headed)


def _begins_paragraph(lines: Sequence[LogicalLine], number: int) -> bool:
    """Whether a line follows a blank line or heading, or the time and place lines of a session."""
    while number and (facts := lines[number - 1].facts) is not None and facts.only_when_and_where():
        number -= 1
    return number == 0 or lines[number - 1].role in (LineRole.BLANK, LineRole.HEADING, LineRole.NOTES_LABEL)
