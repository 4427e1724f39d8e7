"""Find the takeaways of a note: tagged or labelled lines, and sections with such a heading."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from confnotes.markup import headings, questions, tasks
from confnotes.markup.callouts import CALLOUT
from confnotes.markup.code import fenced_lines
from confnotes.markup.footnotes import Footnotes
from confnotes.markup.nested_lines import (
    ITEM,
    Cut,
    label_pattern,
    rows_with,
    untouchable,
    without,
    words_after_label,
    words_of,
)
from confnotes.markup.wrapped_lines import margin_of, run_end, runs_on
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.summary import SummaryTakeaway
from confnotes.report.quotable_lines import announces

MOST_LINES = 12  # longer sections summarize the talk rather than list takeaways

_NAMED = (
    r"(?:key |main |my )?take[- ]?aways?|take[- ]home(?: messages?| points?)?|tl;?dr"
    r"|(?:\w+ )?things to take (?:home|away)"
)
"""Words that mark a takeaway at the start of any line; the other names may also be ordinary words."""
_NAMES = rf"{_NAMED}|summary|conclusions?|(?:key|main) (?:points?|messages?)|in short|bottom line"
_SURE = re.compile(rf"(?:{_NAMED})(?:[ ]?#?\d{{1,2}})?", re.IGNORECASE)
_HEADING = re.compile(rf"\W*(?:{_NAMES})(?: (?:of|from)(?: the| this)? (?:talk|session|keynote))?\W*", re.IGNORECASE)
_WRAP_UP = re.compile(
    r"""\W*(?:(?:key|main)[ ](?:insights?|learnings?|lessons?)|lessons?[ ]learn(?:ed|t)
        |what[ ](?:i|we)(?:['’]ve)?[ ]learn(?:ed|t)|(?:final|closing)[ ]thoughts
        |fazit|zusammenfassung|(?:wichtigste[ ])?erkenntnisse|(?:à|a)[ ]retenir|en[ ]résumé|bilan
        |conclusiones|resumen|lecciones[ ]aprendidas)\W*""",
    re.IGNORECASE | re.VERBOSE,
)
"""Headings of an author's wrap-up, in the languages of draft highlights."""
_WRAP_UP_WORDS = "insight|learn|lesson|thought|fazit|zusammenf|erkenntn|retenir|sum|bilan|conclu|lecciones"
_LABEL = re.compile(rf"[ ]{{0,3}}{label_pattern(_NAMES)}(?P<text>.*)", re.IGNORECASE)
_NUMBERED = label_pattern(rf"(?:{_NAMES})(?:[ ]?#?\d{{1,2}})?")
_LINE = re.compile(rf"(?P<lead>[ \t>]*(?:(?P<item>{ITEM})|\#{{1,6}}[ \t]+)?){_NUMBERED}(?P<text>\S.*)", re.IGNORECASE)
_ENDS_LABELLED = re.compile(r"[ ]{0,3}(?:[^\s\-*+>#|`\d][^|`]{0,78}:[*_]{0,2}|([-*_])(?:[ ]?\1){2,})[ ]*")
"""Another label or a line across the page, which end the list below a label."""

_CALLOUT_TAG = r"(?<=[> ])\[!(?:takeaways?|tldr)\][+-]?[ \t]*(?=\S)"
_IN_CALLOUT = re.compile(_CALLOUT_TAG, re.IGNORECASE)
_TAG = re.compile(rf"#(?<!\S#)(?:takeaways?|tldr)(?![\w/-])[ \t]*|{_CALLOUT_TAG}", re.IGNORECASE)
_HEAD_ALONE = re.compile(r"(\[!(?:takeaways?|tldr)\][+-]?)[ \t]*\n[ ]{0,3}>[ \t]*(?=\S)", re.IGNORECASE)
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
_MAY_TAG = re.compile(r"(?:#|\[!)(?:takeaways?|tldr)", re.IGNORECASE)
_MAY_NAME = re.compile(
    rf"\n(?:[ \t>]*(?:{ITEM})?(?:\#{{1,6}}[ \t].*|[*_=]{{0,2}})(?:{_NAMES})|\#{{1,6}}[ \t].*(?:{_WRAP_UP_WORDS}))",
    re.IGNORECASE,
)
_NOT_LINES = re.compile(r"[ \t]*(?:\||!\[|\$\$)")
_NO_END = re.compile(r"[ \t]*\\?[ \t]*\Z")


@fast_dataclass(frozen=True, slots=True)
class Taken:
    """The takeaways, and the note without their sections."""

    takeaways: tuple[SummaryTakeaway, ...]
    text: str


def take(text: str, identifier: Callable[[int], str], footnotes: Footnotes | None = None) -> Taken:
    """Split a note into takeaways and the rest; `identifier` gives the id of the first (0), second, ... takeaway.

    Sections and lines of paragraphs are removed from the note; a tagged line, a list item, a quoted line and a heading
    are kept as written, but no callout, and end with ` ^id`. Sections with code, tables or more than MOST_LINES lines
    are unchanged. Duplicates count once. Text of `footnotes` is added to a takeaway in brackets.
    """
    text = _HEAD_ALONE.sub(r"\1 ", text)
    rows = {*rows_with(_MAY_TAG, text), *rows_with(_MAY_NAME, f"\n{text}")}
    if not rows:
        return Taken((), text.strip("\n"))
    lines = text.split("\n")
    shut = untouchable(lines)
    sections = _Sections(text, lines)
    notes = footnotes or sections.footnotes
    takeaways: dict[str, SummaryTakeaway] = {}
    cuts: list[Cut] = []

    def add(words: str, *, in_text: bool) -> SummaryTakeaway | None:
        words = notes.inlined(words)
        if not words or words in takeaways:
            return None
        takeaways[words] = SummaryTakeaway(identifier(len(takeaways)), words, in_text)
        return takeaways[words]

    behind = 0
    for number in sorted(rows):
        if number < behind or shut[number]:
            continue
        line = lines[number]
        said = _LINE.fullmatch(line)
        if section := sections.at(number):
            for words in section.takeaways:
                add(words, in_text=False)
            behind = section.cut.end
            cuts.append(section.cut)
        elif said and _stands_in_paragraph(said):
            if _SURE.fullmatch(said["name"]):
                behind = run_end(lines, shut, number, sections.margin)
                words = " ".join((said["text"].rstrip(), *map(words_of, lines[number + 1 : behind])))
                add(_words(_TAG.sub("", words_after_label(said, words))), in_text=False)
                cuts.append(Cut(number, behind))
        elif (said and (said["item"] or _SURE.fullmatch(said["name"]))) or _TAG.search(line):
            last = run_end(lines, shut, number, sections.margin) - 1
            lines[number], more = _IN_CALLOUT.sub("", line), map(words_of, lines[number + 1 : last + 1])
            in_text = _NOT_LINES.match(line) is None
            words = words_after_label(said, said["text"]) if said else lines[number]
            added = add(" ".join((_words(_NO_END.sub("", _TAG.sub("", words))), *more)), in_text=in_text)
            lines[last] += f" ^{added.id}" if added and in_text else ""
    return Taken(tuple(takeaways.values()), "\n".join(without(lines, cuts)).strip("\n"))


def _stands_in_paragraph(said: re.Match[str]) -> bool:
    """Whether a line is in an unindented paragraph."""
    return not said["lead"].strip() and len(said["lead"].expandtabs(4)) < 4


class _Section(NamedTuple):
    """The takeaways of a section, and its lines."""

    takeaways: list[str]
    cut: Cut


class _Sections:
    """Finds the takeaway sections of a note; footnote definitions in them are kept."""

    def __init__(self, text: str, lines: list[str]) -> None:
        self.footnotes, self.margin = Footnotes(text), margin_of(lines)
        self._lines = lines
        self._fenced = fenced_lines(lines)

    def at(self, number: int) -> _Section | None:
        """The section at this line, None unless it contains takeaways only."""
        end = _section_end(self._lines, self._fenced, number, self.margin)
        own = self.footnotes.rows
        told = [row for row in range(number, end) if row not in own]
        if not told:
            return None
        found = _section([self._lines[row] for row in told], [self._fenced[row] for row in told], self.margin)
        defined = (self._lines[row] for row in range(number, end) if row in own)
        return _Section(found, Cut(number, end, ("", *defined))) if found else None


def _section_end(lines: list[str], fenced: list[bool], number: int, margin: int) -> int:
    """The end of the takeaway section at this line; the line itself if none begins here."""
    line = lines[number]
    if fenced[number] or not line.strip():
        return number
    heading = headings.find(line)
    if heading is not None:
        level, words = heading
        if not (_HEADING.fullmatch(words) or _WRAP_UP.fullmatch(words)):
            return number
        return _next(lines, fenced, number, lambda at: _is_heading(lines[at], level))
    said = _LABEL.fullmatch(line)
    if said is None or (number and lines[number - 1].strip() and (said["text"] or not _SURE.fullmatch(said["name"]))):
        return number
    if said["text"].strip():
        return run_end(lines, fenced, number, margin)
    return _next(
        lines, fenced, number, lambda at: _is_heading(lines[at], 6) or bool(_ENDS_LABELLED.fullmatch(lines[at]))
    )


def _next(lines: list[str], fenced: list[bool], number: int, ends: Callable[[int], bool]) -> int:
    return next((at for at in range(number + 1, len(lines)) if not fenced[at] and ends(at)), len(lines))


def _is_heading(line: str, level: int) -> bool:
    found = headings.find(line)
    return found is not None and found[0] <= level


def _section(lines: list[str], fenced: list[bool], margin: int) -> list[str] | None:
    said = _LABEL.fullmatch(lines[0])
    first = [words_after_label(said, said["text"].strip())] if said and said["text"].strip() else []
    rest = [line for line in lines[1:] if line.strip()]
    if any(fenced) or not (first or rest) or len(rest) > MOST_LINES:
        return None
    if any(_NOT_LINES.match(line) or headings.find(line) or tasks.find(line) or questions.find(line) for line in rest):
        return None
    if announces(" ".join(lines)):
        return None
    found = first
    for above, line in pairwise(lines):
        if found and runs_on(above, line, margin):
            found[-1] += f" {words_of(line)}"
        elif line.strip():
            found.append(_words(_TAG.sub("", line)))
    return found


def _words(line: str) -> str:
    words = words_of(line)
    mark = _HEADING_MARK.match(words) or CALLOUT.match(words)
    return (words[mark.end() :] if mark else words).removesuffix("\\").rstrip()
