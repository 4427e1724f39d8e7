"""A program in the zone that the user names: local times become that zone's, aware times are converted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from confnotes.model.program import Program


def in_zone(program: Program, zone: str) -> Program:
    """The same program with every time in `zone`, an IANA name that is known to exist."""
    info = ZoneInfo(zone)

    def moved(moment: datetime | None) -> datetime | None:
        if moment is None:
            return None
        return moment.replace(tzinfo=info) if moment.tzinfo is None else moment.astimezone(info)

    sessions = tuple(
        replace(
            session,
            start=moved(session.start),
            end=moved(session.end),
            talks=tuple(replace(talk, start=moved(talk.start), end=moved(talk.end)) for talk in session.talks),
        )
        for session in program.sessions
    )
    return replace(program, conference=replace(program.conference, timezone=zone), sessions=sessions)
