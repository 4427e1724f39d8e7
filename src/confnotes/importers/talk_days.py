"""The days of a conference, from its talks where the source does not say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from confnotes.model.program import Conference, Session


def dated_by_talks(conference: Conference, sessions: Iterable[Session]) -> Conference:
    """The days of the conference, from its talks where the source does not say."""
    if conference.start_date is None:
        days = [moment for session in sessions for moment in _starts(session)]
        if days:
            conference = replace(conference, start_date=min(days), end_date=conference.end_date or max(days))
    if conference.year is None and conference.start_date is not None:
        conference = replace(conference, year=conference.start_date.year)
    return conference


def _starts(session: Session) -> Iterable[date]:
    if session.start:
        yield session.start.date()
    yield from (talk.start.date() for talk in session.talks if talk.start)
