"""What is at the cursor: a link, person, tag, paper, heading, or the note's title."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from confnotes.lsp.positions import Lines
from confnotes.markup import mentions, references, wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.wikilinks import FoundLink
from confnotes.model.note import Note, Tag
from confnotes.model.program import ResourceKind

_TITLE = re.compile(r"title:[ \t]*(?P<title>.*?)[ \t]*\Z")


class PointedKind(StrEnum):
    """The kind of item at the cursor."""

    LINK = "link"
    PERSON = "person"
    TAG = "tag"
    PAPER = "paper"
    HEADING = "heading"
    TITLE = "title"


class Pointed(NamedTuple):
    """The characters `[start, end)` of a row (from 0) and the name there; `link` if it is a link."""

    kind: PointedKind
    row: int
    start: int
    end: int
    name: str
    link: FoundLink | None = None


def pointed_at(note: Note, lines: Lines, row: int, column: int) -> Pointed | None:
    """The item at a character of the note; None for plain text."""
    tags = [tag for tag in note.tags if tag.line == row + 1]
    line = visible_rows(note, lines)[row] if row < len(lines.rows) else ""
    found = [*_people(line, row), *_links(line, row), *_tags(note, tags, line, row), *_papers(line, row)]
    here = next((one for one in found if one.start <= column <= one.end), None)
    return here or _heading(note, lines, row) or _title(note, lines, row)


def names_in(note: Note, lines: Lines, kinds: Collection[PointedKind]) -> Iterator[Pointed]:
    """Every link, person and tag of the note, of those kinds only: each costs seconds in a note of megabytes."""
    tagged: dict[int, list[Tag]] = {}
    for tag in note.tags if PointedKind.TAG in kinds else ():
        tagged.setdefault(tag.line - 1, []).append(tag)
    for row, line in enumerate(visible_rows(note, lines)):
        if PointedKind.PERSON in kinds and "@" in line:
            yield from _people(line, row)
        if PointedKind.LINK in kinds and "[" in line:
            yield from _links(line, row)
        if row in tagged:
            yield from _tags(note, tagged[row], line, row)


def visible_rows(note: Note, lines: Lines) -> list[str]:
    """The lines of the note with code blanked out."""
    begin = note.body_line - 1
    visible = blank_code("\n".join(lines.rows[begin:])).split("\n")
    return [*lines.rows[:begin], *visible]


def _people(line: str, row: int) -> list[Pointed]:
    return [Pointed(PointedKind.PERSON, row, start, end, name) for start, end, name in mentions.find(line)]


def _links(line: str, row: int) -> list[Pointed]:
    return [Pointed(PointedKind.LINK, row, one.start, one.end, one.target, one) for one in wikilinks.find(line)]


def _tags(note: Note, tags: Iterable[Tag], line: str, row: int) -> list[Pointed]:
    return [
        Pointed(PointedKind.TAG, row, match.start(), match.end(), tag.name)
        for tag in tags
        for match in re.finditer(rf"(?<![\w/-])#?{re.escape(tag.name)}(?![\w/-])", line)
        if match[0].startswith("#") or tag.line < note.body_line
    ]


def _papers(line: str, row: int) -> list[Pointed]:
    return [
        Pointed(PointedKind.PAPER, row, one.start, one.end, one.resource.url)
        for one in references.find(line)
        if one.resource.kind is ResourceKind.PAPER
    ]


def _heading(note: Note, lines: Lines, row: int) -> Pointed | None:
    heading = next((one for one in note.headings if one.line == row + 1), None)
    start = lines.row(row).find(heading.text) if heading is not None else -1
    if heading is None or start < 0:
        return None
    return Pointed(PointedKind.HEADING, row, start, start + len(heading.text), heading.text)


def _title(note: Note, lines: Lines, row: int) -> Pointed | None:
    match = _TITLE.match(lines.row(row)) if row < note.body_line - 1 else None
    return Pointed(PointedKind.TITLE, row, *match.span("title"), note.title) if match else None
