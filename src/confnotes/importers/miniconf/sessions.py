"""When and where the items of a MiniConf site take place: its calendar, its paper sessions, and how they match."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from confnotes.importers.facts.kinds import item_kind, label_kind, word_kind
from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.facts.prose import plain_title
from confnotes.importers.miniconf.talks import (
    SiteItem,
    SiteRow,
    SiteTable,
    is_papers,
    item_of,
    people_of,
    room_of_row,
    times_of,
)
from confnotes.importers.slots import chronological
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Resource, ResourceKind, Role, Session, SourceWarning, Speaker, Talk
from confnotes.model.repeated_talks import slot_id

_KEYNOTE = re.compile(r"\bkeynote(?:\s(?:talk|speech|lecture))?\b(?:\s#?\d{1,2}\b)?", re.IGNORECASE)
_CALLED = frozenset(("keynote", "keynote:", "poster", "posters", "panel", "tutorial", "workshop", "oral", "orals"))
_SHOWN_SO = (Kind.POSTER, Kind.ORAL, Kind.SPOTLIGHT, Kind.DEMO, Kind.LIGHTNING)
_LISTS = ("papers", "lbds", "music", "industry", "tutorials", "workshops", "speakers", "posters", "demos", "socials")
_NUMBERED = re.compile(r"(?:(?:paper|poster|oral)s?\s+)?session\W{0,5}(\d{1,2}|[IVX]{1,5})\s*", re.IGNORECASE)
_ROMAN_NUMBERS = "I II III IV V VI VII VIII IX X"
_ROMAN = {roman: str(number) for number, roman in enumerate(_ROMAN_NUMBERS.split(), 1)}
_ABOUT = ("q&a", "qa ", "qa:", "watch party", "live chat", "meet ", "replay")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session of the site, or an event of its calendar.

    `names` are the names that items may use for it; `page` is the target of its link (`papers`, `speaker_3`) and
    `papers` the ids of its papers.
    """

    title: str
    start: datetime | None
    end: datetime | None
    key: str | None = None
    names: tuple[str, ...] = ()
    page: str = ""
    papers: tuple[str, ...] = ()
    people: tuple[Speaker, ...] = ()
    label: str | None = None
    url: str | None = None
    room: str | None = None


def is_calendar(table: SiteTable) -> bool:
    """Whether a table is the calendar of the site."""
    return (
        "calendar" in table.stem
        or table.stem == "schedule"
        or any("calendarid" in row.fields for row in table.rows[:3])
    )


def is_session(row: SiteRow) -> bool:
    """Whether a row is a session of papers: it lists them, or it has a key and a time but no title."""
    has_papers = isinstance(row.get("papers"), list)
    return has_papers or ("key" in row.fields and "title" not in row.fields and row.get("start_time") is not None)


def with_numbered_sessions(tables: list[SiteTable]) -> list[SiteTable]:
    """The tables with events “Paper Session - 2” as sessions with the key 2, if papers name their sessions so."""
    said = {row.text("session") for table in tables if is_papers(table.stem) for row in table.rows}
    numbers = {number for number in said if number and number.isdecimal()}
    return [replace(table, rows=tuple(_numbered(row, numbers) for row in table.rows)) for table in tables]


def _numbered(row: SiteRow, numbers: set[str]) -> SiteRow:
    match = _NUMBERED.fullmatch(row.text("title") or "") if numbers else None
    if match is None or row.get("start_time") is None:
        return row
    number = _ROMAN.get(match.group(1).upper(), match.group(1).lstrip("0"))
    if number not in numbers:
        return row
    fields = {name: value for name, value in row.fields.items() if name not in ("title", "uid")}
    return SiteRow({**fields, "key": number, "long_name": row.text("title")}, row.line)


def event_of(row: SiteRow) -> Meeting | None:
    """An event of the calendar; None without a title or without a start and without a time of an unknown day."""
    title, (start, end) = plain_title(row.text("title")), times_of(row)
    if title is None or (start is None and row.get("time") is None):
        return None
    link = row.text("link", "location") or ""
    page, names = _linked(link)
    own = row.text("uid")
    return Meeting(
        title, start, end, own, (*names, *((own,) if own else ()), title, _short(title)), page,
        people=(*people_of(row.get("speaker", "speakers")), *people_of(row.get("moderator", "chair"), Role.CHAIR)),
        label=row.text("type", "calendarid"),
        url=link if link.startswith("http") else None,
        room=room_of_row(row),
    )  # fmt: skip


def session_of(row: SiteRow) -> Meeting:
    """A session of papers."""
    key = row.text("key", "uid")
    start, end = times_of(row)
    title = plain_title(row.text("long_name", "title", "name", "cluster_name")) or key or ""
    papers = papers if isinstance(papers := row.get("papers"), list) else []
    listed = [SiteRow(each).text("uid", "id") if isinstance(each, dict) else each for each in papers]
    names = tuple(each for each in (key, row.text("name")) if each)
    return Meeting(title, start, end, key, names, papers=tuple(str(each) for each in listed if each))


def _short(name: str) -> str:
    """The name of a session without its subject and the word: “Poster Session C: Rain” becomes “Poster C”."""
    words = name.partition(":")[0].split()
    return " ".join(word for word in words if word.lower() != "session")


def _linked(link: str) -> tuple[str, tuple[str, ...]]:
    """The page of a link, without `.html`, and the sessions that its query filters by."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return "", ()
    page = parts.path.rpartition("/")[2].removesuffix(".html").lower()
    names = tuple(value for name, value in parse_qsl(parts.query) if name in ("session", "search"))
    return page, names


class SiteTimetable:
    """Combines items with sessions and events into the program."""

    def __init__(self, sessions: list[Meeting], events: list[Meeting]) -> None:
        known = {(fold(name), _wall(each.start)) for each in sessions for name in (*each.names, each.title)}
        self._meetings = sessions
        self._listed = set(map(id, sessions))
        self._events = [
            each for each in events if not any((fold(name), _wall(each.start)) in known for name in each.names)
        ]
        self._taken: set[int] = set()
        self._holding: set[int] = set()
        self._talks: dict[int, list[Talk]] = {}
        self._unscheduled: dict[str, Meeting] = {}
        self._loose: list[Talk] = []
        self._own: list[Session] = []
        self._listing: dict[str, list[Meeting]] = {}
        for meeting in sessions:
            for paper in meeting.papers:
                self._listing.setdefault(paper, []).append(meeting)
        self._named: dict[str, list[Meeting]] = {}
        for meeting in (*sessions, *self._events):
            for name in dict.fromkeys(map(fold, meeting.names)):
                self._named.setdefault(name, []).append(meeting)
        self._keynotes = [each for each in self._events if "keynote" in f"{each.title} {each.label}".lower()]
        self._by_page: dict[str, list[Meeting]] = {}
        for event in self._events:
            self._by_page.setdefault(event.page, []).append(event)

    def missing(self, items: list[SiteItem]) -> list[str]:
        """The papers that a session lists and that are in no table."""
        known = {item.talk.id for item in items}
        return [paper for paper in self._listing if paper not in known]

    def program(self, items: list[SiteItem]) -> tuple[Session, ...]:
        """All sessions, ordered by start, and the items without a session."""
        joined = [(item, self._meetings_of(item)) for item in items]
        for item, meetings in joined:
            if not self._is_session_already(item):
                self._add(item, meetings)
        loose = [*self._loose, *(_event_talk(each) for each in self._events if id(each) not in self._taken)]
        sessions = [
            _session(each, self._talks.get(id(each), []))
            for each in (*self._meetings, *self._events, *self._unscheduled.values())
            if id(each) in self._talks or id(each) in self._listed
        ]
        sessions += self._own
        ordered = sorted(sessions, key=lambda session: chronological(session.starts_at))
        rest = Session(None, talks=tuple(sorted(loose, key=lambda talk: chronological(talk.starts_at))))
        return (*ordered, rest) if rest.talks else tuple(ordered)

    def _meetings_of(self, item: SiteItem) -> list[Meeting]:
        """The sessions and events with an item."""
        found: dict[int, Meeting] = {}
        for meeting in self._listing.get(item.talk.id or "", ()):
            found[id(meeting)] = meeting
        for name in item.sessions:
            for meeting in self._called(name):
                lists_others = meeting.page in _LISTS and meeting.page != item.table
                if id(meeting) in self._listed or not (lists_others or _is_about(meeting)):
                    found[id(meeting)] = meeting
        self._holding.update(found)
        for event in (*self._by_page.get(item.page, ()), *self._given_by(item)):
            if not _is_about(event):
                found[id(event)] = event
        for event in self._named.get(fold(item.talk.title or ""), ()):
            if not item.slots or _wall(event.start) in {_wall(slot.start) for slot in item.slots}:
                found[id(event)] = event
        if not found and is_papers(item.table):
            for name in item.sessions:
                if sum(map(str.isalpha, name)) > 3:
                    meeting = self._unscheduled.setdefault(fold(name), Meeting(name, None, None))
                    found[id(meeting)] = meeting
        self._taken.update(found)
        return list(found.values())

    def _called(self, name: str) -> list[Meeting]:
        """The sessions and events with a name, with or without text in brackets."""
        bare = name.partition(" (")[0]
        return next((found for each in (name, _short(name), bare) if (found := self._named.get(fold(each)))), [])

    def _given_by(self, item: SiteItem) -> list[Meeting]:
        """The keynotes of the calendar that are named after the speaker of this one."""
        if item.talk.kind is not Kind.KEYNOTE or len(item.talk.speakers) != 1:
            return []
        name = fold(item.talk.speakers[0].name)
        return [event for event in self._keynotes if name in fold(event.title)]

    def _is_session_already(self, item: SiteItem) -> bool:
        """Whether an item only repeats a session with papers in a table of events."""
        title = fold(item.talk.title or "")
        return item.table == "events" and any(
            fold(each.title) == title and id(each) in self._holding for each in self._named.get(title, ())
        )

    def _add(self, item: SiteItem, meetings: list[Meeting]) -> None:
        if len(item.slots) > 1 or item.parts:
            self._own.append(_session_of_item(item))
            return
        presented = [each for each in meetings if _holds(each, item)]
        for meeting in presented:
            kind = _shown_at(meeting.title) if item.talk.kind is Kind.TALK else item.talk.kind
            talk = replace(item.talk, kind=kind, start=meeting.start, end=meeting.end)
            self._talks.setdefault(id(meeting), []).append(talk)
        if presented:
            return
        title = item.talk.title or next((each.title for each in meetings), None)
        kind = _kind_of(meetings[0]) if meetings and item.talk.kind is Kind.TALK else item.talk.kind
        times = [(each.start, each.end) for each in meetings] or [(slot.start, slot.end) for slot in item.slots]
        for start, end in dict.fromkeys(times or [(None, None)]):
            self._loose.append(replace(item.talk, title=title, kind=kind, start=start, end=end))


def _is_about(event: Meeting) -> bool:
    """Whether an event only accompanies or repeats an item: questions and answers, a replay."""
    said = f"{event.title} {event.label}".lower()
    return any(word in said for word in _ABOUT)


@lru_cache(maxsize=1024)
def _shown_at(title: str) -> Kind:
    """The kind of papers in a session with that title."""
    kind = word_kind(title)
    return kind if kind in _SHOWN_SO else Kind.TALK


def _holds(meeting: Meeting, item: SiteItem) -> bool:
    """Whether a meeting is a session with an item, and not the item itself on the calendar."""
    if item.talk.kind is Kind.KEYNOTE and not meeting.papers:
        return False
    return fold(meeting.title) != fold(item.talk.title or "") and meeting.page != item.page


def _session_of_item(item: SiteItem) -> Session:
    """An item with several slots: the item itself over all of them, then each slot, then its recordings."""
    starts = [slot.start for slot in item.slots if slot.start]
    ends = [slot.end for slot in item.slots if slot.end]
    start, end = min(starts, key=chronological, default=None), max(ends, key=chronological, default=None)
    slots = [
        Talk(
            slot.name or item.talk.title,
            slot_id(item.talk.id, slot.start) if slot.start and item.talk.id else None,
            item_kind(slot.name or "") or (item.talk.kind if slot.name is None else Kind.TALK),
            slot.start,
            slot.end,
            speakers=slot.people,
        )
        for slot in item.slots
    ]
    whole = replace(item.talk, start=start, end=end)
    return Session(item.talk.title, item.talk.id, item.talk.kind, start, end, talks=(whole, *slots, *item.parts))


def _session(meeting: Meeting, talks: list[Talk]) -> Session:
    return Session(
        title=meeting.title,
        id=meeting.key,
        kind=item_kind(meeting.title) or word_kind(meeting.title) or Kind.OTHER,
        start=meeting.start,
        end=meeting.end,
        room=meeting.room,
        resources=(Resource(ResourceKind.EVENT_PAGE, meeting.url),) if meeting.url else (),
        talks=tuple(talks),
    )


def _kind_of(event: Meeting) -> Kind:
    labelled = (label_kind(event.label) or item_kind(event.label) or word_kind(event.label)) if event.label else None
    words = event.title.lower().split()
    called = word_kind(event.title) if len(words) < 7 and not _CALLED.isdisjoint(words) else None
    return item_kind(event.title) or labelled or (None if "q&a" in words else called) or Kind.TALK


def _event_talk(event: Meeting) -> Talk:
    kind = _kind_of(event)
    alone = kind is Kind.KEYNOTE and not event.people and not _is_about(event)
    return Talk(
        title=event.title,
        kind=kind,
        start=event.start,
        end=event.end,
        room=event.room,
        speakers=_keynote_speaker(event.title) if alone else event.people,
        resources=(Resource(ResourceKind.EVENT_PAGE, event.url),) if event.url else (),
    )


def _keynote_speaker(title: str) -> tuple[Speaker, ...]:
    """The speaker of “Keynote 2 - Emma Doe” or “Emma Doe (Keynote)”; empty if the title says more."""
    name = _KEYNOTE.sub("", title).strip(" :–—-()")
    return (Speaker(name, role=Role.KEYNOTE),) if is_likely_name(name) else ()


def with_workshop_papers(sessions: Iterable[Session], papers: list[SiteItem]) -> tuple[Session, ...]:
    """The sessions, each workshop with its papers; a workshop without a session gets one for its papers."""
    waiting: dict[str, list[Talk]] = {}
    for item in papers:
        waiting.setdefault(f"workshop_{item.workshop}", []).append(item.talk)
    found = [
        replace(session, talks=(*session.talks, *waiting.pop(session.id)))
        if session.id is not None and session.id in waiting
        else session
        for session in sessions
    ]
    for page, talks in waiting.items():
        title = next((talk.title for session in found for talk in session.talks if talk.id == page), None)
        found.append(Session(title or page.partition("_")[2], page, Kind.WORKSHOP, talks=tuple(talks)))
    return tuple(found)


def items_of(tables: Iterable[SiteTable], warnings: list[SourceWarning]) -> list[SiteItem]:
    """Every item once: a row that repeats the id and title of another only adds its sessions."""
    found: dict[Any, SiteItem] = {}
    for table in tables:
        made = [(row, item_of(row, table)) for row in table.rows]
        untitled = [row for row, item in made if item is None]
        if untitled and len(untitled) < len(made):
            told = f"{table.name}: {len(untitled)} row{'s' * (len(untitled) > 1)} without a title skipped"
            warnings.append(SourceWarning(told, untitled[0].line))
        for item in (item for _, item in made if item is not None):
            key = (item.page, item.talk.title) if item.talk.id else id(item)
            same = found.get(key)
            if same is not None:
                item = replace(same, sessions=tuple(dict.fromkeys((*same.sessions, *item.sessions))))
            found[key] = item
    return list(found.values())


def _wall(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=None) if moment else None
