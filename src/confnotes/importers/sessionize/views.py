"""The views of a Sessionize event in one shape: sessions where they were placed, speakers, rooms, categories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from confnotes.importers.records.values import Record, first_said, records, said


@dataclass(frozen=True, slots=True)
class SessionInView:
    """A session with what its place in a view says: the grid's room and moment, the group's name."""

    session: Record
    room: str | None = None
    start: str | None = None
    group: str | None = None

    @property
    def id(self) -> str | None:
        """The session's own id."""
        return said(self.session.get("id"))


@dataclass(slots=True)
class SessionizeViews:
    """Everything that the views of one event hold."""

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
        """Take in another view of the same event; what a session says here stays, what it lacks comes from there."""
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
    """The view that a file holds; an empty one where it is none."""
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
            group = said(each.get("groupName"))
            views.sessions += [SessionInView(session, group=group) for session in records(each["sessions"])]
        elif "title" in each:
            views.sessions.append(SessionInView(each))
    views.strangers = _strangers(value)
    return views


def sessions_of_speakers(speakers: Iterable[Record]) -> list[SessionInView]:
    """The sessions that the Speakers view names, for where there is no other view."""
    found: dict[str, Record] = {}
    for speaker in speakers:
        for session in records(speaker.get("sessions")):
            own, title = said(session.get("id")), first_said(session, "name", "title")
            if own is not None and title is not None:
                record = found.setdefault(own, {"id": own, "title": title, "speakers": []})
                record["speakers"].append(speaker.get("id"))
    return [SessionInView(record) for record in found.values()]


def _strangers(value: Any) -> int:
    return sum(not isinstance(each, dict) for each in value) if isinstance(value, list) else 0


def _of_day(day: Record) -> Iterator[SessionInView]:
    """The sessions of a day of the grid; its time slots say the same again, and when what has no start begins."""
    date = (said(day.get("date")) or "")[:10]
    slots: dict[str | None, str] = {}
    in_slots: list[SessionInView] = []
    for slot in records(day.get("timeSlots")):
        clock = (said(slot.get("slotStart")) or "").rpartition("T")[2]
        start = f"{date}T{clock}" if date and clock else None
        for room in records(slot.get("rooms")):
            session = room.get("session")
            if isinstance(session, dict):
                in_slots.append(SessionInView(session, said(room.get("name")), start))
                if start is not None:
                    slots.setdefault(said(session.get("id")), start)
    in_rooms = [
        SessionInView(session, said(room.get("name")), slots.get(said(session.get("id"))))
        for room in records(day.get("rooms"))
        for session in records(room.get("sessions"))
    ]
    placed = {each.id for each in in_rooms}
    yield from in_rooms
    yield from (each for each in in_slots if each.id not in placed)
