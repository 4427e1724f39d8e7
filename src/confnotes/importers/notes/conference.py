"""The conference of notes: by front matter, their first heading, the lines above the first talk, and their links."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from confnotes.importers.facts import inline
from confnotes.importers.facts.acronyms import parents_in
from confnotes.importers.facts.dates import FoundDate, find_dates, find_weekday, find_years
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.moments import day_of
from confnotes.importers.facts.places import CITIES
from confnotes.importers.notes.lines import LineMark, LineRole, LogicalLine, is_day, is_part_of_notes
from confnotes.importers.notes.name import conference_of, names_conference
from confnotes.importers.notes.page import NotesPage
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.event_fields import Fields
from confnotes.importers.pages.implied import Implied


class NotesConference:
    """Name, year, days and venue of the conference."""

    def __init__(self, document: SourceDocument, page: NotesPage, builder: Builder, implied: Implied | None) -> None:
        self.page = page
        self.builder = builder
        self.implied = implied
        self.first: date | None = None
        self.last: date | None = None
        self.heading: int | None = None
        self._front(document)
        self._titled()
        self._above()
        if self.first is None and page.one_day and (day := day_of(document.name)) is not None:
            self.first = self.last = day
            builder.warn(f"the notes do not name a day; using {day.isoformat()} from the file name")

    @property
    def first_day(self) -> date | None:
        """The day of every talk, if the conference lasts one day."""
        return self.first if self.first is not None and self.first == self.last else None

    def _set(
        self, *, name: str | None = None, year: int | None = None, venue: str | None = None, url: str | None = None
    ) -> None:
        known = self.builder.conference
        self.builder.conference = replace(
            known,
            name=name if known.name is None else known.name,
            year=year if known.year is None else known.year,
            venue=venue if known.venue is None else known.venue,
            url=url if known.url is None else known.url,
        )

    def _front(self, document: SourceDocument) -> None:
        if not document.front.found:
            return
        fields = Fields(document.front.fields)
        name = fields.text("conference")
        title = fields.text("title")
        if name is None and title is not None and names_conference(title):
            name = conference_of(title)
        where = fields.text("venue") or fields.text("place")
        url = fields.text("website")
        self._set(name=inline.plain(name) if name else None, venue=inline.plain(where) if where else None)
        if url and url.startswith("http"):
            self._set(url=url)
        if name:
            self._set(year=next(iter(find_years(name)), None))
        for meaning in ("start", "end"):
            for found in find_dates(str(fields.first(meaning) or ""))[:1]:
                day = self.date_of(found)
                self.first, self.last = self.first or day, (self.date_of(found, end=True) or day or self.last)

    def _titled(self) -> None:
        """Read the first heading, or the first line of text, unless it is a talk."""
        for number, line in enumerate(self.page.lines):
            if line.role is LineRole.BLANK:
                continue
            mark = self.page.outline.marks.get(number)
            if mark in (LineMark.TALK, LineMark.SESSION, LineMark.SPEAKER):
                return
            if line.role is LineRole.HEADING and is_part_of_notes(line.text):
                return
            if line.role is LineRole.HEADING or (
                line.role in (LineRole.TEXT, LineRole.FACTS) and number == 0 and names_conference(line.text)
            ):
                name = self._without_city(conference_of(line.text))
                self.heading = number
                if name is not None and not (mark is LineMark.DAY and not names_conference(line.text)):
                    parents = parents_in(name)
                    year = parents[0][1] if parents else next(iter(find_years(line.text)), None)
                    self._set(name=name, year=year)
                for found in find_dates(inline.plain(line.text))[:1]:
                    self._period(found)
            return

    def _without_city(self, name: str | None) -> str | None:
        """A name without the city (the venue) after its last dash or comma, or in brackets."""
        match = re.fullmatch(r"(.{4,}?)\s*(?:,|\s[-–—|])\s+\(?([^,|–—()]+)\)?", name or "") or re.fullmatch(
            r"(.{4,}?)\s+\(([^()]+)\)", name or ""
        )
        if match is None or match.group(2).lower() not in CITIES:
            return name
        self._set(venue=match.group(2))
        return match.group(1)

    def _above(self) -> None:
        """Read short lines above the first talk with a date, a place or speakers."""
        talks = self.page.outline.talks()
        for number, line in enumerate(self.page.lines[: talks[0] if talks else 0]):
            marked = number in self.page.outline.marks
            if number == self.heading or marked or line.role in (LineRole.BLANK, LineRole.HEADING, LineRole.CODE):
                continue
            visible = inline.plain(line.text)
            if len(visible) <= LONGEST_NAME and (dates := find_dates(visible)):
                self._period(dates[0])
                before = visible[: dates[0].begin].strip(" ,;:–—-()|")
                after = visible[dates[0].stop :].strip(" ,;:–—-()|")
                for part in (before, after):
                    if part.split(",")[0].lower() in CITIES:
                        self._set(venue=part)

    def _period(self, found: FoundDate) -> None:
        first, last = self.date_of(found), self.date_of(found, end=True)
        if first is not None:
            self.first = self.first or first
            self.last = self.last or last or first
            self._set(year=first.year)

    def date_of(self, found: FoundDate, *, end: bool = False) -> date | None:
        """A date, with its year from the text, the conference or the links."""
        part = found.end if end else found.start
        if part is None:
            return None
        linked = self.implied.year_of(part) if self.implied else None
        above = self.first.year if self.first else None
        return part.on(part.year or self.builder.conference.year or linked or above)

    def day_called(self, text: str, line: int) -> date | None:
        """The date of “Thursday” or “Day 2” if the conference's days are known; otherwise None."""
        if self.first is None or self.last is None:
            return None
        days = [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]
        weekday = find_weekday(text)
        if weekday is not None:
            found = [day for day in days if day.weekday() == weekday]
            return found[0] if len(found) == 1 else None
        number = re.search(r"\d{1,2}", text)
        if number is None or not 0 < int(number.group(0)) <= len(days):
            return None
        day = days[int(number.group(0)) - 1]
        self.builder.warn(f"“{text}” is read as {day.isoformat()}, counted from the first day", line)
        return day

    def preamble(self, line: LogicalLine) -> bool:
        """Read links and dates of the conference in a line outside of all talks; whether it says more than these."""
        titled = self.heading is not None and self.page.lines[self.heading].first == line.first
        if line.role is LineRole.HEADING or titled:
            return False
        anchors = [anchor for anchor in inline.anchors(line.text) if anchor.url and anchor.url.startswith("http")]
        for anchor in anchors:
            made = resource(anchor.url, None if anchor.label == anchor.url else anchor.label)
            self.builder.add_resource(made)
        visible = inline.plain(line.text)
        dated = len(visible) <= LONGEST_NAME and bool(find_dates(visible))
        rest = len(inline.plain(inline.without_links(line.text)).split()) > 3
        return (rest or not anchors) and not dated and bool(line.text.strip("-*_= ")) and not is_day(line.text)

    def settle(self, days: list[date]) -> None:
        """Complete the conference's name and dates at the end."""
        builder = self.builder
        if self.implied is not None and builder.conference.name is None:
            builder.conference = replace(builder.conference, name=self.implied.name, year=self.implied.year)
            builder.warn(
                f"the notes do not name the conference; using “{self.implied.name}” from their links",
                self.implied.line,
            )
        known = [day for day in (self.first, self.last, *days) if day is not None]
        if known:
            first, last = min(known), max(known)
            builder.conference = replace(
                builder.conference, start_date=first, end_date=last, year=builder.conference.year or first.year
            )
            if first == last:
                builder.warn(f"the notes cover {first.isoformat()} only; the conference may have more days", None)
