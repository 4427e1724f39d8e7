"""The notes of a day: a program and personal notes in one text.

A talk begins with a heading or a linked, numbered, timed or bold line, with people and links in or under it; everything
up to the next talk or session is its notes, kept line by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from confnotes.importers.facts import inline
from confnotes.importers.facts.date_order import with_days_of_one_event
from confnotes.importers.notes.facts import BY
from confnotes.importers.notes.lines import LineRole, is_day
from confnotes.importers.notes.name import names_conference
from confnotes.importers.notes.org import markdown_of_org
from confnotes.importers.notes.page import NotesPage
from confnotes.importers.notes.reading import NotesReading
from confnotes.importers.notes.single import reads_as_manual
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.columns import has_timetable
from confnotes.importers.pages.document import SourceDocument, document_of
from confnotes.importers.pages.labels import split_label
from confnotes.importers.pages.numeric_days import with_numeric_days
from confnotes.importers.pages.page_readers import is_report
from confnotes.importers.pages.schedule_lines import above_talks, dated_talks, strip_emphasis
from confnotes.importers.pages.sections import Topic, classify
from confnotes.markup.clock_times import leading_time
from confnotes.markup.plain import safe_text
from confnotes.model.program import Program, ReadProgram, SourceWarning


def notes_document(text: str, name: str) -> SourceDocument:
    """A source to read; an Org file is read as Markdown, but keeps the lines of the file."""
    if not name.lower().endswith(".org"):
        return with_numeric_days(document_of(text, name))
    document = document_of(markdown_of_org(text), name)
    return with_numeric_days(replace(document, text=safe_text(text), _made_once={}))


def notes_of_days(texts: Mapping[str, str]) -> dict[str, SourceDocument]:
    """The files of an event by path; the days in their first lines are in the order that puts them side by side."""
    split = [text.partition("\n") for text in texts.values()]
    heads = with_days_of_one_event([head for head, _, _ in split])
    read = zip(texts, heads, split, strict=True)
    return {path: notes_document(head + end + rest, path) for path, head, (_, end, rest) in read}


def is_page_of_site(document: SourceDocument) -> bool:
    """Whether it is a page that sites of conferences have, and no notes: its place is stated, its name is usual."""
    fields = {key.lower(): value for key, value in document.front.fields.items()}
    if "permalink" not in fields and str(fields.get("layout")).lower() not in _LAYOUTS:
        return False
    name = re.sub(r"[-_]", " ", PurePath(document.name).stem).strip()
    meaning, titled = classify(name), classify(str(fields.get("title") or ""))
    if titled is not None and titled.topic is Topic.SCHEDULE:
        return True
    return _PAGE.fullmatch(name) is not None or (meaning is not None and meaning.topic is not Topic.OTHER)


_REPORTED = 0.25  # paragraphs about talks, which are the notes of a section
_DATA = (".yml", ".yaml", ".toml", ".json", ".csv")  # whose comments look like headings
_LAYOUTS = ("default", "page", "single", "splash", "home", "archive")
_OF_THE_EVENT = "about|accommodation|awards|conference|home|index|news|overview|papers|presenters|regist\\w+|sponsors?"
_PAGE = re.compile(rf"{_OF_THE_EVENT}|contact|error|faq|404", re.IGNORECASE)


class NotesDay:
    """The reader of notes that contain a program."""

    formats = ("notes-markdown",)

    def sniff(self, document: SourceDocument) -> float:
        """Likely for talks with people or links of their own, and free text under them."""
        data = PurePath(document.name).suffix.lower() in _DATA
        if data or document.is_html or len(document.visible) > 2_000_000 or is_page_of_site(document):
            return 0.0
        page = document.once(NotesPage)
        talks = page.outline.talks()
        if not talks:
            return _REPORTED if is_report(document.sections) else 0.0
        if page.outline.alone:
            return 0.0 if document.front.found and not _of_talks(document) else 0.25
        lines = page.lines
        if not _is_sure(document, page):
            return 0.25 if set(talks) <= set(page.outline.unsaid) else 0.0
        labels = sum(line.role is LineRole.NOTES_LABEL for line in lines)
        timed = _program_hours(document)
        text = sum(
            line.role in (LineRole.TEXT, LineRole.CODE)
            and len(line.text) > 3
            and not (timed >= _TIMED and leading_time(strip_emphasis(line.text[:200])) is not None)
            for line in lines
        )
        noted = text >= len(talks)
        score = 0.45 + 0.1 * min(len(talks), 3) + 0.1 * min(labels, 2) + (0.15 if noted else -0.3)
        return max(0.0, min(0.95, score) - 0.4 * _unlikeness(document, page, talks, timed if noted else 2 * timed))

    def read(self, document: SourceDocument) -> ReadProgram:
        """The program in the notes, with the notes in it."""
        program, warnings = document.once(_read).result
        return ReadProgram("notes-markdown", program, tuple(warnings))


def _unlikeness(document: SourceDocument, page: NotesPage, talks: Sequence[int], timed: int) -> int:
    """How much evidence there is for a program rather than notes: abstracts, sections of an event page, times.

    `timed` are the lines with a time of a program, which count twice if the talks have no text below them.
    """
    deepest = max(page.lines[talk].level for talk in talks) or 6 if len(talks) > 1 else 6
    above = [each.heading.text for each in document.sections if each.heading and each.heading.level <= deepest]
    topics = {known.topic for text in above if (known := classify(text)) is not None and not is_day(text)}
    found = (split_label(line.text) for line in page.lines if line.role is LineRole.LABELLED)
    labels = Counter(label for label, _ in filter(None, found))
    described, of_seminar = labels["abstract"] + labels["bio"], len(dated_talks(document.blocks))
    unlike = {Topic.DATES, Topic.CALL, Topic.PEOPLE} | (set() if page.titles else {Topic.SCHEDULE})
    unlikely = (described * 4 > len(talks)) + len(topics & unlike) + (timed >= _TIMED and timed > 2 * len(talks))
    # one list of lightning talks among headings with a talk each is part of notes, too
    lists = _papers(document) >= max(_LISTED, len(talks)) or len(above_talks(document.blocks, ())) * 4 > len(talks)
    noted = sum(block.kind is BlockKind.ITEM for block in document.blocks)  # in the notes of a talk
    tabled = noted < len(talks) and _TABLE.search(document.visible) is not None and has_timetable(document.blocks)
    return unlikely + 2 * (lists or tabled or min(of_seminar, labels["title"]) > 1)


def _program_hours(document: SourceDocument) -> int:
    """The number of lines with a time of a program, a multiple of five minutes; timestamps of notes can be any."""
    if document.is_plain_text:
        return sum(leading_time(line) is not None for line in document.lines)
    apart = (BlockKind.HEADING, BlockKind.BLANK)
    texts = ((block.cells or (block.text,))[0] for block in document.blocks if block.kind not in apart)
    times = [found for text in texts if (found := leading_time(inline.plain(strip_emphasis(text[:200])))) is not None]
    whole = sum(each.start.time.minute % 5 == 0 for each in times)
    return len(times) if whole * 5 >= len(times) * 4 else 0


_TIMED = 4  # hours; from this number on they may be those of a program
_TABLE = re.compile(r"^\s{0,9}\|.*\|[ \t]*$|<table\b", re.MULTILINE | re.IGNORECASE)
_LISTED = 4  # papers with authors in lists; from this number on they are a program rather than notes


def _papers(document: SourceDocument) -> int:
    """The number of list items that are a title with its authors below."""
    below = (block.text.split("\n")[1:] for block in document.blocks if block.kind is BlockKind.ITEM)
    return sum(any(BY.match(line.strip("*_ ")) for line in lines) for lines in below)


@dataclass(frozen=True, slots=True)
class _Read:
    """A reading and its result."""

    reading: NotesReading
    result: tuple[Program, list[SourceWarning]]


def _read(document: SourceDocument) -> _Read:
    reading = NotesReading(document, document.once(NotesPage))
    return _Read(reading, reading.result())


def _is_sure(document: SourceDocument, page: NotesPage) -> bool:
    """Whether enough of the talks have people, a time or a page of their own; sections of a manual do not."""
    reading = document.once(_read).reading
    items = [item for item in reading.builder.items() if item.title or item.speakers]
    told = sum(bool(item.speakers or item.times or item.id or (reading.implied and item.resources)) for item in items)
    if names_conference(page.first_heading()):
        return told > 0 or bool(page.outline.listed)
    return told * (2 if reads_as_manual(page.lines) else 5) >= len(items) and told > 0


def _of_talks(document: SourceDocument) -> bool:
    """Whether front matter says that its page is about a talk or conference."""
    said = " ".join(f"{key} {value}" for key, value in document.front.fields.items() if key.lower() != "title")
    return re.search(r"\b(?:talks?|conference|conf|notes?|event|session|keynote)\b", said, re.IGNORECASE) is not None
