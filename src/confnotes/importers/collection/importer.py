"""Folders of a Jekyll or Hugo site with a page for each talk: seminars, workshops, conferences.

https://jekyllrb.com/docs/front-matter/ and https://gohugo.io/content-management/front-matter/ define where fields are;
nothing defines their names. Each page is read like the page of an event (`pages.event_page`), and all of them form one
program, combined with the site's people (`_speakers/`, `_data/speakers.yml`) and timetable (`_data/program.yml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from confnotes.importers.collection.pages import PageFile, Pages, folder_kind, is_hugo, pages_of
from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.lengths import LONGEST_TITLE
from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.importer import Hints
from confnotes.importers.notes.lists_of_notes import is_called_notes, is_readme
from confnotes.importers.pages.document import SourceDocument, document_of
from confnotes.importers.pages.event_fields import KEYS, Fields
from confnotes.importers.pages.event_page import EventPage
from confnotes.importers.pages.sections import classify
from confnotes.importers.sites.people import Directory
from confnotes.importers.sites.program import Site
from confnotes.importers.sites.records import SETTINGS, AliasedRecord, is_site_data, known_key, load_all, text_of
from confnotes.importers.sites.talks import TalkList, kind_of
from confnotes.importers.slots import add_days
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.markup.names import fold
from confnotes.model.program import (
    Conference,
    Kind,
    ReadProgram,
    Session,
    SourceWarning,
    Talk,
    WarningCode,
)

_LIKELY, _GUESS = 0.92, 0.55  # certainty
_LEAST_SHARE = 0.25  # of the pages not about people that are talks


class Collection:
    """A folder in which at least two pages are talks."""

    formats: tuple[str, ...] = ("jekyll-collection", "hugo-collection")

    def sniff(self, source: Source) -> float:
        """Likely if talks are a good part of the pages, or the data files know them; a guess if few pages are talks."""
        if not source.is_folder:
            return 0.0
        pages = source.once(pages_of)
        count = len(pages.talks)
        if count < 2 or _are_notes(pages, source):
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


def _are_notes(pages: Pages, source: Source) -> bool:
    """Whether the pages are somebody's notes, which state a speaker as pages of a site do, but have no front matter."""
    if any(page.file.head.lstrip()[:1] in (b"-", b"+", b"{") for page in pages.talks):
        return False
    readmes = (file for file in source.ending(".md", ".markdown") if is_readme(file))
    return any(is_called_notes(document_of(file.text, file.path)) for file in readmes)


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


_NAME_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})\b")
_VARIABLE = re.compile(r"“[^”]*”|\d{4}-\d{2}-\d{2}|(?<=read as ).*")
_CATEGORY_KEYS = ("categories", "tags", "category")


def tell_of_page(page: PageFile, warning: SourceWarning, warnings: WarningCollector) -> None:
    """Count a warning together with those of other pages that differ only in quoted words and dates."""
    if warning.code is not WarningCode.CONFERENCE_NOT_NAMED:
        said = f"{page.file.path}: {warning.message}{{more pages}}"
        warnings.tell(said, line=warning.line, kind=_VARIABLE.sub("", warning.message))


def list_people(pages: Iterable[PageFile], directory: Directory) -> None:
    """Add the people with pages of their own, under the names that talks may use for them."""
    for page in pages:
        record = AliasedRecord({str(key): value for key, value in page.document.front.fields.items()})
        listed = record.own("linktitle")
        names = listed if isinstance(listed, list) else [listed]
        directory.add_record(record, None, [page.key, *(each for each in names if isinstance(each, str))])


def read_talks(
    pages: Iterable[PageFile], directory: Directory, talks: TalkList, warnings: WarningCollector
) -> list[Conference]:
    """Add the talks of every page, several for a meeting; returns what the pages state about their conference."""
    conferences = []
    pages = list(pages)
    headed = heads_name_speakers(pages)
    kinds = {page.folder: folder_kind(page.folder) for page in pages}
    if set(kinds.values()) == {Kind.OTHER}:
        kinds = {}
    for page in pages:
        document = without_title_again(with_speaker_of_heading(page) if headed else page.document)
        document = _dated(_with_people(with_panelists(document), directory), page, warnings)
        read = EventPage().read(document)
        for warning in (*document.warnings, *read.warnings):
            tell_of_page(page, warning, warnings)
        conferences.append(read.program.conference)
        found = list(read.program.talks())
        for number, talk in enumerate(found):
            own = talk.id or page.key
            made = replace(
                talk,
                id=own if len(found) == 1 else f"{own}-{number + 1}",
                kind=_kind(talk, page, kinds.get(page.folder)) if len(found) == 1 else talk.kind,
            )
            talks.add(made, (page.key, own) if number == 0 else (), certain=True)
    return conferences


def _kind(talk: Talk, page: PageFile, of_folder: Kind | None) -> Kind:
    """The kind that the page states, else that of its folder."""
    if talk.kind is not Kind.TALK:
        return talk.kind
    values = {str(key): value for key, value in page.document.front.fields.items()}
    categories = next((value for key, value in values.items() if key.lower() in _CATEGORY_KEYS), None)
    for said in categories if isinstance(categories, list) else ():
        stated = kind_of(AliasedRecord({"kind": said}), None) if isinstance(said, str) else None
        if stated is not None and stated is not Kind.TALK:
            return stated
    stated = kind_of(AliasedRecord(values), talk.title)
    if stated is not None and stated is not Kind.TALK:
        return stated
    return of_folder or talk.kind


def _with_people(document: SourceDocument, directory: Directory) -> SourceDocument:
    """The page with the names of its speakers if it gives keys of the site's people.

    A relative `url` is the page's own address, and not a link.
    """
    fields = dict(document.front.fields)
    for key in list(fields):
        if key.lower() == "url" and not str(fields[key]).startswith("http"):
            del fields[key]
        elif (known := known_key(key.lower().replace("-", "_"))) in KEYS["speaker"]:
            named = _named(fields.pop(key), directory)
            if not isinstance(fields.get(known), list | dict):  # `presenter_slugs` beside `presenters`
                fields[known if known != key.lower().replace("-", "_") else key] = named
    return replace(document, front=replace(document.front, fields=fields))


def _named(value: object, directory: Directory) -> object:
    if isinstance(value, list):
        return [_named(each, directory) for each in value]
    key = text_of(value)
    known = directory.named(key) if key is not None else None
    if known is None:
        return value
    return {"name": known.name, "affiliation": known.affiliation or "", "website": known.url or ""}


def _dated(document: SourceDocument, page: PageFile, warnings: WarningCollector) -> SourceDocument:
    """The page with the day in its file name, if nothing else states it."""
    fields = Fields(document.front.fields)
    match = _NAME_DATE.match(page.file.name)
    if match is None or any(find_dates(str(fields.first(meaning) or "")) for meaning in ("start", "date", "time")):
        return document
    tell_of_page(page, SourceWarning(f"no day stated; using {match[1]} from the file name"), warnings)
    stated: Mapping[str, object] = {**document.front.fields, "date": match[1]}
    return replace(document, front=replace(document.front, fields=stated))


_FEWEST = 3  # pages whose heading is a name
_PANEL = re.compile(r"\bpanel|\bdiscussion\b", re.IGNORECASE)
_BOLD, _BOLD_END = r"(?:\*\*|__|<(?:strong|b)>)", r"(?:\*\*|__|</(?:strong|b)>)"
_MEMBER = re.compile(
    rf"^\s*(?:[-*+]|<li>)\s*{_BOLD}([^*_<>]{{3,60}}){_BOLD_END}\s*[,:(–—-]?\s*([^<\n]{{0,100}})", re.MULTILINE
)


def heads_name_speakers(pages: Sequence[PageFile]) -> bool:
    """Whether the first heading of a collection's pages is the speaker."""
    without = [page for page in pages if Fields(page.document.front.fields).entry("speaker")[0] is None]
    heads = [_heading(page.document) for page in without]
    named = sum(any(is_likely_name(each.name) for each in split_people(head)) for head in heads if head)
    return named >= _FEWEST and named * 2 >= len(without)


def with_speaker_of_heading(page: PageFile) -> SourceDocument:
    """The page with the people of its first heading as speakers, if no field names them."""
    document = page.document
    heading = _heading(document)
    fields = Fields(document.front.fields)
    if heading is None or fields.entry("speaker")[0] is not None:
        return document
    title = fields.text("title") or fields.text("topic") or ""
    if fold(heading) == fold(inline.plain(title)) or classify(heading) is not None or len(heading) > LONGEST_TITLE:
        return document
    people = split_people(heading)
    if not people:
        return document
    stated = [{"name": each.name, "affiliation": each.affiliation or "", "website": each.url or ""} for each in people]
    front = replace(document.front, fields={**document.front.fields, "speaker": stated})
    return replace(document, front=front, visible=_without_heading(document.visible))


def without_title_again(document: SourceDocument) -> SourceDocument:
    """The page without a first heading that repeats its title."""
    title = Fields(document.front.fields).text("title") or ""
    heading = _heading(document)
    if heading is None or fold(heading) != fold(inline.plain(title)):
        return document
    return replace(document, visible=_without_heading(document.visible))


def with_panelists(document: SourceDocument) -> SourceDocument:
    """The page of a panel with the people of its list, if no field names them."""
    fields = Fields(document.front.fields)
    title = fields.text("title") or ""
    if fields.entry("speaker")[0] is not None or not (_PANEL.search(title) or "/panels/" in f"/{document.name}"):
        return document
    members = [(match[1].strip(), match[2].strip()) for match in _MEMBER.finditer(document.visible)]
    if len(members) < 2 or any(not is_likely_name(name) for name, _ in members):
        return document
    stated = [{"name": name, "affiliation": affiliation.strip("() ")} for name, affiliation in members]
    return replace(document, front=replace(document.front, fields={**document.front.fields, "panelists": stated}))


def _heading(document: SourceDocument) -> str | None:
    """The heading that a page's text begins with."""
    first = next((line.strip() for line in document.visible.split("\n") if line.strip()), "")
    text = inline.plain(first.lstrip("#").strip()) if first.startswith("#") else ""
    return text or None


def _without_heading(visible: str) -> str:
    lines = visible.split("\n")
    first = next(number for number, line in enumerate(lines) if line.strip())
    return "\n".join(["", *lines[first + 1 :]])
