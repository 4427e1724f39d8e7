"""What a page says beyond its program: text for the conference's note, or lines that are reported.

The text of somebody's own notes goes into the conference's note, as it was written. The page of a workshop isn't the
user's text (its call for papers, its sponsors): its lines are only listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.zones import find_zone
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.page import PageSection
from confnotes.markup import headings
from confnotes.markup.clock_times import find_times
from confnotes.markup.code import fenced_lines
from confnotes.markup.names import bare
from confnotes.model.program import Kind, Program, Role, SourceLine, Talk

_KNOWN = 0.75
"""A line is known if the program has this share of its words: “by”, “from” and the like join facts."""
_SHORT = 8
"""The most words of a line that is only about when and where, and of a heading that only names what is below it."""
_WORD = re.compile(r"[^\W_]+")
_LABELS = re.compile(
    rf"""\b(?:{"|".join((*Kind, *Role))}|(?:chair|contribut|invit|moderat|plenar|present)\w*
    |opening|closing|time|slot|date|day|duration|mins?|minutes|all|event|activity|type|titles?|topic|description|session|notes?|q&a)s?\b
    |\b[^\W\d]*\d\w*""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINING = frozenset("a and at au by da de der di du e from in la le of par the und van von with y".split())  # noqa: SIM905
"""Words that join facts in a line about a talk."""
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


def rest_of_page(text: str, program: Program) -> str:
    """The paragraphs, lists and headings of a page that say something the program does not; "" if it says all."""
    lines = text.split("\n")
    known = _KnownWords(_strings(program))
    fenced = fenced_lines(lines)
    kept = [False] * len(lines)
    for block in _blocks(lines, fenced):
        unknown = [row for row in block if not known.has(lines[row])]
        whole = len(unknown) * 2 > len(block) or (unknown and not _ITEM.match(lines[block[0]]))
        for row in block if whole else unknown:
            kept[row] = True
    return _with_headings(lines, fenced, kept)


def lines_left(sections: Iterable[PageSection], program: Program) -> tuple[SourceLine, ...]:
    """The lines of a page, without short headings, that say something the program does not."""
    known = _KnownWords(form for said in _strings(program) for form in (said, _LABELS.sub(" ", said)))
    blocks = (block for each in sections for block in (*filter(None, (each.heading,)), *each.blocks))
    lines = ((block.line, line) for block in blocks for line in _lines_of(block))
    return tuple(SourceLine(at, line) for at, line in lines if not known.has(_without_labels(line)))


def says_more(line: str, talk: Talk) -> bool:
    """Whether a line about a talk has a word that the talk has not, such as a speaker's handle or position."""
    known = {*_JOINING, *(word for said in (*_strings_of(talk), *_addresses(talk)) for word in _words(said))}
    return not known.issuperset(_words(_without_labels(inline.plain(line))))


def _addresses(talk: Talk) -> Iterator[str]:
    yield from filter(None, (*(each.url for each in talk.speakers), *(each.url for each in talk.resources)))


def _lines_of(block: Block) -> Iterator[str]:
    """What a reader sees of a block, unless it is a short heading; of an include, the values that are no paths."""
    if block.kind is BlockKind.INCLUDE:
        yield from (value for value in block.attributes.values() if " " in value)
    elif block.cells:
        yield inline.plain(" · ".join(filter(None, block.cells if not block.header else ())))
    elif block.kind is not BlockKind.HEADING or len(_words(block.text)) > _SHORT:
        yield from map(inline.plain, block.text.split("\n"))


def _without_labels(line: str) -> str:
    """A line without dates, times, zones, numbers and words for kinds and columns: a program has its own for these."""
    zone = find_zone(line)
    spans = [(one.begin, one.stop) for one in (*find_dates(line), *find_times(line), zone) if one is not None]
    for begin, stop in sorted(spans, reverse=True):
        line = f"{line[:begin]} {line[stop:]}"
    return _LABELS.sub(" ", line)


def _blocks(lines: Sequence[str], fenced: Sequence[bool]) -> Iterator[list[int]]:
    """The rows of each paragraph, list and block of code."""
    block: list[int] = []
    for row, line in enumerate(lines):
        if fenced[row] or (line.strip() and headings.find(line) is None):
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _with_headings(lines: list[str], fenced: Sequence[bool], kept: list[bool]) -> str:
    """The kept rows, with every heading whose section has one, except the page's title."""
    found: list[str] = []
    above: list[tuple[int, str]] = []
    title = next((row for row, line in enumerate(lines) if line.strip()), 0)
    for row, line in enumerate(lines):
        heading = None if fenced[row] else headings.find(line)
        if heading is not None and row != title:
            above = [*(each for each in above if each[0] < heading[0]), (heading[0], line)]
        elif kept[row]:
            for _, words in above:
                found += ["", words, ""]
            above = []
            found.append(line)
        elif found and found[-1]:
            found.append("")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(found)).strip("\n")


class _KnownWords:
    """The words of a program, and which of them are beside each other."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        for text in texts:
            words = _words(text)
            self._words.update(words)
            self._pairs.update(pairwise(words))

    def has(self, line: str) -> bool:
        """Whether the program says what a line says; a short line with a date is about the days of the conference."""
        words = _words(line)
        if len(words) < 2:
            return not words or words[0] in self._words
        if len(words) <= _SHORT and find_dates(inline.plain(line)):
            return True
        beside = [pair in self._pairs for pair in pairwise(words)]
        told = sum(before or after for before, after in pairwise((False, *beside, False)))
        return told >= _KNOWN * len(words)


def _words(text: str) -> list[str]:
    return _WORD.findall(bare(inline.plain(text)))


def _strings(program: Program) -> Iterator[str]:
    of = program.conference
    yield from filter(None, (of.name, of.part_of, of.venue, of.url, of.description))
    yield from filter(None, (each.title for each in program.deadlines))
    for session in program.sessions:
        yield from filter(None, (session.title, session.room, session.track))
        for talk in session.talks:
            yield from _strings_of(talk)
    for person in program.people:
        yield f"{person.name} {person.affiliation or ''}"
    for resource in program.resources:
        yield from filter(None, (resource.title, resource.url))


def _strings_of(talk: Talk) -> Iterator[str]:
    people = " ".join(f"{each.name} {each.affiliation or ''}" for each in talk.speakers)
    links = [each.title or each.url for each in talk.resources]
    # title and people in both orders: a list has “Title, Ada (TU)” or “Ada (TU): Title”
    yield from (f"{talk.title or ''} {people} {talk.title or ''}", *links)
    yield from filter(None, (talk.room, talk.track, talk.abstract))
    yield from (talk.notes or "").split("\n")
