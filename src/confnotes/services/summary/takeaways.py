"""Takeaways: what stands under a heading “Takeaways”, “Summary” and the like, items of lists that begin with such a
word and a colon, and lines tagged #takeaway."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from confnotes.markup import headings, questions, tasks
from confnotes.markup.code import fenced_lines
from confnotes.markup.nested_lines import ITEM, rows_with, words_of
from confnotes.model.summary import SummaryTakeaway

MOST_LINES = 12  # a longer section is an account of the talk, not what to take away

_NAMES = (
    r"(?:key |main |my )?take[- ]?aways?|take[- ]home(?: messages?| points?)?|summary|tl;?dr|conclusions?"
    r"|(?:key|main) (?:points?|messages?)|in short|bottom line|(?:\w+ )?things to take (?:home|away)"
)
_HEADING = re.compile(rf"\W*(?:{_NAMES})\W*", re.IGNORECASE)
_LABEL = re.compile(rf"[ ]{{0,3}}[*_]{{0,2}}(?:{_NAMES})[*_]{{0,2}}[ ]*:[*_]{{0,2}}[ ]*(.*)", re.IGNORECASE)
_ITEM = re.compile(
    rf"[ \t>]*{ITEM}(?P<mark>[*_]{{0,2}})(?:{_NAMES})(?:[ ]?:(?P=mark)|(?P=mark)[ ]?:)[ \t]*(?P<text>\S.*)",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(r"[ ]{0,3}[^\s\-*+>#|`\d][^|`]{0,78}:[*_]{0,2}[ ]*")
_TAG = re.compile(r"#(?<!\S#)(?:takeaways?|tldr)(?![\w/-])[ \t]*", re.IGNORECASE)
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
_MAY_HAVE = re.compile(
    rf"#(?:takeaways?|tldr)|^[ ]{{0,3}}(?:\#{{1,6}}[ \t].*|[*_]{{0,2}})(?:{_NAMES})"
    rf"|^[ \t>]*{ITEM}[*_]{{0,2}}(?:{_NAMES})[ ]?[:*_]",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_LINES = re.compile(r"[ \t]*(?:\||!\[|\$\$)|.*\[\^")
_NO_END = re.compile(r"[ \t]*\\?[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class Taken:
    """The takeaways, and the note without the sections they came from."""

    takeaways: tuple[SummaryTakeaway, ...]
    text: str


def take(text: str, identifier: Callable[[int], str]) -> Taken:
    """Split a note into takeaways and the rest; `identifier` gives the id of the first (0), second, ... takeaway.

    A section is taken out of the note; a tagged line or item stays in it, without its tag, and ends with ` ^id`.
    Sections with code, tables, footnotes or more than MOST_LINES lines stay as they are. What is said twice is one
    takeaway.
    """
    rows = set(rows_with(_MAY_HAVE, text))
    if not rows:
        return Taken((), text.strip("\n"))
    lines = text.split("\n")
    fenced = fenced_lines(lines)
    takeaways: dict[str, SummaryTakeaway] = {}
    kept: list[str] = []

    def add(words: str, *, in_text: bool) -> SummaryTakeaway | None:
        if not words or words in takeaways:
            return None
        takeaways[words] = SummaryTakeaway(identifier(len(takeaways)), words, in_text)
        return takeaways[words]

    number = 0
    while number < len(lines):
        if number not in rows:
            kept.append(lines[number])
            number += 1
            continue
        end = _section_end(lines, fenced, number)
        found = _section(lines[number:end], fenced[number:end]) if end > number else None
        if found:
            for words in found:
                add(words, in_text=False)
            kept.append("")
            number = end
            continue
        line = lines[number]
        item = None if fenced[number] else _ITEM.fullmatch(line)
        if item or (not fenced[number] and _TAG.search(line)):
            line = _NO_END.sub("", _TAG.sub("", line))
            in_text = _NOT_LINES.match(line) is None
            added = add(_words(_TAG.sub("", item["text"]) if item else line), in_text=in_text)
            line = f"{line} ^{added.id}" if added and in_text else line
        kept.append(line)
        number += 1
    return Taken(tuple(takeaways.values()), "\n".join(kept).strip("\n"))


def _section_end(lines: list[str], fenced: list[bool], number: int) -> int:
    """Where the section of takeaways that begins at this line ends; the line itself when none begins here."""
    line = lines[number]
    if fenced[number] or not line.strip():
        return number
    heading = headings.find(line)
    if heading is not None:
        level, words = heading
        if not _HEADING.fullmatch(words):
            return number
        return _next(lines, fenced, number, lambda at: _is_heading(lines[at], level))
    label = _LABEL.fullmatch(line)
    if label is None or (number and lines[number - 1].strip()):
        return number
    if label[1].strip():
        return number + 1
    return _next(lines, fenced, number, lambda at: _is_heading(lines[at], 6) or bool(_OTHER_LABEL.fullmatch(lines[at])))


def _next(lines: list[str], fenced: list[bool], number: int, ends: Callable[[int], bool]) -> int:
    return next((at for at in range(number + 1, len(lines)) if not fenced[at] and ends(at)), len(lines))


def _is_heading(line: str, level: int) -> bool:
    found = headings.find(line)
    return found is not None and found[0] <= level


def _section(lines: list[str], fenced: list[bool]) -> list[str] | None:
    label = _LABEL.fullmatch(lines[0])
    first = [label[1].strip()] if label and label[1].strip() else []
    rest = [line for line in lines[1:] if line.strip()]
    if any(fenced) or not (first or rest) or len(rest) > MOST_LINES:
        return None
    if any(_NOT_LINES.match(line) or headings.find(line) or tasks.find(line) or questions.find(line) for line in rest):
        return None
    return first + [_words(_TAG.sub("", line)) for line in rest]


def _words(line: str) -> str:
    words = words_of(line)
    mark = _HEADING_MARK.match(words)
    return (words[mark.end() :] if mark else words).removesuffix("\\").rstrip()
