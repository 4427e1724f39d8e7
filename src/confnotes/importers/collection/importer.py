"""Folders of a Jekyll or Hugo site with a page for each talk: seminars, workshops, conferences.

https://jekyllrb.com/docs/front-matter/ and https://gohugo.io/content-management/front-matter/ define where fields are;
nothing defines their names. Each page is read like the page of an event (`pages.event_page`), and all of them form one
program, combined with the site's people (`_speakers/`, `_data/speakers.yml`) and timetable (`_data/program.yml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from confnotes.importers.collection.pages import Pages, is_hugo, pages_of
from confnotes.importers.collection.talks import list_people, read_talks
from confnotes.importers.importer import Hints
from confnotes.importers.sites.data_files import SETTINGS, is_site_data, load_all
from confnotes.importers.sites.program import Site
from confnotes.importers.slots import add_days
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import Conference, Kind, ReadProgram, Session, Talk

_LIKELY, _GUESS = 0.92, 0.55
_LEAST_SHARE = 0.25


class Collection:
    """A folder in which at least two pages are talks."""

    formats: tuple[str, ...] = ("jekyll-collection", "hugo-collection")

    def sniff(self, source: Source) -> float:
        """Likely if talks are a good part of the pages, or the data files know them; a guess if few pages are talks."""
        if not source.is_folder:
            return 0.0
        pages = source.once(pages_of)
        count = len(pages.talks)
        if count < 2:
            return 0.0
        return _LIKELY if count >= _LEAST_SHARE * (count + pages.others) else _GUESS

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """One talk per page, in the order of the timetable, else of their starts."""
        pages = source.once(pages_of)
        site, told = Site(), WarningCollector()
        list_people(pages.people, site.directory)
        files = load_all(_data_files(source, pages), site.findings)
        site.list_data(files, hints.starts)
        conferences = read_talks(pages.talks, site.directory, site.talks, told)
        program = site.program()
        conference = add_days(_conference(program.conference, conferences), program.sessions)
        sessions = tuple(_ordered(session) for session in program.sessions)
        name = self.formats[1] if is_hugo(pages, source) else self.formats[0]
        warnings = (*site.findings.warnings(), *told.warnings())
        return ReadProgram(name, replace(program, conference=conference, sessions=sessions), warnings)


def _data_files(source: Source, pages: Pages) -> list[SourceFile]:
    """The site's data and settings; on a site of many events, those of the events with pages here."""
    files = [file for file in source.files if is_site_data(file) or file.path in SETTINGS]
    events = [file for file in files if PurePosixPath(file.path).parent.name == "events"]
    folders = {folder for page in pages.talks for folder in PurePosixPath(page.file.path).parts[:-1]}
    other = {file.path for file in events if len(events) > 1 and PurePosixPath(file.path).stem not in folders}
    return [file for file in files if file.path not in other]


def _conference(stated: Conference, pages: Sequence[Conference]) -> Conference:
    """The settings, completed with what the pages agree on."""
    days = sorted(day for each in pages for day in (each.start_date, each.end_date) if day is not None)
    if stated.start_date is None and days:
        stated = replace(stated, start_date=days[0], end_date=days[-1])
    return replace(
        stated,
        name=stated.name or _agreed([each.name for each in pages]),
        venue=stated.venue or _agreed([each.venue for each in pages]),
        timezone=stated.timezone or _agreed([each.timezone for each in pages]),
        url=stated.url or _agreed([each.url for each in pages]),
    )


def _agreed(values: Sequence[str | None]) -> str | None:
    """The value of more than half of the pages, if no page has another one."""
    said = {value for value in values if value}
    return said.pop() if len(said) == 1 and sum(value is not None for value in values) * 2 > len(values) else None


def _ordered(session: Session) -> Session:
    """The talks of a session without a title by their starts, those without a start last."""
    if session.title is not None:
        return session
    talks = sorted(session.talks, key=_start_of)
    kind = Kind.SEMINAR if talks and all(talk.kind is Kind.SEMINAR for talk in talks) else session.kind
    return replace(session, talks=tuple(talks), kind=kind)


def _start_of(talk: Talk) -> tuple[bool, str]:
    start = talk.starts_at.replace(tzinfo=None) if talk.starts_at else talk.start
    return start is None, start.isoformat() if start is not None else ""
