"""One pass over the lines of a page of notes: days, sessions and talks, each with its head and its notes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import islice

from confnotes.importers import inline
from confnotes.importers.builder import Builder, Item, SessionDraft
from confnotes.importers.chronology import program, settle, spread_session_times
from confnotes.importers.dates import WEEKDAY_NAMES, FoundDate, find_dates
from confnotes.importers.document import Document
from confnotes.importers.entries import read_entry
from confnotes.importers.identity import identify
from confnotes.importers.implied import implied_conference
from confnotes.importers.kinds import word_kind
from confnotes.importers.labels import split_label, take_label
from confnotes.importers.links import resource
from confnotes.importers.names import fold
from confnotes.importers.notes_lines import (
    NoteLine,
    Role,
    event_id,
    is_people_line,
    names_session,
    note_lines,
    numbered_title,
)
from confnotes.importers.notes_talks import next_headings, talk_starts, tells_of_talk
from confnotes.importers.people import read_people
from confnotes.importers.sections import classify
from confnotes.importers.times import TimeRange, find_times
from confnotes.model.program import Kind, Program, ResourceKind, SourceWarning
from confnotes.model.program import Role as PersonRole

_SESSION_KINDS = {kind for kind in Kind if kind not in (Kind.OTHER, Kind.BREAK, Kind.REMARKS, Kind.WORKSHOP)}
_NOTES_TAIL = re.compile(r"\s+(?:talk\s+)?notes$", re.IGNORECASE)


class NotesReading:
    """One pass over the logical lines."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.builder = Builder()
        identify(document.page(), self.builder)
        self.lines = note_lines(document.visible, document.front.body_line)
        self.starts = talk_starts(self.lines)
        self.top_level = min((self.lines[at].level for at, heading in self.starts.items() if heading), default=None)
        self.next_heading = next_headings(self.lines)
        self.talk_headings = {inline.plain(self.lines[at].text) for at, heading in self.starts.items() if heading}
        self.implied = implied_conference(document)
        self.day: date | None = None
        self.days: list[date] = []
        self.session: SessionDraft | None = None
        self.item: Item | None = None
        self.in_head = False
        self.at = 0
        self.notes: list[int] = []

    def result(self) -> tuple[Program, list[SourceWarning]]:
        for number, line in enumerate(self.lines):
            self.at = number
            self.take(number, line)
        self.close()
        spread_session_times(self.builder)
        for item in self.builder.items():
            if item.kind is Kind.KEYNOTE:
                item.speakers = [
                    replace(each, role=PersonRole.KEYNOTE) if each.role is PersonRole.SPEAKER else each
                    for each in item.speakers
                ]
        self.conference()
        settle(self.builder)
        for item in self.builder.items():
            for speaker in item.speakers:
                self.builder.add_person(speaker)
        return program(self.builder), self.builder.warnings

    def take(self, number: int, line: NoteLine) -> None:
        if number in self.starts:
            self.open_item(number, line)
        elif line.role is Role.HEADING:
            self.heading(line)
        elif line.role is Role.NOTES_LABEL:
            self.notes_label(line)
        elif line.role is Role.BLANK:
            self.blank(line)
        elif (self.item is not None and self.in_head and self.about(line)) or (
            self.item is None and self.of_session(line)
        ):
            return
        else:
            self.note(line)

    def heading(self, line: NoteLine) -> None:
        visible = inline.plain(line.text)
        dates = find_dates(visible)
        if dates and len(visible) < 120 and (self.item is None or line.level <= 2 or len(visible) < 40):
            self.open_day(dates[0], line)
            rest = (visible[: dates[0].begin] + visible[dates[0].stop :]).strip(" ,:–—-()|")
            times = find_times(visible)
            if names_session(rest) or times:
                self.open_session(
                    line,
                    rest if not times else visible[: times[0].begin].strip(" ,:–—-()|") or rest,
                    times[0] if times else None,
                )
            return
        if names_session(line.text) or (self.is_session_level(line) and classify(line.text) is None):
            self.open_session(line, line.text, None)
            return
        if self.item is not None:
            self.note(line)

    def is_session_level(self, line: NoteLine) -> bool:
        """A heading above the level of the talks, with talks under it."""
        if (
            self.top_level is None
            or line.level >= self.top_level
            or (line.level == 1 and not self.session and not self.item)
        ):
            return False
        following = self.next_heading.get(self.at)
        return following is not None and following in self.starts

    def open_day(self, found: FoundDate, line: NoteLine) -> None:
        self.close()
        self.session = None
        year = (
            found.start.year
            or self.builder.conference.year
            or (self.implied.year_of(found.start) if self.implied else None)
        )
        day = found.start.on(year)
        if day is None:
            self.builder.warn("the year of this day is not stated, so its times are left out", line.first)
        elif found.start.weekday is not None and day.weekday() != found.start.weekday:
            self.builder.warn(
                (
                    f"{day.isoformat()} is a {WEEKDAY_NAMES[day.weekday()]}, the heading says "
                    f"{WEEKDAY_NAMES[found.start.weekday]}"
                ),
                line.first,
            )
        self.day = day
        if day is not None:
            self.days.append(day)

    def open_session(self, line: NoteLine, text: str, times: TimeRange | None) -> None:
        self.close()
        anchors = [anchor for anchor in inline.anchors(text) if anchor.url]
        visible = inline.plain(text).strip(" :")
        found = find_times(visible)
        if times is None and found:
            times = found[0]
            visible = (
                visible[: times.begin].strip(" ,:–—-(|@") + " " + visible[times.stop :].strip(" ,:–—-)|@")
            ).strip()
        kind = word_kind(visible)
        resources = [
            replace(resource(anchor.url, None, own_page=True), kind=ResourceKind.EVENT_PAGE) for anchor in anchors
        ]
        self.session = SessionDraft(
            line.first, visible or None, kind=kind, times=times, day=self.day, resources=resources
        )
        self.builder.sessions.append(self.session)

    def of_session(self, line: NoteLine) -> bool:
        """Time and place under a session's heading, before its first talk."""
        session = self.session
        if session is None or session.items:
            return False
        if line.role is Role.TIME:
            times, day, room = self.when_and_where(line)
            if session.times is None and times is not None:
                session.times, session.line = times, line.first
            session.day = day or session.day
            session.room = session.room or room
            return True
        if line.role is Role.ROOM or (
            line.role is Role.TEXT
            and session.room is None
            and line.broken
            and len(line.text) < 50
            and self.is_known_room(line.text)
        ):
            session.room = session.room or inline.plain(line.text)
            return True
        return False

    def is_known_room(self, text: str) -> bool:
        rooms = {session.room for session in self.builder.sessions if session.room}
        return inline.plain(text) in rooms

    def when_and_where(self, line: NoteLine) -> tuple[TimeRange | None, date | None, str | None]:
        visible = inline.plain(line.text)
        found = find_times(visible)
        times = found[0] if found else None
        dates = find_dates(visible)
        day = None
        if dates:
            year = (
                dates[0].start.year
                or (self.day.year if self.day else None)
                or (self.implied.year_of(dates[0].start) if self.implied else None)
            )
            day = dates[0].start.on(year)
        room = visible
        for begin, stop in sorted(
            [(each.begin, each.stop) for each in dates] + ([(times.begin, times.stop)] if times else []), reverse=True
        ):
            room = room[:begin] + " \x1f " + room[stop:]
        parts = [part.strip(" \t:.,;@|–—-()") for part in room.split("\x1f")]
        return times, day, next((part for part in reversed(parts) if len(part) > 1), None)

    def open_item(self, number: int, line: NoteLine) -> None:
        self.close()
        item = Item(line.first, day=self.day)
        session = self.session
        if session is None:
            session = next(
                (each for each in self.builder.sessions if each.title is None and each.day == self.day), None
            )
            if session is None:
                session = SessionDraft(line.first, day=self.day)
                self.builder.sessions.append(session)
            self.session = session if session.title is not None else None
        text = line.text
        anchors = [anchor for anchor in inline.anchors(text) if anchor.url]
        numbered = numbered_title(text) if line.role is Role.TEXT else None
        found = split_label(text) if line.role is Role.LABELLED else None
        if numbered is not None:
            item.id, item.title = numbered
        elif line.role is Role.TITLE_LINK and len(anchors) == 1:
            item.title = anchors[0].label
            item.resources.append(resource(anchors[0].url, None, own_page=True))
        else:
            self.titled(item, found[1] if found else text)
        for anchor in anchors:
            item.id = item.id or event_id(anchor.url)
        item.kind = item.kind or (session.kind if session.kind in _SESSION_KINDS else None)
        session.items.append(item)
        self.item, self.in_head, self.notes = item, True, []

    def titled(self, item: Item, text: str) -> None:
        """Title, speakers and kind of a heading or line."""
        visible = inline.plain(text)
        times = find_times(visible)
        if times and times[0].begin <= 2:
            item.times = times[0]
            text = visible[times[0].stop :].strip(" \t:.,;|–—-")
        entry = read_entry(text)
        item.title = _NOTES_TAIL.sub("", entry.title) if entry.title else None
        item.kind, item.speakers, item.room = entry.kind, list(entry.speakers), entry.room
        item.resources += entry.resources

    def about(self, line: NoteLine) -> bool:
        """A line of a talk's head: people, links, time, place, labelled facts."""
        item = self.item
        assert item is not None
        if " | " in line.text and line.role is not Role.TITLE_LINK:
            parts = [
                piece
                for piece in note_lines(line.text.replace(" | ", "\n"), line.first)
                if piece.role is not Role.BLANK
            ]
            if all(piece.role in (Role.PEOPLE, Role.TIME, Role.ROOM, Role.RESOURCE, Role.LABELLED) for piece in parts):
                return all(self.about(piece) for piece in parts)
        if line.role is Role.PEOPLE or (
            line.role in (Role.TEXT, Role.ROOM) and not item.speakers and is_people_line(line.text.strip("*_ "))
        ):
            item.speakers += [
                person for person in read_people(line.text) if person.name not in {each.name for each in item.speakers}
            ]
            return True
        if line.role is Role.RESOURCE or (
            line.role is Role.TITLE_LINK
            and (
                line.text.startswith(("http", "<http"))
                or (not self.notes and inline.sole_anchor(line.text) is not None and line.text[:2] in ("- ", "* "))
            )
        ):
            for anchor in inline.anchors(line.text):
                item.resources.append(resource(anchor.url, None if anchor.label == anchor.url else anchor.label))
            return True
        if line.role is Role.TIME:
            times, day, room = self.when_and_where(line)
            item.times, item.day, item.room = item.times or times, day or item.day, item.room or room
            return True
        if line.role is Role.ROOM and item.room is None:
            item.room = inline.plain(line.text)
            return True
        found = split_label(line.text) if line.role is Role.LABELLED else None
        if found is not None and found[0] == "date":
            dates = find_dates(found[1])
            if dates:
                year = (
                    dates[0].start.year
                    or self.builder.conference.year
                    or (self.implied.year_of(dates[0].start) if self.implied else None)
                )
                item.day = dates[0].start.on(year)
                if item.day is not None:
                    self.days.append(item.day)
            return bool(dates)
        if found is not None and found[0] not in ("abstract", "title", "bio"):
            return take_label(item, found[0], found[1])
        return False

    def notes_label(self, line: NoteLine) -> None:
        if self.item is None:
            if self.session is not None and not self.session.items:
                self.untitled(line)
            return
        if self.notes_text():
            self.note(line)
        else:
            self.in_head, self.notes = False, []

    def blank(self, line: NoteLine) -> None:
        if self.item is None:
            return
        if self.in_head and (self.item.speakers or self.item.times) and not self._goes_on(line):
            self.in_head = False
        if not self.in_head:
            self.notes += range(line.first, line.last + 1)

    def _goes_on(self, line: NoteLine) -> bool:
        """Whether the paragraph after this blank line still tells about the talk."""
        item = self.item
        ahead = islice(self.lines, self.at + 1, None)
        following = next((other for other in ahead if other.role is not Role.BLANK), None)
        if following is None or item is None:
            return False
        if following.role in (Role.RESOURCE, Role.TIME) or tells_of_talk(following):
            return True
        return following.role is Role.PEOPLE and not item.speakers

    def note(self, line: NoteLine) -> None:
        if self.item is None:
            if self.session is None or self.session.items:
                return
            self.untitled(line)
        self.in_head = False
        self.notes += range(line.first, line.last + 1)

    def untitled(self, line: NoteLine) -> None:
        """Notes straight under a session's heading: a talk without a title."""
        assert self.session is not None
        self.item = Item(
            line.first, day=self.day, kind=self.session.kind if self.session.kind in _SESSION_KINDS else None
        )
        self.session.items.append(self.item)
        self.in_head, self.notes = False, []

    def notes_text(self) -> str | None:
        """The lines noted so far, as they are in the source, blank ones at both ends left out."""
        lines = [self.document.lines[number - 1] for number in self.notes]
        while lines and not lines[0].strip():
            lines.pop(0)
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join(lines) or None

    def close(self) -> None:
        if self.item is not None:
            self.item.notes = self.notes_text()
        self.item, self.in_head, self.notes = None, False, []

    def conference(self) -> None:
        """Name, year and days, from the titles or from where the links lead."""
        builder = self.builder
        self.forget_talk_name()
        if self.implied is not None and builder.conference.name is None:
            builder.conference = replace(builder.conference, name=self.implied.name, year=self.implied.year)
            builder.warn(
                f"the notes do not name the conference; “{self.implied.name}” is taken from their links",
                self.implied.line,
            )
        if self.days:
            first, last = min(self.days), max(self.days)
            builder.conference = replace(
                builder.conference, start_date=first, end_date=last, year=builder.conference.year or first.year
            )
            if first == last:
                builder.warn(f"the notes cover {first.isoformat()} only; the conference may have more days", None)

    def forget_talk_name(self) -> None:
        """The first heading may be a talk's; then it does not name the conference."""
        known = self.builder.conference.name
        titles = {fold(item.title) for item in self.builder.items() if item.title}
        if known is not None and (known in self.talk_headings or fold(known) in titles):
            self.builder.conference = replace(self.builder.conference, name=None)
