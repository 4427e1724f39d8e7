"""A page as a preamble and sections with topics, for readers of Markdown, HTML, Jekyll and plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates, find_weekday
from confnotes.importers.facts.kinds import item_kind, label_kind
from confnotes.importers.facts.lengths import LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.facts.numbered_days import is_numbered_day
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.schedule_days import times_alone
from confnotes.importers.pages.schedule_lines import (
    begins_with_date,
    begins_with_time,
    dated_talks,
    opens_talk,
    titles_above_people,
)
from confnotes.importers.pages.sections import SectionMeaning, Topic, classify
from confnotes.markup.clock_times import find_times
from confnotes.model.correction import Correction
from confnotes.model.program import Kind

_SENTENCE = re.compile(r"[.!?;]$|\.\s")
_EVENT = re.compile(
    r"^(?!.{0,12}\bday\b)(?=.{12}).*\b(?:workshop|conference|symposium|school|meeting|seminar|tagung)\b", re.IGNORECASE
)
_HALF_DAY = "morning|afternoon|evening"
_SESSION = re.compile(rf"^(?:(?:{_HALF_DAY})\s+)?(?:session|part|block)\b|^day\s*\d|^(?:{_HALF_DAY})$", re.IGNORECASE)


@dataclass(slots=True)
class PageSection:
    """A heading and its content; `heading` is None for the part above the first one."""

    section: SectionMeaning
    heading: Block | None
    blocks: list[Block] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The heading as a reader sees it."""
        return inline.plain(self.heading.text) if self.heading else ""

    @property
    def with_item_of_heading(self) -> list[Block]:
        """The blocks of a timetable, with its heading if that is an item, a session or the first of several days:

        “09:00 Opening”, “Session 1”, “Monday, 5 May: Foundations”.
        """
        if self.heading is None:
            return self.blocks
        whole, text = [self.heading, *self.blocks], self.title
        is_session = (find_times(text) or _SESSION.search(text)) and not find_dates(text) and classify(text) is None
        is_item = begins_with_time(self.heading) or self.heading.line in dated_talks(whole)
        days = sum(each.kind is BlockKind.HEADING and begins_with_date(each) for each in whole)
        is_day = days > 1 and begins_with_date(self.heading)
        return whole if is_session or is_item or is_day else self.blocks


@dataclass(slots=True)
class ParsedPage:
    """A parsed page: front matter, `<title>`, sections; `starts` and `corrections` are as in `Builder`.

    `lines` are the unchanged lines of the source, empty for an HTML page.
    """

    name: str
    fields: Mapping[str, object]
    field_lines: Mapping[str, int]
    title: str | None
    blocks: list[Block]
    sections: list[PageSection]
    plain_text: bool = False
    starts: date | None = None
    corrections: tuple[Correction, ...] = ()
    lines: Sequence[str] = ()

    def text(self) -> str:
        """All prose of the page, one block per line."""
        return "\n".join(block.text or " ".join(block.cells) for block in self.blocks)

    def of(self, topic: Topic) -> list[PageSection]:
        """The sections about a topic."""
        return [each for each in self.sections if each.section.topic is topic]


PREAMBLE = SectionMeaning(Topic.OTHER)


def split(blocks: list[Block]) -> list[PageSection]:
    """Sections in order; the first is everything above the first heading with a known topic."""
    out = [PageSection(PREAMBLE, None)]
    level = 0
    talks = titles_above_people(blocks)
    of_talks = {*talks, *talks.values()}
    for number, block in enumerate(blocks):
        opened = _opened(blocks, number, out[-1], level) if block.line not in of_talks else None
        if opened is None:
            out[-1].blocks.append(block)
            continue
        level = block.level if block.kind is BlockKind.HEADING else max(level, 6)
        out.append(PageSection(opened, block))
    return out


def _opened(blocks: list[Block], number: int, current: PageSection, level: int) -> SectionMeaning | None:
    """The section that a block begins; None if it belongs to the current one."""
    block = blocks[number]
    below = next((each for each in blocks[number + 1 : number + 3] if each.kind is not BlockKind.BLANK), None)
    if item_kind(inline.plain(block.text)) is Kind.REMARKS and below is not None and begins_with_time(below):
        return None if current.section.topic is Topic.SCHEDULE else SectionMeaning(Topic.SCHEDULE)
    if block.kind is BlockKind.HEADING:
        return _heading_opens(block, current, level)
    after_blank = number == 0 or blocks[number - 1].kind in (BlockKind.BLANK, BlockKind.HEADING)
    if not after_blank or block.kind is not BlockKind.TEXT or len(block.text) > LONGEST_NAME or block.level:
        return None
    return _line_opens(block, current, is_first=number < 2)


def _line_opens(block: Block, current: PageSection, *, is_first: bool) -> SectionMeaning | None:
    text, topic = inline.plain(block.text), current.section.topic
    if topic is Topic.SCHEDULE and (item_kind(text) in (Kind.REMARKS, Kind.BREAK) or _is_below_time(current.blocks)):
        return None
    section = classify(block.text)
    told = any(begins_with_time(each) or opens_talk(each.text) for each in current.blocks)
    of_items = told or topic in (Topic.TALKS, Topic.PAPERS)
    if section is None or (of_items and OF_ITEM.fullmatch(text)):
        return None
    if inline.is_bold(block.text) or text.isupper() or block.text.rstrip().endswith(":"):
        no_words = section.topic is Topic.OTHER and block.text.endswith(":") and len(text) < 4
        return None if no_words else section
    of_abstract = topic in (Topic.TALKS, Topic.PAPERS) and section.topic is Topic.OTHER  # “References” below it
    if of_abstract or _SENTENCE.search(text) or inline.anchors(block.text):
        return None
    titles_page = section.topic is Topic.OTHER and current.heading is None and is_first
    of_person = topic is Topic.PEOPLE and section.topic in (Topic.OTHER, Topic.CALL) and text.lstrip()[:1].islower()
    return None if titles_page or of_person else section


OF_ITEM = re.compile(r"\W*(?:abstract|bio(?:graphy)?|summary)\W*", re.IGNORECASE)
"""A line between an item and the text about it."""


def _is_below_time(blocks: list[Block]) -> bool:
    """Whether the last line is only a time: the following text is what takes place then."""
    last = next((block for block in reversed(blocks) if block.kind is not BlockKind.BLANK), None)
    return last is not None and last.kind is BlockKind.TEXT and times_alone(last.text) is not None


def _heading_opens(block: Block, current: PageSection, level: int) -> SectionMeaning | None:
    text = inline.plain(block.text)
    section = classify(block.text)
    topic = current.section.topic
    deeper = current.heading is not None and block.level > level
    inside = section is None or section.topic in (Topic.PAPERS, Topic.TALKS) or label_kind(text) is not None
    if topic is Topic.SCHEDULE and inside and (deeper or (section is None and _is_timely(text))):
        return None
    of_list = OF_ITEM.fullmatch(text) or is_numbered_day(text)
    if deeper and topic in (Topic.TALKS, Topic.PAPERS) and of_list:
        return None
    if section is not None:
        return section
    if current.heading is None and block.level == 1 and _EVENT.search(text) and not _SESSION.search(text):
        return None
    if _is_timely(text) and topic is not Topic.CALL and len(text) <= LONGEST_TITLE:
        return SectionMeaning(Topic.SCHEDULE)
    if current.heading is None:
        return None
    if deeper or (topic in (Topic.PEOPLE, Topic.TALKS, Topic.PAPERS) and is_likely_name(text)):
        return None
    return SectionMeaning(Topic.OTHER)


def _is_timely(text: str) -> bool:
    """Whether a heading names a day, a time or a session."""
    return bool(
        find_dates(text)
        or find_times(text)
        or _SESSION.search(text)
        or (find_weekday(text) is not None and len(text) < 30)
    )
