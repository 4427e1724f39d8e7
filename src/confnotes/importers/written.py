"""Pages written for readers: workshop and seminar pages, schedules, notes; in Markdown, HTML or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

from confnotes.errors import ConfnotesError
from confnotes.importers.importer import Hints, is_program
from confnotes.importers.lines_left import lines_left
from confnotes.importers.notes.day import NotesDay, notes_document
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.event_page import EventPage
from confnotes.importers.pages.front import is_bare_event
from confnotes.importers.pages.numeric_days import with_numeric_days
from confnotes.importers.pages.page_readers import JekyllPage, PlainPage, WorkshopPage
from confnotes.importers.pages.workshop_page import read_page
from confnotes.importers.source import Source
from confnotes.model.program import Kind, Program, ReadProgram, SourceWarning, WarningCode

MAX_BYTES = 8 * 1024 * 1024  # of a page
MAX_LINES = 100_000  # of a page
_LEAST = 0.2  # certainty below which a reader is not tried
_FEWEST = 4  # items that can be doubted together
_SUREST = 0.75  # certainty: formats with a reader of their own come first


class Reader(Protocol):
    """Reads one kind of page."""

    @property
    def formats(self) -> tuple[str, ...]:
        """The names of the formats it reads."""

    def sniff(self, document: SourceDocument) -> float:
        """How surely the page is of this kind, 0 to 1."""

    def read(self, document: SourceDocument) -> ReadProgram:
        """The program, which may be empty, and warnings; its format is one of `formats`."""


READERS: tuple[Reader, ...] = (EventPage(), NotesDay(), WorkshopPage(), JekyllPage(), PlainPage())


class Written:
    """Pages and notes. There is no specification: the readers look for typical text."""

    formats: tuple[str, ...] = tuple(name for reader in READERS for name in reader.formats)

    def sniff(self, source: Source) -> float:
        """At most a guess: stricter importers have priority."""
        file = source.file
        if file is None or is_machine_made(file.text):
            return 0.0
        _check_length(source)
        best = max(reader.sniff(source.once(_document)) for reader in READERS)
        return min(best, _SUREST) if best >= _LEAST else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program by the most certain reader; an empty one if no reader finds any."""
        _check_length(source)
        document = source.once(_document)
        if hints.starts or hints.corrections:
            said = hints.corrections or ()
            document = replace(document, starts=hints.starts, corrections=said, _made_once={})
            document = with_numeric_days(document) if hints.starts else document
        empty = ReadProgram(self.formats[0], Program())
        if hints.format is None and is_machine_made(document.text):
            return empty
        for reader in _candidates(document, hints.format):
            found = _without_lone_titles(reader.read(document))
            if is_program(found.program):
                left = lines_left(document.sections, found.program)
                told = (*document.warnings, *found.warnings)
                return replace(found, warnings=(*told, *_doubts(found, told)), left=left)
        return empty


def _without_lone_titles(found: ReadProgram) -> ReadProgram:
    """A page without its items if there are only a few, all of them mere titles: a menu, rules, a list of links."""
    talks = list(found.program.talks())
    told = any(each.start or each.room for each in found.program.sessions)
    told = told or any(talk.start or talk.room or talk.speakers or talk.abstract for talk in talks)
    known = told or any(talk.kind not in (Kind.TALK, Kind.OTHER) or talk.resources for talk in talks)
    undated = any(each.code is WarningCode.DAY_NOT_KNOWN for each in found.warnings)
    if known or undated or len(talks) >= _FEWEST or found.format in NotesDay.formats + EventPage.formats:
        return found
    return replace(found, program=replace(found.program, sessions=()))


def _doubts(found: ReadProgram, told: Iterable[SourceWarning]) -> Iterator[SourceWarning]:
    """A warning if most items of a page have neither a time nor people; in notes, titles alone are usual."""
    talks = [talk for talk in found.program.talks() if talk.kind in (Kind.TALK, Kind.OTHER)]
    bare = sum(not (talk.start or talk.speakers) for talk in talks)
    undated = any(each.code is WarningCode.DAY_NOT_KNOWN for each in told)
    if found.format not in NotesDay.formats and not undated and len(talks) >= _FEWEST and bare * 4 >= len(talks) * 3:
        yield SourceWarning(f"this may not be a program: {bare} of {len(talks)} items have neither a time nor people")


def day_of_event(source: Source) -> date | None:
    """The only day that a page states for its event, whether or not it has talks; None if it has none or several."""
    if is_machine_made(source.files[0].text):
        return None
    conference = read_page(source.once(_document).page()).program.conference
    return conference.start_date if conference.end_date in (None, conference.start_date) else None


def _check_length(source: Source) -> None:
    file = source.files[0]
    size = len(file.data) / 1024 / 1024
    if len(file.data) > MAX_BYTES:
        raise ConfnotesError(
            f"{source.name} is {size:.0f} MB; the maximum is {MAX_BYTES // 1024 // 1024} MB",
            "Import the page with the program, not an archive of it.",
        )
    lines = file.text.count("\n") + 1
    if lines > MAX_LINES:
        raise ConfnotesError(
            f"{source.name} has {lines} lines; the maximum is {MAX_LINES}",
            "Import the page with the program, not an archive of it.",
        )


def _document(source: Source) -> SourceDocument:
    return notes_document(source.files[0].text, source.name)


def _candidates(document: SourceDocument, wanted: str | None) -> list[Reader]:
    """The readers for the page, the likeliest first."""
    if wanted is not None:
        return [reader for reader in READERS if wanted in reader.formats]
    scored = [(reader.sniff(document), reader) for reader in READERS]
    return [reader for score, reader in sorted(scored, key=lambda pair: -pair[0]) if score >= _LEAST]


_OPENINGS = re.compile(
    r"""\s*(?:
        \{\s*(?:"|\}) | \[\s*(?:\{|"|\d|\]\s*$) | BEGIN:V | @\w+\s*\{ | %!PS | \{\\rtf | \#!/ | \\documentclass
        | (?:import|from|package|using|\#include)\s+[<\w."]+ (?:\s+import\b[^\n]* | ;)? \s*$
    )""",
    re.VERBOSE | re.MULTILINE,
)
_HTML = (
    r"html|body|head|div|p|h\d|table|ul|ol|section|center|main|a|img|span|figure|article|link|style|script|br|hr|b|i"
)
_XML = re.compile(rf"\s*<(?:\?xml|(?!!|(?:{_HTML})[\s>/])[a-z][\w:-]*[\s>])", re.IGNORECASE)
_KEY = re.compile(r"^\s*(?:- +)?[a-z_][a-z0-9_.-]{0,40}:(?:\s|$)")


def is_machine_made(text: str) -> bool:
    """Whether a source is machine-made data, judged by its beginning and its lines."""
    head = text[:4000]
    if _OPENINGS.match(head):
        return True
    if _XML.match(head) and "<html" not in head.lower():
        return not re.match(r"\s*<[A-Z]\w* [^>]*name=", head)
    if head.lstrip().startswith(("---", "+++")):
        return False
    if _is_table(text):
        return True
    lines = [line for line in text.split("\n")[:600] if line.strip() and not line.lstrip().startswith("#")]
    keys = sum(_KEY.match(line) is not None for line in lines)
    if is_bare_event(text):
        return False
    return len(lines) >= 4 and keys * 10 >= len(lines) * 6 and "\n---" not in head


def _is_table(text: str) -> bool:
    """Whether every line has the same three or more cells, separated by commas, semicolons or tabs, and no markup."""
    rows = [line for line in text[:20_000].split("\n")[:50] if line.strip()]
    if len(rows) < 3 or any(row.lstrip()[:1] in "#-*|>" for row in rows):
        return False
    return any(rows[0].count(mark) >= 2 and len({row.count(mark) for row in rows[:-1]}) == 1 for mark in ",;\t")
