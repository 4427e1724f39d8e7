"""The JSON of virtual conference sites (NeurIPS, ICML, ICLR, CVPR, AISTATS, MLSys): `...-orals-posters.json`.

There is no published specification; the structure is that of the sites' event API: `{"count", "next", "results":
[event]}`, an event being a presentation of a paper, or a session with `children_ids`. How it is read:

- An oral and a poster of one paper are two talks, at two times. They have the same paper if they have the same
`paper_url`, else the same `sourceurl`, `sourceid` and name; then each has the links of both, and a page of its own.
- `starttime2` is a second slot: a talk of its own. Ids of events with several slots include the start.
- Events with one `session` on one day are a Session; an event that is the parent of others is that Session, and also a
talk if it has an abstract or people. Events without a session are in an untitled one.
- `https://<host>` of the API addresses in the file is the base of relative addresses.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeGuard
from urllib.parse import parse_qs, urlsplit

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.kinds import item_kind, label_kind, word_kind
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.moments import moment_of
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.importer import Hints
from confnotes.importers.records.reader import is_before
from confnotes.importers.slots import add_days, chronological
from confnotes.importers.source import Source
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import (
    Conference,
    Kind,
    Program,
    ReadProgram,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)

_SIGNS = (
    *("virtualsite_url", "eventtype", "event_type", "eventmedia", "poster_position", "schedule_html", "sourceid"),
    *("paper_url", "room_name", "starttime", "related_events_ids"),
)
_HEAD_SIGNS = (b'"results"', b'"fullname"', b'"uid"', b'"institution"', b'"count"')
_ROLES = {
    Kind.POSTER: Role.AUTHOR, Kind.ORAL: Role.AUTHOR, Kind.SPOTLIGHT: Role.AUTHOR,
    Kind.KEYNOTE: Role.KEYNOTE, Kind.PANEL: Role.PANELIST, Kind.WORKSHOP: Role.ORGANIZER,
}  # fmt: skip

_API = "/api/"
_MEDIA = {
    "paper": ResourceKind.PAPER, "openreview": ResourceKind.PAPER, "arxiv": ResourceKind.PAPER,
    "proceedings": ResourceKind.PAPER, "pdf": ResourceKind.PAPER, "paper pdf": ResourceKind.PAPER,
    "slides": ResourceKind.SLIDES, "slides pdf": ResourceKind.SLIDES, "presentation": ResourceKind.SLIDES,
    "video": ResourceKind.VIDEO, "slideslive": ResourceKind.VIDEO, "youtube": ResourceKind.VIDEO,
    "recording": ResourceKind.VIDEO, "slideslive video": ResourceKind.VIDEO, "talk": ResourceKind.VIDEO,
    "poster": ResourceKind.POSTER, "poster pdf": ResourceKind.POSTER,
    "code": ResourceKind.CODE, "github": ResourceKind.CODE,
    "zoom": ResourceKind.VIRTUAL_VENUE, "gather": ResourceKind.VIRTUAL_VENUE, "gather town": ResourceKind.VIRTUAL_VENUE,
}  # fmt: skip
_NO_CONTENT = ("thumb", "chat", "discord", "calendar", "feedback", "survey", "login", "log in")
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class _Slot:
    """A talk and its session."""

    talk: Talk
    session: str | None
    parent: int | str | None


class VirtualSite:
    """Reads the event export of a virtual conference site."""

    formats: tuple[str, ...] = ("virtual-site",)

    def sniff(self, source: Source) -> float:
        """Certain if the first records have the fields of the event API."""
        file = source.file
        if file is None or file.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
            return 0.0
        try:
            found = _listed(file.json)
        except ConfnotesError:
            return 0.9 if sum(sign in file.head for sign in _HEAD_SIGNS) >= 4 else 0.0
        signs = max((sum(sign in each for sign in _SIGNS) for each in found[:20] if isinstance(each, dict)), default=0)
        return 0.97 if signs >= 5 else 0.85 if signs >= 3 and isinstance(file.json, dict) else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program; raises ConfnotesError for invalid JSON and without events."""
        file = source.files[0]
        content = file.json
        listed = _listed(content)
        records = [each for each in listed if isinstance(each, dict) and _name(each)]
        if not records:
            raise ConfnotesError(f"{source.name} lists no events", "Import the file with the orals and posters.")
        warnings = WarningCollector()
        for _ in range(len(listed) - len(records)):
            warnings.tell("{n} {records|record} without a name skipped")
        declared = content.get("count") if isinstance(content, dict) else None
        if isinstance(declared, int) and declared > len(listed):
            warnings.tell(f"the file announces {declared} records and has {len(listed)}")
        about_site = WarningCollector()
        links = _Links(_site_of(records, source.url), about_site)
        sessions = _Reader(links, warnings).sessions(records)
        conference = add_days(_conference(records, about_site), sessions)
        told = (*warnings.warnings(), *about_site.warnings())
        return ReadProgram(self.formats[0], Program(conference, sessions), told)


class _Reader:
    """Converts records to talks. Values shared by thousands of records are created once."""

    def __init__(self, links: _Links, warnings: WarningCollector) -> None:
        self._links = links
        self._warnings = warnings
        self._authors = _Authors()
        self._moments: dict[str, datetime | None] = {}

    def sessions(self, records: list[dict[str, Any]]) -> tuple[Session, ...]:
        """Every session with its talks, ordered by start; those without a start last."""
        papers = [_paper(record) for record in records]
        contents = self._contents(records, papers)
        parents = {each for record in records if _is_id(each := record.get("parent1_id"))}
        slots: list[_Slot] = []
        containers: dict[int | str, dict[str, Any]] = {}
        for record, paper in zip(records, papers, strict=True):
            own = record.get("id")
            if _is_id(own) and own in parents:
                containers.setdefault(own, record)
                if not (record.get("abstract") or record.get("authors")):
                    continue
            self._add_slots(slots, record, contents[paper])
        return self._grouped(self._once_each(slots), containers)

    def _contents(self, records: list[dict[str, Any]], papers: list[Any]) -> dict[Any, tuple[Resource, ...]]:
        """The links of each paper, from all its events."""
        found: dict[Any, dict[str, Resource]] = {}
        for record, paper in zip(records, papers, strict=True):
            found.setdefault(paper, {}).update((link.url, link) for link in self._links.content(record))
        return {paper: tuple(links.values()) for paper, links in found.items()}

    def _add_slots(self, slots: list[_Slot], record: dict[str, Any], content: tuple[Resource, ...]) -> None:
        kind = _kind(record)
        start, end = self._times(record.get("starttime"), record.get("endtime"))
        board = record.get("poster_position")
        number = record.get("id") if _is_id(record.get("id")) else None
        decision = record.get("decision")
        talk = Talk(
            title=plain_title(_name(record)),
            id=str(number) if number is not None else _text_of(record.get("uid")),
            kind=kind,
            start=start,
            end=end,
            room=_text_of(record.get("room_name")),
            track=_text_of(record.get("topic")),
            abstract=prose(_text_of(record.get("abstract"))),
            speakers=self._authors.of(record.get("authors"), _ROLES.get(kind, Role.SPEAKER)),
            resources=(*self._links.page(record), *content),
            cancelled=isinstance(decision, str) and decision.lower().startswith(("withdraw", "cancel")),
            board=str(board) if isinstance(board, int) and not isinstance(board, bool) else _text_of(board),
        )
        session, parent = _text_of(record.get("session")), record.get("parent1_id")
        if number is not None and record.get("children_ids") and session is None:
            session, parent = talk.title, number
        parent = parent if _is_id(parent) else None
        slots.append(_Slot(talk, session, parent))
        if second := record.get("starttime2"):
            again, until = self._times(second, record.get("endtime2"))
            if again is not None and again != start:
                slots.append(_Slot(replace(talk, start=again, end=until), session, None))

    def _once_each(self, slots: list[_Slot]) -> list[_Slot]:
        found: dict[object, _Slot] = {}
        for slot in slots:
            found.setdefault((slot.talk.id, slot.talk.start) if slot.talk.id else id(slot), slot)
        for _ in range(len(slots) - len(found)):
            self._warnings.tell("{n} {records|record} with the id and start of another skipped")
        return list(found.values())

    def _grouped(self, slots: list[_Slot], containers: dict[int | str, dict[str, Any]]) -> tuple[Session, ...]:
        groups: dict[tuple[str | None, date | None], list[_Slot]] = {}
        for slot in slots:
            title = slot.session
            if title is None and slot.parent in containers and slot.parent is not None:
                title = plain_title(_name(containers[slot.parent]))
            day = slot.talk.day if title else None
            groups.setdefault((title, day), []).append(slot)
        sessions = [self._session(title, group, containers) for (title, _), group in groups.items()]
        return tuple(sorted(sessions, key=lambda session: (session.title is None, *chronological(session.starts_at))))

    def _session(self, title: str | None, group: list[_Slot], containers: dict[int | str, dict[str, Any]]) -> Session:
        talks = tuple([slot.talk for slot in group])
        starts = _distinct(talk.starts_at for talk in talks)
        if len(starts) > 1:
            talks = tuple(sorted(talks, key=lambda talk: chronological(talk.starts_at)))
        if title is None:
            return Session(None, talks=talks)
        parents = {slot.parent for slot in group}
        parent = next(iter(parents)) if len(parents) == 1 else None
        own = containers.get(parent, {}) if parent is not None else {}
        ends = [end for end in _distinct(talk.ends_at for talk in talks) if end]
        rooms = {talk.room for talk in talks}
        return Session(
            title=title,
            id=str(parent) if parent is not None else None,
            kind=word_kind(title) or (talks[0].kind if len({talk.kind for talk in talks}) == 1 else Kind.OTHER),
            start=self._moment(own.get("starttime")) or min(starts, key=chronological),
            end=self._moment(own.get("endtime")) or max(ends, key=chronological, default=None),
            room=_text_of(own.get("room_name")) or (rooms.pop() if len(rooms) == 1 else None),
            resources=self._links.page(own),
            talks=talks,
        )

    def _times(self, start: Any, end: Any) -> tuple[datetime | None, datetime | None]:
        """Start and end of an event, without an end before the start."""
        begins, ends = self._moment(start), self._moment(end)
        if begins and ends and is_before(ends, begins):
            self._warnings.tell("{n} {ends|end} before the start left out")
            ends = None
        return begins, ends

    def _moment(self, value: Any) -> datetime | None:
        if not value:
            return None
        if not isinstance(value, str) or value not in self._moments:
            moment = moment_of(value) if isinstance(value, str) else None
            if moment is None:
                self._warnings.tell("{n} {times|time} could not be read")
            self._moments[str(value)] = moment
        return self._moments[str(value)]


def _kind(record: dict[str, Any]) -> Kind:
    """The kind by the site's event type; a poster of an oral paper is a poster."""
    for name in ("eventtype", "event_type", "virtualsite_url"):
        if isinstance(said := record.get(name), str):
            if name == "virtualsite_url":
                said = said.rpartition("/")[0].rpartition("/")[2].replace("-", " ")
            if (kind := _named_kind(said)) is not None:
                return kind
    return item_kind(_name(record) or "") or Kind.TALK


@lru_cache(maxsize=1024)
def _named_kind(text: str) -> Kind | None:
    text = text.replace("{location}", "").strip()
    if "poster" in text.lower():
        return Kind.POSTER
    return label_kind(text) or item_kind(text) or word_kind(text)


def _conference(records: list[dict[str, Any]], warnings: WarningCollector) -> Conference:
    """Name and year, from the records, else from the group that most papers were submitted to."""
    stated, year = _text_of(records[0].get("conference")), records[0].get("year")
    if stated:
        return Conference(name=stated, year=year if isinstance(year, int) and 1900 < year < 2200 else None)
    groups = Counter(group for record in records if isinstance(group := record.get("sourceurl"), str))
    for group, _ in groups.most_common():
        if (named := _venue(group)) is not None:
            name, of_year = named
            warnings.tell(f"the name “{name} {of_year}” is taken from the address {group[:200]}")
            return Conference(name=f"{name} {of_year}", year=of_year)
    return Conference()


def _venue(address: str) -> tuple[str, int] | None:
    """The venue and year of an OpenReview group: `...?id=NeurIPS.cc/2025/Conference`."""
    try:
        group = parse_qs(urlsplit(address).query).get("id", [""])[0]
    except ValueError:
        return None
    parts = group.split("/")
    for before, part in pairwise(parts):
        if len(part) == 4 and part.isdecimal() and part[:2] in ("19", "20") and before:
            return before.split(".")[0], int(part)
    return None


def _paper(record: dict[str, Any]) -> Any:
    """A key that is equal for all events of one paper."""
    paper = record.get("paper_url")
    if paper and isinstance(paper, str):
        return paper
    number, group = record.get("sourceid"), record.get("sourceurl")
    if _is_id(number):
        return str(group), str(number), _name(record)
    return id(record)


def _listed(content: Any) -> list[Any]:
    return _list(content.get("results") if isinstance(content, dict) else content)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _name(record: dict[str, Any]) -> str | None:
    return _text_of(record.get("name")) or _text_of(record.get("title"))


def _is_id(value: Any) -> TypeGuard[int | str]:
    return isinstance(value, (int, str)) and not isinstance(value, bool) and value != ""


def _distinct(moments: Iterable[datetime | None]) -> list[datetime | None]:
    """The moments without repetitions, which are the same object if they were parsed from the same text."""
    return list({id(moment): moment for moment in moments}.values())


@lru_cache(maxsize=1024)
def _medium(name: str, sort: str, more: str) -> tuple[ResourceKind | None, str | None, bool] | None:
    """The kind for a media name and type (None: decided by the address), their label, and whether ids are numbers.

    None if it is not content of a talk.
    """
    words = f"{name} {sort} {more}".lower()
    if any(word in words for word in _NO_CONTENT):
        return None
    return _MEDIA.get(name.lower()) or _MEDIA.get(sort.lower()), name or sort or None, "slideslive" in words


class _Links:
    """The links of records; relative addresses of an unknown site are left out and counted."""

    def __init__(self, site: str | None, warnings: WarningCollector) -> None:
        self._site = site
        self._warnings = warnings

    def page(self, record: dict[str, Any]) -> tuple[Resource, ...]:
        """The record's own page."""
        url = self._address(record.get("virtualsite_url"))
        return (Resource(ResourceKind.EVENT_PAGE, url),) if url else ()

    def content(self, record: dict[str, Any]) -> list[Resource]:
        """The content of the paper, in any presentation: the paper, slides, video, poster, code."""
        found = []
        if url := self._address(record.get("paper_url")):
            found.append(Resource(ResourceKind.PAPER, url))
        if url := self._address(record.get("paper_pdf_url")):
            found.append(Resource(ResourceKind.PAPER, url, "PDF"))
        if (url := self._address(record.get("url"))) and _API not in url:
            found.append(resource(url, None))
        known = record.get("paper_url") or ""
        media = [item for item in _list(record.get("eventmedia")) if isinstance(item, dict)]
        others = (self._medium(item) for item in media if item.get("uri") != known)
        return found + [medium for medium in others if medium is not None]

    def _medium(self, item: dict[str, Any]) -> Resource | None:
        value = item.get("uri") or item.get("file") or item.get("url")
        if not value or item.get("visible") is False:
            return None
        name, sort, *more = (_text_of(item.get(key)) or "" for key in ("name", "type", "detailed_kind", "resourcetype"))
        medium = _medium(name, sort, " ".join(more))
        if medium is None:
            return None
        kind, label, is_numbered = medium
        url = self._address(f"https://slideslive.com/{value}" if is_numbered and str(value).isdecimal() else value)
        if url is None:
            return None
        return Resource(kind, url, label) if kind else resource(url, label)

    def _address(self, value: Any) -> str | None:
        if not value or not isinstance(value, str):
            return None
        address: str = value.strip()
        if address.startswith(_WEB):
            return address
        if address.startswith("//") and len(address) > 4:
            return f"https:{address}"
        if not address.startswith("/") or len(address) < 2:
            return None
        if self._site is None:
            self._warnings.tell("{n} relative {addresses|address} left out: the file does not name its site")
            return None
        return self._site + address


def _site_of(records: list[dict[str, Any]], source_url: str | None) -> str | None:
    """The site (`https://host`) that the records name as theirs, else the source's own."""
    for record in records[:500]:
        for address in _own_addresses(record):
            if address.startswith(_WEB) and (_API in address or "/virtual/" in address):
                return _origin(address)
    return _origin(source_url) if source_url and source_url.startswith(_WEB) else None


def _own_addresses(record: dict[str, Any]) -> Iterator[str]:
    for name in ("virtualsite_url", "parent1", "parent2", "children_url"):
        if isinstance(value := record.get(name), str):
            yield value
    for name in ("authors", "related_events", "children"):
        for value in _list(record.get(name)):
            address = value.get("url") if isinstance(value, dict) else value
            if isinstance(address, str):
                yield address


def _origin(address: str) -> str | None:
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return None
    return f"https://{host}" if host else None


class _Authors:
    """People, identified by their records."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Speaker | None] = {}

    def of(self, listed: Any, role: Role) -> tuple[Speaker, ...]:
        """The people of an `authors` field: a list of records or names, or one text."""
        if isinstance(listed, str):
            return split_people(listed, role)
        authors = [{"fullname": each} if isinstance(each, str) else each for each in _list(listed)]
        people = (self._author(author, role) for author in authors if isinstance(author, dict))
        return tuple([person for person in people if person is not None])

    def _author(self, author: dict[str, Any], role: Role) -> Speaker | None:
        key = role, author.get("id"), author.get("fullname"), author.get("institution")
        try:
            if key not in self._known:
                self._known[key] = _person(author, role)
            return self._known[key]
        except TypeError:  # a list or mapping instead of text
            return _person(author, role)


def _person(author: dict[str, Any], role: Role) -> Speaker | None:
    number, url = author.get("id"), author.get("url")
    name = _line(author.get("fullname") or author.get("name"))
    if name is None or (number is None and is_placeholder(name)):
        return None
    if not isinstance(url, str) or _API in url or not url.startswith(_WEB):
        url = None
    affiliation = _line(author.get("institution") or author.get("affiliation"))
    return Speaker(name, affiliation, url, role, id=_id(author.get("openreview_id"), number))


def _text_of(value: Any) -> str | None:
    """A text without white space around it; None for other and empty values."""
    return (value.strip() or None) if isinstance(value, str) else None


def _line(text: Any) -> str | None:
    text = _text_of(text)
    if text is not None and "&" in text:
        text = html.unescape(text)
    return " ".join(text.split()) if text is not None and "  " in text else text


def _id(profile: Any, number: Any) -> str | None:
    if isinstance(profile, str) and profile.startswith("~"):
        return f"openreview:{profile}"
    own = str(number) if type(number) is int else _text_of(number) and number
    if not own:
        return None
    return f"openreview:{own}" if own.startswith("~") else f"virtual-site:{own}"
