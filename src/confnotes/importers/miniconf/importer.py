"""MiniConf `sitedata` folders (ICLR, ACL, EMNLP, ISMIR, AAAI ...), as described in the README of Mini-Conf.

`papers.csv`, `speakers.csv`, `workshops.yml`, `tutorials`, `plenary_sessions`, `socials` and similar files contain
items, in CSV, JSON or YAML; `main_calendar.json` contains events; `paper_sessions.yml` contains sessions. How they are
combined:

- A paper names its sessions; an event of the calendar that has this name, or whose link filters the papers by it
(`papers.html?session=Mon+Session+1`), is that session. A paper in several sessions is a talk in each.
- A paper in session “2” is in the event with the title “Paper Session - 2” or “Papers Session II”.
- An event that links to the page of an item (`speaker_3.html`), or has its title, gives the time of the item; one that
is only about it (“Live Q&A: ...”) is a talk of its own, and so are all unrelated events.
- A workshop or tutorial with several slots is a session: the whole first, then each slot.
- Ids are the names of the site's pages: `<UID>` for papers, `speaker_<UID>`, `workshop_<UID>` and so on.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.dates import find_dates, find_weekday, find_years
from confnotes.importers.facts.prose import plain_title
from confnotes.importers.importer import Hints
from confnotes.importers.miniconf.sessions import (
    Meeting,
    SiteTimetable,
    event_of,
    is_calendar,
    is_session,
    items_of,
    session_of,
    with_numbered_sessions,
    with_workshop_papers,
)
from confnotes.importers.miniconf.talks import (
    SiteRow,
    SiteTable,
    header_of,
    people_of,
    site_folder,
    tables_of,
    value_of,
)
from confnotes.importers.slots import add_days
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import Conference, Person, Program, ReadProgram, Role, Session, SourceWarning

_CONFIG = (b"proceedings_title:", b"page_title:", b"tagline:", b"citation_date:", b"chat_server:", b"background_image:")


class MiniConf:
    """Reads the `sitedata` folder of a MiniConf site, or its repository."""

    formats: tuple[str, ...] = ("miniconf",)

    def sniff(self, source: Source) -> float:
        """Certain with a calendar, or with a table and the configuration of a site; a guess with tables alone."""
        if not source.is_folder:
            return 0.9 if _is_calendar_file(source.files[0]) else 0.0
        folder = site_folder(source.files, _is_evidence)
        if folder is None:
            return 0.0
        files = _within(source.files, folder)
        if any(map(_is_calendar_file, files)):
            return 0.97
        others = [file for file in files if not _is_config(file)]
        if len(others) == len(files):
            return 0.6
        return 0.97 if any(map(_is_evidence, others)) else 0.84  # other sites have such settings next to YAML

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program; raises ConfnotesError if no file can be read."""
        warnings: list[SourceWarning] = []
        folder = site_folder(source.files, _is_evidence) if source.is_folder else "."
        files = _within(source.files, folder or ".")
        tables = tables_of(files, warnings)
        if not tables:
            said = warnings[0].message if warnings else f"{source.name} has no MiniConf data"
            raise ConfnotesError(said, "Import the folder with papers.csv and main_calendar.json.")
        stated = _conference(files, warnings)
        sessions = _sessions([_dated(table, stated) for table in tables], warnings)
        conference = add_days(stated, sessions)
        return ReadProgram(self.formats[0], Program(conference, sessions, _committee(tables)), tuple(warnings))


def _dated(table: SiteTable, conference: Conference) -> SiteTable:
    """A table with rows by weekday, with the days of the conference added."""
    if not any("group" in row.fields and "time" in row.fields for row in table.rows):
        return table
    first, last = conference.start_date, conference.end_date
    days = (first + timedelta(number) for number in range((last - first).days + 1)) if first and last else ()
    dates = {day.weekday(): day.isoformat() for day in islice(days, 7)}
    rows = []
    for row in table.rows:
        weekday = find_weekday(str(row.get("group")))
        day = None if weekday is None else dates.get(weekday)
        rows.append(SiteRow({**row.fields, "start_date": day}) if day else row)
    return replace(table, rows=tuple(rows))


def _sessions(tables: list[SiteTable], warnings: list[SourceWarning]) -> tuple[Session, ...]:
    calendars = [table for table in tables if is_calendar(table)]
    others = [table for table in tables if table not in calendars and table.stem != "committee"]
    events = [event for table in calendars for event in _events(table, warnings)]
    if not calendars:
        others = with_numbered_sessions(others)
    meetings: dict[Any, Meeting] = {}
    for table in others:
        for row in filter(is_session, table.rows):
            meeting = session_of(row)
            meetings.setdefault((meeting.title, meeting.start), meeting)
    content = [replace(table, rows=tuple(row for row in table.rows if not is_session(row))) for table in others]
    items = items_of(sorted(content, key=lambda table: (table.stem != "papers", table.name)), warnings)
    in_workshops = [item for item in items if item.workshop]
    timetable = SiteTimetable(list(meetings.values()), list(dict.fromkeys(events)))
    if unknown := timetable.missing(items):
        told = f"{len(unknown)} listed in sessions but missing from the papers, the first “{unknown[0][:60]}”"
        warnings.append(SourceWarning(told))
    sessions = timetable.program([item for item in items if not item.workshop])
    return with_workshop_papers(sessions, in_workshops)


def _events(calendar: SiteTable, warnings: list[SourceWarning]) -> list[Meeting]:
    read = [event_of(row) for row in calendar.rows]
    events = [event for event in read if event is not None]
    if missing := read.count(None):
        said = f"{calendar.name}: {missing} of {len(read)} without a title or start skipped"
        warnings.append(SourceWarning(said))
    if undated := sum(event.start is None for event in events):
        warnings.append(SourceWarning(f"{calendar.name}: {undated} on a day that the site does not state"))
    return events


def _within(files: Iterable[SourceFile], folder: str) -> list[SourceFile]:
    return [file for file in files if str(PurePosixPath(file.path).parent) == folder]


def _is_evidence(file: SourceFile) -> bool:
    if file.suffix == ".csv":
        columns = header_of(file)
        return columns >= {"uid", "title"} and len(columns & {"authors", "speaker", "abstract", "session"}) > 0
    return _is_calendar_file(file) or _is_config(file) or (b"UID:" in file.head and b"title:" in file.head)


def _is_calendar_file(file: SourceFile) -> bool:
    head = file.head
    return file.suffix == ".json" and b'"calendarId"' in head and b'"start"' in head and b'"title"' in head


def _is_config(file: SourceFile) -> bool:
    if file.suffix not in (".yml", ".yaml"):
        return False
    called_so = PurePosixPath(file.path).stem.lower() == "config" and b"name:" in file.head
    return (called_so and b"date:" in file.head) or sum(sign in file.head for sign in _CONFIG) >= 3


def _conference(files: list[SourceFile], warnings: list[SourceWarning]) -> Conference:
    """The configuration of the site; `date` is when it takes place, `tagline` the long form of the name."""
    config = next(filter(_is_config, files), None)
    if config is None:
        return Conference()
    try:
        value = value_of(config)
    except ConfnotesError as error:
        warnings.append(SourceWarning(f"{config.name} was skipped: {error.message}"))
        return Conference()
    row = SiteRow(value if isinstance(value, dict) else {})
    dates = plain_title(html.unescape(row.text("date") or "")) or ""
    name, tagline = plain_title(row.text("name")), plain_title(row.text("tagline"))
    url = row.text("site_url", "url")
    start, end = _days(dates)
    years = find_years(dates) or find_years(name or "")
    return Conference(
        name=name,
        year=years[0] if years else None,
        venue=row.text("venue", "place"),
        timezone=row.text("timezone", "time_zone", "tz"),
        start_date=start,
        end_date=end,
        url=url if url and url.startswith("http") else None,
        description=tagline if tagline != name else None,
    )


def _days(text: str) -> tuple[date | None, date | None]:
    """The first and the last day in a text such as “9-12 July 2020”."""
    years = find_years(text)
    for found in find_dates(text):
        start, end = (each.on(years[0]) if each and years else None for each in (found.start, found.end))
        if start is not None:
            return start, end or start
    return None, None


def _committee(tables: list[SiteTable]) -> tuple[Person, ...]:
    """The committee, and the chairs in the table of events."""
    rows = [row for table in tables if table.stem == "committee" for row in table.rows]
    named = [(row.text("name"), row.text("aff", "affiliation")) for row in rows]
    committee = tuple(Person(name, place, roles=(Role.ORGANIZER,)) for name, place in named if name)
    people = [
        who
        for table in tables
        if table.stem == "events"
        for row in table.rows
        for who in people_of(row.get("organiser"))
    ]
    return *committee, *(
        Person(who.name, who.affiliation, roles=(who.role,)) for who in people if who.role is Role.CHAIR
    )
