"""Pages of workshops and conferences: Markdown, HTML, Jekyll with includes, or text pasted from a site."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace
from datetime import date, timedelta

from confnotes.importers.facts import inline
from confnotes.importers.facts.links import resources_in
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.builder import Builder, SessionDraft, TalkDraft, without_duplicates
from confnotes.importers.pages.chronology import program, settle
from confnotes.importers.pages.columns import has_timetable
from confnotes.importers.pages.front_program import read_front_people, read_front_schedule
from confnotes.importers.pages.identity import identify
from confnotes.importers.pages.key_dates import KeyDates
from confnotes.importers.pages.named_people import read_stated_people, settle_speakers
from confnotes.importers.pages.page import PageSection, ParsedPage
from confnotes.importers.pages.page_facts import EventFacts, gather, settle_hours
from confnotes.importers.pages.people_section import PeopleReader
from confnotes.importers.pages.schedule import ScheduleReader
from confnotes.importers.pages.schedule_lines import begins_with_time, is_calendar, titles_above_people
from confnotes.importers.pages.sections import Topic
from confnotes.importers.pages.source_rows import SourceRows
from confnotes.importers.pages.talk_list import add_details, read_talks
from confnotes.importers.pages.years import day_of_file, first_year, stated_year
from confnotes.importers.pages.zoning import set_timetable_zone
from confnotes.importers.slots import LONGEST_CONFERENCE
from confnotes.markup.names import fold
from confnotes.model.program import Kind, ReadProgram, ResourceKind, Role

_TIMES = (
    r"\b(?:all\s+)?(?:the\s+)?(?:\w+\s+)?times?\s+(?:\w+\s+){0,3}?(?:are|is|in|zone)\b|\btime\s?zone\b|\ball\s+times\b"
)
_TIMES_ABROAD = r"\balle\s+(?:zeiten|uhrzeiten)\b|\bheures?\s+(?:sont|en)\b|\bhoras?\s+(?:son|en)\b"
_TIMES_ARE = re.compile(f"{_TIMES}|{_TIMES_ABROAD}", re.IGNORECASE)
_WEEK = timedelta(days=6)
_FEWEST_REGULAR = 4  # meetings of a series for each with hours of its own


def read_page(page: ParsedPage, year: int | None = None) -> ReadProgram:
    """A page as a program without a format.

    `year` is that of the event, if the page has only days and months.
    """
    builder = Builder(starts=page.starts, corrections=page.corrections)
    identify(page, builder)
    builder.year = builder.conference.year or year or stated_year(page)
    dates = KeyDates(builder, builder.conference.year or year)
    for section in page.of(Topic.DATES):
        dates.read(section.blocks, section.title)
    facts = gather(page, builder, dates.event)
    _day_of_name(page, builder)
    dates.year = dates.year or builder.conference.year
    for section in page.sections:
        if section.section.topic in (Topic.CALL, Topic.OTHER, Topic.VENUE):
            dates.read_loose(section.blocks)
    read_front_people(page, builder)
    for section in page.of(Topic.PEOPLE):
        PeopleReader(builder, section.section.role).read(section.blocks)
    read_stated_people(page, builder)
    of_talks = _timed_talks(page)
    _timetables(page, builder, of_talks)
    _without_event_hours(builder, facts)
    _zone_elsewhere(page, builder)
    read_front_schedule(page, builder)
    for section in [*page.of(Topic.TALKS), *page.of(Topic.PAPERS)]:
        if id(section) not in of_talks:
            read_talks(builder, section)
    for section in page.of(Topic.PEOPLE):
        if section.section.role in (Role.SPEAKER, Role.KEYNOTE):
            add_details(builder, section)
    rows = SourceRows(page, builder)
    rows.apply_corrections()
    settle_hours(builder, facts)
    _the_day(builder, facts)
    _regular_hours(builder, facts)
    _days_of_timetable(builder, posted=facts.line is not None and facts.line == page.field_lines.get("date"))
    settle(builder)
    builder.sessions[:] = [each for each in builder.sessions if each.items or each.times or each.room or each.kind]
    settle_speakers(builder)
    _links(page, builder)
    if page.plain_text:
        warn_lost_links(page, builder)
    return ReadProgram("", program(builder), tuple(builder.warnings), tuple(rows.source_rows()), tuple(builder.applied))


def _day_of_name(page: ParsedPage, builder: Builder) -> None:
    """Set the day from the file's name if the page names no day."""
    day = day_of_file(page)
    if day is None or builder.conference.start_date is not None:
        return
    builder.conference = replace(builder.conference, start_date=day, end_date=day, year=day.year)
    builder.warn(f"the page does not name a day; using {day.isoformat()} from the file name")


def _timetables(page: ParsedPage, builder: Builder, of_talks: Container[int]) -> None:
    conference = builder.conference
    days = (conference.start_date, conference.end_date)
    if page.starts and days == (None, None):
        days = (page.starts, page.starts + _WEEK)
    day_before: tuple[date | None, str | None] = (None, None)
    for section in page.sections:
        topic = section.section.topic
        loose = topic in (Topic.OTHER, Topic.VENUE, Topic.PEOPLE)
        if topic is not Topic.SCHEDULE and id(section) not in of_talks and not (loose and _has_timetable(section)):
            continue
        year = conference.year or first_year(section.title) or builder.year
        schedule = ScheduleReader(builder, days, year, needs_time=loose)
        schedule.day, schedule.day_label = day_before[0] or schedule.day, day_before[1]
        if section.heading is not None and topic is Topic.SCHEDULE:
            set_timetable_zone(builder, section.title, section.heading.line, days[0], places=conference.venue or "")
            schedule.day = schedule.day_of(section.title)[0] or schedule.day
        schedule.read(section.with_item_of_heading)
        day_before = schedule.day, schedule.day_label


def _without_event_hours(builder: Builder, facts: EventFacts) -> None:
    """Drop what was read from “Tuesday 5 May, 13:00–17:00, Room 2.13”: the hours of the event, and no talk there."""
    places = {fold(place) for place in (facts.room, builder.conference.venue) if place}
    for session in builder.sessions:
        session.items = [
            item
            for item in session.items
            if item.line != facts.hours_line or item.speakers or not item.title or fold(item.title) not in places
        ]


def _zone_elsewhere(page: ParsedPage, builder: Builder) -> None:
    """Set the zone from “All times are in CET” in any section."""
    for section in page.sections:
        if section.section.topic in (Topic.DATES, Topic.CALL, Topic.PEOPLE):
            continue
        for block in section.blocks:
            if builder.timetable_zone is not None:
                return
            text = inline.plain(block.text)
            if _TIMES_ARE.search(text):
                set_timetable_zone(builder, text, block.line, builder.conference.start_date)


def _timed_talks(page: ParsedPage) -> set[int]:
    """The ids of the sections of talks that have their dates, or their hours if nothing else on the page has any."""
    elsewhere = any(map(_has_timetable, page.of(Topic.SCHEDULE)))
    talks = page.of(Topic.TALKS)
    return {id(each) for each in talks if (is_calendar(each.blocks) if elsewhere else _has_timetable(each))}


def _has_timetable(section: PageSection) -> bool:
    """Whether a section has three or more lines or rows with leading times, one above talks, a list by date, or a
    timetable's header.
    """
    if is_calendar(section.blocks) or has_timetable(section.blocks) or titles_above_people(section.blocks):
        return True
    return sum(map(begins_with_time, section.blocks)) >= 3


def _the_day(builder: Builder, facts: EventFacts) -> None:
    """Assign the hours stated for the whole event to its only untitled session."""
    conference = builder.conference
    if conference.start_date is None or conference.start_date != conference.end_date:
        return
    flat = next((session for session in builder.sessions if session.title is None), None)
    others = [each.room for each in builder.sessions if each is not flat]
    if not any(others + [each.room for each in builder.items()]):
        _give_room(builder, facts.room)
    if flat is None and not builder.sessions and facts.hours is not None:
        flat = SessionDraft(facts.hours_line or 1)
        builder.sessions.append(flat)
    if flat is not None and (facts.hours or facts.room):
        flat.times, flat.day, flat.room = facts.hours, conference.start_date, flat.room or facts.room
        if conference.part_of or "workshop" in (conference.name or "").lower():
            flat.kind = Kind.WORKSHOP


def _give_room(builder: Builder, room: str | None) -> None:
    """Set the only room on the page for everything with a time."""
    for session in builder.sessions:
        if session.times or any(item.times for item in session.items):
            session.room = session.room or room


def _regular_hours(builder: Builder, facts: EventFacts) -> None:
    """Apply a series' common time to items with a day but no time."""
    dated = [item for item in builder.items() if item.day is not None and item.times is None]
    every: list[SessionDraft | TalkDraft] = [*builder.sessions, *builder.items()]
    exceptions = sum(each.times is not None for each in every)  # “Feb. 11 (Wednesday, 10am)” among Thursdays at 11
    if exceptions * _FEWEST_REGULAR > len(dated) or len({item.day for item in dated}) < 2:
        return
    hours = facts.regular or (None if exceptions else facts.hours)
    if hours is None:
        builder.by_date = True
        return
    for item in dated:
        item.times = hours
        item.room = item.room or facts.room
    builder.warn("the hours stated here apply to every day of the calendar", facts.hours_line)


def _days_of_timetable(builder: Builder, *, posted: bool) -> None:
    """Set the days of a short event from its timetable; a calendar of months only gives the year.

    `posted`: the event's day is that of the front matter's `date:`, which is the day of the page if no item is on it.
    """
    every: list[SessionDraft | TalkDraft] = [*builder.sessions, *builder.items()]
    days = sorted({each.day for each in every if each.day is not None})
    conference = builder.conference
    first, last = conference.start_date, conference.end_date
    if posted and first and last and not any(first <= day <= last for day in days):
        conference = replace(conference, start_date=None, end_date=None, year=None)
    if not days or conference.start_date is not None:
        return
    if days[-1] - days[0] <= LONGEST_CONFERENCE:
        conference = replace(conference, start_date=days[0], end_date=days[-1])
    if days[0].year == days[-1].year:
        conference = replace(conference, year=conference.year or days[0].year)
    builder.conference = conference


def _links(page: ParsedPage, builder: Builder) -> None:
    """Add the links of the prose; those of people and talks are stored already."""
    taken = {person.url for person in builder.people.values()}
    every: list[SessionDraft | TalkDraft] = [*builder.sessions, *builder.items()]
    taken |= {each.url for one in every for each in one.resources}
    for section in page.sections:
        topic = section.section.topic
        prose_only = topic in (Topic.SCHEDULE, Topic.TALKS, Topic.PAPERS) and builder.sessions
        blocks = [block for block in section.blocks if not prose_only or block.kind is BlockKind.TEXT]
        texts = [text for block in blocks for text in ((block.text,) if prose_only else (block.text, *block.cells))]
        for text in [section.heading.text, *texts] if section.heading is not None else texts:
            for resource in resources_in(text):
                if resource.url not in taken and (topic is not Topic.PEOPLE or resource.kind is not ResourceKind.OTHER):
                    builder.add_resource(resource)
    builder.resources[:] = without_duplicates(builder.resources)


_PAGE = r"web\s?page|website|homepage|slides?|video|recording|paper|pdf|link|bio|poster|code|abstract"
_BRACKETED = re.compile(rf"\[((?:{_PAGE}|arxiv|openreview|talk|zoom|youtube)s?)\]", re.IGNORECASE)
_DO = "click|virtually|register|submit|found|available|join(?: us)?|see|website|more"
_HERE = re.compile(
    rf"\b(?:{_DO})\s+(?:\w+\s+){{0,2}}?here\b|\bhere\b(?=\s+(?:if|to|for))|^here\b(?!\s+(?:is|are)\b)", re.IGNORECASE
)
_ACTION = re.compile(
    r"^(?:submit|register|apply|sign up|join|watch|download|rsvp)\b(?:\s+[\w-]+){1,5}\W*$", re.IGNORECASE
)
_LONGEST_CALL = 160  # characters: in longer lines “here” is one word of many


def warn_lost_links(page: ParsedPage, builder: Builder) -> None:
    """Warn of link labels without a link; equal ones once, with all lines."""
    lines: dict[str, list[int]] = {}
    for block in page.blocks:
        if block.kind not in (BlockKind.TEXT, BlockKind.ITEM) or inline.anchors(block.text):
            continue
        for match in _BRACKETED.finditer(block.text):
            lines.setdefault(f"[{match.group(1)}]", []).append(block.line)
        text = block.text.strip()
        if len(text) < _LONGEST_CALL and (_ACTION.match(text) or _HERE.search(text)):
            lines.setdefault(text, []).append(block.line)
    for words, where in lines.items():
        also = (
            "" if len(where) == 1 else f" (also line{'s' if len(where) > 2 else ''} {', '.join(map(str, where[1:]))})"
        )
        builder.warn(f"“{words}” has lost its link{also}", where[0])
