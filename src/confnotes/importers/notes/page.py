"""A page of notes as a whole: its lines, its timetable if there is one, and its outline."""

from __future__ import annotations

import re
from datetime import date
from itertools import takewhile

from confnotes.importers.facts.inline import plain
from confnotes.importers.notes.lines import LineMark, LineRole, is_day, note_lines
from confnotes.importers.notes.talks import LineOutline
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import Builder, TalkDraft
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.markdown_blocks import with_references
from confnotes.importers.pages.page import PageSection
from confnotes.importers.pages.schedule import ScheduleReader
from confnotes.importers.pages.sections import Topic, classify
from confnotes.markup.clock_times import leading_time
from confnotes.markup.names import fold


def _is_timed(block: Block) -> bool:
    """Whether a list item or row begins with a time."""
    first = next(iter(block.cells), block.text).strip("*_ ")
    return block.kind in (BlockKind.ITEM, BlockKind.ROW) and leading_time(first) is not None


class NotesPage:
    """Lines, timetable and outline."""

    def __init__(self, document: SourceDocument, *, single: bool = False, bylined: bool = False) -> None:
        self.document = document
        self.lines = note_lines(with_references(document.visible), document.front.body_line)
        self._timetable = self._find_timetable()
        self.span = self._span()
        titles = {fold(item.title) for item in self._read(Builder(), None) if item.title}
        visible = [line for line in self.lines if not self.is_schedule(line.first)]
        self.outline = LineOutline(
            visible, titles, document.name, listed=document.listed, single=single, bylined=bylined
        )
        if self.span:
            self.lines = visible
        self.titles = titles

    @property
    def one_day(self) -> bool:
        """Whether no heading begins a day, so that all talks are on the conference's one day."""
        return LineMark.DAY not in self.outline.marks.values()

    def first_heading(self) -> str:
        """The text of the first heading, or ""."""
        return next((line.text for line in self.lines if line.role is LineRole.HEADING), "")

    def is_schedule(self, line: int) -> bool:
        """Whether a line of the file belongs to the timetable."""
        return self.span is not None and self.span[0] <= line <= self.span[1]

    def scheduled(self, builder: Builder, day: date | None) -> dict[str, TalkDraft]:
        """The talks of the timetable by folded title, which are added to the builder."""
        return {fold(item.title): item for item in self._read(builder, day) if item.title}

    def _find_timetable(self) -> PageSection | None:
        """The section of timed lines whose titles occur as headings below it."""
        headings = {
            max((fold(part) for part in re.split(r"\s[-–—|]\s|:\s", plain(line.text))), key=len)
            for line in self.lines
            if line.role is LineRole.HEADING
        }
        for section in self.document.sections:
            timed = [block for block in section.blocks if _is_timed(block)]
            if len(timed) >= 2:
                text = fold(" ".join(block.text for block in timed))
                if sum(heading in text for heading in headings if len(heading) > 5) >= 2:
                    return section
        return None

    def _span(self) -> tuple[int, int] | None:
        section = self._timetable
        if section is None:
            return None
        start = next(number for number, block in enumerate(section.blocks) if _is_timed(block))
        while start and section.blocks[start - 1].kind is BlockKind.ROW:
            start -= 1
        rows = list(takewhile(lambda block: block.kind is not BlockKind.HEADING, section.blocks[start:]))
        last = max(block.line for block in rows if block.kind in (BlockKind.ITEM, BlockKind.ROW))
        heading = section.heading
        topic = classify(heading.text) if heading is not None else None
        own = heading is not None and topic is not None and topic.topic is Topic.SCHEDULE and not is_day(heading.text)
        return (heading.line if own and heading else rows[0].line), last

    def _read(self, builder: Builder, day: date | None) -> list[TalkDraft]:
        section, span = self._timetable, self.span
        if section is None or span is None:
            return []
        schedule = ScheduleReader(builder, (day, day), day.year if day else None)
        schedule.read([block for block in section.blocks if span[0] <= block.line <= span[1]])
        return builder.items()
