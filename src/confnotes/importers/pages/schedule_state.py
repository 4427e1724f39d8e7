"""The state of reading a timetable: the current day, session and item, and known speakers."""

from __future__ import annotations

import re
from datetime import date

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import FoundDate, find_dates
from confnotes.importers.facts.kinds import label_kind, word_kind
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.pages.blocks import Block
from confnotes.importers.pages.builder import Builder, SessionDraft, TalkDraft
from confnotes.importers.pages.entries import PLURAL, ProgramEntry, read_entry
from confnotes.importers.pages.labels import take_label
from confnotes.importers.pages.line_readings import Layout
from confnotes.importers.pages.schedule_days import EventDays, hours_apart, names_day
from confnotes.importers.pages.schedule_lines import title_and_labels, zone_apart
from confnotes.importers.pages.zoning import take_zone_line
from confnotes.markup.clock_times import TimeRange, find_times
from confnotes.model.program import Kind, Role

_LABEL_KINDS = (Kind.KEYNOTE, Kind.TALK, Kind.ORAL, Kind.SPOTLIGHT, Kind.TUTORIAL, Kind.DEMO)
_TIME_OF_DAY = "morning|afternoon|evening|parallel|plenary|opening|closing|poster|oral|technical|invited"
_WHICH = "contributed|keynote|breakout|first|second|third|fourth"
_SAYS = r"\s+\S+\s+(?:will|is|are|was|covers?|focus\w*|provides?|introduces?|discuss\w*|deals?)\b"
SESSION_WORD = re.compile(
    rf"^(?:(?:{_TIME_OF_DAY}|{_WHICH})\s+)?(?:session|block|part|track)\b(?!\s+(?:break|chair)|{_SAYS})", re.IGNORECASE
)
"""The beginning of a session’s title, “Morning session”, but not of a sentence about one, “Session 1 will cover”."""


def heads_session(line: str) -> bool:
    """Whether the first line of a cell, or of a part of it, is a session's title."""
    return inline.is_bold(line) or SESSION_WORD.match(inline.plain(line)) is not None


class OpenTimetable:
    """The current parts of a timetable; its sessions and items go into the builder.

    `flat` has the items without a session, `holder` is the item with nested talks; `dated_lines`: most lines are a date
    and an item; `room` is that of the last heading.
    """

    def __init__(self, builder: Builder, days: EventDays, day: date | None) -> None:
        self.builder = builder
        self.days = days
        self.day = day
        self.day_label: str | None = None
        self.session: SessionDraft | None = None
        self.flat: SessionDraft | None = None
        self.item: TalkDraft | None = None
        self.holder: TalkDraft | None = None
        self.known = set(builder.people)
        self.layout: Layout = {}
        self.dated_lines = False
        self.gap = False
        self.filling = False
        self.room: str | None = None

    def entry(self, text: str) -> ProgramEntry:
        """The contents of a line, read like similar lines."""
        return read_entry(text, self.known, self.layout)

    def place(self) -> SessionDraft:
        """The session for the next item: the current one, else the one for items without a session."""
        if self.session is not None:
            return self.session
        if self.flat is None:
            self.flat = next(
                (each for each in self.builder.sessions if each.title is None and each.times is None), None
            )
        if self.flat is None:
            self.flat = SessionDraft(0)
            self.builder.sessions.append(self.flat)
        return self.flat

    def item_of(self, entry: ProgramEntry, block: Block, times: TimeRange | None) -> TalkDraft:
        """An item of the current day."""
        title, times = hours_apart(entry.title, times) if entry.title else (None, times)
        return TalkDraft(
            block.line,
            title,
            kind=entry.kind,
            times=times,
            day=self.day,
            day_label=self.day_label,
            room=entry.room,
            speakers=list(entry.speakers),
            resources=list(entry.resources),
            cancelled=entry.cancelled,
            block=block,
        )

    def open_session(self, block: Block, text: str, times: TimeRange | None = None) -> SessionDraft:
        """Begin a session at a heading inside the timetable, without its chair and room."""
        visible = inline.plain(text)
        if times is None and (found := find_times(visible)):
            times = found[0]
            before, behind = visible[: times.begin].rstrip(" (,-–—|@:"), zone_apart(visible[times.stop :])[1].strip()
            is_open = before.count("(") > before.count(")")  # “Session 1 (Monday, 9:00)”
            text = f"{before} {behind if is_open else behind.strip(' )')}".replace(" )", ")")
        times = times or self.take_bare_hour()
        entry, is_room = self.entry(text), room_of(visible) is not None
        title = entry.title if entry.title and not is_room else inline.plain(text)
        self.session = SessionDraft(
            block.line,
            title,
            kind=entry.kind or word_kind(title),
            times=times,
            day=self.day,
            day_label=self.day_label,
            room=visible if is_room else entry.room,
            resources=entry.resources,
        )
        self.builder.sessions.append(self.session)
        for chair in [*entry.chairs, *entry.speakers] if not is_room else ():
            self.builder.add_listed(chair, (Role.CHAIR,))
        self.item = self.holder = None
        return self.session

    def take_bare_hour(self) -> TimeRange | None:
        """The time on a preceding line of its own, which is not an item."""
        item = self.item
        if item is None or not self.filling or item.title or item.label or item.speakers or item.abstract:
            return None
        self.filling = False
        for session in self.builder.sessions:
            session.items[:] = [each for each in session.items if each is not item]
        return item.times

    def read_item(self, block: Block, text: str, times: TimeRange | None) -> tuple[TalkDraft, ProgramEntry]:
        """The item of a line and those joined to it; a bare “Keynote” is a label until more is found."""
        main, labelled = title_and_labels(text)
        entry = self.entry(main)
        item = self.item_of(entry, block, times)
        for chair in entry.chairs:
            self.builder.add_listed(chair, (Role.CHAIR,))
            item.speakers.append(chair)
        is_label = entry.title and not entry.speakers and label_kind(entry.title) in _LABEL_KINDS
        if entry.title and is_label and not PLURAL.search(entry.title):
            item.label, item.title = entry.title, None
        for label, value in labelled:
            take_label(item, label, value, self.known)
        return item, entry

    def day_of(self, text: str) -> tuple[date | None, str, TimeRange | None]:
        """The day that a line begins, its other text, and its time if it has one."""
        opened = self.days.opened_by(text, with_items=self.dated_lines)
        if opened[0] is not None:
            self.day_label = None
        elif self.dated_lines and (dates := find_dates(text[:60])):
            self.day, self.day_label = None, text[dates[0].begin : dates[0].stop]
        elif names_day(text):
            self.day, self.day_label = None, inline.plain(text)
        return opened

    def dated(self, found: FoundDate) -> date | None:
        """The date with the year of the page."""
        return self.days.dated(found)

    def take_zone(self, text: str, line: int) -> bool:
        """Whether a line only names the zone of the timetable, which is then set."""
        return take_zone_line(self.builder, text, line, self.day)
