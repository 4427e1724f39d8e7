"""A talk's new note: its front matter, filled from the program."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from confnotes.markup.frontmatter import render
from confnotes.model.program import Conference, Resource, ResourceKind, Session, Talk
from confnotes.model.schema import moment_text
from confnotes.model.timetable import wall_moment, wall_time
from confnotes.vault.conference_file import link_fields, person_link
from confnotes.vault.layout import talk_key


def fields(folder: str, conference: Conference, session: Session, talk: Talk) -> dict[str, object]:
    """The front matter of the talk's note; unknown values are left out."""
    stated: dict[str, object] = {
        "title": " ".join((talk.title or session.title or "Untitled talk").split()),
        "type": "note",
        "conference": f"[[{folder}]]",
        "talk": talk_key(folder, talk.id or ""),
        "session": session.title,
        "speakers": list(dict.fromkeys(person_link(speaker.name) for speaker in talk.speakers)),
        "start": moment_text(wall_moment(talk.start, conference.timezone)),
        "timezone": (conference.timezone or _offset(talk.starts_at)) if talk.starts_at or talk.clock else None,
        "room": talk.room or session.room,
    }
    known = {key: value for key, value in stated.items() if value not in (None, "", [])}
    links = link_fields(_links(talk.resources))
    return {**known, **{key: value for key, value in links.items() if key not in known}}


def new_text(folder: str, conference: Conference, session: Session, talk: Talk, body: str = "") -> str:
    """The text of the talk's new note."""
    return f"{render(fields(folder, conference, session, talk))}\n{body}"


def free_fields(title: str, folder: str | None, at: datetime, timezone: str | None = None) -> dict[str, object]:
    """The front matter of a new free note, created `at` by the clock of the conference, whose zone is given."""
    stated: dict[str, object] = {"title": title, "type": "note"}
    if folder:
        stated["conference"] = f"[[{folder}]]"
    stated["created"] = wall_time(at, timezone).isoformat(timespec="seconds")
    return {**stated, "timezone": timezone} if timezone else stated


def free_text(title: str, folder: str | None, at: datetime, timezone: str | None = None) -> str:
    """The text of a new free note."""
    return f"{render(free_fields(title, folder, at, timezone))}\n"


def _offset(start: datetime | None) -> str | None:
    if start is None or start.tzinfo is None:
        return None
    return start.tzinfo.key if isinstance(start.tzinfo, ZoneInfo) else None


def _links(resources: tuple[Resource, ...]) -> tuple[Resource, ...]:
    return tuple(resource for resource in resources if resource.kind != ResourceKind.EMAIL)
