"""A pass over the lines of a page of notes: days, sessions and talks, each with its head and its notes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import WEEKDAY_NAMES, FoundDate, find_dates
from confnotes.importers.facts.kinds import word_kind
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.people import read_people
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.lines_left import says_more
from confnotes.importers.notes.conference import NotesConference
from confnotes.importers.notes.facts import Facts, has_room_slot, read_title
from confnotes.importers.notes.head import merge_heading, people_of_heading, take_title
from confnotes.importers.notes.headings import TalkHeading, without_handles
from confnotes.importers.notes.lines import (
    LineMark,
    LineRole,
    LogicalLine,
    event_id,
    numbered_title,
    tells_of_talk,
    with_blanks_in_headings,
)
from confnotes.importers.notes.page import NotesPage
from confnotes.importers.pages.builder import Builder, SessionDraft, TalkDraft
from confnotes.importers.pages.chronology import program, settle, spread_session_times
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.implied import implied_conference
from confnotes.importers.pages.labels import split_label, take_label
from confnotes.importers.pages.zoning import set_timetable_zone
from confnotes.markup.clock_times import find_times
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Program, ResourceKind, SourceWarning, Talk
from confnotes.model.program import Role as PersonRole

_SESSION_KINDS = {kind for kind in Kind if kind not in (Kind.OTHER, Kind.BREAK, Kind.REMARKS, Kind.WORKSHOP)}
_ROLES: dict[Kind | None, PersonRole] = {Kind.KEYNOTE: PersonRole.KEYNOTE, Kind.PANEL: PersonRole.PANELIST}
_RULE = re.compile(r"[-*_](?:\s*[-*_]){2,}")


class NotesReading:
    """A pass over the logical lines."""

    def __init__(self, document: SourceDocument, page: NotesPage, read: TalkHeading | None = None) -> None:
        self.document, self.written = document, with_blanks_in_headings(document.lines)
        self.builder = Builder(starts=document.starts)
        self.page = page
        self.lines = page.lines
        self.marks = page.outline.marks
        self.readings = page.outline.readings if read is None else dict.fromkeys(page.outline.talks(), read)
        self.room_slot = has_room_slot([self.lines[at].text for at in page.outline.talks()])
        self.items_of_list = {self.lines[at].first for at in page.outline.linked}
        self.implied = implied_conference(document)
        self.conference = NotesConference(document, page, self.builder, self.implied)
        self.scheduled = page.scheduled(self.builder, self.conference.first_day)
        self.day: date | None = self.conference.first_day if page.one_day else None
        self.day_label: str | None = None
        self.days: list[date] = []
        self.session: SessionDraft | None = None
        self.session_level = 0
        self.item: TalkDraft | None = None
        self.open_level = 0
        self.in_head = False
        self.in_aside = False
        self.at = 0
        self.notes: list[int] = []
        self.head: list[str] = []
        self.aside: LogicalLine | None = None
        self.outside: list[int] = []

    def result(self) -> tuple[Program, list[SourceWarning]]:
        for number, line in enumerate(self.lines):
            self.at = number
            if not self.page.is_schedule(line.first):
                self.take(number, line)
        self.close()
        spread_session_times(self.builder)
        for item in self.builder.items():
            if (role := _ROLES.get(item.kind)) is not None:
                item.speakers = [
                    replace(each, role=role) if each.role is PersonRole.SPEAKER else each for each in item.speakers
                ]
        self.builder.by_date = not any(each.times for each in self.builder.items())
        self.conference.settle(self.days)
        settle(self.builder)
        for item in self.builder.items():
            for speaker in item.speakers:
                self.builder.add_person(speaker)
        for at in self.page.outline.alone[:1]:
            self.builder.warn("only its layout suggests that this is a talk with notes", self.lines[at].first)
        if self.outside:
            self.builder.conference = replace(self.builder.conference, description=self.text_outside())
        return program(self.builder), self.builder.warnings

    def take(self, number: int, line: LogicalLine) -> None:
        mark = self.marks.get(number)
        if self._leaves_list(number, line):
            self.close()
            self.in_aside = True
        if mark is LineMark.TALK:
            self.open_item(number, line)
        elif mark is LineMark.DAY:
            self.open_day_of(line)
        elif mark is LineMark.SESSION:
            self.open_session(line)
        elif mark is LineMark.ASIDE:
            self.close()
            self.session = self.session if self.session and self.session_level < line.level else None
            self.in_aside, self.aside = True, line
        elif mark is LineMark.SPEAKER and self.item is not None:
            self.head.append(line.text)
            when = read_title(line.text)[1]
            self.learn(self.item, Facts(when.times, when.date, when.room), line)
            if not self.item.speakers:  # otherwise read with the heading above
                self.item.speakers = people_of_heading(line.text)
        elif line.role is LineRole.NOTES_LABEL:
            self.notes_label(line)
        elif line.role is LineRole.BLANK:
            self.blank(line)
        elif not ((self.item is not None and self.tells_again(number) and self.about(line)) or self.of_session(line)):
            self.note(line)

    def _leaves_list(self, number: int, line: LogicalLine) -> bool:
        """Whether a paragraph ends a list of talks with their notes."""
        listed = self.item is not None and self.item.line in self.items_of_list
        apart = number > 0 and self.lines[number - 1].role is LineRole.BLANK
        return listed and apart and line.role is not LineRole.BLANK and not self.written[line.first - 1][:1].isspace()

    def tells_again(self, number: int) -> bool:
        """Whether a line is in a talk's head, or in a block of labels after the first paragraph."""
        outline = self.page.outline
        told = self.item is not None and not self.item.speakers and outline.in_block(number)
        self.in_head = self.in_head or told or number in outline.bylines
        return self.in_head

    def open_day_of(self, line: LogicalLine) -> None:
        """Begin a day at a heading."""
        self.close()
        self.session, self.in_aside = None, False
        visible = inline.plain(line.text)
        dates = find_dates(visible)
        self.day = self.dated(dates[0], line) if dates else self.conference.day_called(visible, line.first)
        self.day_label = None if dates or self.day else visible  # the times of “Day 2” begin anew

    def dated(self, found: FoundDate, line: LogicalLine) -> date | None:
        """A date with the year from the page or its links."""
        day = self.conference.date_of(found)
        if day is None:
            self.builder.warn("no year stated for this day; its times are left out", line.first)
            return None
        if found.start.weekday is not None and day.weekday() != found.start.weekday:
            said, is_day = WEEKDAY_NAMES[found.start.weekday], WEEKDAY_NAMES[day.weekday()]
            self.builder.warn(f"{day.isoformat()} is a {is_day}, the heading says {said}", line.first)
        self.days.append(day)
        return day

    def open_session(self, line: LogicalLine) -> None:
        self.close()
        self.in_aside = False
        title, facts = read_title(line.text)
        visible = inline.plain(title).strip(" :")
        anchors = [anchor for anchor in inline.anchors(line.text) if anchor.url]
        resources = [
            replace(resource(anchor.url, None, own_page=True), kind=ResourceKind.EVENT_PAGE) for anchor in anchors
        ]
        self.session = SessionDraft(
            line.first,
            visible or None,
            kind=word_kind(visible),
            day=self.day,
            day_label=self.day_label,
            room=facts.room,
            resources=resources,
            times=facts.times,
        )
        self.session_level = line.level
        self.builder.sessions.append(self.session)

    def of_session(self, line: LogicalLine) -> bool:
        """Read the time, place and chair under a session's heading, before its first talk."""
        session = self.session
        if self.item is not None or session is None or session.items:
            return False
        label, value = (split_label(line.text) if line.role is LineRole.LABELLED else None) or ("", "")
        if label == "chair" and (chairs := read_people(value, PersonRole.CHAIR, certain=True)):
            for chair in chairs:
                self.builder.add_listed(chair, (PersonRole.CHAIR,))
            return True
        facts = line.facts
        if facts is not None and facts.only_when_and_where():
            if session.times is None and facts.times is not None:
                session.times, session.line = facts.times, line.first
            if facts.date is not None:
                session.day = self.dated(facts.date, line) or session.day
            session.room = session.room or facts.room
            self.take_zone(facts, line)
            return True
        return False

    def take_zone(self, facts: Facts, line: LogicalLine) -> None:
        if facts.zone is not None:
            set_timetable_zone(self.builder, facts.zone, line.first, self.day)

    def home(self, line: LogicalLine) -> SessionDraft:
        """The session for an item: the current one, unless a heading at its level ends it."""
        session = self.session
        deeper = session is not None and any(each.depth > self.session_level for each in session.items)
        if session is not None and line.role is LineRole.HEADING and line.level <= self.session_level and deeper:
            session = self.session = None
        if session is not None:
            return session
        flat = next((each for each in self.builder.sessions if each.title is None), None)
        if flat is None:
            flat = SessionDraft(line.first)
            self.builder.sessions.append(flat)
        return flat

    def open_item(self, number: int, line: LogicalLine) -> None:
        self.close()
        self.in_aside = False
        item = TalkDraft(line.first, day=self.day, day_label=self.day_label, depth=line.level)
        session = self.home(line)
        text = line.text
        anchors = [anchor for anchor in inline.anchors(text) if anchor.url]
        numbered = numbered_title(text) if line.role is LineRole.TEXT else None
        found = split_label(text) if line.role is LineRole.LABELLED else None
        sole = inline.sole_anchor(text)
        if numbered is not None:
            item.id, item.title = numbered
            if number in self.page.outline.posters:
                self.titled(item, numbered[1], line)
        elif sole is not None and sole.url and sole.label != sole.url:
            item.title = sole.label
            item.resources.append(resource(sole.url, None, own_page=True))
        else:
            self.titled(item, found[1] if found else text, line)
        for anchor in anchors:
            item.id = item.id or event_id(anchor.url)
        planned = self.scheduled.pop(fold(item.title or ""), None)
        if planned is not None:
            item = merge_heading(planned, item)
        else:
            item.kind = item.kind or (session.kind if session.kind in _SESSION_KINDS else None)
            session.items.append(item)
        self.item, self.in_head, self.notes, self.open_level = item, True, [], line.level
        self.head = [line.text]

    def titled(self, item: TalkDraft, text: str, line: LogicalLine) -> None:
        """Store title, speakers, kind and other facts of a heading or line."""
        read = self.readings.get(self.at)
        self.learn(item, take_title(item, text, room_slot=self.room_slot, read=read), line)

    def learn(self, item: TalkDraft, facts: Facts, line: LogicalLine) -> None:
        """Add facts to an item, without replacing known ones."""
        item.times, item.room = item.times or facts.times, item.room or facts.room
        if facts.date is not None:
            item.day = self.dated(facts.date, line) or item.day
        known = {person.name for person in item.speakers}
        item.speakers += [person for person in facts.people if person.name not in known]
        item.resources += facts.resources
        self.take_zone(facts, line)

    def about(self, line: LogicalLine) -> bool:
        """Read a line of a talk's head: people, links, time, place, labelled facts."""
        item = self.item
        assert item is not None
        if people := self.page.outline.bylines.get(self.at):
            self.head.append(line.text)
            self.learn(item, Facts(people=people), line)
            return True
        if line.facts is not None:
            if line.facts.times is not None and item.times is not None and not line.facts.only_when_and_where():
                return False
            self.learn(item, line.facts, line)
            return True
        if line.role is LineRole.TITLE_LINK:
            listed = line.bullet and not item.notes and not self.notes
            if line.text.startswith(("http", "<http")) or listed:
                for anchor in inline.anchors(line.text):
                    item.resources.append(resource(anchor.url, None if anchor.label == anchor.url else anchor.label))
                return True
            return False
        return self.labelled(item, line)

    def labelled(self, item: TalkDraft, line: LogicalLine) -> bool:
        found = split_label(line.text) if line.role is LineRole.LABELLED else None
        if found is None or found[0] in ("abstract", "bio"):
            return False
        label, value = found[0], without_handles(found[1]) or found[1]
        if not label.startswith("link "):
            self.head.append(found[1])
        if label in ("date", "time"):
            dates, times = find_dates(value), find_times(value)
            if dates:
                item.day = self.dated(dates[0], line) or item.day
            if times and item.times is None:
                item.times = times[0]
                rest = value[times[0].stop :].strip(" ,@|()")
                item.room = item.room or room_of(rest)
            return bool(dates or times)
        if label == "affiliation" and not item.speakers:
            return False
        return take_label(item, label, value)

    def notes_label(self, line: LogicalLine) -> None:
        if self.item is None:
            if self.session is not None and not self.session.items:
                self.untitled(line)
            return
        if self.notes_text():
            self.note(line)
        else:
            self.in_head, self.notes = False, []

    def blank(self, line: LogicalLine) -> None:
        if self.item is None:
            return
        if self.in_head and not self._goes_on():
            self.in_head = False
        if not self.in_head and self.notes:
            self.notes += range(line.first, line.last + 1)

    def _goes_on(self) -> bool:
        """Whether the paragraph after this blank line has further facts about the talk."""
        item = self.item
        following = self.page.outline.under(self.at)
        if following is None or item is None:
            return False
        if tells_of_talk(following) or (following.role is LineRole.TITLE_LINK and not following.bullet):
            return True
        if self.page.outline.below(self.at) in self.page.outline.bylines:
            return True
        if following.facts is None:
            return False
        if following.facts.people:
            return not item.speakers
        return bool(following.facts.resources or following.facts.times or (following.facts.room and not item.room))

    def note(self, line: LogicalLine) -> None:
        if self.item is None:
            if self.session is None or self.session.items or self.in_aside or line.role is LineRole.HEADING:
                if self.conference.preamble(line):
                    self.keep_outside(line)
                return
            self.untitled(line)
        self.in_head = False
        self.linked(line)
        self.notes += range(line.first, line.last + 1)

    def keep_outside(self, line: LogicalLine) -> None:
        """Keep a line outside of all talks for the conference's note, below the heading of its section."""
        for each in (self.aside, line):
            if each is not None:
                self.outside += range(each.first, each.last + 1)
        self.aside = None

    def text_outside(self) -> str:
        """The lines outside of all talks, as in the source, with a blank line where others were between them."""
        found: list[str] = []
        for number, before in zip(self.outside, (0, *self.outside), strict=False):
            found += ["", self.written[number - 1]] if number != before + 1 else [self.written[number - 1]]
        return "\n".join(found).strip("\n")

    def linked(self, line: LogicalLine) -> None:
        """Read a line of the notes that is only a link to the talk's slides or video: it is kept, and becomes a
        resource.
        """
        item = self.item
        found = split_label(line.text) if line.role is LineRole.LABELLED else None
        said = TalkDraft(line.first)
        if found is not None and found[0].startswith("link "):
            take_label(said, found[0], found[1])
        elif line.facts is not None:
            said.resources = line.facts.resources
        own = (ResourceKind.SLIDES, ResourceKind.VIDEO, ResourceKind.POSTER)
        if item is not None:
            known = {each.kind for each in item.resources}
            item.resources += [each for each in said.resources if each.kind in own and each.kind not in known]

    def untitled(self, line: LogicalLine) -> None:
        """Begin a talk without a title for notes directly under a session's heading."""
        assert self.session is not None
        kind = self.session.kind if self.session.kind in _SESSION_KINDS else None
        self.item = TalkDraft(line.first, day=self.day, day_label=self.day_label, kind=kind)
        self.session.items.append(self.item)
        self.in_head, self.notes = False, []

    def notes_text(self) -> str | None:
        """The lines noted so far, as in the source, without blank lines at both ends."""
        lines = [self.written[number - 1] for number in self.notes]
        while lines and not lines[0].strip():
            lines.pop(0)
        while lines and (not lines[-1].strip() or _RULE.fullmatch(lines[-1].strip())):
            lines.pop()
        return "\n".join(lines) or None

    def close(self) -> None:
        if self.item is not None and (noted := self.notes_text()) is not None:
            item = self.item
            read = Talk(item.title, item.id, room=item.room, track=item.track)
            read = replace(read, speakers=tuple(item.speakers), resources=tuple(item.resources))
            more = [line for line in self.head if says_more(line, read)]
            item.notes = "\n".join([*more, "", noted] if more else [noted])
        self.item, self.in_head, self.notes = None, False, []
