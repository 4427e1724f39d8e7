"""Lines of a note with the lines nested below them, and removing some without changing how the rest is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from confnotes.markup import headings
from confnotes.markup.code import code_lines
from confnotes.markup.questions import find_answer
from confnotes.markup.tasks import MARK

ITEM: Final = r"(?:[-*+•]|\d{1,9}[.)])[ \t]+"
"""The marker of a list item, after its indentation."""


def label_pattern(names: str) -> str:
    """A pattern for a label before words, in any emphasis: `Me:`, `**Me:**`, `*Me*:`, or all of `**Me: words**`."""
    return (
        rf"(?P<mark>\*\*|__|==|\*|_|)(?P<name>{names})"
        r"(?:[ \t]?[:：](?P=mark)|(?P=mark)[ \t]?[:：]|[ \t]?(?P<within>[:：]))(?!//)[ \t]*"
    )


def words_after_label(match: re.Match[str], words: str) -> str:
    """The words after a label that `match` found, with the emphasis around them."""
    return f"{match['mark']}{words}" if match["within"] and match["mark"] in words else words


_LEAD = re.compile(rf"((?:[ ]{{0,3}}>[ \t]?)*)([ \t]*)({ITEM})?")
_BEFORE_WORDS = re.compile(rf"[ \t>]*(?:{ITEM}(?:\[{MARK}\][ \t]+)?)?")
_TAB = 4  # cells, as CommonMark has it


def rows_with(form: re.Pattern[str], text: str) -> Iterator[int]:
    """The rows of a text, from 0, at which a match of the pattern begins."""
    row = at = 0
    for match in form.finditer(text):
        row += text.count("\n", at, match.start())
        at = match.start()
        yield row


class LineLead(NamedTuple):
    """The markers before a line's words: quote marks, a list marker. `indent` and `inside` are the columns, after the
    quote marks, of the marker (or the words) and of nested content; `start` is the offset of the words.
    """

    quote: str
    indent: int
    marker: str
    inside: int
    start: int


class Cut(NamedTuple):
    """The lines from `row` to before `end`, and their replacement."""

    row: int
    end: int
    instead: tuple[str, ...] = ()


def lead(line: str) -> LineLead:
    """The markers before the words of a line."""
    match = _LEAD.match(line)
    assert match is not None
    quote, blanks, marker = match[1], match[2], match[3] or ""
    indent = len(blanks.expandtabs(_TAB))
    return LineLead(quote, indent, marker, indent + (len(marker) if marker else 1), match.end())


def words_of(line: str) -> str:
    """The words of a line, without quote marks, a list marker, a task's box and blanks around."""
    return _BEFORE_WORDS.sub("", line, count=1).strip()


def nested_end(lines: Sequence[str], row: int) -> int:
    """The row after a line and its nested lines. Below a list item, these may be paragraphs with blank lines between;
    below other lines, they end at the first blank one.
    """
    own = lead(lines[row])
    end = at = row + 1
    while at < len(lines):
        other = lead(lines[at])
        if not lines[at][other.start :].strip() and not other.marker:
            if not own.marker:
                break
            at += 1
            continue
        if other.indent < own.inside or other.quote.count(">") != own.quote.count(">"):
            break
        at += 1
        end = at
    return end


def dedent(lines: Iterable[str], margin: int) -> tuple[str, ...]:
    """The lines without their quote marks, shifted left by `margin` columns."""
    found = []
    for line in lines:
        own = lead(line)
        rest = line[len(own.quote) :].lstrip(" \t")
        found.append(f"{' ' * max(own.indent - margin, 0)}{rest}" if rest else "")
    return tuple(found)


def lift(lines: Sequence[str], row: int, end: int) -> tuple[str, ...]:
    """The nested lines of a line, dedented to replace it."""
    own = lead(lines[row])
    margin = own.quote + " " * own.indent
    return tuple(f"{margin}{line}" if line else own.quote.rstrip() for line in dedent(lines[row + 1 : end], own.inside))


def without(lines: Sequence[str], cuts: Sequence[Cut]) -> list[str]:
    """The lines with these cuts, which are in order and do not overlap.

    A blank line is inserted where paragraphs would otherwise merge.
    """
    found: list[str] = []
    at = 0
    for cut in cuts:
        _append(found, lines[at : cut.row])
        _append(found, cut.instead)
        at = cut.end
    _append(found, lines[at:])
    return found


def _append(found: list[str], lines: Sequence[str]) -> None:
    if found and lines and _runs_on(found[-1], lines[0]):
        one, other = lead(found[-1]).quote, lead(lines[0]).quote
        found.append(one.rstrip() if one == other else "")
    found += lines


def _runs_on(above: str, below: str) -> bool:
    one, other = lead(above), lead(below)
    if not above[one.start :].strip() or not below[other.start :].strip():
        return False
    if other.marker and not other.marker[0].isdigit():
        return False
    in_list = bool(one.marker or one.indent)
    return not (in_list and (other.marker or other.indent))


def joins(above: Sequence[str], line: str) -> bool:
    """Whether a line right below others would become part of the list item, quote or table that they end with.

    Markdown reads a plain line there as more of the item's text. An answer below its question is meant to be there.
    """
    own = lead(line)
    if not line.strip() or own.marker or own.quote or own.indent or line.startswith("|"):
        return False
    if headings.find(line) or find_answer(line):
        return False
    for row in reversed(above):
        if not row.strip() or headings.find(row):
            break
        other = lead(row)
        if other.marker or other.quote or row.startswith("|"):
            return True
    return False


def untouchable(lines: Sequence[str]) -> list[bool]:
    """For each line, whether it is code or inside a formula of several lines, where no other syntax applies."""
    found = code_lines(lines)
    inside = False
    for row, line in enumerate(lines):
        if found[row]:
            continue
        turns = line.count("$$") % 2 == 1
        found[row] = inside or turns
        inside = inside is not turns
    return found
