"""Where the reading of a timetable stands: the day, session and item that are open, and who is known to speak."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from confnotes.importers.facts.dates import FoundDate
from confnotes.importers.pages.builder import Builder, SessionDraft, TalkDraft
from confnotes.importers.pages.entries import ProgramEntry
from confnotes.importers.pages.schedule_days import EventDays
from confnotes.importers.pages.zoning import take_zone_line
from confnotes.markup.clock_times import TimeRange


class OpenTimetable:
    """What is open while a timetable is read; its sessions and items go into the builder.

    `flat` holds what stands in no session, `holder` is the item that has talks nested in it.
    """

    def __init__(self, builder: Builder, days: EventDays, day: date | None) -> None:
        self.builder = builder
        self.days = days
        self.day = day
        self.session: SessionDraft | None = None
        self.flat: SessionDraft | None = None
        self.item: TalkDraft | None = None
        self.holder: TalkDraft | None = None
        self.known = set(builder.people)
        self.speaker_first: bool | None = None
        self.gap = False

    def place(self) -> SessionDraft:
        """Where the next item goes: the open session, else the one that holds what stands in none."""
        if self.session is not None:
            return self.session
        if self.flat is None:
            self.flat = next((each for each in self.builder.sessions if each.title is None), None)
        if self.flat is None:
            self.flat = SessionDraft(0)
            self.builder.sessions.append(self.flat)
        return self.flat

    def item_of(self, entry: ProgramEntry, line: int, times: TimeRange | None) -> TalkDraft:
        """An item of the day that is open."""
        return TalkDraft(
            line,
            entry.title,
            kind=entry.kind,
            times=times,
            day=self.day,
            room=entry.room,
            speakers=list(entry.speakers),
            resources=list(entry.resources),
        )

    def day_of(self, text: str) -> tuple[date | None, str, TimeRange | None]:
        """The day that a line opens, what else it says, and its time if it has one; its year is that of the next."""
        opened = self.days.opened_by(text)
        if opened[0] is not None and self.days.first is None and self.days.year is None:
            self.days = replace(self.days, year=opened[0].year)
        return opened

    def dated(self, found: FoundDate) -> date | None:
        """The date with the year of the page."""
        return self.days.dated(found)

    def take_zone(self, text: str, line: int) -> bool:
        """A line that does no more than name the zone of the timetable."""
        return take_zone_line(self.builder, text, line, self.day)
