"""The folder of a workshop's small site: settings, schedule, speakers and organizers as data, and pages.

Jekyll's layout (https://jekyllrb.com/docs/structure/): `_config.yml`, `_data/*.yml`, `_includes`, `index.md`. The names
of data files have no specification; their content is recognised by their records (`sites`). Pages are read as usual
(`pages`) for missing facts; templates are not data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.importer import Hints
from confnotes.importers.pages.builder import without_duplicates
from confnotes.importers.pages.document import SourceDocument, document_of
from confnotes.importers.pages.page import ParsedPage
from confnotes.importers.pages.page_readers import page_evidence
from confnotes.importers.pages.sections import Topic
from confnotes.importers.pages.workshop_page import read_page
from confnotes.importers.sites.clocks import ConferenceDays
from confnotes.importers.sites.program import Site, unplaced
from confnotes.importers.sites.records import PAGES, SETTINGS, DataFile, is_site_data, load_all, text_of
from confnotes.importers.sites.talks import ListedTalk, TalkList, merge_rows
from confnotes.importers.slots import add_days
from confnotes.importers.source import Source, SourceFile
from confnotes.markup.names import fold
from confnotes.model.program import (
    Conference,
    Person,
    Program,
    ReadProgram,
    Role,
    Session,
    SourceWarning,
    Talk,
    WarningCode,
)

_LIKELY = 0.9  # certainty
_WITHOUT_PAGES = 0.84  # less than a folder of YAML alone, which has an importer of its own
_ABOUT_TALKS = re.compile(rb"\b(?:speakers?|presenters?|talks?|sessions?|start|time|room)\b", re.IGNORECASE)
_LEAST_EVIDENCE = 0.2  # of a page that it is part of a program, of 1
_TELLING = frozenset((Topic.SCHEDULE, Topic.DATES, Topic.PEOPLE, Topic.TALKS))


class WorkshopSite:
    """A folder with a site's data files and pages."""

    formats: tuple[str, ...] = ("workshop-site",)

    def sniff(self, source: Source) -> float:
        """Likely if a folder has a site's data or settings, pages, and talks or people in them.

        Without pages (templates in other languages) the data must have talks with a start or speakers.
        """
        if not source.is_folder or not any(is_site_data(file) or file.name in SETTINGS for file in source.files):
            return 0.0
        if not any(file.suffix in (".md", ".markdown", ".html") for file in source.files):
            if not any(is_site_data(file) and _ABOUT_TALKS.search(file.head) for file in source.files):
                return 0.0
            talks = list(source.once(_read).program.talks())
            return _WITHOUT_PAGES if len(talks) > 1 and any(talk.start or talk.speakers for talk in talks) else 0.0
        read = source.once(_read)
        return _LIKELY if any(read.program.talks()) or len(read.program.people) > 1 else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program in data and pages."""
        return source.once(_read) if hints.starts is None else _read(source, hints.starts)


def _read(source: Source, starts: date | None = None) -> ReadProgram:
    site = Site()
    files = load_all((file for file in source.files if is_site_data(file) or file.name in SETTINGS), site.findings)
    site.list_data(files, starts)
    site.settings.days.named += _days_above_loops(source, site.settings.days)
    program = site.program()
    pages = SitePages(source, _template_data(files))
    warnings = list(site.findings.warnings())
    program = _with_pages(program, site.talks, pages.documents(), warnings)
    no_day = any(each.code is WarningCode.DAY_NOT_KNOWN for each in warnings)
    day = program.conference.start_date
    alone = day is not None and program.conference.end_date in (None, day)
    if starts is None and no_day and alone and site.settings.conference.start_date is None:
        return _read(source, day)  # stated only by the pages
    return ReadProgram(WorkshopSite.formats[0], program, tuple(warnings))


def _days_above_loops(source: Source, days: ConferenceDays) -> Iterator[tuple[str, date]]:
    """The names of data files, and of lists in them, with the day that a template states above its loop over them."""
    for file in source.ending(*PAGES):
        text, begin = file.data.decode("utf-8", "replace"), 0  # may be empty
        for loop in _LOOP_OVER_DATA.finditer(text):
            lines = [line.strip() for line in _TAG.sub("\n", text[begin : loop.start()]).split("\n")]
            said = (day for line in lines[::-1] if 0 < len(line) <= LONGEST_NAME if (day := days.of(line)) is not None)
            if (day := next(said, None)) is not None:
                yield loop["name"], day
            begin = loop.end()


def _template_data(files: Sequence[DataFile]) -> dict[str, object]:
    """The value of `site` in templates: the settings, and the data files under `data`."""
    data: dict[str, object] = {"data": {file.stem: file.value for file in files}}
    for file in files:
        if file.file.name in SETTINGS and isinstance(file.value, dict):
            data = {**{str(key): value for key, value in file.value.items()}, **data}
    return data


def _with_pages(
    program: Program, listed: TalkList, documents: Sequence[SourceDocument], warnings: list[SourceWarning]
) -> Program:
    """The program completed by the pages: deadlines, links, people, and a missing timetable."""
    conference, sessions, people = program.conference, program.sessions, program.people
    deadlines, resources = list(program.deadlines), list(program.resources)
    for document in documents:
        if not _tells_of_event(document):
            continue
        read = read_page(_with_known(document.page(), conference, people), conference.year)
        found = read.program
        if any(found.talks()) and (not sessions or _is_timetable(found, sessions, listed)):
            sessions = (*(_with_listed(each, listed) for each in found.sessions), *unplaced(listed))
            warnings += [replace(each, message=f"{document.name}: {each.message}") for each in read.warnings]
        conference = _joined(conference, found.conference)
        people = people or found.people
        known = {(fold(each.title), each.date) for each in deadlines}
        deadlines += [each for each in found.deadlines if (fold(each.title), each.date) not in known]
        resources += found.resources
    used = {each.url for session in sessions for talk in session.talks for each in talk.resources}
    used |= {person.url for person in people if person.url}
    own = [each for each in resources if each.url not in used]
    own = list({each.url: each for each in reversed(own)}.values())[::-1]
    return Program(add_days(conference, sessions), sessions, people, tuple(deadlines), without_duplicates(own))


def _is_timetable(page: Program, sessions: Sequence[Session], listed: TalkList) -> bool:
    """Whether a page has the times of talks that the data only list, or names most of them."""
    if any(talk.start for session in sessions for talk in session.talks):
        return False
    named = sum(_listed_talk(talk, listed) is not None for talk in page.talks())
    return any(talk.start for talk in page.talks()) or named * 2 > len(listed.listed)


def _listed_talk(talk: Talk, listed: TalkList) -> ListedTalk | None:
    """The talk of the site's data for a talk of a page."""
    return (listed.by_title(talk.title) if talk.title else None) or listed.by_speakers(talk.speakers)


def _with_listed(session: Session, listed: TalkList) -> Session:
    """A session of a page with facts about its talks from the site's data."""
    talks = []
    for talk in session.talks:
        same = _listed_talk(talk, listed)
        if same is not None:
            same.used = True
            talk = replace(merge_rows(talk, same.talk, by_key=False), start=talk.start, end=talk.end)
        talks.append(talk)
    return replace(session, talks=tuple(talks))


def _tells_of_event(document: SourceDocument) -> bool:
    """Whether a page of a site is about its event: a section on dates or people, or enough words."""
    topics = {section.section.topic for section in document.sections if section.heading is not None}
    return not topics.isdisjoint(_TELLING) or page_evidence(document) >= _LEAST_EVIDENCE


def _with_known(page: ParsedPage, conference: Conference, people: Sequence[Person]) -> ParsedPage:
    """A page that knows the event's day and speakers, to be read with them."""
    known: dict[str, object] = {}
    if conference.start_date is not None:
        known["date"] = conference.start_date.isoformat()
    speakers = [each for each in people if not {Role.SPEAKER, Role.KEYNOTE}.isdisjoint(each.roles)]
    if speakers:
        known["speakers"] = [{"name": each.name, "affiliation": each.affiliation or ""} for each in speakers]
    return replace(page, fields={**known, **page.fields})


def _joined(stated: Conference, page: Conference) -> Conference:
    """The settings, completed by a page."""
    same_time = stated.start_date is None or page.start_date is None or stated.start_date == page.start_date
    if not same_time:
        return replace(stated, name=stated.name or page.name, part_of=stated.part_of or page.part_of)
    return Conference(**{each.name: getattr(stated, each.name) or getattr(page, each.name) for each in fields(stated)})


_INCLUDE = re.compile(r"\{%-?\s*include(?:_relative|_cached)?\s+([\w./-]{1,120})([^%{}]{0,400})-?%\}")
_ARGUMENT = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_VALUE = re.compile(r"\{\{-?\s*([\w.\[\]'\"-]{1,120})\s*(?:\|[^{}]{0,200})?-?\}\}")
_STEP = re.compile(r"[\w-]+")
_FOR, _END = r"\{%-?\s*for\b[^%]{0,400}%\}", r"\{%-?\s*endfor\s*-?%\}"
_INNERMOST_LOOP = re.compile(rf"{_FOR}(?:(?!{_FOR}|{_END}).)*{_END}", re.DOTALL)
_LOOP_OVER_DATA = re.compile(r"\{%-?\s*for\s+\w+\s+in\s+site\.data\.(?:\w+\.)*(?P<name>[\w-]+)")
_TAG = re.compile(r"<[^<>]{0,500}>|\{%[^%]{0,500}%\}|\{\{[^{}]{0,500}\}\}")
_LIQUID = re.compile(r"\{%[^%]{0,1000}%\}|\{\{[^{}]{0,1000}\}\}")
_DEEPEST = 4  # includes and loops in each other
_LARGEST = 2 * 1024 * 1024  # characters of a page with its includes
_NO_PAGES = (
    *("_layouts", "_includes", "_site", "_sass", "_posts", "_drafts", "layouts"),
    *("node_modules", "vendor", "assets"),
)


@dataclass(frozen=True)
class SitePages:
    """The pages of a folder, with the data that their templates use."""

    source: Source
    data: Mapping[str, object]

    def documents(self) -> list[SourceDocument]:
        """The pages at the top of the site, its first page before the others, without loops over data."""
        files = [file for file in self.source.files if _is_page(file)]
        made = []
        for file in sorted(files, key=lambda each: (not each.name.startswith(("index", "README")), each.path)):
            try:
                made.append(document_of(self._filled(file.text, {}, 0), file.path))
            except ConfnotesError:
                continue
        return made

    def _filled(self, text: str, arguments: Mapping[str, str], depth: int) -> str:
        """A template with its includes and values inserted, and without other instructions."""
        for _ in range(_DEEPEST):
            text = _INNERMOST_LOOP.sub("", text)
        text = _INCLUDE.sub(lambda match: self._included(match, depth), text)
        text = _VALUE.sub(lambda match: self._value(match[1], arguments), text)
        return _LIQUID.sub("", text)[:_LARGEST]

    def _included(self, match: re.Match[str], depth: int) -> str:
        file = next((each for each in self.source.files if each.path.endswith(f"_includes/{match[1]}")), None)
        if file is None or file.suffix not in PAGES or depth >= _DEEPEST:
            return ""
        given = {key: double or single for key, double, single in _ARGUMENT.findall(match[2])}
        try:
            return "\n" + self._filled(file.text, given, depth + 1) + "\n"
        except ConfnotesError:
            return ""

    def _value(self, path: str, arguments: Mapping[str, str]) -> str:
        steps = _STEP.findall(path)
        if steps[:1] == ["include"] and len(steps) == 2:
            return arguments.get(steps[1], "")
        value: object = {"site": self.data}
        for step in steps:
            if isinstance(value, list) and step.isdecimal():
                value = value[int(step)] if int(step) < len(value) else None
            else:
                value = value.get(step) if isinstance(value, Mapping) else None
        said = text_of(value) or ""
        return "" if is_placeholder(said) else said


def _is_page(file: SourceFile) -> bool:
    folders = file.path.split("/")[:-1]
    return (
        file.suffix in PAGES
        and len(folders) <= 1
        and not any(folder in _NO_PAGES or folder.startswith((".", "_")) for folder in folders)
        and not file.name.startswith(("_", "."))
        and file.name.lower()
        not in (
            "404.html",
            "404.md",
            "license.md",
            "contributing.md",
            "readme.md",
            "changelog.md",
            "claude.md",
            "agents.md",
        )
    )
