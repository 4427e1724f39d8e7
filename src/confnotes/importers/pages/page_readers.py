"""Sniffing pages: Markdown or HTML, Jekyll with front matter, and plain text; all are read by `workshop_page`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.headers import header_meaning
from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.lengths import LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.columns import has_timetable, is_talk_table
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.entries import read_layout
from confnotes.importers.pages.layout import without_layout
from confnotes.importers.pages.page import PageSection
from confnotes.importers.pages.schedule_days import states_day
from confnotes.importers.pages.schedule_lines import (
    begins_with_date,
    begins_with_time,
    labelled_below_dates,
    lists_by_date,
)
from confnotes.importers.pages.sections import Topic
from confnotes.importers.pages.workshop_page import read_page
from confnotes.markup.clock_times import find_times, leading_time
from confnotes.model.program import Kind, ReadProgram

_MEETING = r"workshops?|conferences?|symposium|seminars?|speakers?|keynotes?|talks?|sessions?|program(?:me)?|schedule"
_HELD = r"panel(?:ists?)?|organi[sz]ers?|posters?|tutorials?|abstracts?|agenda|venue|registration|lecture|colloquium"
_GERMAN = "meetup|hackathon|tagung|vortrag|conférence|programm|veranstalter|referent(?:en)?|konferenz|journée|exposés?"
_SPANISH = "jornadas?|ponentes?|congreso|convegno|programa|conferencia|organizadores|ponencias?|taller"
_ITALIAN = "giornata|comitato|saluti|pausa|programma|seminari|relatori|relatrici|interventi"
_PORTUGUESE = "programação|palestras?|palestrantes?|sessão|comunicações"
_NORTHERN = "sprekers?|lezingen|pauze|foredrag|föredrag|talare|seminarium|prelegenci|przerwa|wykłady?|přednášk[ay]"
_EAST_ASIAN = r"議程|议程|日程|講者|讲者|演講|報告|休憩|講演|発表|プログラム|開会|閉会|발표|강연"
_COURSE = "lecturers?|presenters?|presenting|slides|syllabus|course|reading group"
_FRENCH = "journées?|atelier|colloque|intervenants?|begrüßung|kaffeepause|bienvenida|clausura"
_WORDS = re.compile(
    rf"\b(?:{_MEETING}|{_HELD}|{_GERMAN}|{_SPANISH}|{_ITALIAN}|{_COURSE}|{_FRENCH}|{_PORTUGUESE}|{_NORTHERN}|lunch|coffee|break)\b|{_EAST_ASIAN}",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\bcall for (?:papers|participation|proposals|speakers|talks|contributions|abstracts)\b", re.IGNORECASE
)
_EXPORTED = 0.5
_UNTIMED = 0.2  # “Session: X” above lines without hours, which are notes if they look like any
_LISTED = 0.4  # a list of talks with people, without hours
_FEWEST_LISTED, _FEWEST_TIMED = 4, 3
_DEEP = 4  # level of headings below those of days, sessions and talks
_IN_ONE_FORM = 0.75  # of its items
_OWN = re.compile(r"\b(?:I|me|my|ich|mir|mich|je|j['’]ai|moi)\b")  # somebody's own words
_HELD_ON = re.compile(r"\b(?:takes? place|taking place|(?:is|be) held|held on)\b", re.IGNORECASE)


_HOURS_ALONE, _KINDS_ALONE = 8, 2  # timed lines and kinds of items that suffice for a page without a heading


def page_evidence(document: SourceDocument) -> float:
    """How much a source looks like the page of an event: its sections, its timed lines, its words."""
    if document.is_html and is_talk_table(document.blocks):
        return _EXPORTED
    if _is_outline(document):
        return 0.0
    topics = {section.section.topic for section in document.sections if section.heading is not None}
    telling = topics & {Topic.SCHEDULE, Topic.PEOPLE, Topic.DATES, Topic.TALKS, Topic.PAPERS}
    words = len({match.group(0).lower().rstrip("s") for match in _WORDS.finditer(document.text[:200_000])})
    listed = lists_by_date(document.blocks, with_people=True) or labelled_below_dates(document.blocks)
    timed = max(_timed_lines(document), 4 * listed)
    by_day = timed >= 3 and _lists_by_day(document)
    if timed >= 3:
        words = max(words, len(_kinds_of(document)), by_day)
    if _lists_talks(document.sections) or _lists_hours(document):
        return max(_LISTED, 0.15 * len(telling))
    if is_report(document.sections):
        return 0.0
    is_timetable = any(_is_timetable(section) for section in document.sections) or has_timetable(document.blocks)
    if is_timetable:
        words, timed = max(words, 1), timed + 3
    scheduled = Topic.SCHEDULE in topics or any(block.cells for block in document.blocks[:5000])
    if words < (1 if timed >= (2 if scheduled else 3) else 2):
        return 0.0
    score = min(0.9, 0.15 * len(telling) + 0.04 * min(words, 6) + min(0.4, 0.05 * timed))
    score = max(score, _LISTED * by_day)
    if _states_an_event(document):
        return max(0.25, score)
    if not telling and not _titled(document) and (timed < _HOURS_ALONE or words < _KINDS_ALONE):
        return 0.1
    if not timed and telling == {Topic.SCHEDULE}:
        return min(_UNTIMED, score)
    short = len(document.blocks) <= 5 * sum(map(begins_with_date, document.blocks))
    return 0.96 if listed and short else score


def _is_outline(document: SourceDocument) -> bool:
    """Whether most lines of an Org file are deep headings, as in notes that are an outline."""
    said = [block for block in document.blocks if block.kind is not BlockKind.BLANK]
    deep = sum(block.kind is BlockKind.HEADING and block.level >= _DEEP for block in said)
    return document.name.lower().endswith(".org") and deep * 2 > len(said)


def is_report(sections: Sequence[PageSection]) -> bool:
    """Whether most items of the sections for talks are paragraphs of an author who was there: “A nice talk, I
    learnt that …”.
    """
    items = [block.text for section in _of_talks(sections) for block in section.blocks if block.kind is BlockKind.ITEM]
    told = [text for text in items if len(text) > LONGEST_TITLE // 2 and _OWN.search(text)]
    return len(items) >= _FEWEST_LISTED and len(told) * 2 >= len(items)


def _of_talks(sections: Sequence[PageSection]) -> list[PageSection]:
    """The sections for talks that have a heading."""
    topics = (Topic.TALKS, Topic.SCHEDULE)
    return [each for each in sections if each.heading is not None and each.section.topic in topics]


def _lists_talks(sections: Sequence[PageSection]) -> bool:
    """Whether the sections for talks list several in one form, each with its people, or one has a table of both."""
    items: list[str] = []
    for section in _of_talks(sections):
        rows = [block for block in section.blocks if block.cells]
        if len(rows) > _FEWEST_LISTED and {"title", "speaker"}.issubset(map(header_meaning, rows[0].cells)):
            return True
        listed = [block for block in section.blocks if block.kind is BlockKind.ITEM]
        flat = [block.text for block in listed if not block.level]
        items += flat if len(flat) * 2 > len(listed) or section.section.topic is Topic.TALKS else []  # else notes
    return len(items) >= _FEWEST_LISTED and max(read_layout(items, ()).values(), default=0.0) >= _IN_ONE_FORM


def _lists_by_day(document: SourceDocument) -> bool:
    """Whether timed lines or rows are below words that state their day, and most name people in one way."""
    timed: list[str] = []
    for section in document.sections:
        dated = section.heading is not None and states_day(section.title)
        for block in section.blocks:
            text = inline.plain(" – ".join(block.cells).replace("\n", " – ") or block.text)
            if (times := leading_time(text)) is None:
                dated = dated or states_day(text)
            elif dated:
                said = text[times.stop :].strip(" \t–—-:")
                timed += [said] if said and item_kind(said) is None else []
    return len(timed) >= _FEWEST_TIMED and max(read_layout(timed, ()).values(), default=0.0) >= _IN_ONE_FORM


def _lists_hours(document: SourceDocument) -> bool:
    """Whether most lines are talks with their hours, before or behind titles and people in one form."""
    said = [block for block in document.blocks[:500] if block.kind is not BlockKind.BLANK]
    lines = [inline.plain(block.text) for block in without_layout(said) if block.kind is BlockKind.TEXT]
    ranges = [(line, times) for line in lines if (times := leading_time(line)) is not None and times.end is not None]
    talks = [line[times.stop :].strip(" \t–—-:,") for line, times in ranges]
    enough = len(talks) >= _FEWEST_TIMED and len(talks) * 2 > len(said)
    return enough and max(read_layout(talks, ()).values(), default=0.0) >= _IN_ONE_FORM


def _timed_lines(document: SourceDocument) -> int:
    """The number of lines that begin with a time; if there are several, rows with a date count, too."""
    blocks = document.blocks[:5000]
    dated_rows = sum(
        bool(block.cells and find_dates(inline.plain(block.cells[0])))
        or any(states_day(line) for cell in block.cells if len(cell) <= LONGEST_TITLE for line in cell.split("\n"))
        for block in blocks
    )
    return sum(map(begins_with_time, blocks)) + (dated_rows if dated_rows >= 3 else 0)


def _kinds_of(document: SourceDocument) -> set[Kind]:
    """The kinds of items that lines and cells name, in any language: breaks, remarks, keynotes."""
    texts = (
        text for block in document.blocks[:500] for text in (block.cells or (block.text,)) if len(text) <= LONGEST_NAME
    )
    kinds = set()
    for text in map(inline.plain, texts):
        times = leading_time(text)
        kinds.add(item_kind((text[times.stop :] if times else text).strip(" \t\u3000〜～–—-:")))
    return {kind for kind in kinds if kind is not None}


def _is_timetable(section: PageSection) -> bool:
    """Whether a section with the title of a schedule has only timed lines, without notes between them."""
    blocks = [block for block in section.blocks if block.kind is not BlockKind.BLANK]
    scheduled = section.heading is not None and section.section.topic is Topic.SCHEDULE
    return scheduled and len(blocks) >= 3 and all(begins_with_time(block) for block in blocks)


def _states_an_event(document: SourceDocument) -> bool:
    """Whether a heading names an event and one of the first lines states its date."""
    first_blocks = [block for block in document.blocks[:20] if block.text]
    headings = [block.text for block in first_blocks if block.kind is BlockKind.HEADING]
    titles = headings or [block.text for block in first_blocks if _CALL.search(block.text)]
    if not any(_WORDS.search(inline.plain(text)) or _CALL.search(text) for text in titles[:1]):
        return False
    first = [inline.plain(block.text) for block in document.blocks[:30] if block.kind is BlockKind.TEXT]
    return any(_HELD_ON.search(text) and find_dates(text) for text in first)


def _titled(document: SourceDocument) -> bool:
    """Whether the page has a heading or title, or first lines that name an event."""
    if document.title or document.front.found or any(block.kind is BlockKind.HEADING for block in document.blocks[:40]):
        return True
    first = [inline.plain(block.text) for block in document.blocks if block.kind is not BlockKind.BLANK][:6]
    return any(
        _WORDS.search(text) and not find_times(text) and not text.rstrip().endswith(".")
        for text in first
        if len(text) <= LONGEST_TITLE
    )


class WorkshopPage:
    """A page in Markdown or HTML."""

    formats: tuple[str, ...] = ("workshop-markdown", "workshop-html")

    def sniff(self, document: SourceDocument) -> float:
        """Pages with markup and no front matter."""
        return 0.0 if document.is_plain_text or document.front.found else document.once(page_evidence)

    def read(self, document: SourceDocument) -> ReadProgram:
        """The page's program; its format by what the markup is."""
        name = self.formats[document.is_html] if len(self.formats) > 1 else self.formats[0]
        return replace(read_page(document.page()), format=name)


class JekyllPage(WorkshopPage):
    """A page of a Jekyll or Hugo site."""

    formats = ("jekyll-page",)

    def sniff(self, document: SourceDocument) -> float:
        """Pages with front matter and a body."""
        return document.once(page_evidence) if document.front.found else 0.0


class PlainPage(WorkshopPage):
    """Text pasted from a page."""

    formats = ("workshop-text",)

    def sniff(self, document: SourceDocument) -> float:
        """Text without markup."""
        return document.once(page_evidence) if document.is_plain_text else 0.0
