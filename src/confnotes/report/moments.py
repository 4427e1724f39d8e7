"""The links of a note's stamped lines into the recording, set into its Markdown.

A line in a paragraph or a list item gets its link at its end; headings, tables, code, formulas and definitions of links
stay as they are.
"""

from __future__ import annotations

from itertools import pairwise

from confnotes.catalogue.recordings import Recording
from confnotes.markup import stamps
from confnotes.markup.canonical import is_allowed
from confnotes.markup.code import blank_code
from confnotes.markup.markdown_text import link
from confnotes.markup.note_blocks import blocks
from confnotes.markup.plain import plain_text
from confnotes.markup.recordings import clock_text
from confnotes.model.summary import SummaryMoment

_MOST_LINES = 400  # a paragraph of more links is read by parsers in the square of their number


def moments_of(text: str, recording: Recording) -> tuple[SummaryMoment, ...]:
    """Every stamped line of a note's text that has a place in the recording."""
    lines = text.split("\n")
    found = []
    for number, seen in enumerate(blank_code(text).split("\n")):
        at = stamps.find(seen)
        seconds = recording.seconds(at) if at is not None else None
        if at is not None and seconds is not None:
            url = recording.link(at)
            words = plain_text(lines[number].replace("%%", ""))  # the text is fit for its audience
            found.append(SummaryMoment(words, seconds, url if url is not None and is_allowed(url) else None))
    return tuple(found)


def with_moments(text: str, recording: Recording) -> str:
    """The text with ` [12:40](address)` before the stamp of each such line."""
    lines = text.split("\n")
    linked = _running_lines(stamps.STAMP.sub("", text))
    for number, seen in enumerate(blank_code(text).split("\n")):
        match = stamps.STAMP.search(seen) if number in linked and "^t" in seen else None
        if match is None:
            continue
        at = stamps.time_of(match)
        url, seconds = recording.link(at), recording.seconds(at)
        if url is not None and seconds is not None and is_allowed(url):
            before = lines[number][: match.start()].rstrip()
            lines[number] = f"{before} {link(clock_text(seconds), url)} {match[0].strip()}"
    return "\n".join(lines)


def _running_lines(text: str) -> set[int]:
    """The lines, from 0, of paragraphs; of those without a code span or formula that goes over a line's end."""
    found: set[int] = set()
    tokens = blocks(text)
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and token.map is not None and token.map[1] - token.map[0] <= _MOST_LINES:
            lines = token.content.split("\n")
            if not any(line.count("`") % 2 or line.count("$$") % 2 for line in lines):
                found.update(range(*token.map))
    return found
