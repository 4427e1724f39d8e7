"""The tables of a MiniConf site, in CSV, JSON or YAML, and their rows as talks: papers, speakers, socials."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.kinds import item_kind, label_kind, word_kind
from confnotes.importers.facts.lengths import LONGEST_LABEL
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.moments import moment_of
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.records.reader import first_of
from confnotes.importers.records.values import first_said
from confnotes.importers.source import SourceFile
from confnotes.markup import yaml12
from confnotes.markup.clock_times import leading_time
from confnotes.markup.references import resource_of
from confnotes.model.program import Kind, Resource, ResourceKind, Role, SourceWarning, Speaker, Talk

_READ = (".csv", ".json", ".yml", ".yaml")
_NO_PROGRAM = (
    *("sponsor", "faq", "job", "highlight", "projection", "recs", "chair", "host", "template", "slideslive", "zoom"),
    *("conduct", "jsonld", "preview", "icon", "link", "panelist", "calls", "award_"),
)
_MOST_FILES = 400  # tables of a site


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A record: its fields, and the line on which it ends in a CSV file."""

    fields: dict[str, Any]
    line: int | None = None

    def get(self, *names: str) -> Any:
        """The first of these fields that is not empty; None if all are empty."""
        return first_of(self.fields, names)

    def text(self, *names: str) -> str | None:
        """The first of these fields that is a text or a number, as stripped text."""
        return first_said(self.fields, *names)

    def texts(self, *names: str) -> tuple[str, ...]:
        """A field with several texts: a list, or texts separated by `|` or `;`."""
        value = self.get(*names)
        if isinstance(value, list):
            return tuple(str(each).strip() for each in value if isinstance(each, (str, int)) and str(each).strip())
        text = self.text(*names) or ""
        return tuple(stripped for part in text.replace(";", "|").split("|") if (stripped := part.strip()))


@dataclass(frozen=True, slots=True)
class SiteTable:
    """A file's rows; `stem` is the name of the file without its ending, in lower case."""

    name: str
    stem: str
    rows: tuple[SiteRow, ...]


def tables_of(files: Iterable[SourceFile], warnings: list[SourceWarning]) -> list[SiteTable]:
    """The tables of the site that may contain program data; unreadable files are skipped with a warning."""
    found: list[SiteTable] = []
    for file in files:
        stem = PurePosixPath(file.path).stem.lower()
        if file.suffix not in _READ or stem == "config" or any(word in stem for word in _NO_PROGRAM):
            continue
        if len(found) == _MOST_FILES:
            warnings.append(SourceWarning(f"only the first {_MOST_FILES} data files were read"))
            break
        try:
            found.append(SiteTable(file.name, stem, rows_of(file, warnings)))
        except ConfnotesError as error:
            warnings.append(SourceWarning(f"{file.name} was skipped: {error.message}"))
    return found


def rows_of(file: SourceFile, warnings: list[SourceWarning]) -> tuple[SiteRow, ...]:
    """The rows of one file; raises ConfnotesError if it cannot be read."""
    if file.suffix == ".csv":
        return _csv_rows(file, warnings)
    return tuple(_listed(value_of(file)))


def value_of(file: SourceFile) -> Any:
    """The content of a JSON or YAML file; raises ConfnotesError if it is neither."""
    return file.json if file.suffix == ".json" else yaml12.load(file.text, aliases=True)


def header_of(file: SourceFile) -> frozenset[str]:
    """The names of the columns of a CSV file."""
    try:
        return frozenset(map(_name, next(csv.reader([file.head.decode("utf-8", "replace").partition("\n")[0]]), [])))
    except csv.Error:
        return frozenset()


def _csv_rows(file: SourceFile, warnings: list[SourceWarning]) -> tuple[SiteRow, ...]:
    """The rows by RFC 4180; with broken quotes as far as possible, with a warning."""
    for strict in (True, False):
        reader = csv.reader(io.StringIO(file.text), strict=strict)
        rows, line = [], 1
        try:
            header = [_name(cell) for cell in next(reader, [])]
            for cells in reader:
                line = reader.line_num + 1
                if any(cells):
                    fields = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
                    rows.append(SiteRow(fields, reader.line_num))
        except csv.Error as error:
            if not strict:
                raise ConfnotesError(str(error), "Check that the download is complete.") from None
            line = max(line, 2)
            warnings.append(SourceWarning(f"{file.name} is damaged or cut off ({error}) near line {line}", line))
        else:
            break
    return tuple(rows)


def _listed(value: Any) -> Iterable[SiteRow]:
    """Records of a list; of a mapping of lists, with the key as `group`; of a mapping of records, with the key as
    `key`.
    """
    if isinstance(value, list):
        yield from _records(value)
    elif isinstance(value, dict):
        for key, content in value.items():
            if isinstance(content, list):
                yield from _records(content, {"group": key})
            elif isinstance(content, dict):
                yield from _records([content], {"key": key})


def _records(values: list[Any], more: dict[str, Any] | None = None) -> Iterable[SiteRow]:
    """The mappings of a list; nested `content`, as on some sites, is merged into each."""
    for value in values:
        if isinstance(value, dict):
            content = value.get("content")
            whole = {**content, **value} if isinstance(content, dict) else value
            yield SiteRow({**(more or {}), **{_name(key): each for key, each in whole.items()}})


def _name(key: Any) -> str:
    return str(key).strip().strip("\ufeff").lower().replace(" ", "_")


def site_folder(files: Iterable[SourceFile], is_evidence: Callable[[SourceFile], bool]) -> str | None:
    """The folder (`sitedata`) with the most files of a MiniConf site; the nearest one of equals."""
    counts: dict[str, int] = {}
    for file in files:
        folder = str(PurePosixPath(file.path).parent)
        if folder.count("/") < 4 and file.suffix in _READ and is_evidence(file):
            counts[folder] = counts.get(folder, 0) + 1
    return min(counts, key=lambda folder: (-counts[folder], len(folder)), default=None)


_PEOPLE = (
    *("authors", "authors_and_affil", "author", "speaker", "speakers", "presenter", "presenters", "organizers"),
    *("organisers", "organizer", "organiser", "instructors", "panelists", "hosts", "host", "artist"),
)
_LINKS: dict[str, ResourceKind | None] = {
    **dict.fromkeys(("pdf_url", "pdf_path", "pdf", "paper_url", "paper_link", "openreview"), ResourceKind.PAPER),
    **dict.fromkeys(("video", "video_link", "video_url", "youtube", "livestream"), ResourceKind.VIDEO),
    **dict.fromkeys(("slides_pdf", "slides", "slides_url", "slides_link"), ResourceKind.SLIDES),
    **dict.fromkeys(("poster_pdf", "poster", "poster_url"), ResourceKind.POSTER),
    **dict.fromkeys(("code", "github", "code_url"), ResourceKind.CODE),
    **dict.fromkeys(("website", "url", "link", "web_link"), None),
}
_OF_PEOPLE = ("speakers", "keynotes", "invited")
_SLIDESLIVE = ("presentation_id", "slideslive_id", "slideslive_1", "prerecorded")
_KINDS = {
    "speakers": Kind.KEYNOTE, "keynotes": Kind.KEYNOTE, "workshops": Kind.WORKSHOP, "tutorials": Kind.TUTORIAL,
    "socials": Kind.SOCIAL, "panels": Kind.PANEL, "roundtables": Kind.PANEL, "debates": Kind.PANEL,
    "demos": Kind.DEMO, "demo_papers": Kind.DEMO, "orals": Kind.ORAL, "posters": Kind.POSTER, "invited": Kind.TALK,
}  # fmt: skip
_ROLES = {
    Kind.KEYNOTE: Role.KEYNOTE, Kind.WORKSHOP: Role.ORGANIZER, Kind.SOCIAL: Role.ORGANIZER, Kind.PANEL: Role.PANELIST,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemSlot:
    """A time of an item; `session` is the key of its session."""

    start: datetime | None
    end: datetime | None
    name: str | None = None
    people: tuple[Speaker, ...] = ()
    session: str | None = None


@dataclass(frozen=True, slots=True)
class SiteItem:
    """A row as a talk without times, with its sessions.

    `page` is the site's name for its page (`paper_12`, `speaker_3`), `sessions` the names of its sessions.
    """

    talk: Talk
    table: str
    page: str
    sessions: tuple[str, ...] = ()
    slots: tuple[ItemSlot, ...] = ()
    workshop: str | None = None
    parts: tuple[Talk, ...] = ()


def is_papers(stem: str) -> bool:
    """Whether the rows of a table are papers, with pages `paper_<UID>.html`."""
    return stem.endswith("papers") or stem in ("orals", "posters", "lbds", "proceedings")


def page_of(stem: str) -> str:
    """The page names of a table: `speakers` have pages `speaker_<UID>.html`."""
    return "paper" if is_papers(stem) else stem.removesuffix("s")


def item_of(row: SiteRow, table: SiteTable) -> SiteItem | None:
    """The item of a row; None without a title and people."""
    lists_people = table.stem in _OF_PEOPLE and row.get("title", *_PEOPLE) is None
    title = None if lists_people else plain_title(row.text("title", "name", "paper_title", "longtitle"))
    papers = is_papers(table.stem)
    kind = _kind(row, table.stem, title or "")
    named = row.get("name") if lists_people else row.get(*_PEOPLE)
    speakers = people_of(named, Role.AUTHOR if papers else _ROLES.get(kind, Role.SPEAKER))
    if title is not None and is_placeholder(title):
        title = None
    if title is None and not speakers:
        return None
    place = row.text("institution", "affiliation", "aff", "organiser_affiliation")
    if place and len(speakers) == 1 and speakers[0].affiliation is None:
        speakers = (replace(speakers[0], affiliation=place),)
    links = _resources(row)
    if lists_people and len(speakers) == 1 and links:
        speakers, links = (replace(speakers[0], url=links[0].url),), links[1:]
    own = row.text("uid", "id", "paper_id", "key")
    page = f"{page_of(table.stem)}_{own}"
    return SiteItem(
        talk=Talk(
            title=title,
            id=own if papers or own is None else page,
            kind=kind,
            room=row.text("room") if papers else room_of_row(row),
            track=row.text("track", "area", "primary_subject"),
            abstract=_abstract(row),
            speakers=speakers,
            resources=links,
            board=row.text("poster_position", "board", "poster_number"),
        ),
        table=table.stem,
        page=page.lower(),
        sessions=row.texts("sessions", "session", "session_code")
        if not isinstance(_first(row.get("sessions")), dict)
        else (),
        slots=_slots(row),
        workshop=row.text("workshop"),
        parts=tuple(_recordings(row.get("prerecorded_talks"), page)),
    )


def times_of(row: SiteRow) -> tuple[datetime | None, datetime | None]:
    """Start and end: full timestamps, or times (`time` may contain both) on the day of `start_date` or `date`."""
    day = row.text("start_date", "date") or ""
    begin, until = _moments(row.text("start", "start_time", "time"), day)
    end = row.text("end", "end_time")
    ends = _moments(end, day)[0] if end else until
    comparable = begin and ends and day and (begin.tzinfo is None) == (ends.tzinfo is None)
    if begin and ends and comparable and ends < begin and ends.date() < date.max:
        ends += timedelta(days=1)
    return begin, ends


def _moments(text: str | None, day: str) -> tuple[datetime | None, datetime | None]:
    """A timestamp, or the start and end of a time range on a day."""
    if text is None:
        return None, None
    if text[4:5] == "-":
        return moment_of(f"{text[:11]}0{text[11:]}" if text[12:13] == ":" else text), None
    found = leading_time(text)
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return None, None
    if found is None:
        return None, None
    end = datetime.combine(on, found.end.time) if found.end else None
    return datetime.combine(on, found.start.time), end


def _slots(row: SiteRow) -> tuple[ItemSlot, ...]:
    nested = row.get("sessions")
    if isinstance(nested, list) and isinstance(_first(nested), dict):
        found = []
        for each in nested:
            if isinstance(each, dict):
                inner = SiteRow(each)
                start, end = times_of(inner)
                found.append(
                    ItemSlot(start, end, plain_title(inner.text("name", "title")), people_of(inner.get("hosts")))
                )
        return tuple(found)
    start, end = times_of(row)
    return (ItemSlot(start, end),) if start else ()


def people_of(value: Any, role: Role = Role.SPEAKER) -> tuple[Speaker, ...]:
    """The people of a field: a text, a list of texts or of records, or `{members: [...]}`."""
    if isinstance(value, dict):
        value = value.get("members") or value.get("name")
    if isinstance(value, str):
        return split_people(value, role)
    found: list[Speaker] = []
    for each in value if isinstance(value, list) else ():
        row = SiteRow(each if isinstance(each, dict) else {"name": each})
        place = row.text("affiliation", "institution", "aff")
        people = split_people(row.text("name") or "", role)
        found += [replace(who, affiliation=place) if place and not who.affiliation else who for who in people]
    return tuple(found)


def _kind(row: SiteRow, stem: str, title: str) -> Kind:
    said = row.text("type", "category", "paper_presentation", "event_type")
    named = (label_kind(said) or item_kind(said)) if said else None
    by_title = item_kind(title) if not is_papers(stem) else None
    if by_title is None and title.lower().startswith("keynote"):
        by_title = Kind.KEYNOTE
    return named or _KINDS.get(stem) or by_title or (said and word_kind(said)) or Kind.TALK


def _abstract(row: SiteRow) -> str | None:
    text = row.text("abstract", "description")
    return prose(text) if text and not (len(text) <= LONGEST_LABEL and is_placeholder(text)) else None


def room_of_row(row: SiteRow) -> str | None:
    if room := row.text("room"):
        return room
    text = row.text("location", "place")
    return text if text and text != row.text("link") and ".html" not in text and "/" not in text else None


def _resources(row: SiteRow) -> tuple[Resource, ...]:
    found: dict[str, Resource] = {}
    for name in row.fields:
        if name in _LINKS and (url := row.text(name)) and url.startswith(("http://", "https://", "www.")):
            url = url if url.startswith("http") else f"https://{url}"
            kind = _LINKS[name]
            found.setdefault(url, Resource(kind, url) if kind else resource(url, None))
    for name in _SLIDESLIVE:
        number = row.text(name)
        if number and number.isdecimal() and len(number) >= 6:
            url = f"https://slideslive.com/{number}"
            found.setdefault(url, Resource(ResourceKind.VIDEO, url))
    if (doi := row.text("doi")) and (paper := resource_of(doi)).url.startswith("http"):
        found.setdefault(paper.url, replace(paper, kind=ResourceKind.PAPER))
    return tuple(found.values())


def _recordings(value: Any, page: str) -> list[Talk]:
    """The recorded talks of a workshop, without those that have neither title nor speaker."""
    found = []
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            row = SiteRow(each)
            title, people = plain_title(row.text("title")), people_of(row.get("speakers", "speaker"))
            if title and is_placeholder(title):
                title = None
            if title or people:
                number = row.text("presentation_id")
                own = f"{page}_{number}" if number else None
                found.append(Talk(title, own, speakers=people, resources=_resources(row)))
    return found


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else None
