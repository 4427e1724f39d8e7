"""A note's text for a summary: without timestamps and block ids, with wikilinks resolved.

A timestamped line in a paragraph or list item gets a link to its moment in the recording; headings, tables, code,
formulas and link definitions are unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from confnotes.catalogue.recordings import Recording
from confnotes.markup import embeds, headings, stamps, wikilinks
from confnotes.markup.canonical import is_allowed
from confnotes.markup.code import blank_code
from confnotes.markup.link_names import link_words
from confnotes.markup.markdown_text import escape_text, link
from confnotes.markup.names import fold
from confnotes.markup.note_blocks import blocks
from confnotes.markup.plain import plain_text, safe_text
from confnotes.markup.recordings import clock_text
from confnotes.model.note import Note
from confnotes.model.summary import SummaryMoment

_BLANK_RUN = re.compile(r"\n{3,}")
_MARK = re.compile(r"\^(?<![^ \t\n]\^)[A-Za-z0-9-]+[ \t\r]*$", re.MULTILINE)
_BLANKS = " \t\r\f\v"


def readable_text(
    note: Note, titles: set[str], item_of: Callable[[str], str | None], recording: Recording | None = None
) -> str:
    """The note's Markdown without timestamps, without a heading that repeats one of the (folded) titles, and with
    wikilinks as internal links to the item from `item_of`, or as plain text; headings use `#`. With a recording,
    timestamped lines end with a link to their moment.
    """
    text = without_tags(resolve_links(safe_text(note.body), item_of))
    if recording is not None:
        text = with_moments(text, recording)
    if "^" in text:
        text = without_marks(text)
    text = headings.with_marks(text)
    lines = text.strip("\n").split("\n")
    first = headings.find(lines[0]) if lines else None
    if first is not None and first[0] == 1 and fold(first[1]) in titles:
        lines[0] = ""
    return _BLANK_RUN.sub("\n\n", "\n".join(lines)).strip("\n") if "```" not in text else "\n".join(lines).strip("\n")


def without_marks(text: str) -> str:
    """The text without timestamps and other block ids."""
    parts: list[str] = []
    at = 0
    for match in _MARK.finditer(blank_code(text)):
        parts.append(text[at : match.start()].rstrip(_BLANKS))
        at = match.end()
    return "".join([*parts, text[at:]])


def resolve_links(text: str, item_of: Callable[[str], str | None]) -> str:
    """The text with each `[[wikilink]]` outside code as `[words](#id)`, or as plain text without a target."""
    if "[[" not in text:
        return text
    parts: list[str] = []
    at = 0
    for match in wikilinks.WIKILINK.finditer(blank_code(text)):
        link = wikilinks.read(match)
        if link is None:
            continue
        picture = embeds.picture_words(link.target) if link.embed else None
        words = f"({escape_text(picture)})" if picture else escape_text(link.alias or link_words(link))
        item = item_of(link.target) if link.target and not link.embed else None
        parts += [text[at : link.start], f"[{words}](#{item})" if item else words]
        at = match.end()
    return "".join([*parts, text[at:]])


_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "mark": "=="}
_RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_ELEMENT = re.compile(
    r"""<(?P<name>b|strong|i|em|s|del|mark|sup|sub)>(?P<words>[^\s<>](?:[^<>\n]*[^\s<>])?)</(?P=name)>
        | <(?P<shuts>/?)(?P<tag>b|strong|i|em|s|del|mark|sup|sub|u|ins|small|big|kbd|span|font|center|br)
          (?:\s[^<>\n]*|/)?>""",
    re.VERBOSE | re.IGNORECASE,
)


def without_tags(text: str) -> str:
    """The text with the elements of HTML that set words differently as Markdown, or as their words; code is unchanged.

    All other tags are text, as a note is never HTML; so is one without its other half: `Vec<i>`.
    """
    found = list(_ELEMENT.finditer(blank_code(text))) if "<" in text else []
    halves = {(match["tag"].lower(), match["shuts"]) for match in found if match["tag"]}
    parts: list[str] = []
    at = 0
    for match in found:
        tag = (match["tag"] or "").lower()
        if not tag or tag == "br" or {(tag, ""), (tag, "/")} <= halves:
            parts += [text[at : match.start()], _set_differently(match) if not tag else " " if tag == "br" else ""]
            at = match.end()
    return "".join([*parts, text[at:]])


def _set_differently(match: re.Match[str]) -> str:
    name, words = match["name"].lower(), match["words"]
    if name in ("sup", "sub"):
        moved = words.translate(_RAISED if name == "sup" else _LOWERED)
        return words if any(one in moved for one in words) else moved
    return f"{_MARKS[name]}{words}{_MARKS[name]}"


_MOST_LINES = 400  # parsers take quadratic time for paragraphs with more links


def moments_of(text: str, recording: Recording) -> tuple[SummaryMoment, ...]:
    """Every timestamped line of a note with a position in the recording."""
    lines = text.split("\n")
    found = []
    for number, seen in enumerate(blank_code(text).split("\n")):
        at = stamps.find(seen)
        seconds = recording.seconds(at) if at is not None else None
        if at is not None and seconds is not None:
            url = recording.link(at)
            words = plain_text(lines[number].replace("%%", ""))  # the text is already filtered
            found.append(SummaryMoment(words, seconds, url if url is not None and is_allowed(url) else None))
    return tuple(found)


def with_moments(text: str, recording: Recording) -> str:
    """The text with ` [12:40](address)` before the timestamp of each such line."""
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
    """Line numbers (from 0) of paragraphs, except those with a code span or formula across lines."""
    found: set[int] = set()
    tokens = blocks(text)
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and token.map is not None and token.map[1] - token.map[0] <= _MOST_LINES:
            lines = token.content.split("\n")
            if not any(line.count("`") % 2 or line.count("$$") % 2 for line in lines):
                found.update(range(*token.map))
    return found
