"""Sessionize: the JSON of its API and embeds, in every view of a program.

Specification: https://sessionize.com/playbook/api. Views: All (sessions, speakers, questions, categories and rooms),
GridSmart (days, rooms, sessions), Sessions (groups of sessions) and Speakers. A folder may contain several views and
parts of one event (`sessionize.json`, `rooms.json`). Times are local unless they end in Z.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.kinds import talk_kind
from confnotes.importers.facts.languages import language_of
from confnotes.importers.importer import Hints
from confnotes.importers.records.reader import PersonFields, RecordReader, TalkFields, named, program_of_talks
from confnotes.importers.records.values import (
    FormatMark,
    Record,
    by_id,
    first_said,
    json_files,
    localized_text,
    records,
    score_of,
)
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.warning_collector import WarningCollector, line_in
from confnotes.model.program import Conference, ReadProgram, Resource, ResourceKind, Speaker, Talk


@dataclass(frozen=True, slots=True)
class SessionInView:
    """A session with facts from its position in a view: the grid's room and time, the group's name."""

    session: Record
    room: str | None = None
    start: str | None = None
    group: str | None = None

    @property
    def id(self) -> str | None:
        """The session's own id."""
        return localized_text(self.session.get("id"))


@dataclass(slots=True)
class SessionizeViews:
    """The contents of an event's views."""

    sessions: list[SessionInView] = field(default_factory=list)
    speakers: list[Record] = field(default_factory=list)
    rooms: list[Record] = field(default_factory=list)
    categories: list[Record] = field(default_factory=list)
    questions: list[Record] = field(default_factory=list)
    strangers: int = 0

    @property
    def ids(self) -> set[str]:
        """The ids of the sessions."""
        return {each.id for each in self.sessions if each.id is not None}

    def join(self, other: SessionizeViews) -> None:
        """Add another view of the same event; it completes sessions without replacing values."""
        known = {each.id: number for number, each in enumerate(self.sessions) if each.id is not None}
        for placed in other.sessions:
            number = known.get(placed.id) if placed.id is not None else None
            if number is None:
                self.sessions.append(placed)
            elif not self.sessions[number].session.get("startsAt"):
                own = self.sessions[number]
                stated = {key: value for key, value in own.session.items() if value not in (None, "", [])}
                self.sessions[number] = SessionInView(
                    {**placed.session, **stated}, placed.room, placed.start, own.group
                )
        self.speakers += other.speakers
        self.rooms += other.rooms
        self.categories += other.categories
        self.questions += other.questions
        self.strangers += other.strangers


def view_of(value: Any) -> SessionizeViews:
    """The view in a file; an empty one if it is none."""
    views = SessionizeViews()
    if isinstance(value, dict):
        inner = value.get("data")
        if isinstance(inner, (dict, list)) and "sessions" not in value:
            return view_of(inner)
        views.sessions = [SessionInView(each) for each in records(value.get("sessions"))]
        views.speakers = records(value.get("speakers"))
        views.rooms = records(value.get("rooms"))
        views.categories = records(value.get("categories"))
        views.questions = records(value.get("questions"))
        views.strangers = _strangers(value.get("sessions"))
        return views
    for each in records(value):
        if isinstance(each.get("rooms"), list):
            views.sessions += _of_day(each)
        elif "fullName" in each or "firstName" in each:
            views.speakers.append(each)
        elif isinstance(each.get("sessions"), list):
            group = localized_text(each.get("groupName"))
            views.sessions += [SessionInView(session, group=group) for session in records(each["sessions"])]
        elif "title" in each:
            views.sessions.append(SessionInView(each))
    views.strangers = _strangers(value)
    return views


def sessions_of_speakers(speakers: Iterable[Record]) -> list[SessionInView]:
    """The sessions in the Speakers view, for use without other views."""
    found: dict[str, Record] = {}
    for speaker in speakers:
        for session in records(speaker.get("sessions")):
            own, title = localized_text(session.get("id")), first_said(session, "name", "title")
            if own is not None and title is not None:
                record = found.setdefault(own, {"id": own, "title": title, "speakers": []})
                record["speakers"].append(speaker.get("id"))
    return [SessionInView(record) for record in found.values()]


def _strangers(value: Any) -> int:
    return sum(not isinstance(each, dict) for each in value) if isinstance(value, list) else 0


def _of_day(day: Record) -> Iterator[SessionInView]:
    """The sessions of a day of the grid; its time slots repeat them, and supply missing starts."""
    date = (localized_text(day.get("date")) or "")[:10]
    slots: dict[str | None, str] = {}
    in_slots: list[SessionInView] = []
    for slot in records(day.get("timeSlots")):
        clock = (localized_text(slot.get("slotStart")) or "").rpartition("T")[2]
        start = f"{date}T{clock}" if date and clock else None
        for room in records(slot.get("rooms")):
            session = room.get("session")
            if isinstance(session, dict):
                in_slots.append(SessionInView(session, localized_text(room.get("name")), start))
                if start is not None:
                    slots.setdefault(localized_text(session.get("id")), start)
    in_rooms = [
        SessionInView(session, localized_text(room.get("name")), slots.get(localized_text(session.get("id"))))
        for room in records(day.get("rooms"))
        for session in records(room.get("sessions"))
    ]
    placed = {each.id for each in in_rooms}
    yield from in_rooms
    yield from (each for each in in_slots if each.id not in placed)


FORMAT = "sessionize"
_MARKS = (
    FormatMark(0.97, either=("isServiceSession", "isPlenumSession")),
    FormatMark(0.9, every=("isTopSpeaker", "tagLine")),
    FormatMark(0.6, every=("categoryItems", "startsAt")),
)
_PARTS = ("rooms.json", "speakers.json", "categories.json", "questions.json")
_FIELDS = TalkFields(
    name="session",
    people=PersonFields(
        scheme="sessionize", names=("fullName", "name"), id_form=re.compile(r"[0-9a-f-]{30,40}|\d+", re.IGNORECASE)
    ),
    title=("title", "name"),
    start=("startsAt",),
    end=("endsAt",),
    abstract=("description",),
    links={
        "recordingUrl": ResourceKind.VIDEO,
        "asset.videoUrl": ResourceKind.VIDEO,
        "asset.slideUrl": ResourceKind.SLIDES,
        "liveUrl": None,
    },
    answers="questionAnswers",
    answer=("answerValue", "answer"),
)
_ASPECTS = {
    "track": re.compile(r"\btracks?\b|\bstream\b|\bthemen?(?:bereich)?\b|\btrilha\b", re.IGNORECASE),
    "topic": re.compile(r"\b(?:topic|theme|category|categories|subject|area|kategorie|catégorie)s?\b", re.IGNORECASE),
    "format": re.compile(r"\bformats?\b|\b(?:session|talk|presentation) type\b|\btype\b|\bformato\b", re.IGNORECASE),
    "language": re.compile(r"\b(?:language|sprache|langue|idioma|lingua|taal|språk)\b|言語", re.IGNORECASE),
}
_REFUSED = frozenset(("declined", "decline_queue", "withdrawn", "rejected"))
_CANCELLED = frozenset(("cancelled", "canceled"))
_CANCELLED_TITLE = re.compile(r"\W{0,3}(?:cancell?ed|abgesagt|annulé)\b\W", re.IGNORECASE)
_AT = re.compile(r".{2,80}?\s(?:at|@|bei|chez)\s+(?:the\s+)?(?P<place>[^\s|,;/•·()][^|,;/•·()]{1,60})")
_PLACE_CAPITAL = re.compile(r"[A-Z0-9À-Þ]|[^\x00-\u024f]")
_PAGES = ("blog", "linkedin", "twitter", "github", "instagram", "facebook", "sessionize")


@dataclass(frozen=True, slots=True)
class CategoryItem:
    """A category item of a session, and the category's subject: “track”, “topic”, “format”, “language”."""

    aspects: frozenset[str]
    name: str


class Sessionize:
    """Reads the views of a Sessionize event."""

    formats: tuple[str, ...] = (FORMAT,)

    def sniff(self, source: Source) -> float:
        """Certain for a single file with keys that only Sessionize has; less so for a folder with such a file."""
        score = max((score_of(file, _MARKS) for file in json_files(source)), default=0.0)
        return score if not source.is_folder else 0.9 if score > 0.9 else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The event; sessions without a title and unlisted speakers are skipped and counted."""
        main, views = _views(source)
        if not views.sessions:
            views.sessions = sessions_of_speakers(views.speakers)
        event = _Event(RecordReader(_FIELDS, WarningCollector(line_in(main.text))), views)
        talks = [talk for placed in views.sessions if (talk := event.talk(placed)) is not None]
        for _ in range(views.strangers):
            event.reader.warnings.tell("an entry is not a session and was skipped")
        return program_of_talks(FORMAT, Conference(), talks, event.reader.warnings, event.people.values())


def _views(source: Source) -> tuple[SourceFile, SessionizeViews]:
    """The views of one event, and its main file."""
    files = json_files(source)
    if source.is_folder:
        files = [file for file in files if score_of(file, _MARKS) > 0.0 or file.name.lower() in _PARTS]
    read = sorted(((file, view_of(file.json)) for file in files), key=lambda pair: -len(pair[1].sessions))
    if not read:
        raise ConfnotesError(f"{source.name} has no Sessionize JSON", "Name the file with the sessions.")
    main, views = read[0]
    for file, other in read[1:]:
        if other.sessions and not other.ids & views.ids:
            raise ConfnotesError(
                f"{main.path} and {file.path} are programs of different events", "Import one file at a time."
            )
        views.join(other)
    return main, views


class _Event:
    """Resolves the ids in a session: people, rooms, and category items."""

    def __init__(self, reader: RecordReader, views: SessionizeViews) -> None:
        self.reader = reader
        reader.questions = by_id(views.questions, "id")
        reader.list_people(views.speakers)
        self.rooms = by_id(views.rooms, "id")
        self.items = {
            own: CategoryItem(aspects, name)
            for category in views.categories
            for aspects in (_aspects(first_said(category, "title", "name") or ""),)
            for item in records(category.get("items"))
            if (own := localized_text(item.get("id"))) is not None
            and (name := localized_text(item.get("name"))) is not None
        }
        self.speaking: dict[str, list[str]] = {}
        for own, record in by_id(views.speakers, "id", "fullName").items():
            if (person := reader.people.get(own.lower())) is None:
                continue
            reader.people[own.lower()] = Speaker(
                person.name,
                person.affiliation or _place(localized_text(record.get("tagLine"))),
                _homepage(record),
                highlighted=record.get("isTopSpeaker") is True,
                id=person.id,
            )
            sessions = record.get("sessions")
            for session in sessions if isinstance(sessions, list) else ():
                key = localized_text(session.get("id") if isinstance(session, dict) else session)
                if key is not None:
                    self.speaking.setdefault(key, []).append(own)
        self.people: Mapping[str, Speaker] = dict(reader.people)

    def talk(self, placed: SessionInView) -> Talk | None:
        """The session as a talk; None, and counted, without a title or if it was declined."""
        session, reader = placed.session, self.reader
        title = reader.title(session)
        status = (localized_text(session.get("status")) or "").lower()
        if title is None:
            reader.warnings.tell("a session has no title and was skipped", placed.id)
            return None
        if status in _REFUSED:
            reader.warnings.tell("a session was declined or withdrawn and was skipped", placed.id)
            return None
        if not session.get("speakers") and placed.id is not None:
            session = {**session, "speakers": self.speaking.get(placed.id)}
        tags = list(self._tags(session))
        kind = talk_kind(title, _tagged(tags, "format"), is_service=session.get("isServiceSession") is True)
        start, end = reader.times(session, placed.id, placed.start)
        group = placed.group if placed.group not in (None, "All", *(tag.name for tag in tags)) else None
        talk = reader.talk(
            session,
            title,
            kind,
            placed.id,
            start=start,
            end=end,
            room=self._room(placed),
            track=_tagged(tags, "track") or _tagged(tags, "topic") or group,
            language=_language(session, tags),
            cancelled=status in _CANCELLED
            or session.get("noShow") is True
            or _CANCELLED_TITLE.match(title) is not None,
        )
        live = localized_text(session.get("liveUrl")) or ""
        return replace(talk, resources=tuple(_streamed(each, live) for each in talk.resources)) if live else talk

    def _tags(self, session: Record) -> Iterator[CategoryItem]:
        """The category items of a session, by id or nested."""
        ids = session.get("categoryItems")
        for item in (*(ids if isinstance(ids, list) else ()), session.get("sessionCategoryItemId")):
            found = self.items.get(localized_text(item) or "")
            if found is not None:
                yield found
        for category in records(session.get("categories")):
            aspects = _aspects(first_said(category, "name", "title") or "")
            for item in records(category.get("categoryItems")):
                name = localized_text(item.get("name"))
                if name is not None:
                    yield CategoryItem(aspects, name)

    def _room(self, placed: SessionInView) -> str | None:
        session = placed.session
        own = localized_text(session.get("roomId"))
        name = localized_text(session.get("room")) or named(session.get("roomId"), self.rooms)
        if name is not None or (session.get("isPlenumSession") is True and "room" in session):
            return name
        if own is not None and placed.room is None and self.rooms:
            self.reader.warnings.tell("a session is in a room that is not listed", own)
        return placed.room


@lru_cache(maxsize=256)
def _aspects(title: str) -> frozenset[str]:
    return frozenset(aspect for aspect, pattern in _ASPECTS.items() if pattern.search(title[:200]))


def _tagged(tags: list[CategoryItem], aspect: str) -> str | None:
    return ", ".join(dict.fromkeys(tag.name for tag in tags if aspect in tag.aspects)) or None


def _language(session: Record, tags: list[CategoryItem]) -> str | None:
    """The spoken language: the first in the categories about languages."""
    names = [tag.name for tag in tags if "language" in tag.aspects]
    return next(
        (code for name in (*names, localized_text(session.get("language"))) if (code := language_of(name))), None
    )


def _streamed(link: Resource, live: str) -> Resource:
    """The address of a stream, as the place of the talk unless it is a video."""
    is_place = link.url in live and link.kind is not ResourceKind.VIDEO
    return replace(link, kind=ResourceKind.VIRTUAL_VENUE) if is_place else link


def _place(tag_line: str | None) -> str | None:
    """The affiliation in “Engineer at Acme”; None if a tag line is less clear."""
    match = _AT.match(tag_line[:200]) if tag_line else None
    if match is None or not _PLACE_CAPITAL.match(match["place"]):
        return None
    place = re.split(r"\s+(?:and|und|et|[-–—])\s", match["place"])[0].strip(" !")
    return place.rstrip(".") if re.search(r"[a-z]{5}\.$", place) else place


def _homepage(record: Record) -> str | None:
    """The speaker's own page: a blog before profiles, and never the company's."""
    links = {
        (localized_text(link.get("linkType")) or "").lower(): url
        for link in reversed(records(record.get("links")))
        if (url := localized_text(link.get("url"))) is not None and url.startswith("http")
    }
    return next((links[kind] for kind in _PAGES if kind in links), None)
