"""The tables of a source as one program: sessions, ids, the conference, and warnings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from confnotes.importers.facts.dates import find_dates, find_years
from confnotes.importers.facts.inline import plain
from confnotes.importers.facts.kinds import word_kind
from confnotes.importers.facts.lengths import LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.names import is_certain_institution
from confnotes.importers.facts.zones import AOE, find_zone
from confnotes.importers.importer import Hints
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.chronology import program, settle
from confnotes.importers.pages.schedule import ScheduleReader
from confnotes.importers.slots import add_days
from confnotes.importers.table.days import KnownDays, TableDays, mention_of
from confnotes.importers.table.grid import SheetTimetable
from confnotes.importers.table.hours import Hours
from confnotes.importers.table.layout import TableLayout
from confnotes.importers.table.people import merge_people, people_of
from confnotes.importers.table.rows import RowGroup, TableRows
from confnotes.importers.table.sheet import Sheet
from confnotes.importers.table.talks import TableTalks, zone_named
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import Conference, Kind, Person, Program, Role, Session, SourceWarning, Speaker, Talk

_GERMAN, _FRENCH = "titel|datum|uhrzeit|raum|beginn", "titre|heure|salle|début"
_SPANISH, _ITALIAN = "título|titulo|fecha|hora|sala", "titolo|giorno|ora|aula|inizio"
_FOREIGN_HEADERS = re.compile(rf"\b(?:{_GERMAN}|{_FRENCH}|{_SPANISH}|{_ITALIAN}|vortrag|referent)\b", re.IGNORECASE)
_STATE = r"(?:draft\s+|final\s+|preliminary\s+|conference\s+|full\s+)*"
_TIMETABLE = "schedule|program(?:me)?|agenda|timetable|programm|zeitplan|horaire|horario|programa|sessions|talks"
_PLAN = re.compile(
    rf"[\s:–—|-]*\b{_STATE}(?:{_TIMETABLE})\b(?:\s+(?:at a glance|overview|of))?[\s:–—|-]*", re.IGNORECASE
)
_SHEET = "sheet|tabelle|feuille?|hoja|foglio|blatt|conference|full|final|all|day|tag|jour|día|dia|giorno"
_CONTENT = "schedule|program(?:me|m|ma|a)?|agenda|timetable|sessions?|talks?|papers?|posters?|speakers?"
_NO_TRACK = re.compile(rf"\W*(?:(?:{_SHEET}|{_CONTENT}|export|data|main)[\W\d_]*){{1,3}}", re.IGNORECASE)
_CHAIR = re.compile(r"\(?(?:session )?chair(?:s|ed by)?\)?\s*[:\s]\s*", re.IGNORECASE)
_INSTRUCTION = re.compile(
    r"\b(?:please|don'?t|do not|must|delete|columns?|headers?|rows?|fill|import|template|cells?)\b", re.I
)

_MARKS = " ,;:–—|-()"


def program_of(sheets: Sequence[TableLayout | SheetTimetable], hints: Hints) -> tuple[Program, list[SourceWarning]]:
    """The program in all sheets. The order of dates is decided once for all of them, and so is the clock of tables."""
    tables = [sheet for sheet in sheets if isinstance(sheet, TableLayout)]
    timetables = [sheet for sheet in sheets if isinstance(sheet, SheetTimetable)]
    preamble = [cell for sheet in sheets for cell in sheet.preamble]
    known = _known(sheets, preamble, hints)
    days, hours, told = TableDays(known), Hours(), WarningCollector()
    readers = [TableRows(table, days, hours, told) for table in tables]
    stated = [each for rows in readers for each in rows.stated_days()]
    days.decide([*stated, *(each for timetable in timetables for each in timetable.stated_days())])
    for rows in readers:
        rows.read(hints.starts)
    warnings = _clock_decided(readers, hours)
    made = [each for rows in readers for each in _talks(rows, warnings, several=len(sheets) > 1)]
    builder = Builder(starts=hints.starts, year=known.year)
    for timetable in timetables:
        _read_timetable(timetable, builder, days, several=len(sheets) > 1)
    settle(builder)
    of_timetables = program(builder)
    warnings += builder.warnings
    sessions = (*_sessions(made, readers), *of_timetables.sessions)
    if len(sheets) > 1:
        sessions = _once_each(sessions)
    first, last = _stated(preamble)
    conference = Conference(
        name=_name(preamble),
        venue=_venue(preamble),
        start_date=first if last else None,
        end_date=last,
        timezone=known.zone or builder.timetable_zone,
    )
    if not any(rows.has_days_of_several_events() for rows in readers):
        conference = add_days(conference, sessions)
    warnings += [*days.told.warnings(), *told.warnings()]
    return Program(conference, sessions, (*_session_chairs(readers), *of_timetables.people)), warnings


def _read_timetable(timetable: SheetTimetable, builder: Builder, days: TableDays, *, several: bool) -> None:
    """Read a grid like the table of a page."""
    sheet, known = timetable.sheet, days.known
    reader = ScheduleReader(builder, (known.first, known.last), known.year)
    reader.day = days.of_sheet(sheet.name, timetable.preamble) or reader.day
    before = len(builder.items())
    reader.take_zone(timetable.headers[timetable.hours], sheet.lines[timetable.first])
    timetable.read(reader, days)
    track = _track_of_sheet(sheet) if several else None
    for item in builder.items()[before:]:
        item.track = item.track or track


def _known(sheets: Sequence[TableLayout | SheetTimetable], preamble: list[str], hints: Hints) -> KnownDays:
    first, last = _stated(preamble)
    first = hints.starts or first
    texts = [*preamble, *(each.sheet.name or "" for each in sheets)]
    years = {year for text in texts for year in find_years(text)}
    year = first.year if first else years.pop() if len(years) == 1 else None
    headers = " ".join(text for each in sheets for text in each.headers)
    zone = hints.timezone or _zone([each for each in sheets if isinstance(each, TableLayout)], preamble)
    return KnownDays(first, last, year, zone, bool(_FOREIGN_HEADERS.search(headers)))


def _stated(preamble: list[str]) -> tuple[date | None, date | None]:
    """The days of the conference in the rows above a header."""
    for text in preamble:
        for found in find_dates(text):
            start = found.start.on(found.end.year if found.end else None)
            if start is not None:
                end = found.end.on(start.year) if found.end else None
                return start, end if end and end >= start else None
    return None, None


def _zone(tables: Sequence[TableLayout], preamble: list[str]) -> str | None:
    """The zone of all times: from a column, headers, the rows above them, or next to the first time."""
    for table in tables:
        columns, rows = table.columns, table.sheet.rows[table.first :]
        stated = columns.first("timezone")
        if stated is not None:
            named = {row[stated] for row in rows if row[stated]}
            zone = zone_named(named.pop()) if len(named) == 1 else None
            return zone.key if zone else None
        times = [*columns.all("start"), *columns.all("time")]
        texts = [columns.headings[column].text for column in times]
        texts += [next((row[column] for row in rows if row[column]), "") for column in times]
        for text in (*texts, *preamble):
            found = find_zone(re.sub(r"[()\[\]_]", " ", text)) if text else None
            if found and found.iana and found.iana != AOE:
                return found.iana
    return None


def _name(preamble: list[str]) -> str | None:
    """The name of the conference, if the first cell above the header is only a name."""
    if any(_INSTRUCTION.search(text) for text in preamble):
        return None
    for text in preamble[:1]:
        before, after = _around_dates(text)
        name = _PLAN.sub(" ", plain(before)).strip(_MARKS) or _PLAN.sub(" ", plain(after)).strip(_MARKS)
        if 3 <= len(name) <= LONGEST_NAME and "\n" not in text and not name.endswith((".", "!", "?")):
            return name
    return None


def _venue(preamble: list[str]) -> str | None:
    """The venue of the conference, if the first cell above the header has it after name and dates."""
    for text in preamble[:1]:
        before, after = _around_dates(text)
        place = plain(after).strip(_MARKS)
        if before.strip(_MARKS) and len(place) <= LONGEST_TITLE and is_certain_institution(place) and "\n" not in text:
            return place
    return None


def _around_dates(text: str) -> tuple[str, str]:
    """The text around the first date: before it and after it; all of it before without a date."""
    dates = find_dates(text)
    return (text[: dates[0].begin], text[dates[0].stop :]) if dates else (text, "")


def _clock_decided(readers: list[TableRows], hours: Hours) -> list[SourceWarning]:
    drafts = [draft for rows in readers for draft in rows.drafts]
    shown = hours.decide((draft.begins.day, draft.begins.slot) for draft in drafts)
    if shown is None:
        return []
    message = "times lack am or pm and start over after the morning: read as afternoon from here on"
    return [SourceWarning(message, drafts[shown].line)]


def _talks(rows: TableRows, warnings: list[SourceWarning], *, several: bool) -> list[tuple[Talk, RowGroup | None]]:
    """The talks of a table with their sessions; rows that repeat a talk for another person are merged."""
    reader = TableTalks(rows)
    own = rows.table.columns.has("track", "session")
    track = _track_of_sheet(rows.table.sheet) if several and not own else None
    made: list[tuple[Talk, RowGroup | None]] = []
    last: tuple[object, ...] | None = None
    first: tuple[Speaker, ...] = ()
    for draft in rows.drafts:
        talk = reader.talk(draft)
        if talk is None:
            continue
        if track and talk.track is None:
            talk = replace(talk, track=track)
        key = (talk.title, talk.start, talk.end, talk.room, talk.abstract, draft.group)
        if key == last and first and talk.speakers and talk.speakers != first:
            before = made[-1][0]
            made[-1] = replace(before, speakers=merge_people(before.speakers, talk.speakers)), draft.group
            continue
        last, first = key, talk.speakers
        made.append((talk, draft.group))
    if reader.took_people:
        told = "no column for people: they are taken from the descriptions"
        warnings.append(SourceWarning(told, rows.drafts[0].line))
    return made


def _track_of_sheet(sheet: Sheet) -> str | None:
    """The track in a sheet's name, unless that is a day or a word for all sheets."""
    if not sheet.name or _NO_TRACK.fullmatch(sheet.name) or mention_of(sheet.name, is_day=False).is_any:
        return None
    return sheet.name


def _once_each(sessions: Sequence[Session]) -> tuple[Session, ...]:
    """The sessions without talks that another sheet repeats: the same title, start and room."""
    seen: set[tuple[object, ...]] = set()

    def is_new(talk: Talk) -> bool:
        key = (talk.title, talk.start, talk.room, talk.speakers)
        known = key in seen
        seen.add(key)
        return talk.start is None or talk.id is not None or not known

    kept = (replace(session, talks=tuple(filter(is_new, session.talks))) for session in sessions)
    return tuple(session for session in kept if session.talks)


def _sessions(made: list[tuple[Talk, RowGroup | None]], readers: list[TableRows]) -> tuple[Session, ...]:
    """The sessions in the order of their first rows; talks without one are in an untitled session."""
    talks: dict[RowGroup | None, list[Talk]] = {}
    for talk, group in made:
        talks.setdefault(group, []).append(talk)
    owners = {group: rows for rows in readers for group in rows.groups}
    return tuple(_session(group, owners.get(group) if group else None, found) for group, found in talks.items())


def _session(group: RowGroup | None, rows: TableRows | None, talks: list[Talk]) -> Session:
    if group is None:
        return Session(None, talks=tuple(talks))
    kind = word_kind(group.title) or Kind.OTHER
    own = TableTalks(rows).talk(group.draft) if group.draft is not None and rows is not None else None
    if own is None:
        return Session(group.title, kind=kind, talks=tuple(talks))
    if own.kind is not Kind.TALK:
        kind = own.kind
    return Session(group.title, None, kind, own.start, own.end, own.room, own.track, own.resources, tuple(talks))


def _session_chairs(readers: list[TableRows]) -> tuple[Person, ...]:
    """The chairs of sessions: named in the row of a session, or in a column next to a column of sessions."""
    found: list[Speaker] = []
    for rows in readers:
        for group in rows.groups:
            for row in (group.row,) if group.row is not None else ():
                named = (*rows.people.of_row(row), *(person for cell in row for person in _chairs_of(cell)))
                found += [person for person in named if not _CHAIR.match(person.name)]
        found += [person for draft in rows.drafts for person in rows.people.chairs_of_session(draft.row)]
    people = {person.name: person for person in reversed(found)}
    return tuple(
        Person(person.name, person.affiliation, person.url, (Role.CHAIR,)) for person in reversed(people.values())
    )


def _chairs_of(cell: str) -> tuple[Speaker, ...]:
    match = _CHAIR.match(cell)
    return people_of(cell[match.end() :], Role.CHAIR) if match else ()
