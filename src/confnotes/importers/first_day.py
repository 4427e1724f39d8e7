"""The first day that the user names: a program with another one is moved there as a whole, by whole days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from confnotes.model.program import Conference, Program, SourceWarning

_EARLIER = timedelta(days=7)


def beginning_on(program: Program, day: date) -> tuple[Program, SourceWarning | None]:
    """The program with every time moved so that it begins on that day, and what to say about it; times of day stay.

    It begins on the day that its conference states, where a talk starts within a week of that; else with its first
    talk. Deadlines stay where they are. A time that would lie outside the calendar is dropped.
    """
    first = _first_day(program)
    by = day - first if first else timedelta()
    conference = _begun(program.conference, day, by)
    if not by:
        return replace(program, conference=conference), None
    sessions = tuple(
        replace(
            session,
            start=_moved(session.start, by),
            end=_moved(session.end, by),
            talks=tuple(
                replace(talk, start=_moved(talk.start, by), end=_moved(talk.end, by)) for talk in session.talks
            ),
        )
        for session in program.sessions
    )
    told = f"the source begins on {first}; all of it was moved by {by.days:+,} days, to begin on {day} as you said"
    return replace(program, conference=conference, sessions=sessions), SourceWarning(told)


def _first_day(program: Program) -> date | None:
    stated = program.conference.start_date
    sessions = [session.start for session in program.sessions if session.start]
    days = [moment.date() for moment in (*sessions, *(talk.start for talk in program.talks() if talk.start))]
    if not days:
        return stated
    earliest = min(days)
    return stated if stated and timedelta() <= earliest - stated <= _EARLIER else earliest


def _begun(conference: Conference, day: date, by: timedelta) -> Conference:
    """The conference on its new days; where its own days are not those of its talks, only their number is kept."""
    start, end = conference.start_date, conference.end_date
    last = None
    if start and end and end >= start:
        last = _moved_day(day, end - start)
    elif end:
        last = _moved_day(end, by)
    year = conference.year
    if year is None or start is None or year == start.year:
        year = day.year
    return replace(conference, start_date=day, end_date=last if last is None or last >= day else day, year=year)


def _moved(moment: datetime | None, by: timedelta) -> datetime | None:
    """The same time of day so many days later, whatever the clocks did between."""
    try:
        return moment + by if moment else None
    except OverflowError:
        return None


def _moved_day(day: date, by: timedelta) -> date | None:
    try:
        return day + by
    except OverflowError:
        return None
