"""The lines and sentences of a note that could be quoted alone, each with its surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from confnotes.markup import headings, tasks
from confnotes.markup.code import fenced_lines
from confnotes.markup.footnotes import Footnotes
from confnotes.markup.nested_lines import lead
from confnotes.markup.note_blocks import line_and_anchor
from confnotes.markup.plain import plain_text
from confnotes.markup.recordings import MOMENT_LINK

_LONG = 34
"""Lines of more words are quoted one sentence at a time."""

_FULL_LINE = 60
"""Characters from which a line without a full stop may run on in the next one."""

_SENTENCE_END = re.compile(
    r"""(?: (?<=[.!?]) | (?<=[.!?]["”»)]) )
        (?<!\be\.g\.) (?<!\bi\.e\.) (?<!\bvs\.) (?<!\bz\.B\.) (?<!\bd\.h\.) (?<!\bp\.ex\.)
        (?<!\b[DMS][rst]\.) (?<!\bMrs\.) (?<!\bProf\.) (?<!\bapprox\.) (?<!\bresp\.) (?<![ .][A-Z]\.)
        [ \t]+ (?=["“«¿¡(]?[A-ZÀ-ÖØ-Þ0-9])
        | (?<=[。！？])""",
    re.VERBOSE,
)
_PAIRED = ("**", "__", "`", "==", "$")
"""Marks that a sentence must close if it opens them; else its line stays whole."""

_CLOCK = re.compile(
    r"""\(? \d{1,2}:\d\d (?::\d\d)? (?:[ ]?[-–][ ]?\d{1,2}:\d\d)? (?:[ ]?[ap]m\b)? \)?
        [ \t]* (?:[-–—:|·][ \t]+)? (?=\w)""",
    re.IGNORECASE | re.VERBOSE,
)
"""The moment at which a line was noted; it says nothing to others."""

_NO_PROSE = re.compile(r"\||!\[|\$\$|\[\^?[^\]\n]+\]:|[-*_=]{3,}[ \t]*\Z|<!--")
_CELLS = 2
"""Bars between the facts of a speaker, which are no sentence."""

_QUOTED = re.compile(r"[\"“„«]([^\"“”«»]{20,})[\"”“»]")


@dataclass(frozen=True, slots=True)
class QuotableLine:
    """A line of a note, or a sentence of it, as Markdown, and its `words` as plain text.

    `heading` is the one above, `intro` the line that a list belongs to. `depth` counts the paragraphs since the heading
    and the list items that it is nested in; `quoted`: in a quotation.
    """

    text: str
    words: str
    heading: str = ""
    intro: str = ""
    depth: int = 0
    quoted: bool = False


def quotable_lines(text: str) -> Iterator[QuotableLine]:
    """The quotable lines of a note's Markdown, in order; not headings, code, tables, pictures and tasks."""
    lines = text.split("\n")
    shut = fenced_lines(lines)
    footnotes = Footnotes(text)
    heading = intro = ""
    paragraphs = 0
    above: list[tuple[int, str]] = []
    row = 0
    while row < len(lines):
        line, at = lines[row], row
        row += 1
        own = lead(line)
        bare = line[own.start :].strip()
        if (found := headings.find(line)) is not None:
            heading, intro, above, paragraphs = plain_text(found[1]), "", [], 0
        if found is not None or shut[at] or not bare:
            continue
        while above and above[-1][0] >= own.indent:
            above.pop()
        if _NO_PROSE.match(bare) or tasks.find(line):
            continue
        row = _run_end(lines, shut, at)
        bare = " ".join([bare, *(more[lead(more).start :].strip() for more in lines[at + 1 : row])])
        belongs_to = above[-1][1] if above else intro if own.marker else ""
        bare = MOMENT_LINK.sub("", line_and_anchor(bare)[0])
        text = footnotes.inlined(bare[clock.end() :] if (clock := _CLOCK.match(bare)) else bare)
        yield from _sentences(
            QuotableLine(text, "", heading, belongs_to, paragraphs + len(above), quoted=">" in own.quote)
        )
        if own.marker:
            above.append((own.indent, plain_text(bare)))
        elif not above:
            paragraphs += 1
            intro = plain_text(bare) if bare.endswith((":", "：")) else ""


def _run_end(lines: Sequence[str], shut: Sequence[bool], row: int) -> int:
    """The row after a line and those that it runs on in: wrapped by hand or by an editor."""
    end = row + 1
    while end < len(lines) and len(lines[end - 1]) >= _FULL_LINE and not shut[end]:
        before, line = lines[end - 1].rstrip(), lines[end]
        own = lead(line)
        begins = line[own.start :][:1]
        if (
            own.marker
            or not begins
            or before.endswith((*".!?:;", "  ", "\\"))
            or not (begins.islower() or begins == "(")
        ):
            break
        end += 1
    return end


def _sentences(line: QuotableLine) -> Iterator[QuotableLine]:
    """The line, or its sentences if it is long."""
    parts = [line.text]
    if len(line.text.split()) > _LONG:
        split = [part.strip() for part in _SENTENCE_END.split(line.text)]
        parts = [_without_open_quote(part) for part in split] if all(map(_is_closed, split)) else parts
    for part in parts:
        words = plain_text(part)
        if words and "%%" not in part and words.count(" | ") < _CELLS:
            match = _QUOTED.search(words)
            quoted = line.quoted or (match is not None and 2 * len(match[0]) > len(words))
            yield replace(line, text=part, words=words, quoted=quoted)


def _without_open_quote(part: str) -> str:
    """A sentence of a quotation of several, without the mark at its one end."""
    return part.strip('"') if part.count('"') == 1 and '"' in (part[0], part[-1]) else part


def _is_closed(part: str) -> bool:
    return part.count("[") == part.count("]") and not any(part.count(mark) % 2 for mark in _PAIRED)
